"""Accounts of staff: found, made, changed, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.city.scope import BOUND_ROLES
from core.kernel.states import STAFF_ROLES, Role
from core.running.services import Services
from core.staff.accounts import plain_username
from core.staff.errors import StaffError
from core.staff.leaving import Heir
from core.storage.models import Staff
from webhooks.rows import row_id
from webhooks.staff.form_input import words
from webhooks.staff.labels import role_names
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.attempts import Attempts
from webhooks.staff.signing_in.refusals import refusal
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.tickets.choices import unit_labels
from webhooks.staff.tickets.code_names import CodeNames

PAGE = 50
_QUEUE = "antrean"
_LONGEST = 255
_STATES = {"aktif": True, "nonaktif": False, "semua": None}

Step = Callable[[Session, int, int], object]


def add(console: Blueprint, services: Services, attempts: Attempts) -> None:
    accounts, names = services.accounts, CodeNames(services)
    labels = unit_labels(services.router)

    @console.get("/pengguna")
    @requires(Permission.MANAGE_STAFF)
    def users() -> ResponseReturnValue:
        sought = words(request.args, "cari", _LONGEST)
        state = request.args.get("status", "aktif")
        given = request.args.get("peran", "")
        role = Role(given) if given in STAFF_ROLES else None
        page = request.args.get("halaman", 1, type=row_id)
        with services.database.read() as session:
            found = accounts.search(
                session,
                sought,
                role=role,
                active=_STATES.get(state, True),
                offset=(min(page, 10_000) - 1) * PAGE,
                limit=PAGE + 1,
            )
        return render_template(
            "staff/admin/users.html",
            rows=found[:PAGE],
            more=len(found) > PAGE,
            page=page,
            words=sought,
            role=role,
            state=state if state in _STATES else "aktif",
            roles=STAFF_ROLES,
            unit_name=services.router.name,
        )

    # --- a new account ------------------------------------------------------------------------------

    @console.get("/pengguna/baru")
    @requires(Permission.MANAGE_STAFF)
    def new_user() -> ResponseReturnValue:
        return _new({})

    def _new(typed: dict[str, str], problem: str | None = None) -> str:
        return render_template("staff/admin/new_user.html", typed=typed, problem=problem, **_choices())

    @console.post("/pengguna/baru")
    @requires(Permission.MANAGE_STAFF)
    def add_user() -> ResponseReturnValue:
        typed = _typed()
        try:
            role, unit = _chosen(typed)
            with services.database.write() as session:
                staff, password = accounts.add(session, member().staff_id, typed["username"], typed["name"], role, unit)
        except StaffError as error:
            return _new(typed, refusal(error)), 422
        return render_template("staff/admin/first_password.html", staff=staff, password=password, fresh=True)

    # --- one account --------------------------------------------------------------------------------

    @console.get("/pengguna/<row:staff_id>")
    @requires(Permission.MANAGE_STAFF)
    def user(staff_id: int) -> ResponseReturnValue:
        return _user(staff_id)

    def _user(staff_id: int, typed: dict[str, str] | None = None, problem: str | None = None) -> str:
        with services.database.read() as session:
            staff = _found(session, staff_id)
            left = accounts.left(session, staff_id)
            sessions = services.sessions.of(session, staff_id)
            colleagues = services.leaving.heirs(session, staff) if left.tickets else []
        shown = typed or {
            "name": staff.name,
            "role": staff.role,
            "unit": labels.labels.get(staff.unit, staff.unit) if staff.unit else "",
        }
        return render_template(
            "staff/admin/user.html",
            staff=staff,
            typed=shown,
            problem=problem,
            left=left,
            colleagues=colleagues,
            sessions=sessions,
            seen=services.wording.date(sessions[0].seen_at, "id") if sessions else None,
            since=services.wording.date(staff.created_at, "id", time=False),
            unit_name=services.router.name,
            names=names,
            demanded=accounts.needs_second_factor(staff.role),
            **_choices(),
        )

    @console.post("/pengguna/<row:staff_id>")
    @requires(Permission.MANAGE_STAFF)
    def change_user(staff_id: int) -> ResponseReturnValue:
        typed = _typed()
        try:
            role, unit = _chosen(typed)
            with services.database.write() as session:
                _found(session, staff_id)
                accounts.change(session, member().staff_id, staff_id, name=typed["name"], role=role, unit=unit)
        except StaffError as error:
            return _user(staff_id, typed, refusal(error)), 422
        flash("Perubahan sudah disimpan.")
        return redirect(url_for("staff.user", staff_id=staff_id))

    @console.post("/pengguna/<row:staff_id>/sandi")
    @requires(Permission.MANAGE_STAFF)
    def reset_password(staff_id: int) -> ResponseReturnValue:
        try:
            with services.database.write() as session:
                staff = _found(session, staff_id)
                password = accounts.reset_password(session, member().staff_id, staff_id)
        except StaffError as error:
            return _user(staff_id, problem=refusal(error)), 422
        attempts.succeeded(f"account/{plain_username(staff.username)}")
        return render_template("staff/admin/first_password.html", staff=staff, password=password, fresh=False)

    def step(path: str, endpoint: str, do: Step, said: str) -> None:
        """A button of the page."""

        @requires(Permission.MANAGE_STAFF)
        def view(staff_id: int) -> ResponseReturnValue:
            try:
                with services.database.write() as session:
                    _found(session, staff_id)
                    do(session, member().staff_id, staff_id)
            except StaffError as error:
                return _user(staff_id, problem=refusal(error)), 422
            flash(said)
            return redirect(url_for("staff.user", staff_id=staff_id))

        console.add_url_rule(f"/pengguna/<row:staff_id>/{path}", endpoint, view, methods=["POST"])

    step("aktifkan", "activate_user", accounts.activate, "Akun diaktifkan kembali.")

    @console.post("/pengguna/<row:staff_id>/nonaktifkan")
    @requires(Permission.MANAGE_STAFF)
    def deactivate_user(staff_id: int) -> ResponseReturnValue:
        """Who has open tickets leaves them to somebody, in the same transaction."""
        try:
            with services.database.write() as session:
                _found(session, staff_id)
                given = services.leaving.deactivate(session, member().staff_id, staff_id, _heir())
        except StaffError as error:
            return _user(staff_id, problem=refusal(error)), 422
        handed = f" {given} laporannya sudah diserahkan." if given else ""
        flash(f"Akun dinonaktifkan dan semua sesinya diakhiri.{handed}")
        return redirect(url_for("staff.user", staff_id=staff_id))

    @console.post("/pengguna/<row:staff_id>/serahkan")
    @requires(Permission.MANAGE_STAFF)
    def give_tickets_on(staff_id: int) -> ResponseReturnValue:
        """Those of somebody who was closed without saying who gets them, or who is away."""
        try:
            heir = _heir()
            if heir is None:
                raise StaffError("heir_missing", "nobody was chosen")
            with services.database.write() as session:
                _found(session, staff_id)
                given = services.leaving.give_on(session, member().staff_id, staff_id, heir)
        except StaffError as error:
            return _user(staff_id, problem=refusal(error)), 422
        flash(f"{given} laporan sudah diserahkan.")
        return redirect(url_for("staff.user", staff_id=staff_id))

    def _heir() -> Heir | None:
        """As the form says it: a colleague's id, or the queue; None for nothing."""
        if request.form.get("heir") == _QUEUE:
            return Heir()
        colleague = request.form.get("heir", type=row_id)
        return Heir(colleague) if colleague else None

    step("kode", "reset_second_factor", accounts.reset_second_factor, "Kode masuk diatur ulang.")
    step("sesi", "end_sessions", accounts.end_sessions, "Semua sesinya diakhiri.")

    # --- forms --------------------------------------------------------------------------------------

    def _choices() -> dict[str, Any]:
        return {
            "roles": STAFF_ROLES,
            "role_labels": role_names(),
            "bound": BOUND_ROLES,
            "units": sorted(labels.labels.values()),
        }

    def _chosen(typed: dict[str, str]) -> tuple[Role, str | None]:
        if typed["role"] not in STAFF_ROLES:
            raise StaffError("role", "no such role")
        unit = labels.read(typed["unit"]) if typed["unit"] else None
        if typed["unit"] and unit is None:
            raise StaffError("unit", "no such unit")
        return Role(typed["role"]), unit

    def _found(session: Session, staff_id: int) -> Staff:
        return session.get(Staff, staff_id) or abort(404)


def _typed() -> dict[str, str]:
    return {name: words(request.form, name, _LONGEST) for name in ("username", "name", "role", "unit")}
