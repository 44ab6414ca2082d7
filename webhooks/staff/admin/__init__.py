"""The administrator's pages: accounts, units, roles, the audit, and what no channel could parse."""

from __future__ import annotations

from flask import Blueprint

from core.running.services import Services
from webhooks.staff.admin.account_form import AccountForm
from webhooks.staff.admin.audit import AuditPages
from webhooks.staff.admin.dead_letters import DeadLetterPages
from webhooks.staff.admin.roles import RolePages
from webhooks.staff.admin.units import UnitPages
from webhooks.staff.admin.user import UserPages
from webhooks.staff.admin.users import UserListPages
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.attempts import Attempts

TABS = (
    ("staff.users", "staff-admin-tab-users", Permission.MANAGE_STAFF),
    ("staff.units", "staff-admin-tab-units", Permission.MANAGE_STAFF),
    ("staff.roles", "staff-admin-tab-roles", Permission.MANAGE_STAFF),
    ("staff.audit", "staff-admin-tab-audit", Permission.SEE_AUDIT),
    ("staff.dead_letters", "staff-admin-tab-letters", Permission.MANAGE_DEAD_LETTERS),
)
"""(endpoint, key of its name, who sees it), in the order of the tabs."""


def add(console: Blueprint, services: Services, attempts: Attempts) -> None:
    form = AccountForm(services.router)
    UserListPages(services, form).add_to(console)
    UserPages(services, form, attempts).add_to(console)
    UnitPages(services).add_to(console)
    RolePages(services).add_to(console)
    AuditPages(services).add_to(console)
    DeadLetterPages(services).add_to(console)

    @console.context_processor
    def tabs() -> dict[str, object]:
        return {"admin_tabs": TABS}
