"""Changing one's own password: the only page that a first password opens."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.running.services import Services
from core.staff.errors import StaffError
from core.staff.passwords import LONGEST, SHORTEST
from webhooks.language import say
from webhooks.routing import Pages, get, post
from webhooks.staff.signing_in.attempts import Attempts
from webhooks.staff.signing_in.devices import Devices
from webhooks.staff.signing_in.refusals import refusal, too_many
from webhooks.staff.signing_in.signed_in import member, requires


def typed_password(name: str) -> str:
    """Of the form's field; so much of it that one that is too long is refused and not cut."""
    return request.form.get(name, "")[: LONGEST + 1]


class PasswordPages(Pages):
    def __init__(self, services: Services, devices: Devices, attempts: Attempts) -> None:
        self._services = services
        self._devices = devices
        self._attempts = attempts

    @get("/akun/sandi")
    @requires(unready=True)
    def password(self) -> ResponseReturnValue:
        return self._page()

    @post("/akun/sandi")
    @requires(unready=True)
    def change_password(self) -> ResponseReturnValue:
        me = member()
        old, new = typed_password("old"), typed_password("new")
        if new != typed_password("again"):
            return self._page(refusal("repeat")), 422
        counted = self._devices.whose(me.username)
        if seconds := self._attempts.begin(counted):
            return self._page(too_many(seconds)), 429
        try:
            with self._services.database.write() as database:
                self._services.accounts.change_own_password(database, me.staff_id, old, new, session_id=me.session_id)
        except StaffError as error:
            if error.reason != "wrong":
                self._attempts.succeeded(counted)
            return self._page(refusal(error)), 422
        self._attempts.succeeded(counted)
        flash(say("staff-signing-in-password-changed"))
        return redirect(url_for("staff.home" if me.unready else "staff.account"))

    def _page(self, problem: str | None = None) -> str:
        return render_template(
            "staff/password.html",
            problem=problem,
            forced=member().unready == "staff.password",
            shortest=SHORTEST,
            longest=LONGEST,
        )
