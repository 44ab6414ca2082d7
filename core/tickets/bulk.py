"""One step for many tickets: each in a transaction of its own, with a result for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core.kernel.actor import Actor
from core.kernel.errors import TicketError
from core.kernel.states import State
from core.storage.database import Database, DatabaseUnavailable
from core.storage.models import Ticket
from core.tickets.steps import Step
from core.tickets.workflow import Workflow


@dataclass(frozen=True)
class BulkOutcome:
    number: str
    state: State | None = None
    """The state that the ticket has now; None if nothing was done."""
    problem: Exception | None = None

    @property
    def done(self) -> bool:
        return self.problem is None


class Bulk:
    def __init__(self, database: Database, workflow: Workflow) -> None:
        self._database = database
        self._workflow = workflow

    def each(self, numbers: Iterable[str], act: Callable[[Session, str], Ticket]) -> list[BulkOutcome]:
        """Do something to every ticket, once each, in the order given. One that fails does not stop the others."""
        return [self._one(number, act) for number in dict.fromkeys(numbers)]

    def move(
        self, numbers: Iterable[str], step: Step, actor: Actor, *, seen_versions: Mapping[str, int] | None = None
    ) -> list[BulkOutcome]:
        """Take the same step with all; `seen_versions`: number -> the version that the decision was based on."""
        seen = seen_versions or {}

        def act(session: Session, number: str) -> Ticket:
            return self._workflow.move(session, number, step, actor, seen_version=seen.get(number))

        return self.each(numbers, act)

    def _one(self, number: str, act: Callable[[Session, str], Ticket]) -> BulkOutcome:
        try:
            with self._database.write() as session:
                state = act(session, number).state
        except (TicketError, StaleDataError, *DatabaseUnavailable) as error:
            return BulkOutcome(number, problem=error)
        return BulkOutcome(number, state)
