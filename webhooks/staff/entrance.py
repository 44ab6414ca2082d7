"""Signing in and out."""

from __future__ import annotations

import structlog
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import staff as accounts
from core.services import Services
from webhooks.security import Guards
from webhooks.staff.signed_in import member_or_none, sign_in, sign_out

log = structlog.get_logger()

_ATTEMPTS = "10/minute"
_LONGEST = 256


def add(console: Blueprint, services: Services, guards: Guards) -> None:
    @console.get("/login")
    def login() -> ResponseReturnValue:
        if member_or_none() is not None:
            return redirect(_own_path(request.args.get("next")))
        return render_template("staff/login.html", username="", failed=False)

    @console.post("/login")
    @guards.limiter.limit(_ATTEMPTS)
    def try_login() -> ResponseReturnValue:
        username = request.form.get("username", "")[:_LONGEST]
        password = request.form.get("password", "")[:_LONGEST]
        with services.database.write() as session:
            staff = accounts.verify(session, username, password)
        if staff is None:
            log.warning("staff.login_failed", address=request.remote_addr)
            return render_template("staff/login.html", username=username, failed=True), 401
        sign_in(staff)
        log.info("staff.login", staff=staff.id)
        return redirect(_own_path(request.args.get("next")))

    @console.post("/logout")
    def logout() -> ResponseReturnValue:
        sign_out()
        return redirect(url_for("staff.login"))


def _own_path(wish: str | None) -> str:
    """Where to go after signing in: only ever a page of the console."""
    home = url_for("staff.home")
    if wish and wish.startswith(home) and "\\" not in wish and not any(ord(c) < 32 for c in wish):
        return wish
    return home
