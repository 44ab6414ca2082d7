"""What stands around every staff page: the menu, who is signed in, and where each role begins."""

from __future__ import annotations

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from core.kernel.states import Role
from core.running.services import Services
from webhooks.routing import Pages, get
from webhooks.staff import conversations
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import member, member_or_none, requires

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


class StaffFrame(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services

    @get("/")
    @requires()
    def home(self) -> ResponseReturnValue:
        """Each role to its own place of work."""
        if member().role is Role.MODERATOR:
            return redirect(url_for("staff.conversations"))
        for endpoint, _, permission in MENU:
            if _may(permission):
                return redirect(url_for(endpoint))
        return redirect(url_for("pages.track"))

    def around(self) -> dict[str, object]:
        """What the templates know on every page."""
        waiting = conversations.count(self._services) if _may(Permission.SEE_ESCALATIONS) else 0
        return {
            "me": member_or_none(),
            "menu": [(endpoint, key) for endpoint, key, permission in MENU if _may(permission)],
            "menu_counts": {"staff.conversations": waiting},
            "may": _may,
            "Permission": Permission,
        }


def keep_private(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _may(permission: Permission) -> bool:
    me = member_or_none()
    return me is not None and me.unready is None and holds(me.role, permission)
