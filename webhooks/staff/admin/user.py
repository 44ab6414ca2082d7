"""One account of staff: shown, changed, closed, and its tickets given on."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.running.services import Services
from core.staff.accounts import plain_username
from core.staff.errors import StaffError
from core.staff.leaving import Heir
from core.storage.models import Staff
from webhooks.language import language, say
from webhooks.routing import Pages, get, post
from webhooks.rows import row_id
from webhooks.staff.admin.account_form import AccountForm, TypedAccount, typed_account
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.attempts import Attempts
from webhooks.staff.signing_in.refusals import refusal
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.tickets.code_names import CodeNames

_QUEUE = "antrean"


class UserPages(Pages):
    def __init__(self, services: Services, form: AccountForm, attempts: Attempts) -> None:
        self._services = services
        self._accounts = services.accounts
        self._form = form
        self._attempts = attempts
        self._names = CodeNames(services)

    @get("/pengguna/<row:staff_id>")
    @requires(Permission.MANAGE_STAFF)
    def user(self, staff_id: int) -> ResponseReturnValue:
        return self._page(staff_id)

    @post("/pengguna/<row:staff_id>")
    @requires(Permission.MANAGE_STAFF)
    def change_user(self, staff_id: int) -> ResponseReturnValue:
        typed = typed_account()

        def change(session: Session, by: int) -> str:
            role, unit = self._form.chosen(typed)
            self._accounts.change(session, by, staff_id, name=typed.name, role=role, unit=unit)
            return say("staff-admin-user-changed")

        return self._step(staff_id, change, typed)

    @post("/pengguna/<row:staff_id>/sandi")
    @requires(Permission.MANAGE_STAFF)
    def reset_password(self, staff_id: int) -> ResponseReturnValue:
        try:
            with self._services.database.write() as session:
                staff = self._found(session, staff_id)
                password = self._accounts.reset_password(session, member().staff_id, staff_id)
        except StaffError as error:
            return self._page(staff_id, problem=refusal(error)), 422
        self._attempts.succeeded(f"account/{plain_username(staff.username)}")
        return render_template("staff/admin/first_password.html", staff=staff, password=password, fresh=False)

    @post("/pengguna/<row:staff_id>/aktifkan")
    @requires(Permission.MANAGE_STAFF)
    def activate_user(self, staff_id: int) -> ResponseReturnValue:
        def activate(session: Session, by: int) -> str:
            self._accounts.activate(session, by, staff_id)
            return say("staff-admin-user-activated")

        return self._step(staff_id, activate)

    @post("/pengguna/<row:staff_id>/nonaktifkan")
    @requires(Permission.MANAGE_STAFF)
    def deactivate_user(self, staff_id: int) -> ResponseReturnValue:
        """Who has open tickets leaves them to somebody, in the same transaction."""

        def deactivate(session: Session, by: int) -> str:
            given = self._services.leaving.deactivate(session, by, staff_id, _heir())
            return say("staff-admin-user-deactivated", tickets=given)

        return self._step(staff_id, deactivate)

    @post("/pengguna/<row:staff_id>/serahkan")
    @requires(Permission.MANAGE_STAFF)
    def give_tickets_on(self, staff_id: int) -> ResponseReturnValue:
        """Those of somebody who was closed without saying who gets them, or who is away."""

        def give_on(session: Session, by: int) -> str:
            heir = _heir()
            if heir is None:
                raise StaffError("heir_missing", "nobody was chosen")
            given = self._services.leaving.give_on(session, by, staff_id, heir)
            return say("staff-admin-user-tickets-given", tickets=given)

        return self._step(staff_id, give_on)

    @post("/pengguna/<row:staff_id>/kode")
    @requires(Permission.MANAGE_STAFF)
    def reset_second_factor(self, staff_id: int) -> ResponseReturnValue:
        def reset(session: Session, by: int) -> str:
            self._accounts.reset_second_factor(session, by, staff_id)
            return say("staff-admin-user-code-reset")

        return self._step(staff_id, reset)

    @post("/pengguna/<row:staff_id>/sesi")
    @requires(Permission.MANAGE_STAFF)
    def end_sessions(self, staff_id: int) -> ResponseReturnValue:
        def end(session: Session, by: int) -> str:
            self._accounts.end_sessions(session, by, staff_id)
            return say("staff-admin-user-sessions-ended")

        return self._step(staff_id, end)

    def _step(
        self, staff_id: int, do: Callable[[Session, int], str], typed: TypedAccount | None = None
    ) -> ResponseReturnValue:
        """A button of the page: `do` gets the session and who pressed it, and answers what is said about it."""
        try:
            with self._services.database.write() as session:
                self._found(session, staff_id)
                said = do(session, member().staff_id)
        except StaffError as error:
            return self._page(staff_id, typed, refusal(error)), 422
        flash(said)
        return redirect(url_for("staff.user", staff_id=staff_id))

    def _page(self, staff_id: int, typed: TypedAccount | None = None, problem: str | None = None) -> str:
        services = self._services
        with services.database.read() as session:
            staff = self._found(session, staff_id)
            left = self._accounts.left(session, staff_id)
            sessions = services.sessions.of(session, staff_id)
            colleagues = services.leaving.heirs(session, staff) if left.tickets else []
        return render_template(
            "staff/admin/user.html",
            staff=staff,
            typed=typed or self._form.shown(staff),
            problem=problem,
            left=left,
            colleagues=colleagues,
            sessions=sessions,
            seen=services.wording.date(sessions[0].seen_at, language()) if sessions else None,
            since=services.wording.date(staff.created_at, language(), time=False),
            unit_name=services.router.name,
            names=self._names,
            demanded=self._accounts.needs_second_factor(staff.role),
            **self._form.choices(),
        )

    def _found(self, session: Session, staff_id: int) -> Staff:
        return self._accounts.find(session, staff_id) or abort(404)


def _heir() -> Heir | None:
    """As the form says it: a colleague's id, or the queue; None for nothing."""
    if request.form.get("heir") == _QUEUE:
        return Heir()
    colleague = request.form.get("heir", type=row_id)
    return Heir(colleague) if colleague else None
