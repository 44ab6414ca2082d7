"""What everybody may read of reports: state, category, area and date, never the reporter's words or photos.

The queries here name the columns that they read, so that a description can't slip out by a careless template.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.kernel.states import COLOURS, Kind, State
from core.reports.queries import main_of
from core.reports.worklist import TicketCursor, WorklistQuery, ids_of
from core.storage.models import Media, MediaState, Ticket, TicketEvent, TicketPhoto

LISTED = tuple(state for state in State if state not in (State.MERGED, State.WITHDRAWN))
"""A withdrawn report was taken back by its reporter; the story of a merged one is its main report's."""


@dataclass(frozen=True)
class Sought:
    """Which public reports are wanted; what is left out is no condition."""

    colour: str | None = None
    kind: Kind | None = None
    category: str | None = None
    areas: Collection[str] = ()
    """Codes of the areas that it may lie in."""
    since: date | None = None
    """The day on which it was opened, in the city's time; both ends count."""
    until: date | None = None

    @property
    def states(self) -> tuple[State, ...]:
        return tuple(state for state in LISTED if self.colour in (None, COLOURS[state]))


@dataclass(frozen=True)
class PublicReport:
    """What a list shows of a report. Of its times only the date may be shown: the hour is not for everybody."""

    id: int
    number: str
    kind: Kind
    category: str
    state: State
    kelurahan: str | None
    kecamatan: str | None
    kota: str | None
    opened_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class PublicStatus:
    """As much as anybody may learn of a report whose number they know, whether private or public."""

    number: str
    category: str
    area: str | None
    state: State
    """For a merged report, the state of the report it was merged into."""
    opened_at: datetime
    changed_at: datetime
    follow_up: tuple[Media, ...]
    """Photos of the work done: only where the reporter agreed that the report may be shown."""
    merged: bool
    main_number: str | None
    """The number of the report that it was merged into, if everybody may see that one."""


_COLUMNS = tuple(getattr(Ticket, name) for name in PublicReport.__dataclass_fields__)


def list_public(
    session: Session, sought: Sought, *, after: str | None = None, limit: int = 25
) -> Sequence[PublicReport]:
    """Returns a page of reports, the newest first. `after`: the number of the last one before, if it is public."""
    wanted = WorklistQuery(
        states=sought.states,
        kind=sought.kind,
        category=sought.category,
        areas=sought.areas,
        since=sought.since,
        until=sought.until,
        public=True,
    )
    end = session.scalar(select(Ticket.id).where(Ticket.number == after, Ticket.public)) if after else None
    ids = ids_of(session, wanted, after=TicketCursor(end) if end else None, limit=limit)
    found = {row.id: PublicReport(*row) for row in session.execute(select(*_COLUMNS).where(Ticket.id.in_(ids)))}
    return [found[ticket_id] for ticket_id in ids]


def public_status(session: Session, number: str) -> PublicStatus | None:
    ticket = session.scalar(select(Ticket).where(Ticket.number == number))
    if ticket is None:
        return None
    main = main_of(ticket)
    return PublicStatus(
        number=ticket.number,
        category=ticket.category,
        area=ticket.kelurahan or ticket.kecamatan or ticket.kota,
        state=main.state,
        opened_at=ticket.opened_at,
        changed_at=max(ticket.changed_at, main.changed_at),
        follow_up=follow_up_photos(session, [ticket.id]).get(ticket.id, ()),
        merged=main is not ticket,
        main_number=main.number if main is not ticket and main.public else None,
    )


def follow_up_photo(session: Session, number: str, media_id: int) -> Media | None:
    """Returns one of the photos that `public_status` names."""
    ticket_id = session.scalar(select(Ticket.id).where(Ticket.number == number, Ticket.public))
    photos = follow_up_photos(session, [ticket_id]).get(ticket_id, ()) if ticket_id else ()
    return next((photo for photo in photos if photo.id == media_id), None)


def follow_up_photos(session: Session, ticket_ids: Collection[int]) -> dict[int, tuple[Media, ...]]:
    """Returns the photos of the latest follow-up of each of these tickets that is public and has any."""
    last = (
        select(func.max(TicketEvent.id))
        .join(Ticket, Ticket.id == TicketEvent.ticket_id)
        .where(TicketEvent.ticket_id.in_(ticket_ids), TicketEvent.to_state == State.AWAITING_VALIDATION)
        .where(Ticket.public)
        .group_by(TicketEvent.ticket_id)
    )
    photos = (
        select(TicketPhoto.ticket_id, Media)
        .join(Media, Media.id == TicketPhoto.media_id)
        .where(TicketPhoto.ticket_id.in_(ticket_ids), TicketPhoto.event_id.in_(last), Media.state == MediaState.STORED)
        .order_by(Media.id)
    )
    found: dict[int, tuple[Media, ...]] = {}
    for ticket_id, media in session.execute(photos):
        found[ticket_id] = (*found.get(ticket_id, ()), media)
    return found
