"""How a unit or an area is doing now: for the ones who work there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from core.storage.models import Ticket
from core.tickets.states import COLOURS
from core.tickets.tally import Dimension, counts, finishing

_LOOKED_BACK = timedelta(days=90)
"""What was reported earlier hardly changes how things are now."""
_COLOURS = tuple(dict.fromkeys(COLOURS.values()))


@dataclass(frozen=True)
class Scope:
    """Empty is everywhere."""

    units: Collection[str] = ()
    areas: Collection[str] = ()


@dataclass(frozen=True)
class Part:
    """What lies with a unit, or in an area, itself."""

    colours: Mapping[str, int]
    late: int


@dataclass(frozen=True)
class Figures:
    parts: Mapping[str, Part]
    """Code of a unit, or of an area; empty for what has none."""
    done: int
    """Since the beginning of the week."""
    median: timedelta | None
    """From being reported to being done, of the last ninety days' reports."""

    def of(self, codes: Collection[str]) -> Part:
        """Of several together."""
        held = [self.parts[code] for code in codes if code in self.parts]
        colours = {colour: sum(part.colours[colour] for part in held) for colour in _COLOURS}
        return Part(colours, sum(part.late for part in held))

    @property
    def whole(self) -> Part:
        return self.of(self.parts)


def figures(
    session: Session, scope: Scope, dimension: Dimension, now: datetime, today: date, monday: datetime
) -> Figures:
    """By unit or by area."""
    colours: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_COLOURS, 0))
    by = (dimension, Dimension.COLOUR)
    for (code, colour), count in counts(session, by=by, units=scope.units, areas=scope.areas).items():
        colours[code][colour] = count
    late = _late(session, scope, dimension, now)
    since = today - _LOOKED_BACK
    took = finishing(session, units=scope.units, areas=scope.areas, since=since).get(())
    done = select(func.count()).where(Ticket.done_at >= monday, *_within(scope))
    return Figures(
        parts={code: Part(held, late.get(code, 0)) for code, held in colours.items()},
        done=session.scalar(done) or 0,
        median=took.median if took else None,
    )


def _late(session: Session, scope: Scope, dimension: Dimension, now: datetime) -> dict[str, int]:
    """How many tickets have passed a deadline. Only open ones have one for a step."""
    column = Ticket.area_code if dimension is Dimension.AREA else Ticket.unit
    late = or_(Ticket.step_due_at <= now, Ticket.due_at <= now)
    query = select(column, func.count()).where(Ticket.step_due_at.is_not(None), late, *_within(scope))
    return {code or "": count for code, count in session.execute(query.group_by(column))}


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if scope.units:
        found.append(Ticket.unit.in_(sorted(scope.units)))
    if scope.areas:
        found.append(Ticket.area_code.in_(sorted(scope.areas)))
    return found
