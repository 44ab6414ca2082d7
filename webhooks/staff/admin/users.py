"""Accounts of staff: found and made. One of them is `webhooks.staff.admin.user`."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from core.kernel.states import STAFF_ROLES, Role
from core.running.services import Services
from core.staff.errors import StaffError
from webhooks.routing import Pages, get, post
from webhooks.rows import row_id
from webhooks.staff.admin.account_form import AccountForm, TypedAccount, typed_account
from webhooks.staff.form_input import words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.refusals import refusal
from webhooks.staff.signing_in.signed_in import member, requires

PAGE = 50
_LAST_PAGE = 10_000
_LONGEST = 255
_STATES = {"aktif": True, "nonaktif": False, "semua": None}


class UserListPages(Pages):
    def __init__(self, services: Services, form: AccountForm) -> None:
        self._services = services
        self._accounts = services.accounts
        self._form = form

    @get("/pengguna")
    @requires(Permission.MANAGE_STAFF)
    def users(self) -> ResponseReturnValue:
        sought = words(request.args, "cari", _LONGEST)
        state = request.args.get("status", "aktif")
        given = request.args.get("peran", "")
        role = Role(given) if given in STAFF_ROLES else None
        page = request.args.get("halaman", 1, type=row_id)
        with self._services.database.read() as session:
            found = self._accounts.search(
                session,
                sought,
                role=role,
                active=_STATES.get(state, True),
                offset=(min(page, _LAST_PAGE) - 1) * PAGE,
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
            states=tuple(_STATES),
            roles=STAFF_ROLES,
            unit_name=self._services.router.name,
        )

    @get("/pengguna/baru")
    @requires(Permission.MANAGE_STAFF)
    def new_user(self) -> ResponseReturnValue:
        return self._new(TypedAccount())

    @post("/pengguna/baru")
    @requires(Permission.MANAGE_STAFF)
    def add_user(self) -> ResponseReturnValue:
        typed, by = typed_account(), member().staff_id
        try:
            role, unit = self._form.chosen(typed)
            with self._services.database.write() as session:
                staff, password = self._accounts.add(session, by, typed.username, typed.name, role, unit)
        except StaffError as error:
            return self._new(typed, refusal(error)), 422
        return render_template("staff/admin/first_password.html", staff=staff, password=password, fresh=True)

    def _new(self, typed: TypedAccount, problem: str | None = None) -> str:
        return render_template("staff/admin/new_user.html", typed=typed, problem=problem, **self._form.choices())
