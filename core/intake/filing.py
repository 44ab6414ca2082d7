"""A finished report becomes a ticket at once: of a program or of a desk, where no bot asks back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.dialogue.facts import PlaceReading
from core.dialogue.places import PlaceReader, place_in
from core.dialogue.state import DescriptionPart, Draft, Place
from core.kernel.actor import REPORTER, Actor
from core.kernel.errors import TanggapError
from core.kernel.messages import Pin
from core.kernel.states import Kind
from core.location.areas import Areas
from core.storage.models import Conversation, InboundMessage, Media, Ticket
from core.tickets.workflow import Workflow

_OUTSIDE = "ask-place-outside"
Doubts = tuple[str, ...]
"""What a person has to look at: `place`."""


class UnplacedError(TanggapError):
    """A report that says of no place in this city where it is."""


@dataclass(frozen=True)
class Where:
    """What a report says of its place."""

    words: str | None = None
    pin: Pin | None = None
    area: str | None = None
    """The code of a kelurahan, kecamatan or kota."""


@dataclass(frozen=True)
class NewReport:
    """A report as it is filed."""

    message_id: str
    """Unique within the account: the same report is filed once."""
    kind: Kind
    category: str
    description: str
    place: Place
    doubts: Doubts = ()
    pin: Pin | None = None
    public: bool = False
    pictures: Sequence[Media] = ()
    number: str | None = None
    """One that was shown beforehand; else a fresh one."""
    channel: str | None = None
    """How it came, if that is not the reporter's conversation."""
    note: str | None = None


def settle(areas: Areas, places: PlaceReader, where: Where) -> tuple[Place, Doubts]:
    """Where it is, without asking back. A position is worth more than words. Raises UnplacedError."""
    if where.area is not None:
        return _in_area(areas, where)
    if where.pin is None and where.words is None:
        raise UnplacedError("say where it is: a position, an address, or an area of this city")
    reading = places.read("" if where.pin else where.words or "", where.pin)
    if reading.question == _OUTSIDE:
        raise UnplacedError("the place is not in this city")
    if reading.place is not None:
        return reading.place.worded(where.words or reading.place.words), ()
    guess = _guess(reading, where.pin)
    if where.pin is not None and guess.lat is None:
        raise UnplacedError("the position can't be used")
    return guess.worded(where.words or guess.words), ("place",)


def _in_area(areas: Areas, where: Where) -> tuple[Place, Doubts]:
    area = areas.get(where.area or "")
    if area is None:
        raise UnplacedError("no area of this city has that code")
    return place_in(area, where.words, where.pin), () if area.kelurahan else ("place",)


def _guess(reading: PlaceReading, pin: Pin | None) -> Place:
    """Nobody is there to be asked: a position's likeliest area is taken, words that fit several areas are not."""
    if reading.options and (pin is not None or len(reading.options) == 1):
        return reading.options[0]
    return reading.hint or Place()


def file_report(
    session: Session,
    workflow: Workflow,
    conversation: Conversation,
    report: NewReport,
    *,
    now: datetime,
    actor: Actor = REPORTER,
) -> Ticket:
    """Store it as a message of the reporter's conversation, and open its ticket."""
    conversation.last_inbound_at = now
    message = InboundMessage(
        account=conversation.account,
        provider_id=report.message_id,
        conversation_id=conversation.id,
        sent_at=now,
        received_at=now,
        text=report.description,
        pin=report.pin,
    )
    message.media = list(report.pictures)
    session.add(message)
    draft = Draft(
        key=secrets.token_hex(4),
        parts=(DescriptionPart(message_id=message.provider_id, text=message.text),),
        kind=report.kind,
        category=report.category,
        place=report.place,
        needs_person=report.doubts,
    )
    number = report.number or workflow.fresh_number(session)
    ticket = workflow.open(
        session, conversation, draft, number, report.pictures, actor=actor, note=report.note, channel=report.channel
    )
    if report.public:
        workflow.set_public(session, ticket.number, public=True)
    session.flush()
    return ticket
