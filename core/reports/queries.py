"""Looks tickets up, for staff and for conversations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.city.sight import Sight
from core.kernel.states import Kind, State
from core.reports.worklist import TicketCursor, WorklistQuery, worklist
from core.storage.models import Ticket, TicketEvent, TicketPhoto


def list_tickets(
    session: Session,
    *,
    states: Iterable[State] = (),
    kind: Kind | None = None,
    category: str | None = None,
    units: Collection[str] = (),
    words: str = "",
    before_id: int | None = None,
    limit: int = 50,
) -> Sequence[Ticket]:
    """Returns tickets, the newest first; `before_id` continues where a page ended. See also worklist.py."""
    wanted = WorklistQuery(states=tuple(states), kind=kind, category=category, units=units, words=words)
    return worklist(session, wanted, after=TicketCursor(before_id) if before_id else None, limit=limit)


def full_ticket(session: Session, number: str) -> Ticket | None:
    """Returns a ticket with its history and photos loaded."""
    query = (
        select(Ticket)
        .where(Ticket.number == number)
        .options(
            selectinload(Ticket.photos).joinedload(TicketPhoto.media),
            selectinload(Ticket.events).joinedload(TicketEvent.staff),
            selectinload(Ticket.events).joinedload(TicketEvent.assignee),
            selectinload(Ticket.events).selectinload(TicketEvent.photos).joinedload(TicketPhoto.media),
            joinedload(Ticket.reporter),
            joinedload(Ticket.assignee),
            joinedload(Ticket.main),
        )
    )
    return session.scalar(query)


def known_ticket(session: Session, number: str, sight: Sight) -> Ticket | None:
    """Returns the ticket with this number, if somebody with this sight may know that it exists."""
    found = session.scalar(select(Ticket).where(Ticket.number == number))
    return found if found is not None and sight.knows(found) else None


def merged_into(session: Session, ticket: Ticket, limit: int = 50) -> Sequence[Ticket]:
    """The tickets that follow this one, the oldest first."""
    query = select(Ticket).where(Ticket.merged_into_id == ticket.id).order_by(Ticket.id).limit(limit)
    return session.scalars(query).all()


def own_tickets(session: Session, conversation_id: int, limit: int = 20) -> Sequence[Ticket]:
    """Returns the tickets that this conversation reported, the newest first."""
    query = select(Ticket).where(Ticket.reporter_id == conversation_id).order_by(Ticket.id.desc()).limit(limit)
    return session.scalars(query).all()


def main_of(ticket: Ticket) -> Ticket:
    """Returns the ticket whose state counts: for a merged one, the ticket at the end of its chain of merges."""
    while ticket.main is not None:
        ticket = ticket.main
    return ticket
