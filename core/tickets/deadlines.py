"""A ticket's clocks: until when it has to be finished, and until when it has to leave its state."""

from __future__ import annotations

from datetime import datetime

from core.city.worktime import WorkingTime
from core.config import Config
from core.kernel.states import OPEN_STATES, Kind, State
from core.storage.models import Ticket


class Deadlines:
    def __init__(self, config: Config, worktime: WorkingTime) -> None:
        self._config = config
        self._clocks = config.tickets.clocks
        self._worktime = worktime

    def finish(self, kind: Kind, category: str, since: datetime) -> datetime:
        """When something reported at `since` has to be finished."""
        if kind is not Kind.COMPLAINT:
            span = self._clocks.answer
        else:
            known = self._config.categories.get(category)  # none: the ticket is older than a change of config.yml
            span = (known and known.finish) or self._clocks.finish
        return self._worktime.add(since, self._worktime.span(span))

    def step(self, state: State, since: datetime) -> datetime | None:
        """When a ticket that entered a state at `since` has to leave it."""
        span = self._clocks.steps.get(state)
        return self._worktime.add(since, self._worktime.span(span)) if span else None

    def next_climb(self, since: datetime) -> datetime:
        return self._worktime.add(since, self._worktime.span(self._clocks.climb))

    def put_off(self, since: datetime) -> datetime:
        """The new estimate when the old one was not kept."""
        return self._worktime.add(since, self._worktime.span(self._clocks.extend))

    def start(self, ticket: Ticket, now: datetime) -> None:
        """All clocks begin anew: the ticket is opened, reopened, or comes back after it was closed."""
        ticket.due_at = self.finish(ticket.kind, ticket.category, now)
        ticket.estimate_at = None
        self.enter(ticket, now)

    def enter(self, ticket: Ticket, now: datetime) -> bool:
        """The ticket has come into its present state. Answers whether the estimate is another date than before."""
        ticket.escalation = 0
        if ticket.state not in OPEN_STATES:
            ticket.step_due_at = ticket.climbs_at = ticket.estimate_at = None
            return False
        step = self.step(ticket.state, now)
        in_time = ticket.due_at is not None and ticket.due_at > now
        ticket.step_due_at = min((at for at in (step, ticket.due_at if in_time else None) if at), default=None)
        ticket.climbs_at = ticket.step_due_at or self.next_climb(now)
        return self._estimate(ticket, now)

    def resort(self, ticket: Ticket, now: datetime) -> bool:
        """Kind or category were corrected. Answers whether the estimate is another date than before."""
        ticket.due_at = self.finish(ticket.kind, ticket.category, ticket.opened_at)
        if ticket.escalation == 0 and ticket.climbs_at is not None and now < ticket.due_at < ticket.climbs_at:
            ticket.climbs_at = ticket.due_at
        return self._estimate(ticket, now)

    def _estimate(self, ticket: Ticket, now: datetime) -> bool:
        """The deadline, as long as it can be kept; a late ticket's new promise is not made any earlier."""
        told = ticket.estimate_at
        if ticket.due_at is not None and ticket.due_at > now:
            ticket.estimate_at = ticket.due_at
        else:
            later = [at for at in (told, ticket.step_due_at) if at is not None and at > now]
            ticket.estimate_at = max(later, default=self.put_off(now))
        return told is not None and self._day(told) != self._day(ticket.estimate_at)

    def _day(self, moment: datetime) -> object:
        return moment.astimezone(self._worktime.zone).date()
