"""What a conversation is told of tickets: its own, and those whose number it wrote."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.dialogue.facts import KnownTicket
from core.kernel.states import INTERNAL_NOTES
from core.reports.following import told_tickets
from core.reports.queries import main_of
from core.storage.models import Conversation, EventVerb, Follower, Ticket, TicketEvent
from core.tickets.judgement import is_judged
from core.tickets.workflow import Workflow


def views_for(
    session: Session, workflow: Workflow, conversation: Conversation, numbers: Sequence[str], limit: int = 10
) -> tuple[tuple[KnownTicket, ...], tuple[KnownTicket, ...]]:
    """(tickets of these numbers in their order, those that the conversation told newest first)."""
    own = told_tickets(session, conversation.id, limit)
    by_number: dict[str, Ticket] = {}
    if numbers:
        found = session.scalars(select(Ticket).where(Ticket.number.in_(numbers)))
        by_number = {ticket.number: ticket for ticket in found}
    mentioned = tuple(_view(session, workflow, by_number[n], conversation) for n in numbers if n in by_number)
    return mentioned, tuple(_view(session, workflow, ticket, conversation) for ticket in own)


def _view(session: Session, workflow: Workflow, ticket: Ticket, conversation: Conversation) -> KnownTicket:
    mine = ticket.reporter_id == conversation.id
    main = main_of(ticket)
    follower = None if mine else session.get(Follower, (ticket.id, conversation.id))
    joined = follower if follower is not None and follower.joined else None
    return KnownTicket(
        number=ticket.number,
        kind=ticket.kind,
        category=ticket.category,
        state=ticket.state,
        area=ticket.kelurahan or ticket.kecamatan or ticket.kota,
        opened_at=ticket.opened_at,
        changed_at=main.changed_at,
        mine=mine or joined is not None,
        joined=joined is not None,
        note=_last_note(session, ticket) if mine else None,
        can_reopen=(mine or joined is not None) and workflow.may_reopen(main),
        rated=is_judged(session, ticket, joined),
        main_state=main.state if main is not ticket else None,
        public=ticket.public,
        estimate=main.estimate_at if mine else None,
        words=f"{ticket.description} {ticket.place_words or ''}" if mine else "",
    )


def _last_note(session: Session, ticket: Ticket) -> str | None:
    query = (
        select(TicketEvent.note)
        .where(TicketEvent.ticket_id == ticket.id, TicketEvent.verb == EventVerb.MOVED, TicketEvent.note.is_not(None))
        .where(TicketEvent.to_state.not_in(INTERNAL_NOTES))
        .order_by(TicketEvent.id.desc())
        .limit(1)
    )
    return session.scalar(query)
