"""`tickets`: how long steps may take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from core.config.base import Section
from core.config.working_time import SpanOf, Working, WorkingSpan
from core.kernel.states import OPEN_STATES, State


class Clocks(Section):
    """How long things may take, in working time."""

    finish: SpanOf = WorkingSpan(7, True)
    """A complaint, where its category says nothing else."""
    answer: SpanOf = WorkingSpan(5, True)
    """An aspiration or a question."""
    steps: Mapping[State, SpanOf] = {}
    """How long a ticket may stay in a state."""
    climb: SpanOf = WorkingSpan(4, False)
    """An overdue ticket's next superior is told after this time."""
    extend: SpanOf = WorkingSpan(3, True)
    """A finishing time that was not kept is put off by this, and the citizen is told."""


def _steps_with_defaults(clocks: Clocks) -> Clocks:
    for state in clocks.steps:
        if state not in OPEN_STATES:
            raise ValueError(f"no clock runs in the state {state}; leave it out")
    return clocks.model_copy(update={"steps": {**_STEPS, **clocks.steps}})


_STEPS: Mapping[State, WorkingSpan] = {
    State.RECEIVED: WorkingSpan(1, True),
    State.COORDINATING: WorkingSpan(6, False),
    State.DISPATCHED: WorkingSpan(1, True),
    State.IN_PROGRESS: WorkingSpan(5, True),
    State.AWAITING_VALIDATION: WorkingSpan(1, True),
    State.FOLLOW_UP_REJECTED: WorkingSpan(1, True),
    State.REOPENED: WorkingSpan(1, True),
    State.FORWARDED: WorkingSpan(4, True),
}


class Tickets(Section):
    reopen_days: int = Field(default=14, ge=0)
    turn_to: str = "lapor.go.id"
    """Where a citizen may turn with what is not the city's, unless the officer names a better place."""
    working: Working = Working()
    clocks: Annotated[Clocks, AfterValidator(_steps_with_defaults)] = _steps_with_defaults(Clocks())
