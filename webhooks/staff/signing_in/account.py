"""One's own account: password, second factor, and where one is signed in."""

from __future__ import annotations

from collections.abc import Callable

import segno
from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.orm import Session

from core.running.services import Services
from core.staff.errors import StaffError
from core.staff.passwords import LONGEST, SHORTEST
from core.staff.second_factor import grouped
from core.storage.models import Staff
from webhooks.staff.signing_in.attempts import Attempts
from webhooks.staff.signing_in.browsers import spoken_browser
from webhooks.staff.signing_in.devices import Devices
from webhooks.staff.signing_in.refusals import refusal, spoken
from webhooks.staff.signing_in.signed_in import member, requires, sign_out

_NEW_SECRET = "new_secret"  # noqa: S105 (the name of a value, not one)


def add(console: Blueprint, services: Services, devices: Devices, attempts: Attempts) -> None:
    @console.get("/akun")
    @requires()
    def account() -> ResponseReturnValue:
        return _account()

    def _account(problem: str | None = None) -> str:
        me, date = member(), services.wording.date
        with services.database.read() as database:
            found = services.sessions.of(database, me.staff_id)
            left = services.second_factor.recovery_codes_left(database, me.staff_id)
        mine = [
            {
                "id": row.id,
                "browser": spoken_browser(row.browser),
                "since": date(row.created_at, "id"),
                "seen": date(row.seen_at, "id"),
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

    # --- password -----------------------------------------------------------------------------------

    @console.get("/akun/sandi")
    @requires(unready=True)
    def password() -> ResponseReturnValue:
        return _password()

    def _password(problem: str | None = None) -> str:
        forced = member().unready == "staff.password"
        return render_template(
            "staff/password.html", problem=problem, forced=forced, shortest=SHORTEST, longest=LONGEST
        )

    @console.post("/akun/sandi")
    @requires(unready=True)
    def change_password() -> ResponseReturnValue:
        me = member()
        new, again = _typed("new"), _typed("again")
        if new != again:
            return _password(refusal("repeat")), 422
        if seconds := attempts.begin(devices.whose(me.username)):
            return _password(_slow(seconds)), 429
        try:
            with services.database.write() as database:
                services.accounts.change_own_password(
                    database, me.staff_id, _typed("old"), new, session_id=me.session_id
                )
        except StaffError as error:
            if error.reason != "wrong":
                attempts.succeeded(devices.whose(me.username))
            return _password(refusal(error)), 422
        attempts.succeeded(devices.whose(me.username))
        flash("Kata sandi sudah diganti. Sesi Anda di perangkat lain sudah diakhiri.")
        return redirect(url_for("staff.home" if me.unready else "staff.account"))

    # --- second factor ------------------------------------------------------------------------------

    @console.get("/akun/kode")
    @requires(unready=True)
    def second_factor() -> ResponseReturnValue:
        if member().has_second_factor:
            return redirect(url_for("staff.account"))
        return _second_factor()

    def _second_factor(problem: str | None = None) -> str:
        """The same secret until it is confirmed, however often the page is opened; encrypted in the cookie."""
        me = member()
        if _NEW_SECRET not in session:
            fresh = services.second_factor.new_secret()
            session[_NEW_SECRET] = services.vault.encrypt(fresh).decode()
        secret = services.vault.decrypt(session[_NEW_SECRET].encode())
        address = services.second_factor.address(secret, me.username, services.config.city.name)
        drawn = segno.make(address, error="m").svg_inline(scale=4, border=3, light="#fff", title="Kode QR")
        return render_template(
            "staff/second_factor.html",
            qr=Markup(drawn),  # noqa: S704 (drawn by us, of an address in which everything is percent-encoded)
            secret=grouped(secret),
            problem=problem,
            forced=me.unready == "staff.second_factor",
        )

    @console.post("/akun/kode")
    @requires(unready=True)
    def turn_on_second_factor() -> ResponseReturnValue:
        me = member()
        if me.has_second_factor or _NEW_SECRET not in session:
            return redirect(url_for("staff.second_factor"))
        secret = services.vault.decrypt(session[_NEW_SECRET].encode())
        try:
            with services.database.write() as database:
                staff = database.get_one(Staff, me.staff_id, with_for_update=True)
                codes = services.second_factor.turn_on(database, staff, secret, request.form.get("code", "")[:16])
                services.sessions.end_all(database, me.staff_id, besides=me.session_id)
        except StaffError as error:
            return _second_factor(refusal(error)), 422
        session.pop(_NEW_SECRET)
        return render_template("staff/recovery_codes.html", codes=codes, fresh=True)

    @console.post("/akun/kode/cadangan")
    @requires()
    def new_recovery_codes() -> ResponseReturnValue:
        def made(database: Session, staff: Staff) -> ResponseReturnValue:
            codes = services.second_factor.new_recovery_codes(database, staff)
            return render_template("staff/recovery_codes.html", codes=codes, fresh=False)

        return _with_password(made)

    @console.post("/akun/kode/matikan")
    @requires()
    def turn_off_second_factor() -> ResponseReturnValue:
        def off(database: Session, staff: Staff) -> ResponseReturnValue:
            services.accounts.turn_off_second_factor(database, staff)
            flash("Kode masuk sudah dimatikan.")
            return redirect(url_for("staff.account"))

        return _with_password(off)

    def _with_password(step: Callable[[Session, Staff], ResponseReturnValue]) -> ResponseReturnValue:
        """What an open screen must not be enough for."""
        me = member()
        if not me.has_second_factor:
            return redirect(url_for("staff.account"))
        if seconds := attempts.begin(devices.whose(me.username)):
            return _account(_slow(seconds)), 429
        try:
            with services.database.write() as database:
                staff = services.accounts.confirmed(database, me.staff_id, _typed("password"))
                attempts.succeeded(devices.whose(me.username))
                return step(database, staff)
        except StaffError as error:
            return _account(refusal(error)), 422

    # --- sessions -----------------------------------------------------------------------------------

    @console.post("/akun/sesi/<row:session_id>/akhiri")
    @requires()
    def end_session(session_id: int) -> ResponseReturnValue:
        me = member()
        if session_id == me.session_id:
            sign_out(services)
            return redirect(url_for("staff.login"))
        with services.database.write() as database:
            if not services.sessions.end(database, session_id, me.staff_id):
                abort(404)
        flash("Sesi itu sudah diakhiri.")
        return redirect(url_for("staff.account"))

    @console.post("/akun/sesi/akhiri-lainnya")
    @requires()
    def end_other_sessions() -> ResponseReturnValue:
        me = member()
        with services.database.write() as database:
            ended = services.sessions.end_all(database, me.staff_id, besides=me.session_id)
        flash(f"{ended} sesi lain sudah diakhiri." if ended else "Tidak ada sesi lain.")
        return redirect(url_for("staff.account"))


def _typed(name: str) -> str:
    return request.form.get(name, "")[: LONGEST + 1]


def _slow(seconds: int) -> str:
    return f"Terlalu banyak percobaan. Coba lagi dalam {spoken(seconds)}."
