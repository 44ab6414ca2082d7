"""Photos of tickets, for those of the staff who may see them."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.city.sight import sight_of
from core.running.services import Services
from core.storage.models import Media, Ticket, TicketPhoto
from webhooks.photos import answer_photo
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.tickets.presenters import may_see_reporter_photos


def add(console: Blueprint, services: Services) -> None:
    @console.get("/foto/<row:media_id>")
    @requires(Permission.SEE_TICKETS)
    def photo(media_id: int) -> ResponseReturnValue:
        """A photo that belongs to no ticket, or that this role may not see, does not exist."""
        with services.database.read() as session:
            media = session.get(Media, media_id)
            owner = _owner(session, media_id)
        if media is None or owner is None:
            abort(404)
        services.audit.write("photo.seen", owner.number, staff_id=member().staff_id, photo=media.id)
        return answer_photo(services.media, media)

    def _owner(session: Session, media_id: int) -> Ticket | None:
        """The ticket through which this member of staff may see the photo."""
        query = (
            select(TicketPhoto.event_id, Ticket)
            .join(Ticket, Ticket.id == TicketPhoto.ticket_id)
            .where(TicketPhoto.media_id == media_id)
        )
        me = member()
        sight = sight_of(services.router, me.actor)
        links = [(event_id, ticket) for event_id, ticket in session.execute(query) if sight.sees(ticket)]
        return next((t for event_id, t in links if event_id is not None or may_see_reporter_photos(t, me.role)), None)
