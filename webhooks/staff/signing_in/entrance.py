"""Signing in and out: the password, then the second factor of those who have one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask import Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from core.config import SignOn
from core.kernel import metrics
from core.running.services import Services
from core.staff.accounts import password_stamp, plain_username
from core.storage.models import Staff
from webhooks.language import say
from webhooks.routing import Pages, get, limited, post
from webhooks.staff.form_input import words
from webhooks.staff.signing_in.attempts import Attempts
from webhooks.staff.signing_in.devices import Devices
from webhooks.staff.signing_in.password import typed_password
from webhooks.staff.signing_in.refusals import too_many
from webhooks.staff.signing_in.signed_in import member_or_none, sign_in, sign_out

log = structlog.get_logger()

_PER_ADDRESS = "20/minute;300/hour"
"""Failures; an office of hundreds may share an address."""
_WAITING = "waiting"
_PATIENCE = timedelta(minutes=10)
_LONGEST_NAME = 64


@dataclass(frozen=True)
class PendingSignIn:
    """Somebody whose password was right, and whose code is missing."""

    staff: Staff
    goal: str
    by: str


class Entrance:
    """What a password, a code and the city's own sign-on end in."""

    def __init__(self, services: Services, devices: Devices) -> None:
        self._services = services
        self._devices = devices
        self.ends_at: dict[str, Callable[[], str | None]] = {}
        """How somebody came in -> where a browser then has to sign out, too, besides here."""

    def admit(self, staff: Staff, goal: str, *, second_factor: bool, by: str) -> ResponseReturnValue:
        """To the page that was asked for; on the way past the second factor, unless it was shown elsewhere."""
        if staff.totp_secret is not None and not second_factor:
            now = self._services.clock().isoformat()
            shown = {"staff": staff.id, "stamp": password_stamp(staff)}
            session[_WAITING] = {**shown, "since": now, "goal": goal, "by": by}
            return redirect(url_for("staff.code"))
        sign_in(self._services, staff, second_factor=second_factor, by=by)
        log.info("staff.login", staff=staff.id, by=by)
        metrics.LOGINS.labels("ok").inc()
        response: Response = make_response(redirect(goal))
        self._devices.remember(response, staff.username)
        return response

    def waiting(self) -> PendingSignIn | None:
        """Who this browser has shown the password of, a short while ago."""
        given = session.get(_WAITING)
        if given is None:
            return None
        now, since = self._services.clock(), datetime.fromisoformat(given["since"])
        staff = self._services.accounts.still_proven(given["staff"], given["stamp"])
        if staff is None or now - since > _PATIENCE:
            session.pop(_WAITING)
            return None
        return PendingSignIn(staff, own_path(given["goal"]), given["by"])


class EntrancePages(Pages):
    def __init__(self, services: Services, entrance: Entrance, devices: Devices, attempts: Attempts) -> None:
        self._services = services
        self._entrance = entrance
        self._devices = devices
        self._attempts = attempts

    def _failed(self, response: Response) -> bool:
        return response.status_code == 401

    @get("/login")
    def login(self) -> ResponseReturnValue:
        goal = own_path(request.args.get("next"))
        if member_or_none() is not None:
            return redirect(goal)
        return self._login(goal)

    @post("/login")
    @limited(_PER_ADDRESS, counts=_failed)
    def try_login(self) -> ResponseReturnValue:
        goal = own_path(request.args.get("next"))
        username = plain_username(words(request.form, "username", _LONGEST_NAME))
        counted = self._devices.whose(username)
        if seconds := self._attempts.begin(counted):
            return self._slow_down(seconds, self._login(goal, username, too_many(seconds)))
        staff = self._services.accounts.recognise(username, typed_password("password"))
        if staff is None:
            metrics.LOGINS.labels("failed").inc()
            log.warning("staff.login_failed")
            return self._login(goal, username, say("staff-signing-in-login-failed")), 401
        self._attempts.succeeded(counted)
        return self._entrance.admit(staff, goal, second_factor=False, by="password")

    @get("/login/kode")
    def code(self) -> ResponseReturnValue:
        if self._entrance.waiting() is None:
            return redirect(url_for("staff.login"))
        return _code()

    @post("/login/kode")
    @limited(_PER_ADDRESS, counts=_failed)
    def try_code(self) -> ResponseReturnValue:
        waiting = self._entrance.waiting()
        if waiting is None:
            return redirect(url_for("staff.login"))
        counted = f"code/{waiting.staff.id}/{self._devices.whose(waiting.staff.username)}"
        if seconds := self._attempts.begin(counted):
            return self._slow_down(seconds, _code(too_many(seconds)))
        staff = self._services.accounts.accept_code(waiting.staff.id, words(request.form, "code", _LONGEST_NAME))
        if staff is None:
            metrics.LOGINS.labels("failed").inc()
            log.warning("staff.code_failed", staff=waiting.staff.id)
            return _code(say("staff-signing-in-code-failed")), 401
        self._attempts.succeeded(counted)
        return self._entrance.admit(staff, waiting.goal, second_factor=True, by=waiting.by)

    @post("/logout")
    def logout(self) -> ResponseReturnValue:
        by = sign_out(self._services)
        if by in self._entrance.ends_at and (goal := self._entrance.ends_at[by]()):
            # A page, because browsers let forms lead to no other site, not by a redirect either (CSP, form-action).
            return render_template("staff/signed_out.html", goal=goal)
        return redirect(url_for("staff.login"))

    def _slow_down(self, seconds: int, page: str) -> ResponseReturnValue:
        """Somebody has to wait; said alike for accounts that exist and for those that don't."""
        metrics.LOGINS.labels("slowed").inc()
        log.warning("staff.login_slowed", seconds=seconds)
        return page, 429, {"Retry-After": str(seconds)}

    def _login(self, goal: str, username: str = "", problem: str = "") -> str:
        return login_page(self._services.config.staff.sign_on, goal, username, problem)


def login_page(sign_on: SignOn | None, goal: str, username: str = "", problem: str = "") -> str:
    """`sign_on`: the city's own, where there is one."""
    return render_template("staff/login.html", sign_on=sign_on, goal=goal, username=username, problem=problem)


def _code(problem: str = "") -> str:
    return render_template("staff/code.html", problem=problem)


def own_path(wish: str | None) -> str:
    """Where to go after signing in: only ever a page of the console."""
    home = url_for("staff.home")
    if wish and wish.startswith(home) and "\\" not in wish and not any(ord(c) < 32 for c in wish):
        return wish
    return home
