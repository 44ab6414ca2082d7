"""Who is signed in: Flask-Login behind a few typed functions. The sessions are rows (`core.staff.sessions`)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import (
    LoginManager,
    UserMixin,
    current_user,
    login_user,
    logout_user,
)

from core.kernel.actor import Actor
from core.kernel.states import Role
from core.running.services import Services
from core.storage.models import Staff, StaffSession
from webhooks.staff.permissions import Permission, holds

_P = ParamSpec("_P")
_R = TypeVar("_R")
_BROWSER, _BY = "browser", "by"


@dataclass(frozen=True)
class Member(UserMixin):  # type: ignore[misc]
    """A member of staff as the pages need one; read from the database with every request."""

    staff_id: int
    username: str
    name: str
    role: Role
    unit: str | None
    token: str
    session_id: int
    has_second_factor: bool
    unready: str | None
    """Endpoint of the page that has to be dealt with before any other."""

    def get_id(self) -> str:
        return self.token

    @property
    def actor(self) -> Actor:
        return Actor(self.role, staff_id=self.staff_id, unit=self.unit)


@dataclass(frozen=True)
class _Arrival(UserMixin):  # type: ignore[misc]
    """Enough of a member for Flask-Login to begin a session with."""

    token: str

    def get_id(self) -> str:
        return self.token


def install(app: Flask, services: Services) -> None:
    manager = LoginManager(app)
    # Flask-Login would tie the session to the network address too, and put officers out whose phones change it
    # on the road. The browser is checked below instead.
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Member | None:
        if session.get(_BROWSER) != _browser():
            return None
        found = services.sessions.find(token, unattended=_by_script())
        return _member(found, token) if found else None

    def _member(found: StaffSession, token: str) -> Member:
        staff = found.staff
        return Member(
            staff_id=staff.id,
            username=staff.username,
            name=staff.name,
            role=staff.role,
            unit=staff.unit,
            token=token,
            session_id=found.id,
            has_second_factor=staff.totp_secret is not None,
            unready=_unready(staff, found),
        )

    def _unready(staff: Staff, found: StaffSession) -> str | None:
        if staff.must_change_password:
            return "staff.password"
        lacking = staff.totp_secret is None and not found.second_factor
        return "staff.second_factor" if lacking and services.accounts.needs_second_factor(staff.role) else None

    @manager.unauthorized_handler  # type: ignore[untyped-decorator]
    def ask_to_sign_in() -> ResponseReturnValue:
        if request.method != "GET":
            abort(403)
        return redirect(url_for("staff.login", next=request.full_path.rstrip("?")))


def sign_in(services: Services, staff: Staff, *, second_factor: bool, by: str) -> None:
    """Begin a session; whatever the browser brought along is forgotten."""
    with services.database.write() as database:
        browser = request.headers.get("User-Agent", "")
        token = services.sessions.open(database, staff, browser, second_factor=second_factor, by=by)
    session.clear()
    session.permanent = True
    session[_BROWSER], session[_BY] = _browser(), by
    login_user(_Arrival(token))


def _by_script() -> bool:
    """Whether a page looks for news by itself: browsers say what they fetch for."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Dest") == "empty"


def _browser() -> str:
    return hashlib.sha256(request.headers.get("User-Agent", "").encode()).hexdigest()


def sign_out(services: Services) -> str | None:
    """The session ends for whoever holds a copy of the cookie, too. Answers how its owner had come in."""
    if (me := member_or_none()) is not None:
        with services.database.write() as database:
            services.sessions.end(database, me.session_id, me.staff_id)
    logout_user()
    by: str | None = session.get(_BY)
    session.clear()
    return by


def member_or_none() -> Member | None:
    return current_user._get_current_object() if current_user.is_authenticated else None


def member() -> Member:
    """Who is signed in; only for routes that `requires` guards."""
    found = member_or_none()
    assert found is not None
    return found


def requires(
    permission: Permission | None = None, *, unready: bool = False
) -> Callable[[Callable[_P, _R]], Callable[_P, _R | ResponseReturnValue]]:
    """Only for staff, and of them only for those who hold the permission.

    Who must first change the password or set up a second factor is sent there, except to views for the `unready`.
    """

    def guard(view: Callable[_P, _R]) -> Callable[_P, _R | ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R | ResponseReturnValue:
            who = member_or_none()
            if who is None:
                answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
                return answer
            if who.unready and not unready:
                return redirect(url_for(who.unready)) if request.method == "GET" else abort(403)
            if permission is not None and not holds(who.role, permission):
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return guard
