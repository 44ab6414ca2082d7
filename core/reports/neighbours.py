"""Open tickets that may be about the same matter: of the same category, and close by."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from core.city.sight import Sight
from core.kernel.states import OPEN_STATES
from core.storage.models import Ticket

_REACH_M = 500.0
_METRES_PER_DEGREE = 111_320.0
_LOOKED_AT = 500


@dataclass(frozen=True)
class NearbyTicket:
    ticket: Ticket
    metres: float | None
    """How far away; unknown where one of the two has no position."""


def neighbours(session: Session, ticket: Ticket, sight: Sight, limit: int = 5) -> list[NearbyTicket]:
    """Returns the tickets that this one might be merged into: the nearest first, then others of its kelurahan by age.

    Only tickets that the one who merges may see.
    """
    places = []
    if ticket.kelurahan is not None:
        places.append(Ticket.area_code == ticket.area_code)
    if ticket.lat is not None and ticket.lon is not None:
        high = _REACH_M / _METRES_PER_DEGREE
        wide = high / max(math.cos(math.radians(ticket.lat)), 0.01)
        around = (Ticket.lat.between(ticket.lat - high, ticket.lat + high),)
        places.append(and_(*around, Ticket.lon.between(ticket.lon - wide, ticket.lon + wide)))
    if not places:
        return []
    query = (
        select(Ticket)
        .where(Ticket.state.in_(OPEN_STATES), Ticket.category == ticket.category, Ticket.kind == ticket.kind)
        .where(Ticket.id != ticket.id, or_(*places), sight.condition())
        .limit(_LOOKED_AT)
    )
    found = [NearbyTicket(other, _metres(ticket, other)) for other in session.scalars(query)]
    found.sort(key=lambda near: (near.metres is None, near.metres or 0.0, near.ticket.id))
    return found[:limit]


def _metres(one: Ticket, other: Ticket) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    high = (one.lat - other.lat) * _METRES_PER_DEGREE
    wide = (one.lon - other.lon) * _METRES_PER_DEGREE * math.cos(math.radians(one.lat))
    return math.hypot(high, wide)
