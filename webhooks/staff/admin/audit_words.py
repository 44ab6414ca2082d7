"""What the audit's page writes for actions, and for what an entry tells besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.kernel.states import Role
from core.storage.audit_actions import ACTIONS
from webhooks.language import say
from webhooks.staff.labels import role_name

DETAILS = (
    "after",
    "asked",
    "by",
    "came",
    "count",
    "filters",
    "found",
    "instead_of",
    "media",
    "message",
    "messages",
    "page",
    "photo",
    "reason",
    "role",
    "root",
    "rows",
    "scopes",
    "sessions",
    "tickets",
    "to",
    "token_id",
    "told",
    "unit",
    "words",
)
"""What entries tell besides; one that is not here, such as an earlier version's, is shown as it is."""

PAGES = ("api", "board", "csv", "list", "map", "points")
"""Pages of lists; the queues have names of their own, and are shown by them."""


def action_key(action: str) -> str:
    return action.replace(".", "-")


def spoken_action(action: str) -> str:
    """One that no code writes any more is shown as it is."""
    return say(f"staff-admin-action-{action_key(action)}") if action in ACTIONS else action


def spoken_actions() -> dict[str, str]:
    return {action: spoken_action(action) for action in ACTIONS}


def spoken_detail(detail: Mapping[str, Any]) -> str:
    return ", ".join(f"{_name(name)}: {_value(name, value)}" for name, value in detail.items())


def _name(name: str) -> str:
    return say(f"staff-admin-detail-{name}") if name in DETAILS else name


def _value(name: str, value: Any) -> str:
    match name, value:
        case _, Mapping():
            return "; ".join(f"{key} {one}" for key, one in value.items())
        case "words", _:
            return f"“{value}”"
        case "page", _ if value in PAGES:
            return say(f"staff-admin-audit-page-{value}")
        case "role", _ if value in set(Role):
            return role_name(Role(value))
    return str(value)
