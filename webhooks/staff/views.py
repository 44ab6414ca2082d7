"""What a role gets to see of a ticket. The templates only lay out what is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.services import Services
from core.storage.models import EventVerb, MediaState, Ticket, TicketEvent, TicketPhoto
from core.tickets.states import COLOURS, INTERNAL_NOTES, NOTE_REQUIRED, PHOTO_REQUIRED, Kind, Role, State
from webhooks.staff.labels import EVENTS, MISSING, ROLES, STEPS
from webhooks.staff.permissions import Permission, holds

_LANGUAGE = "id"


class Names:
    """Names for codes, in the console's language."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def state(self, state: State) -> str:
        return self._services.wording.say(f"state-{state}", _LANGUAGE)

    def kind(self, kind: Kind) -> str:
        return self._services.wording.say(f"kind-{kind}", _LANGUAGE)

    def category(self, code: str) -> str:
        return self._services.wording.category(code, _LANGUAGE)

    def unit(self, code: str | None) -> str:
        return self._services.router.name(code)

    def moment(self, moment: datetime, role: Role) -> str:
        """The hour is not for everybody."""
        return self._services.wording.date(moment, _LANGUAGE, time=holds(role, Permission.SEE_HOURS))


@dataclass(frozen=True)
class Chip:
    label: str
    colour: str


@dataclass(frozen=True)
class Row:
    """A ticket in the list."""

    number: str
    chip: Chip
    kind: str
    category: str
    area: str
    unit: str
    opened: str
    excerpt: str
    missing: str


@dataclass(frozen=True)
class Photo:
    id: int
    width: int | None
    height: int | None


@dataclass(frozen=True)
class Line:
    """An event of the history."""

    title: str
    chip: Chip | None
    who: str
    at: str
    note: str | None
    internal: bool
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class Step:
    """A form that brings the ticket on."""

    to: str
    label: str
    purpose: str
    chip: Chip
    note_internal: bool
    """The note is for colleagues; otherwise the reporter reads it."""
    note_required: bool
    photo_required: bool


@dataclass(frozen=True)
class TicketPage:
    row: Row
    version: int
    description: str
    place_words: str | None
    area: str
    position: str | None
    approximate: bool
    public: bool
    changed: str
    rating: int | None
    photos: tuple[Photo, ...]
    photos_hidden: int
    photos_waiting: int
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]


def row_view(ticket: Ticket, names: Names, role: Role) -> Row:
    text = " ".join(ticket.description.split())
    missing = [MISSING.get(what, what) for what in (ticket.needs_person or "").split(",") if what]
    return Row(
        number=ticket.number,
        chip=_chip(ticket.state, names),
        kind=names.kind(ticket.kind),
        category=names.category(ticket.category),
        area=ticket.kelurahan or ticket.kecamatan or ticket.kota or "Lokasi belum jelas",
        unit=names.unit(ticket.unit),
        opened=names.moment(ticket.opened_at, role),
        excerpt=text if len(text) <= 140 else text[:139] + "…",
        missing=", ".join(missing),
    )


def page_view(ticket: Ticket, names: Names, role: Role, steps: Sequence[State]) -> TicketPage:
    """`steps`: the states that the reader may bring the ticket into."""
    areas = (ticket.kelurahan, ticket.kecamatan, ticket.kota)
    own = [photo for photo in ticket.photos if photo.event_id is None]
    seen = may_see_reporter_photos(ticket, role)
    has_position = ticket.lat is not None and ticket.lon is not None
    return TicketPage(
        row=row_view(ticket, names, role),
        version=ticket.version,
        description=ticket.description,
        place_words=ticket.place_words,
        area=", ".join(dict.fromkeys(area for area in areas if area)) or "Belum jelas",
        position=f"{ticket.lat:.6f},{ticket.lon:.6f}" if has_position else None,
        approximate=ticket.place_approximate,
        public=ticket.public,
        changed=names.moment(ticket.changed_at, role),
        rating=ticket.rating,
        photos=_photos(own) if seen else (),
        photos_hidden=0 if seen else len(own),
        photos_waiting=sum(photo.media.state is MediaState.PENDING for photo in own) if seen else 0,
        lines=tuple(_line(event, names, role) for event in reversed(ticket.events)),
        steps=tuple(_step(to, names) for to in steps),
    )


def may_see_reporter_photos(ticket: Ticket, role: Role) -> bool:
    return ticket.public or holds(role, Permission.SEE_PRIVATE_PHOTOS)


def _chip(state: State, names: Names) -> Chip:
    return Chip(names.state(state), COLOURS[state])


def _photos(photos: Sequence[TicketPhoto]) -> tuple[Photo, ...]:
    stored = (photo.media for photo in photos if photo.media.state is MediaState.STORED)
    return tuple(Photo(media.id, media.width, media.height) for media in stored)


def _line(event: TicketEvent, names: Names, role: Role) -> Line:
    moved = event.verb is EventVerb.MOVED and event.to_state is not None
    note = f"{event.note} dari 5" if event.verb is EventVerb.RATED else event.note
    return Line(
        title=EVENTS.get(event.verb, ""),
        chip=_chip(event.to_state, names) if moved and event.to_state else None,
        who=f"{event.staff.name}, {ROLES[event.role]}" if event.staff else ROLES[event.role],
        at=names.moment(event.at, role),
        note=note,
        internal=event.verb is EventVerb.NOTED,
        photos=_photos(event.photos),
    )


def _step(to: State, names: Names) -> Step:
    label, purpose = STEPS[to]
    return Step(
        to=to.value,
        label=label,
        purpose=purpose,
        chip=_chip(to, names),
        note_internal=to in INTERNAL_NOTES,
        note_required=to in NOTE_REQUIRED,
        photo_required=to in PHOTO_REQUIRED,
    )
