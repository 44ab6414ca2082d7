"""The staff console: who may come in, the list of tickets, one ticket and its steps."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from core.kernel.states import Role
from core.running.services import Services
from webhooks.security import Guards
from webhooks.staff import admin, board, conversations, notifications
from webhooks.staff.desk.page import DeskPages
from webhooks.staff.labels import role_names
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in import account, entrance, sign_on
from webhooks.staff.signing_in.attempts import Attempts
from webhooks.staff.signing_in.devices import Devices
from webhooks.staff.signing_in.signed_in import install, member, member_or_none, requires
from webhooks.staff.tickets import bulk, export, listing, page, photos

MENU = (
    ("staff.queue", "staff-menu-queue", Permission.SEE_TICKETS),
    ("staff.tickets", "staff-menu-tickets", Permission.SEE_TICKETS),
    ("staff.conversations", "staff-menu-conversations", Permission.SEE_ESCALATIONS),
    ("staff.board", "staff-menu-board", Permission.SEE_TICKETS),
    ("staff.ticket_map", "staff-menu-map", Permission.SEE_TICKETS),
    ("staff.desk", "staff-menu-desk", Permission.ENTER_REPORTS),
    ("staff.users", "staff-menu-admin", Permission.MANAGE_STAFF),
)
"""(endpoint, key of its name, who sees it), in the order of the navigation."""


def blueprint(app: Flask, services: Services, guards: Guards, sign_on_secret: str | None = None) -> Blueprint:
    console = Blueprint("staff", __name__, url_prefix="/petugas")
    install(app, services)
    secure = bool(app.config["SESSION_COOKIE_SECURE"])
    devices = Devices(services.vault.derive("staff-device"), path="/petugas", secure=secure)
    attempts = Attempts(guards.limiter.storage)
    entry = entrance.Entrance(services, devices, attempts)
    entrance.add(console, services, guards, entry, devices, attempts)
    sign_on.add(console, app, services, guards, entry, sign_on_secret)
    account.add(console, services, devices, attempts)
    admin.add(console, services, attempts)
    listing.add(console, services)
    bulk.add(console, services)
    export.add(console, services)
    page.add(console, services)
    photos.add(console, services)
    conversations.add(console, services)
    notifications.add(console, services)
    DeskPages(services).add_to(console)
    board.add(console, services)

    @console.get("/")
    @requires()
    def home() -> ResponseReturnValue:
        """Each role to its own place of work."""
        if member().role is Role.MODERATOR:
            return redirect(url_for("staff.conversations"))
        for endpoint, _, permission in MENU:
            if _may(permission):
                return redirect(url_for(endpoint))
        return redirect(url_for("pages.track"))

    @console.after_request
    def private(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @console.context_processor
    def who() -> dict[str, object]:
        menu = [(endpoint, label) for endpoint, label, permission in MENU if _may(permission)]
        waiting = conversations.count(services) if _may(Permission.SEE_ESCALATIONS) else 0
        me = member_or_none()
        return {
            "me": me,
            "menu": menu,
            "menu_counts": {"staff.conversations": waiting},
            "role_names": role_names(),
            "may": _may,
            "Permission": Permission,
        }

    return console


def _may(permission: Permission) -> bool:
    me = member_or_none()
    return me is not None and me.unready is None and holds(me.role, permission)
