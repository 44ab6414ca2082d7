"""What a role gets to see of a ticket. The templates only lay out what is here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.city.scope import BOUND_ROLES
from core.kernel.states import COLOURS, INTERNAL_NOTES, NOTE_REQUIRED, OPEN_STATES, PHOTO_REQUIRED, Kind, Role, State
from core.running.services import Services
from core.storage.models import EventVerb, MediaState, Ticket, TicketEvent, TicketPhoto
from core.tickets.handover import GIVING
from webhooks.language import say
from webhooks.staff.labels import CAME, EVENTS, LIKELY, MISSING, NOW, STEPS, role_name
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.tickets.choices import Picks, shortened

_LANGUAGE = "id"
_EXCERPT = 140
_CODE = re.compile(r"[a-z_]+")


class CodeNames:
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

    def sorting(self, note: str) -> str:
        """The kinds and categories of a correction by their names; what else stands there stays."""
        return "; ".join(" → ".join(self._sorted(word) for word in part.split(" → ")) for part in note.split("; "))

    def _sorted(self, word: str) -> str:
        if not _CODE.fullmatch(word):
            return word
        return self.kind(Kind(word)) if word in set(Kind) else self.category(word)


@dataclass(frozen=True)
class Chip:
    label: str
    colour: str


@dataclass(frozen=True)
class WorklistRow:
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
    due: str
    """Until when it has to leave its state; empty if nothing waits for it."""
    late: str
    version: int


@dataclass(frozen=True)
class Photo:
    id: int
    width: int | None
    height: int | None


@dataclass(frozen=True)
class HistoryLine:
    """An event of the history."""

    title: str
    chip: Chip | None
    detail: str
    who: str
    at: str
    note: str | None
    internal: bool
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class StepForm:
    """A form that brings the ticket on."""

    to: str
    label: str
    purpose: str
    chip: Chip
    note_internal: bool
    """The note is for colleagues; otherwise the reporter reads it."""
    note_required: bool
    photo_required: bool
    picks: Picks


@dataclass(frozen=True)
class Deadline:
    label: str
    at: str
    late: str


@dataclass(frozen=True)
class Related:
    number: str
    chip: Chip


@dataclass(frozen=True)
class May:
    """What besides steps may be done."""

    check: bool
    unmerge: bool
    sort: bool
    note: bool


@dataclass(frozen=True)
class TicketPageView:
    row: WorklistRow
    version: int
    now: str
    """Whose turn it is."""
    kind: Kind
    category: str
    doubts: tuple[str, ...]
    assignee: str | None
    deadlines: tuple[Deadline, ...]
    escalation: int
    main: Related | None
    merged: tuple[Related, ...]
    may: May
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
    lines: tuple[HistoryLine, ...]
    steps: tuple[StepForm, ...]


def row_view(ticket: Ticket, names: CodeNames, role: Role, now: datetime) -> WorklistRow:
    missing = [MISSING.get(what, what) for what in ticket.doubts]
    return WorklistRow(
        number=ticket.number,
        chip=_chip(ticket.state, names),
        kind=names.kind(ticket.kind),
        category=names.category(ticket.category),
        area=ticket.kelurahan or ticket.kecamatan or ticket.kota or "Lokasi belum jelas",
        unit=names.unit(ticket.unit),
        opened=names.moment(ticket.opened_at, role),
        excerpt=shortened(ticket.description, _EXCERPT),
        missing=", ".join(missing),
        due=names.moment(ticket.step_due_at, role) if ticket.step_due_at else "",
        late=lateness(ticket, now),
        version=ticket.version,
    )


def lateness(ticket: Ticket, now: datetime) -> str:
    """By how much an open ticket has passed the first of its deadlines; empty for one that is in time."""
    passed = [at for at in (ticket.step_due_at, ticket.due_at) if at is not None and at <= now]
    return _late(min(passed), now) if passed and ticket.state in OPEN_STATES else ""


def _late(due: datetime, now: datetime) -> str:
    days = (now - due) // timedelta(days=1)
    return f"terlambat {days} hari" if days else "terlambat"


def page_view(
    ticket: Ticket,
    names: CodeNames,
    role: Role,
    now: datetime,
    *,
    steps: Sequence[State],
    suggested: str,
    picks: Callable[[State], Picks],
    main: Ticket | None,
    merged: Sequence[Ticket],
    may: May,
) -> TicketPageView:
    """`steps`: the states that the reader may bring the ticket into; `suggested`: the unit that is in charge; `main`
    and `merged`: the tickets that it is joined with, as far as the reader may know of them.
    """
    areas = (ticket.kelurahan, ticket.kecamatan, ticket.kota)
    own = [photo for photo in ticket.photos if photo.event_id is None]
    seen = may_see_reporter_photos(ticket, role)
    has_position = ticket.lat is not None and ticket.lon is not None
    assignee = ticket.assignee.name if ticket.assignee else None
    return TicketPageView(
        row=row_view(ticket, names, role, now),
        version=ticket.version,
        now=NOW[ticket.state].format(
            unit=names.unit(ticket.unit),
            who=f"{assignee} ({names.unit(ticket.unit)})" if assignee else names.unit(ticket.unit),
            main=main.number if main else "lain",
        ),
        kind=ticket.kind,
        category=ticket.category,
        doubts=ticket.doubts,
        assignee=assignee,
        deadlines=_deadlines(ticket, names, role, now),
        escalation=ticket.escalation,
        main=_related(main, names) if main else None,
        merged=tuple(_related(other, names) for other in merged),
        may=may,
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
        steps=tuple(_step(to, names, role, picks(to)) for to in likely_first(steps, ticket, suggested)),
    )


def likely_first(steps: Sequence[State], ticket: Ticket, suggested: str) -> list[State]:
    """The step that comes next most often stands first; who is not in charge passes a new report on first."""
    order = list(LIKELY)
    if ticket.state is State.RECEIVED and suggested != ticket.unit:
        order.remove(State.DISPATCHED)
        order.insert(0, State.DISPATCHED)
    return sorted(steps, key=lambda to: order.index(to) if to in order else len(order))


def _deadlines(ticket: Ticket, names: CodeNames, role: Role, now: datetime) -> tuple[Deadline, ...]:
    if ticket.state not in OPEN_STATES:
        return ()
    clocks = (
        ("Batas langkah ini", ticket.step_due_at),
        ("Batas selesai", ticket.due_at),
        ("Perkiraan yang diketahui pelapor", ticket.estimate_at),
    )
    return tuple(
        Deadline(label, names.moment(at, role), _late(at, now) if at <= now else "") for label, at in clocks if at
    )


def _related(ticket: Ticket, names: CodeNames) -> Related:
    return Related(ticket.number, _chip(ticket.state, names))


def may_see_reporter_photos(ticket: Ticket, role: Role) -> bool:
    return ticket.public or holds(role, Permission.SEE_PRIVATE_PHOTOS)


def _chip(state: State, names: CodeNames) -> Chip:
    return Chip(names.state(state), COLOURS[state])


def _photos(photos: Sequence[TicketPhoto]) -> tuple[Photo, ...]:
    stored = (photo.media for photo in photos if photo.media.state is MediaState.STORED)
    return tuple(Photo(media.id, media.width, media.height) for media in stored)


def _line(event: TicketEvent, names: CodeNames, role: Role) -> HistoryLine:
    moved = event.verb is EventVerb.MOVED and event.to_state is not None
    return HistoryLine(
        title=EVENTS.get(event.verb, ""),
        chip=_chip(event.to_state, names) if moved and event.to_state else None,
        detail=_detail(event, names),
        who=f"{event.staff.name}, {role_name(event.role)}" if event.staff else role_name(event.role),
        at=names.moment(event.at, role),
        note=_note(event, names),
        internal=event.verb in (EventVerb.NOTED, EventVerb.CHECKED) or event.to_state in INTERNAL_NOTES,
        photos=_photos(event.photos),
    )


def _detail(event: TicketEvent, names: CodeNames) -> str:
    """From whom to whom, in words."""
    unit, person = names.unit(event.to_unit), event.assignee.name if event.assignee else None
    if event.verb is EventVerb.CLIMBED:
        return f"Tingkat {event.note}: {person or (unit if event.to_unit else 'petugas validasi')} diberi tahu."
    parts = []
    if event.to_unit and event.from_unit and event.to_unit != event.from_unit:
        parts.append(f"dari {names.unit(event.from_unit)} ke {unit}")
    elif event.to_unit and (event.verb in (EventVerb.OPENED, EventVerb.REASSIGNED) or event.to_state in GIVING):
        parts.append(f"di {unit}")
    if person:
        parts.append(f"kepada {person}")
    if event.turn_to:
        parts.append(f"pelapor diarahkan ke {event.turn_to}")
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _note(event: TicketEvent, names: CodeNames) -> str | None:
    match event.verb:
        case EventVerb.CLIMBED:
            return None
        case EventVerb.RATED:
            return f"{event.note} dari 5"
        case EventVerb.OPENED if event.note:
            return say(CAME[event.note]) if event.note in CAME else event.note
        case EventVerb.SORTED if event.note:
            return names.sorting(event.note)
    return event.note


def _step(to: State, names: CodeNames, role: Role, picks: Picks) -> StepForm:
    label, purpose = STEPS[to]
    return StepForm(
        to=to.value,
        label=label,
        purpose=purpose,
        chip=_chip(to, names),
        note_internal=to in INTERNAL_NOTES,
        note_required=to in NOTE_REQUIRED or (to is State.COORDINATING and role in BOUND_ROLES),
        photo_required=to in PHOTO_REQUIRED,
        picks=picks,
    )
