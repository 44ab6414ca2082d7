"""Tells the followers of a ticket, each in their conversation's language. Merged tickets' followers hear it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.dialogue.outcome import Reply
from core.dialogue.questions import ask_satisfied
from core.kernel.actor import REPORTER, SYSTEM
from core.kernel.clock import Clock
from core.kernel.states import DONE_STATES, INTERNAL_NOTES, State
from core.messaging.outbox import Outbox
from core.notifications.listening import Happening
from core.storage.event_details import Joined, Referral, Reopening
from core.storage.models import Conversation, EventVerb, Follower, Media, Ticket, TicketEvent, TicketPhoto


@dataclass(frozen=True)
class Listener:
    conversation: Conversation
    number: str
    """The ticket that this follower knows: their own one, where it was merged into the one that has news."""
    own: bool
    """Whether they reported it themselves, or joined it: then they are asked whether it is solved."""
    follower: Follower


class News:
    def __init__(self, outbox: Outbox, router: Router, turn_to: str, ask_again_after: timedelta, clock: Clock) -> None:
        """`ask_again_after`: without an answer, whether it is solved is asked once more; nothing: never."""
        self._outbox = outbox
        self._router = router
        self._turn_to = turn_to
        self._ask_again_after = ask_again_after
        self._clock = clock

    def hold(self, session: Session, number: str) -> None:
        """Lock the followers' conversations, in their order, before the ticket itself.

        Intake locks a conversation first and its tickets afterwards; this keeps to the same order, so that neither
        waits for the other in a circle, and no conversation's state is written over.
        """
        ticket_id = session.scalar(select(Ticket.id).where(Ticket.number == number))
        if ticket_id is not None:
            session.scalars(
                select(Conversation)
                .where(Conversation.id.in_(following(session, ticket_id)))
                .order_by(Conversation.id)
                .with_for_update(key_share=True)
                .execution_options(populate_existing=True)
            ).all()

    def listeners(self, session: Session, ticket: Ticket) -> list[Listener]:
        query = (
            select(Conversation, Ticket.number, or_(Ticket.reporter_id == Conversation.id, Follower.joined), Follower)
            .join(Follower, Follower.conversation_id == Conversation.id)
            .join(Ticket, Ticket.id == Follower.ticket_id)
            .where(Follower.ticket_id.in_(_family(session, ticket.id)))
            .order_by(Conversation.id, Ticket.id)
        )
        found: dict[int, Listener] = {}
        for row in session.execute(query):
            listener = Listener(*row)
            known = found.setdefault(listener.conversation.id, listener)
            # Their own report is the one that they know best; of several the main one.
            if (listener.own, listener.number == ticket.number) > (known.own, known.number == ticket.number):
                found[listener.conversation.id] = listener
        return list(found.values())

    def hear(self, session: Session, happening: Happening) -> None:
        ticket, moved = happening.ticket, happening.moved_estimate
        match happening.event.verb:
            case EventVerb.MOVED:
                self._of_step(session, happening)
            case EventVerb.UNMERGED:
                self.say(session, ticket, "progress-unmerged", moved_estimate=moved)
            case EventVerb.SORTED if _matters(happening):
                self.say(session, ticket, "progress-sorted", moved_estimate=moved)

    def _of_step(self, session: Session, happening: Happening) -> None:
        """A step, with the officer's note and photo for those who may see them."""
        ticket, event = happening.ticket, happening.event
        photo = _photo(session, ticket, event)
        note = event.note if ticket.state not in INTERNAL_NOTES else None
        turn_to = event.detail.turn_to if isinstance(event.detail, Referral) else None
        for listener in self.listeners(session, ticket):
            mine = listener.conversation.id == ticket.reporter_id
            if event.role is REPORTER.role and _has_answered(listener, ticket, event):
                continue  # the conversation has just answered by itself
            sees = mine or ticket.public
            lost = "-joined" if listener.follower.joined and ticket.state is State.WITHDRAWN else ""
            replies = [self._reply(f"progress-{ticket.state}{lost}", ticket, listener, turn_to)]
            if note and sees:
                replies.append(Reply("note-of-officer", {"note": note}))
            replies.extend(self._estimate(ticket, happening.moved_estimate))
            if listener.own and ticket.state in DONE_STATES:
                replies.append(ask_satisfied(listener.number))
                listener.follower.rating = None
                listener.follower.ask_again_at = (
                    self._clock() + self._ask_again_after if self._ask_again_after else None
                )
            shown = photo if sees else None
            self._outbox.announce(session, listener.conversation, replies, ticket=ticket, photo=shown, replaces=True)

    def say(
        self, session: Session, ticket: Ticket, key: str, *, moved_estimate: bool = False, date: datetime | None = None
    ) -> None:
        """Something that is no step of the state table."""
        for listener in self.listeners(session, ticket):
            replies = [self._reply(key, ticket, listener, None, date), *self._estimate(ticket, moved_estimate)]
            self._outbox.announce(session, listener.conversation, replies, ticket=ticket)

    def _reply(
        self, key: str, ticket: Ticket, listener: Listener, turn_to: str | None, date: datetime | None = None
    ) -> Reply:
        args: dict[str, str | int] = {
            "number": listener.number,
            "kind": ticket.kind,
            "category": ticket.category,
            "unit": self._router.name(ticket.unit),
            "where": turn_to or self._turn_to,
        }
        if ticket.main is not None:
            args["main"] = ticket.main.number
        if date is not None:
            args["date"] = date.isoformat()
        return Reply(key, args)

    def _estimate(self, ticket: Ticket, moved: bool) -> Sequence[Reply]:
        """Told when the work starts, and whenever it has become another date."""
        if ticket.estimate_at is None or not (moved or ticket.state is State.IN_PROGRESS):
            return ()
        key = "progress-estimate-moved" if moved else "progress-estimate"
        return (Reply(key, {"date": ticket.estimate_at.isoformat()}),)


def _photo(session: Session, ticket: Ticket, event: TicketEvent) -> Media | None:
    """The step's own; with the end of the work that of the follow-up, which shows it done."""
    if event.photos:
        return event.photos[0].media
    if ticket.state is not State.RESOLVED:
        return None
    query = (
        select(TicketPhoto)
        .join(TicketEvent, TicketEvent.id == TicketPhoto.event_id)
        .where(TicketEvent.ticket_id == ticket.id, TicketEvent.to_state == State.AWAITING_VALIDATION)
        .order_by(TicketEvent.id.desc(), TicketPhoto.id)
        .limit(1)
    )
    shown = session.scalar(query)
    return shown.media if shown is not None else None


def _has_answered(listener: Listener, ticket: Ticket, event: TicketEvent) -> bool:
    """Whether it is the reporter who took the step; who joined has taken it for all the others, too."""
    if isinstance(event.detail, Joined) or listener.follower.joined:
        return False
    return listener.own and listener.number == _told_by(ticket, event)


def _told_by(ticket: Ticket, event: TicketEvent) -> str:
    """The number whose reporter took the step: that of a merged ticket, where its reporter reopened the main one."""
    return event.detail.number if isinstance(event.detail, Reopening) else ticket.number


def following(session: Session, ticket_id: int) -> list[int]:
    """The conversations of everybody who hears of a ticket."""
    query = select(Follower.conversation_id).where(Follower.ticket_id.in_(_family(session, ticket_id)))
    return sorted(set(session.scalars(query)))


def _family(session: Session, ticket_id: int) -> set[int]:
    """The ticket and all that were merged into it, at any distance."""
    found, newest = {ticket_id}, {ticket_id}
    while newest:
        merged = session.scalars(select(Ticket.id).where(Ticket.merged_into_id.in_(newest)))
        newest = set(merged) - found
        found |= newest
    return found


def _matters(happening: Happening) -> bool:
    """A citizen who was told that somebody will sort the report only hears of another unit, or another date."""
    event = happening.event
    changed = event.from_unit != event.to_unit if event.role is SYSTEM.role else event.detail is not None
    return changed or happening.moved_estimate
