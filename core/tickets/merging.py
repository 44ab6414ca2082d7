"""Tickets about the same matter: one becomes the main one, whose news the others' followers get."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.kernel.actor import SYSTEM, Actor
from core.kernel.clock import Clock
from core.kernel.errors import ForbiddenError, TargetError, TransitionError
from core.kernel.states import OPEN_STATES, Role, State
from core.kernel.ticket_numbers import find_numbers
from core.notifications.followers import News
from core.storage.models import EventVerb, Ticket
from core.tickets.deadlines import Deadlines
from core.tickets.handover import Handover, Handovers
from core.tickets.history import History
from core.tickets.steps import Merge

_MAY_UNMERGE = frozenset({Role.TICKET_ADMIN, Role.ADMINISTRATOR})


class Merging:
    def __init__(self, history: History, handovers: Handovers, deadlines: Deadlines, news: News, clock: Clock) -> None:
        self._history = history
        self._handovers = handovers
        self._deadlines = deadlines
        self._news = news
        self._clock = clock

    def find_main(self, session: Session, ticket: Ticket, actor: Actor, step: Merge) -> Ticket:
        """The main ticket, named by its number or in the note.

        Raises TargetError for one that can't be it, and TicketNotFoundError for one that the actor may not see.
        """
        number = step.main or next(iter(find_numbers(step.note or "")), None)
        if number is None:
            raise TargetError(f"name the ticket that {ticket.number} is merged into")
        if number == ticket.number:
            raise TargetError(f"{number} can't be merged into itself; name the other ticket")
        main = self._history.get(session, number, actor, lock=True)
        if main.merged_into_id is not None:
            following = main.main.number if main.main else "another one"
            raise TargetError(f"{number} was itself merged into {following}; name that one")
        if main.state not in OPEN_STATES:
            raise TargetError(f"{number} is {main.state}: only an open ticket can take others in")
        return main

    @staticmethod
    def may_unmerge(ticket: Ticket, actor: Actor) -> bool:
        return ticket.state is State.MERGED and actor.role in _MAY_UNMERGE

    def unmerge(self, session: Session, number: str, actor: Actor, note: str | None = None) -> Ticket:
        """Undo a merge: the ticket is received again, on its own. Not a step of the table; for ticket admins."""
        self._news.hold(session, number)
        ticket = self._history.get(session, number, actor, lock=True)
        if actor.role not in _MAY_UNMERGE:
            raise ForbiddenError(f"{number} may be taken out of its main ticket only by a ticket admin")
        if ticket.state is not State.MERGED:
            raise TransitionError(f"{number} is {ticket.state}: only a merged ticket can be unmerged")
        self._take_out(session, ticket, actor, note)
        return ticket

    def release(self, session: Session, main: Ticket) -> None:
        """The main ticket is gone (withdrawn): what was merged into it must not be lost with it."""
        merged = select(Ticket).where(Ticket.merged_into_id == main.id).order_by(Ticket.id).with_for_update()
        for ticket in session.scalars(merged).all():
            self._take_out(session, ticket, SYSTEM, None)

    def _take_out(self, session: Session, ticket: Ticket, actor: Actor, note: str | None) -> None:
        first = Handover(self._handovers.first(ticket), None)
        event = self._history.record(
            ticket,
            EventVerb.UNMERGED,
            actor,
            note=(note or "").strip() or None,
            to=State.RECEIVED,
            given=first,
        )
        ticket.main = None
        ticket.state = State.RECEIVED
        ticket.unit, ticket.assignee_id = first.unit, None
        self._deadlines.start(ticket, self._clock())
        self._history.tell(session, ticket, event, moved_estimate=True)
