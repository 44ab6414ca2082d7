"""Is it solved? Whether a reporter has said so, and the one time that they are asked again. Run by the sweep."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.dialogue.outcome import Reply
from core.dialogue.questions import ask_satisfied
from core.kernel.clock import Clock
from core.kernel.states import DONE_STATES
from core.messaging.outbox import Outbox
from core.reports.queries import main_of
from core.storage.database import Database
from core.storage.models import Conversation, EventVerb, Follower, Ticket, TicketEvent


def is_judged(session: Session, ticket: Ticket, follower: Follower | None = None) -> bool:
    """Whether its reporter, or this follower who joined it, has rated it since it was done the last time."""
    if follower is not None and follower.joined:
        return follower.rating is not None
    if ticket.rating is None:
        return False
    done = _newest(session, main_of(ticket), TicketEvent.to_state.in_(DONE_STATES))
    return _newest(session, ticket, TicketEvent.verb == EventVerb.RATED) > done


def _newest(session: Session, ticket: Ticket, which: ColumnElement[bool]) -> int:
    query = select(func.max(TicketEvent.id)).where(TicketEvent.ticket_id == ticket.id, which)
    return session.scalar(query) or 0


class SolvedReminders:
    def __init__(self, database: Database, outbox: Outbox, clock: Clock) -> None:
        self._database = database
        self._outbox = outbox
        self._clock = clock

    def run(self, limit: int = 500) -> int:
        """Ask those who have not answered, each in a transaction of their own. Returns how many were looked at."""
        query = (
            select(Follower.ticket_id, Follower.conversation_id)
            .join(Conversation)
            .where(*self._due())
            .order_by(Follower.ask_again_at)
            .limit(limit)
        )
        with self._database.read() as session:
            found = session.execute(query).all()
        for ticket_id, conversation_id in found:
            with self._database.write() as session:
                self._ask(session, ticket_id, conversation_id)
        return len(found)

    def _due(self) -> Sequence[ColumnElement[bool]]:
        """While a moderator speaks, the question waits."""
        bot_speaks = (Conversation.moderator_id.is_(None), Conversation.barred.is_(False))
        return (Follower.ask_again_at <= self._clock(), *bot_speaks)

    def _ask(self, session: Session, ticket_id: int, conversation_id: int) -> None:
        """Looked at again under the lock: it may have been answered meanwhile, or opened again."""
        locked = select(Conversation).where(Conversation.id == conversation_id).with_for_update(key_share=True)
        conversation = session.scalars(locked.execution_options(populate_existing=True)).one()
        due = (
            select(Follower)
            .join(Conversation)
            .where(Follower.ticket_id == ticket_id, Follower.conversation_id == conversation_id, *self._due())
        )
        follower = session.scalar(due)
        if follower is None:
            return
        if (morning := self._outbox.awake(conversation)) > self._clock():
            follower.ask_again_at = morning
            return
        follower.ask_again_at = None
        ticket = session.get_one(Ticket, ticket_id)
        settled = main_of(ticket).state not in DONE_STATES or is_judged(session, ticket, follower)
        can = self._outbox.capabilities(conversation.account)
        if settled or conversation.blocked or not can.two_way:
            return
        told = Reply("solved-reminder", {"number": ticket.number, "category": ticket.category})
        self._outbox.queue(session, conversation, (told, ask_satisfied(ticket.number, again=True)), ticket=ticket)
