"""Where open tickets are, for a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.kernel.states import State
from core.reports.lateness import overdue
from core.reports.worklist import WorklistQuery, worklist
from core.storage.models import Ticket

_DRAWN = (Ticket.number, Ticket.lat, Ticket.lon, Ticket.state, Ticket.category, Ticket.step_due_at, Ticket.due_at)


@dataclass(frozen=True)
class TicketPoint:
    number: str
    lat: float
    lon: float
    state: State
    category: str
    overdue: timedelta | None


@dataclass(frozen=True)
class TicketPoints:
    points: Sequence[TicketPoint]
    unplaced: int
    """How many tickets more have no position."""
    more: bool
    """Whether the list goes on."""


def points_of(session: Session, wanted: WorklistQuery, now: datetime, most: int) -> TicketPoints:
    """Returns the points of the first `most` tickets of a list."""
    found = worklist(session, wanted, limit=most + 1, only=_DRAWN)
    first = found[:most]
    points = [
        TicketPoint(one.number, one.lat, one.lon, one.state, one.category, overdue(one, now))
        for one in first
        if one.lat is not None and one.lon is not None
    ]
    return TicketPoints(points, len(first) - len(points), len(found) > most)
