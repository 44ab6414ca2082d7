"""Through which ticket somebody may see a photo."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.city.sight import Sight
from core.storage.models import Ticket, TicketPhoto


def owner_of(session: Session, media_id: int, sight: Sight, *, private: bool) -> Ticket | None:
    """Returns the ticket with this photo, if it may be seen.

    A reporter's photo of a report that is not public is only for those who may see `private` ones;
    photos of the work are for all who see the ticket.
    """
    query = (
        select(TicketPhoto.event_id, Ticket)
        .join(Ticket, Ticket.id == TicketPhoto.ticket_id)
        .where(TicketPhoto.media_id == media_id)
    )
    shown = (ticket for event_id, ticket in session.execute(query) if event_id is not None or ticket.public or private)
    return next((ticket for ticket in shown if sight.sees(ticket)), None)
