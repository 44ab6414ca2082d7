"""One's own account: who one is here, where one is signed in, and what asks for the password once more."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.running.services import Services
from core.staff.errors import StaffError
from core.storage.models import Staff
from webhooks.language import language, say
from webhooks.routing import Pages, get, post
from webhooks.staff.signing_in.attempts import Attempts
from webhooks.staff.signing_in.browsers import spoken_browser
from webhooks.staff.signing_in.devices import Devices
from webhooks.staff.signing_in.password import typed_password
from webhooks.staff.signing_in.refusals import refusal, too_many
from webhooks.staff.signing_in.signed_in import member, requires, sign_out


class AccountPages(Pages):
    def __init__(self, services: Services, devices: Devices, attempts: Attempts) -> None:
        self._services = services
        self._devices = devices
        self._attempts = attempts

    @get("/akun")
    @requires()
    def account(self) -> ResponseReturnValue:
        return self._page()

    def _page(self, problem: str | None = None) -> str:
        me, services = member(), self._services
        with services.database.read() as database:
            found = services.sessions.of(database, me.staff_id)
            left = services.second_factor.recovery_codes_left(database, me.staff_id)
        mine = [
            {
                "id": row.id,
                "browser": spoken_browser(row.browser),
                "since": services.wording.date(row.created_at, language()),
                "seen": services.wording.date(row.seen_at, language()),
                "this": row.id == me.session_id,
            }
            for row in found
        ]
        return render_template(
            "staff/account.html",
            sessions=sorted(mine, key=lambda row: not row["this"]),
            unit=services.router.name(me.unit) if me.unit else None,
            demanded=services.accounts.needs_second_factor(me.role),
            codes_left=left,
            problem=problem,
        )

    # --- with the password once more ----------------------------------------------------------------

    @post("/akun/kode/cadangan")
    @requires()
    def new_recovery_codes(self) -> ResponseReturnValue:
        def made(database: Session, staff: Staff) -> ResponseReturnValue:
            codes = self._services.second_factor.new_recovery_codes(database, staff)
            return render_template("staff/recovery_codes.html", codes=codes, fresh=False)

        return self._with_password(made)

    @post("/akun/kode/matikan")
    @requires()
    def turn_off_second_factor(self) -> ResponseReturnValue:
        def off(database: Session, staff: Staff) -> ResponseReturnValue:
            self._services.accounts.turn_off_second_factor(database, staff)
            flash(say("staff-signing-in-code-turned-off"))
            return redirect(url_for("staff.account"))

        return self._with_password(off)

    def _with_password(self, step: Callable[[Session, Staff], ResponseReturnValue]) -> ResponseReturnValue:
        """What an open screen must not be enough for."""
        me = member()
        if not me.has_second_factor:
            return redirect(url_for("staff.account"))
        counted = self._devices.whose(me.username)
        if seconds := self._attempts.begin(counted):
            return self._page(too_many(seconds)), 429
        try:
            with self._services.database.write() as database:
                staff = self._services.accounts.confirmed(database, me.staff_id, typed_password("password"))
                self._attempts.succeeded(counted)
                return step(database, staff)
        except StaffError as error:
            return self._page(refusal(error)), 422

    # --- sessions -----------------------------------------------------------------------------------

    @post("/akun/sesi/<row:session_id>/akhiri")
    @requires()
    def end_session(self, session_id: int) -> ResponseReturnValue:
        me = member()
        if session_id == me.session_id:
            sign_out(self._services)
            return redirect(url_for("staff.login"))
        with self._services.database.write() as database:
            if not self._services.sessions.end(database, session_id, me.staff_id):
                abort(404)
        flash(say("staff-signing-in-session-ended"))
        return redirect(url_for("staff.account"))

    @post("/akun/sesi/akhiri-lainnya")
    @requires()
    def end_other_sessions(self) -> ResponseReturnValue:
        me = member()
        with self._services.database.write() as database:
            ended = self._services.sessions.end_all(database, me.staff_id, besides=me.session_id)
        flash(say("staff-signing-in-others-ended", sessions=ended))
        return redirect(url_for("staff.account"))
