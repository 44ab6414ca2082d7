"""The life of a ticket as data: who may bring it from which state to which.

Labels are wording (`state-<name>` in the Fluent files); here are only the steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    RECEIVED = "received"
    COORDINATING = "coordinating"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    AWAITING_VALIDATION = "awaiting_validation"
    FOLLOW_UP_REJECTED = "follow_up_rejected"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    OUT_OF_SCOPE = "out_of_scope"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    COMPLAINT = "complaint"
    ASPIRATION = "aspiration"
    INFORMATION = "information"


UNSORTED = "lainnya"
"""The category of what fits no other one; every config.yml has it."""


class Role(StrEnum):
    KELURAHAN = "kelurahan"
    UNIT = "unit"
    OFFICER = "officer"
    VALIDATOR = "validator"
    TICKET_ADMIN = "ticket_admin"
    MODERATOR = "moderator"
    DESK = "desk"
    ADMINISTRATOR = "administrator"
    REPORTER = "reporter"
    SYSTEM = "system"


STAFF_ROLES = tuple(role for role in Role if role not in (Role.REPORTER, Role.SYSTEM))

COLOURS: Mapping[State, str] = MappingProxyType(
    {
        State.RECEIVED: "red",
        State.COORDINATING: "yellow",
        State.DISPATCHED: "yellow",
        State.IN_PROGRESS: "yellow",
        State.AWAITING_VALIDATION: "yellow",
        State.FOLLOW_UP_REJECTED: "yellow",
        State.RESOLVED: "green",
        State.REOPENED: "red",
        State.FORWARDED: "yellow",
        State.ANSWERED: "green",
        State.OUT_OF_SCOPE: "grey",
        State.MERGED: "grey",
        State.WITHDRAWN: "grey",
    }
)
COLOUR_NAMES = tuple(dict.fromkeys(COLOURS.values()))

_INTAKE = frozenset({Role.KELURAHAN, Role.TICKET_ADMIN, Role.ADMINISTRATOR})
_UNIT = frozenset({Role.KELURAHAN, Role.UNIT, Role.ADMINISTRATOR})
_OFFICER = frozenset({Role.KELURAHAN, Role.UNIT, Role.OFFICER, Role.ADMINISTRATOR})
_VALIDATOR = frozenset({Role.VALIDATOR, Role.ADMINISTRATOR})
_ADMIN = frozenset({Role.TICKET_ADMIN, Role.ADMINISTRATOR})
_REPORTER = frozenset({Role.REPORTER})

Steps = Mapping[State, Mapping[State, frozenset[Role]]]

_MERGE = _INTAKE | {Role.MODERATOR}
"""A moderator sees in the conversation that somebody has reported the same thing twice."""

_ASIDE = {State.OUT_OF_SCOPE: _INTAKE, State.MERGED: _MERGE, State.WITHDRAWN: _REPORTER}

COMPLAINT_STEPS: Steps = {
    State.RECEIVED: {
        State.COORDINATING: _INTAKE,
        State.DISPATCHED: _INTAKE,
        State.IN_PROGRESS: _INTAKE,
        **_ASIDE,
    },
    State.COORDINATING: {
        State.DISPATCHED: _UNIT,
        State.IN_PROGRESS: _UNIT,
        State.RECEIVED: _UNIT,
        State.OUT_OF_SCOPE: _UNIT,
    },
    State.DISPATCHED: {State.IN_PROGRESS: _OFFICER, State.COORDINATING: _UNIT},
    State.IN_PROGRESS: {State.AWAITING_VALIDATION: _OFFICER, State.COORDINATING: _OFFICER},
    State.AWAITING_VALIDATION: {State.RESOLVED: _VALIDATOR, State.FOLLOW_UP_REJECTED: _VALIDATOR},
    State.FOLLOW_UP_REJECTED: {State.IN_PROGRESS: _OFFICER},
    State.RESOLVED: {State.REOPENED: _REPORTER | _VALIDATOR},
    State.REOPENED: {State.IN_PROGRESS: _VALIDATOR, State.RESOLVED: _VALIDATOR},
    State.OUT_OF_SCOPE: {State.RECEIVED: _ADMIN},
    State.MERGED: {},
    State.WITHDRAWN: {},
}

SHORT_STEPS: Steps = {
    State.RECEIVED: {State.FORWARDED: _INTAKE, **_ASIDE},
    State.FORWARDED: {State.ANSWERED: _UNIT},
    State.ANSWERED: {},
    State.OUT_OF_SCOPE: {State.RECEIVED: _ADMIN},
    State.MERGED: {},
    State.WITHDRAWN: {},
}
"""Aspirations and questions need an answer, not field work."""

STEPS: Mapping[Kind, Steps] = MappingProxyType(
    {Kind.COMPLAINT: COMPLAINT_STEPS, Kind.ASPIRATION: SHORT_STEPS, Kind.INFORMATION: SHORT_STEPS}
)

NOTE_REQUIRED = frozenset({State.AWAITING_VALIDATION, State.FOLLOW_UP_REJECTED, State.OUT_OF_SCOPE, State.ANSWERED})
"""States that nobody may enter without saying why, to the citizen or to the colleague who does it again."""

INTERNAL_NOTES = frozenset(
    {
        State.RECEIVED,
        State.COORDINATING,
        State.DISPATCHED,
        State.FOLLOW_UP_REJECTED,
        State.FORWARDED,
        State.MERGED,
        State.WITHDRAWN,
    }
)
"""On the way into these, notes are from colleague to colleague; those of the others are told to the citizen."""

PHOTO_REQUIRED = frozenset({State.AWAITING_VALIDATION})

OPEN_STATES = frozenset(
    {
        State.RECEIVED,
        State.COORDINATING,
        State.DISPATCHED,
        State.IN_PROGRESS,
        State.AWAITING_VALIDATION,
        State.FOLLOW_UP_REJECTED,
        State.REOPENED,
        State.FORWARDED,
    }
)
DONE_STATES = frozenset({State.RESOLVED, State.ANSWERED})


def may_ever(role: Role, to: State) -> bool:
    """Whether a table has the step into this state for the role, from whatever state."""
    return any(role in steps.get(to, ()) for table in STEPS.values() for steps in table.values())


def next_states(kind: Kind, state: State, role: Role) -> list[State]:
    """Where this role may bring a ticket from here, in the order of the table."""
    return [target for target, roles in STEPS[kind].get(state, {}).items() if role in roles]
