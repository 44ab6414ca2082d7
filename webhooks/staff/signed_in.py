"""Who is signed in. Flask-Login behind a few typed functions."""

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

from core.services import Services
from core.storage.models import Staff
from core.tickets.actor import Actor
from core.tickets.states import Role
from webhooks.staff.permissions import Permission, holds

_P = ParamSpec("_P")
_R = TypeVar("_R")
_BROWSER = "browser"


@dataclass(frozen=True)
class Member(UserMixin):  # type: ignore[misc]
    """A member of staff as the pages need one; read from the database with every request."""

    staff_id: int
    username: str
    name: str
    role: Role
    unit: str | None
    stamp: str
    """Changes with the password, so that a new password ends older sessions."""

    def get_id(self) -> str:
        return f"{self.staff_id}:{self.stamp}"

    @property
    def actor(self) -> Actor:
        return Actor(self.role, staff_id=self.staff_id, unit=self.unit)

    @classmethod
    def of(cls, staff: Staff) -> Member:
        stamp = hashlib.sha256(staff.password_hash.encode()).hexdigest()[:16]
        return cls(staff.id, staff.username, staff.name, staff.role, staff.unit, stamp)


def install(app: Flask, services: Services) -> None:
    manager = LoginManager(app)
    # Flask-Login would tie the session to the network address too, and put officers out whose phones change it
    # on the road. The browser is checked below instead.
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> Member | None:
        staff_id, _, _ = token.partition(":")
        if not staff_id.isdecimal() or session.get(_BROWSER) != _browser():
            return None
        with services.database.read() as database:
            staff = database.get(Staff, int(staff_id))
        if staff is None or not staff.active:
            return None
        found = Member.of(staff)
        return found if found.get_id() == token else None

    @manager.unauthorized_handler  # type: ignore[untyped-decorator]
    def ask_to_sign_in() -> ResponseReturnValue:
        if request.method != "GET":
            abort(403)
        return redirect(url_for("staff.login", next=request.full_path.rstrip("?")))


def sign_in(staff: Staff) -> None:
    session.clear()
    session.permanent = True
    session[_BROWSER] = _browser()
    login_user(Member.of(staff))


def _browser() -> str:
    return hashlib.sha256(request.headers.get("User-Agent", "").encode()).hexdigest()


def sign_out() -> None:
    logout_user()
    session.clear()


def member_or_none() -> Member | None:
    return current_user._get_current_object() if current_user.is_authenticated else None


def member() -> Member:
    """Who is signed in; only for routes that `requires` guards."""
    found = member_or_none()
    assert found is not None
    return found


def requires(
    permission: Permission | None = None,
) -> Callable[[Callable[_P, _R]], Callable[_P, _R | ResponseReturnValue]]:
    """Only for staff, and of them only for those who hold the permission."""

    def guard(view: Callable[_P, _R]) -> Callable[_P, _R | ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R | ResponseReturnValue:
            who = member_or_none()
            if who is None:
                answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
                return answer
            if permission is not None and not holds(who.role, permission):
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return guard
