"""What a role gets to see of a ticket. The templates only lay out what is here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.city.scope import BOUND_ROLES
from core.kernel.states import COLOURS, INTERNAL_NOTES, NOTE_REQUIRED, OPEN_STATES, PHOTO_REQUIRED, Kind, Role, State
from core.reports.lateness import overdue
from core.storage.event_details import Arrival, Climb, Corrections, Joined, Rating, Referral
from core.storage.models import EventVerb, MediaState, Ticket, TicketEvent, TicketPhoto
from core.tickets.handover import GIVING
from webhooks.language import say
from webhooks.staff.labels import came_by, missing_words, role_name
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.tickets.choices import Picks, shortened
from webhooks.staff.tickets.code_names import CodeNames, late_by

_EXCERPT = 140

_LIKELY = (
    State.AWAITING_VALIDATION,
    State.RESOLVED,
    State.ANSWERED,
    State.FORWARDED,
    State.IN_PROGRESS,
    State.DISPATCHED,
    State.COORDINATING,
)
"""Steps in the order of how often they come next; those that are not here come last."""


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
    followers: int
    """How many hear of it, its reporter among them."""


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
class Company:
    """What a ticket is joined with, as far as the reader may know of it."""

    main: Ticket | None
    merged: Sequence[Ticket]
    followers: int


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


def row_view(ticket: Ticket, names: CodeNames, role: Role, now: datetime, followers: int = 0) -> WorklistRow:
    return WorklistRow(
        number=ticket.number,
        chip=_chip(ticket.state, names),
        kind=names.kind(ticket.kind),
        category=names.category(ticket.category),
        area=ticket.kelurahan or ticket.kecamatan or ticket.kota or say("staff-ticket-place-unclear"),
        unit=names.unit(ticket.unit),
        opened=names.moment(ticket.opened_at, role),
        excerpt=shortened(ticket.description, _EXCERPT),
        missing=missing_words(ticket.doubts),
        due=names.moment(ticket.step_due_at, role) if ticket.step_due_at else "",
        late=late_by(overdue(ticket, now)),
        version=ticket.version,
        followers=followers,
    )


def page_view(
    ticket: Ticket,
    names: CodeNames,
    role: Role,
    now: datetime,
    *,
    steps: Sequence[State],
    suggested: str,
    picks: Callable[[State], Picks],
    company: Company,
    may: May,
) -> TicketPageView:
    """`steps`: the states that the reader may bring the ticket into; `suggested`: the unit that is in charge."""
    areas = (ticket.kelurahan, ticket.kecamatan, ticket.kota)
    own = [photo for photo in ticket.photos if photo.event_id is None]
    seen = may_see_reporter_photos(ticket, role)
    has_position = ticket.lat is not None and ticket.lon is not None
    assignee = ticket.assignee.name if ticket.assignee else None
    return TicketPageView(
        row=row_view(ticket, names, role, now, company.followers),
        version=ticket.version,
        now=say(
            f"staff-now-{ticket.state}",
            unit=names.unit(ticket.unit),
            who=f"{assignee} ({names.unit(ticket.unit)})" if assignee else names.unit(ticket.unit),
            main=company.main.number if company.main else "none",
        ),
        kind=ticket.kind,
        category=ticket.category,
        doubts=ticket.doubts,
        assignee=assignee,
        deadlines=_deadlines(ticket, names, role, now),
        escalation=ticket.escalation,
        main=_related(company.main, names) if company.main else None,
        merged=tuple(_related(other, names) for other in company.merged),
        may=may,
        description=ticket.description,
        place_words=ticket.place_words,
        area=", ".join(dict.fromkeys(area for area in areas if area)) or say("staff-ticket-area-unclear"),
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
    order = list(_LIKELY)
    if ticket.state is State.RECEIVED and suggested != ticket.unit:
        order.remove(State.DISPATCHED)
        order.insert(0, State.DISPATCHED)
    return sorted(steps, key=lambda to: order.index(to) if to in order else len(order))


def _deadlines(ticket: Ticket, names: CodeNames, role: Role, now: datetime) -> tuple[Deadline, ...]:
    if ticket.state not in OPEN_STATES:
        return ()
    clocks = (
        ("staff-ticket-step-due", ticket.step_due_at),
        ("staff-field-due", ticket.due_at),
        ("staff-ticket-estimate", ticket.estimate_at),
    )
    return tuple(
        Deadline(say(key), names.moment(at, role), late_by(now - at if at <= now else None)) for key, at in clocks if at
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
    what = event.detail.of if isinstance(event.detail, Joined) else event.verb
    return HistoryLine(
        title=say(f"staff-event-{what}") if event.verb is not EventVerb.MOVED else "",
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
    if isinstance(event.detail, Climb):
        told = person or (unit if event.to_unit else "validators")
        return say("staff-history-climbed", level=event.detail.plain, told=told)
    parts = []
    if event.to_unit and event.from_unit and event.to_unit != event.from_unit:
        parts.append(say("staff-history-from-to", source=names.unit(event.from_unit), target=unit))
    elif event.to_unit and (event.verb in (EventVerb.OPENED, EventVerb.REASSIGNED) or event.to_state in GIVING):
        parts.append(say("staff-history-at", unit=unit))
    if person:
        parts.append(say("staff-history-given", person=person))
    if isinstance(event.detail, Referral):
        parts.append(say("staff-history-turned", where=event.detail.turn_to))
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _note(event: TicketEvent, names: CodeNames) -> str | None:
    match event.detail:
        case Rating() as rating:
            return say("staff-ticket-rating", rating=rating.plain)
        case Arrival(came=came):
            return came_by(came)
        case Corrections() as made:
            return names.corrections(made)
    return event.note


def _step(to: State, names: CodeNames, role: Role, picks: Picks) -> StepForm:
    return StepForm(
        to=to.value,
        label=say(f"staff-step-{to}"),
        purpose=say(f"staff-step-{to}-why"),
        chip=_chip(to, names),
        note_internal=to in INTERNAL_NOTES,
        note_required=to in NOTE_REQUIRED or (to is State.COORDINATING and role in BOUND_ROLES),
        photo_required=to in PHOTO_REQUIRED,
        picks=picks,
    )
