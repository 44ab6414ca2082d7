"""The steps that a ticket can take, each with what it alone needs; any may have a note and photos.

Who may take which step from where stands in `core/kernel/states.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from core.kernel.errors import TargetError
from core.kernel.states import State
from core.storage.models import Media


@dataclass(frozen=True, kw_only=True)
class Step:
    to: ClassVar[State]
    note: str | None = None
    photos: Sequence[Media] = ()


@dataclass(frozen=True, kw_only=True)
class Handing(Step):
    """It is given to a unit, or to a person of it; to whom the rules name if nobody is named."""

    unit: str | None = None
    assignee_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class GiveBack(Step):
    to = State.RECEIVED


@dataclass(frozen=True, kw_only=True)
class Coordinate(Step):
    """With a unit, which names the person itself."""

    to = State.COORDINATING
    unit: str | None = None


@dataclass(frozen=True, kw_only=True)
class Dispatch(Handing):
    to = State.DISPATCHED


@dataclass(frozen=True, kw_only=True)
class StartWork(Step):
    to = State.IN_PROGRESS


@dataclass(frozen=True, kw_only=True)
class FollowUp(Step):
    to = State.AWAITING_VALIDATION


@dataclass(frozen=True, kw_only=True)
class RejectFollowUp(Step):
    to = State.FOLLOW_UP_REJECTED


@dataclass(frozen=True, kw_only=True)
class Resolve(Step):
    to = State.RESOLVED


@dataclass(frozen=True, kw_only=True)
class OpenAgain(Step):
    to = State.REOPENED
    through: str | None = None
    """The number of the merged ticket whose reporter says that it is not solved."""
    joined: bool = False
    """By somebody who joined it, not by its reporter."""


@dataclass(frozen=True, kw_only=True)
class Forward(Handing):
    to = State.FORWARDED


@dataclass(frozen=True, kw_only=True)
class AnswerCitizen(Step):
    to = State.ANSWERED


@dataclass(frozen=True, kw_only=True)
class OutOfScope(Step):
    to = State.OUT_OF_SCOPE
    turn_to: str | None = None
    """Where the citizen may turn instead; else where the config says."""


@dataclass(frozen=True, kw_only=True)
class Merge(Step):
    to = State.MERGED
    main: str | None = None
    """The number of the ticket that it is merged into; it may stand in the note, too."""


@dataclass(frozen=True, kw_only=True)
class CallOff(Step):
    to = State.WITHDRAWN


OF_STATE: Mapping[State, type[Step]] = {
    step.to: step
    for step in (
        *(GiveBack, Coordinate, Dispatch, StartWork, FollowUp, RejectFollowUp, Resolve, OpenAgain),
        *(Forward, AnswerCitizen, OutOfScope, Merge, CallOff),
    )
}


def step_to(
    to: State,
    *,
    note: str | None = None,
    photos: Sequence[Media] = (),
    unit: str | None = None,
    assignee_id: int | None = None,
    main: str | None = None,
    turn_to: str | None = None,
) -> Step:
    """The step that a form, a program or a command asks for by its state.

    Raises TargetError for a unit or person where the step gives the ticket to none.
    """
    kind = OF_STATE[to]
    if issubclass(kind, Handing):
        return kind(note=note, photos=photos, unit=unit, assignee_id=assignee_id)
    if kind is Coordinate:
        if assignee_id is not None:
            raise TargetError("a ticket is coordinated with a unit; it names the person itself")
        return Coordinate(note=note, photos=photos, unit=unit)
    if unit is not None or assignee_id is not None:
        raise TargetError(f"a ticket is given to nobody by going to {to}; leave unit and person out")
    if kind is Merge:
        return Merge(note=note, photos=photos, main=main)
    if kind is OutOfScope:
        return OutOfScope(note=note, photos=photos, turn_to=turn_to)
    return kind(note=note, photos=photos)
