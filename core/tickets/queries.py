"""Looks tickets up, for staff and for conversations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.dialogue.facts import TicketView
from core.storage.models import Conversation, EventVerb, Ticket, TicketEvent, TicketPhoto
from core.tickets.states import INTERNAL_NOTES, Kind, State
from core.tickets.workflow import Workflow
from core.tickets.worklist import Cursor, Wanted, worklist


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
    """The newest first; `before_id` continues a list where a page ended. More can be asked of the worklist."""
    wanted = Wanted(states=tuple(states), kind=kind, category=category, units=units, words=words)
    return worklist(session, wanted, after=Cursor(before_id) if before_id else None, limit=limit)


def full_ticket(session: Session, number: str) -> Ticket | None:
    """A ticket with its history and photos loaded."""
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


def merged_into(session: Session, ticket: Ticket, limit: int = 50) -> Sequence[Ticket]:
    """The tickets that follow this one, the oldest first."""
    query = select(Ticket).where(Ticket.merged_into_id == ticket.id).order_by(Ticket.id).limit(limit)
    return session.scalars(query).all()


def own_tickets(session: Session, conversation_id: int, limit: int = 20) -> Sequence[Ticket]:
    """Those that this conversation reported, the newest first."""
    query = select(Ticket).where(Ticket.reporter_id == conversation_id).order_by(Ticket.id.desc()).limit(limit)
    return session.scalars(query).all()


def views_for(
    session: Session, workflow: Workflow, conversation: Conversation, numbers: Sequence[str], limit: int = 10
) -> tuple[tuple[TicketView, ...], tuple[TicketView, ...]]:
    """(tickets of these numbers in their order, the conversation's own tickets newest first)."""
    own = own_tickets(session, conversation.id, limit)
    by_number: dict[str, Ticket] = {}
    if numbers:
        found = session.scalars(select(Ticket).where(Ticket.number.in_(numbers)))
        by_number = {ticket.number: ticket for ticket in found}
    mentioned = tuple(_view(session, workflow, by_number[n], conversation) for n in numbers if n in by_number)
    return mentioned, tuple(_view(session, workflow, ticket, conversation) for ticket in own)


def _view(session: Session, workflow: Workflow, ticket: Ticket, conversation: Conversation) -> TicketView:
    mine = ticket.reporter_id == conversation.id
    main = main_of(ticket)
    return TicketView(
        number=ticket.number,
        kind=ticket.kind,
        category=ticket.category,
        state=ticket.state,
        area=ticket.kelurahan or ticket.kecamatan or ticket.kota,
        opened_at=ticket.opened_at,
        changed_at=main.changed_at,
        mine=mine,
        note=_last_note(session, ticket) if mine else None,
        can_reopen=mine and workflow.may_reopen(ticket),
        rated=ticket.rating is not None,
        main_state=main.state if main is not ticket else None,
    )


def main_of(ticket: Ticket) -> Ticket:
    """The ticket whose state counts: of a merged one, the one that it was merged into in the end."""
    while ticket.main is not None:
        ticket = ticket.main
    return ticket


def _last_note(session: Session, ticket: Ticket) -> str | None:
    query = (
        select(TicketEvent.note)
        .where(TicketEvent.ticket_id == ticket.id, TicketEvent.verb == EventVerb.MOVED, TicketEvent.note.is_not(None))
        .where(TicketEvent.to_state.not_in(INTERNAL_NOTES))
        .order_by(TicketEvent.id.desc())
        .limit(1)
    )
    return session.scalar(query)
