"""What each role may see and do besides the state table's steps. One table, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from core.kernel.states import STAFF_ROLES, Role


class Permission(Enum):
    SEE_TICKETS = auto()
    """The list, and a ticket with its description and place."""
    SEE_PRIVATE_PHOTOS = auto()
    """The reporter's photos of a report that may not be shown."""
    SEE_HOURS = auto()
    """The hour of what happened; the others see the date."""
    WRITE_NOTES = auto()
    EXPORT_TICKETS = auto()
    """A filtered list as a file."""
    ENTER_REPORTS = auto()
    """The desk: a report of a visitor, a letter or a call."""
    SEE_ESCALATIONS = auto()
    """Conversations that wait for a moderator, without who writes there."""
    MODERATE = auto()
    """Every conversation with its channel and display name; taking it over and answering in it."""
    MANAGE_STAFF = auto()
    """Accounts, and what units and roles there are."""
    SEE_AUDIT = auto()
    MANAGE_DEAD_LETTERS = auto()
    """What no channel could parse; it may hold anything."""


_FIELD = frozenset({Permission.SEE_TICKETS, Permission.WRITE_NOTES})
_LEADING = _FIELD | {Permission.EXPORT_TICKETS}
_EVERYTHING = frozenset(Permission)

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.KELURAHAN: _LEADING | {Permission.ENTER_REPORTS},
    Role.UNIT: _LEADING,
    Role.OFFICER: _FIELD,
    Role.VALIDATOR: _LEADING | {Permission.SEE_PRIVATE_PHOTOS, Permission.SEE_HOURS},
    Role.TICKET_ADMIN: _LEADING | {Permission.SEE_PRIVATE_PHOTOS, Permission.SEE_HOURS, Permission.SEE_ESCALATIONS},
    Role.MODERATOR: _FIELD | {Permission.SEE_ESCALATIONS, Permission.MODERATE},
    Role.DESK: frozenset({Permission.ENTER_REPORTS}),  # enters reports; asks for their state like the public does
    Role.ADMINISTRATOR: _EVERYTHING,
}
assert set(PERMISSIONS) == set(STAFF_ROLES)


def holds(role: Role, permission: Permission) -> bool:
    return permission in PERMISSIONS.get(role, frozenset())
