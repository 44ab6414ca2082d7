"""The city's own sign-on (OpenID Connect, authorization code with PKCE), by Authlib.

Authlib keeps state, nonce and code verifier in the signed session, and checks the ID token. What is ours: calls go to
the issuer's own hosts only, without redirects; the metadata must be the issuer's; only asymmetric signatures count.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from authlib.integrations.requests_client import OAuth2Session
from flask import Blueprint, Flask, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from requests import RequestException, Response

from core.config import SignOn
from core.kernel import metrics
from core.running.services import Services
from core.staff.errors import SignOnError
from core.staff.sign_on import Reception
from webhooks.security import Guards
from webhooks.staff.signing_in.entrance import Entrance, own_path
from webhooks.staff.signing_in.refusals import refusal

log = structlog.get_logger()

SECRET_VARIABLE = "TANGGAP_SIGN_ON_SECRET"  # noqa: S105 (the name of a variable)
_BY = "sign_on"
_GOAL = "sign_on_goal"
_PER_ADDRESS = "60/minute"
_TIMEOUT_S = 10
_SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
_BROKEN = (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, RuntimeError)
"""Every way in which an answer of the issuer, or what somebody made of it on the way, can be wrong."""


def add(
    console: Blueprint, app: Flask, services: Services, guards: Guards, entrance: Entrance, secret: str | None
) -> None:
    config, reception = services.config.staff.sign_on, services.reception
    if config is None or reception is None:
        return
    issuer = _issuer(app, config, secret)
    base = str(services.config.server.public_url).rstrip("/")

    @console.get("/login/pemda")
    @guards.limiter.limit(_PER_ADDRESS)
    def sign_on() -> ResponseReturnValue:
        goal = own_path(request.args.get("next"))
        try:
            answer: ResponseReturnValue = issuer.authorize_redirect(base + url_for("staff.signed_on"))
        except (*_BROKEN, SignOnError) as error:
            log.error("staff.sign_on_away", problem=type(error).__name__, detail=_said(error))
            return _refused("Layanan masuk pemerintah kota sedang tidak bisa dihubungi.", 503)
        session[_GOAL] = goal
        return answer

    @console.get("/login/pemda/kembali")
    @guards.limiter.limit(_PER_ADDRESS)
    def signed_on() -> ResponseReturnValue:
        goal = own_path(session.pop(_GOAL, None))
        try:
            claims = _claims(issuer)
        except (*_BROKEN, SignOnError) as error:
            metrics.LOGINS.labels("failed").inc()
            log.warning("staff.sign_on_failed", problem=type(error).__name__, detail=_said(error))
            return _refused("Masuk tidak berhasil atau dibatalkan. Coba sekali lagi.", 400)
        return _admitted(reception, claims, goal)

    def _admitted(reception: Reception, claims: dict[str, Any], goal: str) -> ResponseReturnValue:
        try:
            with services.database.write() as database:
                admission = reception.admit(database, claims)
        except SignOnError as error:
            metrics.LOGINS.labels("failed").inc()
            log.warning("staff.sign_on_refused", reason=error.reason)
            return _refused(refusal(error), 403)
        return entrance.admit(admission.staff, goal, second_factor=admission.second_factor, by=_BY)

    def ends_at() -> str | None:
        """Where the issuer ends its own session: https://openid.net/specs/openid-connect-rpinitiated-1_0.html"""
        try:
            address = issuer.load_server_metadata().get("end_session_endpoint")
            if not address:
                return None
            _check_host(config, address)
        except (*_BROKEN, SignOnError) as error:
            log.warning("staff.sign_off_away", problem=type(error).__name__, detail=_said(error))
            return None
        back = {"client_id": config.client_id, "post_logout_redirect_uri": base + url_for("staff.login")}
        return f"{address}{'&' if '?' in address else '?'}{urlencode(back)}"

    entrance.ends_at[_BY] = ends_at

    def _refused(text: str, status: int) -> ResponseReturnValue:
        goal = url_for("staff.home")
        page = render_template("staff/login.html", username="", refused=text, failed=False, sign_on=config, goal=goal)
        return page, status


def _claims(issuer: FlaskOAuth2App) -> dict[str, Any]:
    """Of the ID token, and of the userinfo endpoint where there is one; the former count more."""
    token = issuer.authorize_access_token()
    proven = token.get("userinfo")
    if not proven:
        raise SignOnError("claims", "the issuer sent no ID token")
    if not issuer.load_server_metadata().get("userinfo_endpoint"):
        return dict(proven)
    told = issuer.userinfo(token=token)
    if told.get("sub") != proven["sub"]:
        raise SignOnError("claims", "the userinfo is about somebody else")
    return {**told, **proven}


def _issuer(app: Flask, config: SignOn, secret: str | None) -> FlaskOAuth2App:
    class IssuerSession(OAuth2Session):  # type: ignore[misc]
        """Requests to the issuer, and to nobody else."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self.trust_env = False

        def request(self, method: str, url: str, **options: Any) -> Response:
            _check_host(config, url)
            answer: Response = super().request(method, url, **{**options, "timeout": _TIMEOUT_S}, allow_redirects=False)
            if answer.is_redirect:
                raise SignOnError("issuer", f"{urlsplit(url).netloc} answered with a redirect")
            return answer

    class Issuer(FlaskOAuth2App):  # type: ignore[misc]
        client_cls = IssuerSession

        def load_server_metadata(self) -> dict[str, Any]:
            metadata: dict[str, Any] = super().load_server_metadata()
            if metadata.get("issuer") != config.issuer:
                self.server_metadata: dict[str, Any] = {}
                raise SignOnError("issuer", "the metadata are of another issuer; see staff.sign_on.issuer")
            offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
            metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in _SIGNATURES]
            return metadata

    registry = OAuth(app)
    registry.oauth2_client_cls = Issuer
    issuer: FlaskOAuth2App = registry.register(
        "sign_on",
        client_id=config.client_id,
        client_secret=secret,
        server_metadata_url=f"{config.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": " ".join(dict.fromkeys(("openid", *config.scopes))),
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": "client_secret_basic" if secret else "none",
        },
    )
    return issuer


def _check_host(config: SignOn, url: str) -> None:
    own, parts = urlsplit(config.issuer), urlsplit(url)
    if parts.scheme != own.scheme or parts.netloc not in {own.netloc, *config.hosts}:
        raise SignOnError("issuer", f"the issuer's metadata lead to {parts.netloc}; see staff.sign_on.hosts")


def _said(error: Exception) -> str:
    """What our own errors say; a library's may quote a token."""
    return str(error) if isinstance(error, SignOnError) else ""
