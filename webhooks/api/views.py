"""What of a ticket is shown to whom. "Who may see what" of the API stands here and nowhere else.

The public learns what the public pages show: category, area, state, colour and dates; follow-up photos where the
reporter agreed. A role sees what the console shows it. Nobody learns who reported, or through which channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from core.city.sight import sight_of
from core.kernel.states import COLOURS, Role, State
from core.running.services import Services
from core.storage.models import EventVerb, Media, MediaState, Ticket, TicketEvent, TicketPhoto
from webhooks.api.models import (
    AreaName,
    EventAnswer,
    PhotoAnswer,
    PlaceAnswer,
    PublicTicket,
    StaffTicket,
    TicketRow,
)
from webhooks.api.tokens import Caller
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.tickets.presenters import may_see_reporter_photos

NOTICE = "Laporan dan data pelapor tidak boleh disebarkan. / Report and reporter data may not be spread."


class ApiPresenters:
    def __init__(self, services: Services) -> None:
        self._services = services

    def day(self, moment: datetime) -> date:
        """The city's date."""
        return moment.astimezone(self._services.config.zone).date()

    def area(self, ticket: Ticket) -> AreaName:
        return AreaName(code=ticket.area_code, kelurahan=ticket.kelurahan, kecamatan=ticket.kecamatan, kota=ticket.kota)

    def public(self, ticket: Ticket) -> PublicTicket:
        return PublicTicket(
            number=ticket.number,
            category=ticket.category,
            state=ticket.state,
            colour=COLOURS[ticket.state],
            area=self.area(ticket),
            opened=self.day(ticket.opened_at),
            changed=self.day(ticket.changed_at),
            follow_up_photos=[photo_path(ticket, media.id) for media in follow_up(ticket)],
        )

    def row(self, ticket: Ticket, role: Role) -> TicketRow:
        hours = holds(role, Permission.SEE_HOURS)
        return TicketRow(
            number=ticket.number,
            kind=ticket.kind,
            category=ticket.category,
            state=ticket.state,
            colour=COLOURS[ticket.state],
            area=self.area(ticket),
            unit=ticket.unit,
            public=ticket.public,
            needs_person=list(ticket.doubts),
            version=ticket.version,
            opened=self.day(ticket.opened_at),
            changed=self.day(ticket.changed_at),
            due=self.day(ticket.due_at) if ticket.due_at else None,
            opened_at=ticket.opened_at if hours else None,
            changed_at=ticket.changed_at if hours else None,
        )

    def staff(self, ticket: Ticket, caller: Caller) -> StaffTicket:
        role = caller.actor.role
        own = [photo for photo in ticket.photos if photo.event_id is None]
        seen = may_see_reporter_photos(ticket, role)
        return StaffTicket(
            **dict(self.row(ticket, role)),
            notice=NOTICE,
            description=ticket.description,
            place=PlaceAnswer(
                words=ticket.place_words, lat=ticket.lat, lon=ticket.lon, approximate=ticket.place_approximate
            ),
            assignee=ticket.assignee.name if ticket.assignee else None,
            rating=ticket.rating,
            photos=list(_photos(ticket, own)) if seen else [],
            photos_hidden=0 if seen else len(own),
            history=[self._event(ticket, event, role) for event in ticket.events],
            next_states=self._services.workflow.may(ticket, caller.actor),
        )

    def _event(self, ticket: Ticket, event: TicketEvent, role: Role) -> EventAnswer:
        return EventAnswer(
            verb=event.verb,
            role=event.role,
            by=event.staff.name if event.staff else None,
            day=self.day(event.at),
            at=event.at if holds(role, Permission.SEE_HOURS) else None,
            from_state=event.from_state,
            to_state=event.to_state,
            note=event.said,
            photos=list(_photos(ticket, event.photos)),
        )

    def in_reach(self, caller: Caller, ticket: Ticket) -> bool:
        """Whether the token's role may see this ticket, as one of its staff would."""
        return caller.role is not None and sight_of(self._services.router, caller.actor).sees(ticket)

    def photo(self, ticket: Ticket, media_id: int, role: Role | None) -> Media | None:
        """The photo of this very ticket, if this role (None: the public) may see it."""
        if role is None:
            return next((media for media in follow_up(ticket) if media.id == media_id), None)
        photo = next((photo for photo in ticket.photos if photo.media_id == media_id), None)
        if photo is None or (photo.event_id is None and not may_see_reporter_photos(ticket, role)):
            return None
        return photo.media


def follow_up(ticket: Ticket) -> list[Media]:
    """Photos of the last work that was handed in; only where the reporter agreed that the report may be shown."""
    if not ticket.public:
        return []
    handed_in = [
        event
        for event in ticket.events
        if event.verb is EventVerb.MOVED and event.to_state is State.AWAITING_VALIDATION
    ]
    photos = handed_in[-1].photos if handed_in else []
    return [photo.media for photo in photos if photo.media.state is MediaState.STORED]


def photo_path(ticket: Ticket, media_id: int) -> str:
    return f"/api/v1/tickets/{ticket.number}/photos/{media_id}"


def _photos(ticket: Ticket, photos: list[TicketPhoto]) -> Iterator[PhotoAnswer]:
    for photo in photos:
        media = photo.media
        if media.state is MediaState.STORED:
            yield PhotoAnswer(path=photo_path(ticket, media.id), width=media.width, height=media.height)
