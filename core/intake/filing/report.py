"""A report as a form or a program sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.dialogue.state import Place
from core.kernel.messages import Pin

LONGEST: Mapping[str, int] = {"description": 5000, "place": 1000, "name": 200, "phone": 40, "email": 254}
"""Characters; what is longer is refused, never cut."""


@dataclass(frozen=True)
class Where:
    """What a report says of its place."""

    words: str | None = None
    pin: Pin | None = None
    area: str | None = None
    """The code of a kelurahan, kecamatan or kota."""


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
    where: Where | Place | None
    """A `Place` where a person has settled it already; None where nobody knows: somebody has to find it."""
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
