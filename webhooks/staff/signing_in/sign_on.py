"""Coming in by the city's own sign-on, and going out of it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import structlog
from authlib.integrations.flask_client import FlaskOAuth2App
from flask import request, session, url_for
from flask.typing import ResponseReturnValue

from core.config import SignOn
from core.kernel import metrics
from core.running.services import Services
from core.staff.errors import SignOnError
from core.staff.sign_on import Reception
from webhooks.language import say
from webhooks.routing import Pages, get, limited
from webhooks.staff.signing_in.entrance import Entrance, login_page, own_path
from webhooks.staff.signing_in.issuer import BROKEN, check_host, claims_of
from webhooks.staff.signing_in.refusals import refusal

log = structlog.get_logger()

SECRET_VARIABLE = "TANGGAP_SIGN_ON_SECRET"  # noqa: S105 (the name of a variable)
_BY = "sign_on"
_GOAL = "sign_on_goal"
_PER_ADDRESS = "60/minute"


class SignOnPages(Pages):
    def __init__(
        self, services: Services, config: SignOn, reception: Reception, issuer: FlaskOAuth2App, entrance: Entrance
    ) -> None:
        self._database = services.database
        self._config = config
        self._reception = reception
        self._issuer = issuer
        self._entrance = entrance
        self._base = str(services.config.server.public_url).rstrip("/")
        entrance.ends_at[_BY] = self._ends_at

    @get("/login/pemda")
    @limited(_PER_ADDRESS)
    def sign_on(self) -> ResponseReturnValue:
        goal = own_path(request.args.get("next"))
        try:
            answer: ResponseReturnValue = self._issuer.authorize_redirect(self._base + url_for("staff.signed_on"))
        except BROKEN as error:
            log.error("staff.sign_on_away", problem=type(error).__name__, detail=_said(error))
            return self._refused(say("staff-signing-in-city-away")), 503
        session[_GOAL] = goal
        return answer

    @get("/login/pemda/kembali")
    @limited(_PER_ADDRESS)
    def signed_on(self) -> ResponseReturnValue:
        goal = own_path(session.pop(_GOAL, None))
        try:
            claims = claims_of(self._issuer)
        except BROKEN as error:
            metrics.LOGINS.labels("failed").inc()
            log.warning("staff.sign_on_failed", problem=type(error).__name__, detail=_said(error))
            return self._refused(say("staff-signing-in-city-failed")), 400
        return self._admitted(claims, goal)

    def _admitted(self, claims: Mapping[str, Any], goal: str) -> ResponseReturnValue:
        try:
            with self._database.write() as database:
                admission = self._reception.admit(database, claims)
        except SignOnError as error:
            metrics.LOGINS.labels("failed").inc()
            log.warning("staff.sign_on_refused", reason=error.reason)
            return self._refused(refusal(error)), 403
        return self._entrance.admit(admission.staff, goal, second_factor=admission.second_factor, by=_BY)

    def _ends_at(self) -> str | None:
        """Where the issuer ends its own session: https://openid.net/specs/openid-connect-rpinitiated-1_0.html"""
        try:
            address = self._issuer.load_server_metadata().get("end_session_endpoint")
            if not address:
                return None
            check_host(self._config, address)
        except BROKEN as error:
            log.warning("staff.sign_off_away", problem=type(error).__name__, detail=_said(error))
            return None
        back = {
            "client_id": self._config.client_id,
            "post_logout_redirect_uri": self._base + url_for("staff.login"),
        }
        return f"{address}{'&' if '?' in address else '?'}{urlencode(back)}"

    def _refused(self, problem: str) -> str:
        return login_page(self._config, url_for("staff.home"), problem=problem)


def _said(error: Exception) -> str:
    """What our own errors say; a library's may quote a token."""
    return str(error) if isinstance(error, SignOnError) else ""
