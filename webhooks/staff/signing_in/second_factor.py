"""Setting up the second factor: a secret for the authenticator app, and the first code of it."""

from __future__ import annotations

import segno
from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from core.running.services import Services
from core.staff.errors import StaffError
from core.staff.second_factor import grouped
from webhooks.language import say
from webhooks.routing import Pages, get, post
from webhooks.staff.signing_in.refusals import refusal
from webhooks.staff.signing_in.signed_in import member, requires

_NEW_SECRET = "new_secret"  # noqa: S105 (the name of a value, not one)
_LONGEST_CODE = 16


class SecondFactorPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services

    @get("/akun/kode")
    @requires(unready=True)
    def second_factor(self) -> ResponseReturnValue:
        if member().has_second_factor:
            return redirect(url_for("staff.account"))
        return self._page()

    @post("/akun/kode")
    @requires(unready=True)
    def turn_on_second_factor(self) -> ResponseReturnValue:
        me = member()
        if me.has_second_factor or _NEW_SECRET not in session:
            return redirect(url_for("staff.second_factor"))
        code = request.form.get("code", "")[:_LONGEST_CODE]
        try:
            with self._services.database.write() as database:
                codes = self._services.accounts.turn_on_second_factor(
                    database, me.staff_id, self._secret(), code, session_id=me.session_id
                )
        except StaffError as error:
            return self._page(refusal(error)), 422
        session.pop(_NEW_SECRET)
        return render_template("staff/recovery_codes.html", codes=codes, fresh=True)

    def _page(self, problem: str | None = None) -> str:
        me, secret = member(), self._secret()
        address = self._services.second_factor.address(secret, me.username, self._services.config.city.name)
        title = say("staff-signing-in-setup-qr")
        drawn = segno.make(address, error="m").svg_inline(scale=4, border=3, light="#fff", title=title)
        return render_template(
            "staff/second_factor.html",
            qr=Markup(drawn),  # noqa: S704 (drawn by us, of an address in which everything is percent-encoded)
            secret=grouped(secret),
            problem=problem,
            forced=me.unready == "staff.second_factor",
        )

    def _secret(self) -> str:
        """The same until it is confirmed, however often the page is opened; encrypted in the cookie."""
        vault = self._services.vault
        if _NEW_SECRET not in session:
            session[_NEW_SECRET] = vault.encrypt(self._services.second_factor.new_secret()).decode()
        return vault.decrypt(session[_NEW_SECRET].encode())
