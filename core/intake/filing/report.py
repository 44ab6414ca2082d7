"""A report as a form or a program sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.dialogue.state import LONGEST_PLACE, Place
from core.kernel.messages import Pin

LONGEST: Mapping[str, int] = {"description": 5000, "place": LONGEST_PLACE, "name": 200, "phone": 40, "email": 254}
"""Characters that a form may hold; what is longer is refused there, never cut. Programs are promised their own."""


@dataclass(frozen=True)
class Where:
    """What a report says of its place."""

    words: str | None = None
    pin: Pin | None = None
    area: str | None = None
    """The code of a kelurahan, kecamatan or kota."""
    settled: Place | None = None
    """Where a person has settled it already; the words are still the reporter's."""


@dataclass(frozen=True)
class ReportedBy:
    """What is known of the reporter; never part of the ticket."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class NewReport:
    """Everything that was sent, as it was sent."""

    description: str
    where: Where | None
    """None if nobody knows: somebody has to find it."""
    kind: str | None = None
    """Without it, or without the category, both are read from the description."""
    category: str | None = None
    reporter: ReportedBy = field(default_factory=ReportedBy)
    public: bool = False
    """The reporter agrees that it may be shown."""
    photos: tuple[int, ...] = ()
    """Ids of photos that are stored already."""
    uploads: tuple[bytes, ...] = ()
    """Pictures to be cleaned and stored."""
    photo_url: str | None = None
    asks_back: bool = False
    """Whoever files it can be asked: an unclear place is refused with what it may be, not left to a person."""
