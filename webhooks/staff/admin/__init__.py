"""The administrator's pages: accounts, units, roles, the audit, and what no channel could parse."""

from __future__ import annotations

from flask import Blueprint

from core.running.services import Services
from webhooks.staff.admin import audit, dead_letters, roles, units, users
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.attempts import Attempts

TABS = (
    ("staff.users", "Pengguna", Permission.MANAGE_STAFF),
    ("staff.units", "Unit kerja", Permission.MANAGE_STAFF),
    ("staff.roles", "Peran", Permission.MANAGE_STAFF),
    ("staff.audit", "Jejak audit", Permission.SEE_AUDIT),
    ("staff.dead_letters", "Pesan tertahan", Permission.MANAGE_DEAD_LETTERS),
)
"""(endpoint, label, who sees it), in the order of the tabs."""


def add(console: Blueprint, services: Services, attempts: Attempts) -> None:
    users.add(console, services, attempts)
    units.add(console, services)
    roles.add(console, services)
    audit.add(console, services)
    dead_letters.add(console, services)

    @console.context_processor
    def tabs() -> dict[str, object]:
        return {"admin_tabs": TABS}
