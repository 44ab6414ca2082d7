"""Signing in and out: the password, then the second factor of those who have one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from core.kernel import metrics
from core.running.services import Services
from core.staff.accounts import plain_username
from core.staff.passwords import LONGEST
from core.storage.models import Staff
from webhooks.security import Guards
from webhooks.staff.form_input import words
from webhooks.staff.signing_in.attempts import Attempts
from webhooks.staff.signing_in.devices import Devices
from webhooks.staff.signing_in.refusals import spoken
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

    def __init__(self, services: Services, devices: Devices, attempts: Attempts) -> None:
        self._services = services
        self._devices = devices
        self._attempts = attempts
        self.ends_at: dict[str, Callable[[], str | None]] = {}
        """How somebody came in -> where a browser then has to sign out, too, besides here."""

    def admit(self, staff: Staff, goal: str, *, second_factor: bool, by: str) -> ResponseReturnValue:
        """To the page that was asked for; on the way past the second factor, unless it was shown elsewhere."""
        if staff.totp_secret is not None and not second_factor:
            now = self._services.clock().isoformat()
            session[_WAITING] = {"staff": staff.id, "stamp": _stamp(staff), "since": now, "goal": goal, "by": by}
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
        with self._services.database.read() as database:
            staff = database.get(Staff, given["staff"])
        if staff is None or not staff.active or _stamp(staff) != given["stamp"] or now - since > _PATIENCE:
            session.pop(_WAITING)
            return None
        return PendingSignIn(staff, own_path(given["goal"]), given["by"])

    def refuse(self, page: str, seconds: int, **shown: object) -> ResponseReturnValue:
        """Somebody has to wait; said alike for accounts that exist and for those that don't."""
        metrics.LOGINS.labels("slowed").inc()
        log.warning("staff.login_slowed", seconds=seconds)
        return render_template(page, wait=spoken(seconds), **shown), 429, {"Retry-After": str(seconds)}


def add(
    console: Blueprint, services: Services, guards: Guards, entrance: Entrance, devices: Devices, attempts: Attempts
) -> None:
    sign_on = services.config.staff.sign_on
    failures = guards.limiter.limit(_PER_ADDRESS, deduct_when=lambda response: response.status_code == 401)

    @console.get("/login")
    def login() -> ResponseReturnValue:
        goal = own_path(request.args.get("next"))
        if member_or_none() is not None:
            return redirect(goal)
        return render_template("staff/login.html", username="", failed=False, sign_on=sign_on, goal=goal)

    @console.post("/login")
    @failures
    def try_login() -> ResponseReturnValue:
        goal = own_path(request.args.get("next"))
        username = plain_username(words(request.form, "username", _LONGEST_NAME))
        password = request.form.get("password", "")[: LONGEST + 1]
        shown = {"username": username, "failed": True, "sign_on": sign_on, "goal": goal}
        counted = devices.whose(username)
        if seconds := attempts.begin(counted):
            return entrance.refuse("staff/login.html", seconds, **shown)
        staff = services.accounts.recognise(username, password)
        if staff is None:
            metrics.LOGINS.labels("failed").inc()
            log.warning("staff.login_failed")
            return render_template("staff/login.html", **shown), 401
        attempts.succeeded(counted)
        return entrance.admit(staff, goal, second_factor=False, by="password")

    @console.get("/login/kode")
    def code() -> ResponseReturnValue:
        if entrance.waiting() is None:
            return redirect(url_for("staff.login"))
        return render_template("staff/code.html", failed=False)

    @console.post("/login/kode")
    @failures
    def try_code() -> ResponseReturnValue:
        waiting = entrance.waiting()
        if waiting is None:
            return redirect(url_for("staff.login"))
        counted = f"code/{waiting.staff.id}/{devices.whose(waiting.staff.username)}"
        if seconds := attempts.begin(counted):
            return entrance.refuse("staff/code.html", seconds, failed=True)
        with services.database.write() as database:
            staff = database.get_one(Staff, waiting.staff.id)
            right = services.second_factor.accept(database, staff, words(request.form, "code", _LONGEST_NAME))
            if not right:
                services.audit.write("staff.code_failed", f"staff/{staff.id}", session=database)
        if not right:
            metrics.LOGINS.labels("failed").inc()
            log.warning("staff.code_failed", staff=staff.id)
            return render_template("staff/code.html", failed=True), 401
        attempts.succeeded(counted)
        return entrance.admit(staff, waiting.goal, second_factor=True, by=waiting.by)

    @console.post("/logout")
    def logout() -> ResponseReturnValue:
        by = sign_out(services)
        if by in entrance.ends_at and (goal := entrance.ends_at[by]()):
            # A page, because browsers let forms lead to no other site, not by a redirect either (CSP, form-action).
            return render_template("staff/signed_out.html", goal=goal)
        return redirect(url_for("staff.login"))


def own_path(wish: str | None) -> str:
    """Where to go after signing in: only ever a page of the console."""
    home = url_for("staff.home")
    if wish and wish.startswith(home) and "\\" not in wish and not any(ord(c) < 32 for c in wish):
        return wish
    return home


def _stamp(staff: Staff) -> str:
    """Changes with the password: what was shown before does not count after."""
    return hashlib.sha256(staff.password_hash.encode()).hexdigest()[:16]
