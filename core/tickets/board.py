"""How a unit or an area is doing now: for the ones who work there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from core.storage.models import Ticket
from core.tickets.states import COLOURS, State
from core.tickets.tally import Dimension, counts, finishing

_LOOKED_BACK = timedelta(days=90)
"""What was reported earlier hardly changes how things are now."""


@dataclass(frozen=True)
class Scope:
    """Empty is everywhere."""

    units: Collection[str] = ()
    areas: Collection[str] = ()


@dataclass(frozen=True)
class Figures:
    colours: dict[str, int]
    late: int
    done: int
    """Since the beginning of the week."""
    median: timedelta | None
    """From being reported to being done, of the last ninety days' reports."""


def figures(session: Session, scope: Scope, now: datetime, today: date, monday: datetime) -> Figures:
    colours = dict.fromkeys(dict.fromkeys(COLOURS.values()), 0)
    for (state,), count in counts(session, by=(Dimension.STATE,), units=scope.units, areas=scope.areas).items():
        colours[COLOURS[State(state)]] += count
    since = today - _LOOKED_BACK
    took = finishing(session, units=scope.units, areas=scope.areas, since=since).get(())
    done = select(func.count()).where(Ticket.done_at >= monday, *_within(scope))
    return Figures(
        colours=colours,
        late=sum(late_by(session, Dimension.UNIT, scope, now).values()),
        done=session.scalar(done) or 0,
        median=took.median if took else None,
    )


def late_by(session: Session, dimension: Dimension, scope: Scope, now: datetime) -> dict[str, int]:
    """How many tickets of each unit, or of each area, have passed a deadline. Only open ones have one for a step."""
    column = Ticket.area_code if dimension is Dimension.AREA else Ticket.unit
    late = or_(Ticket.step_due_at <= now, Ticket.due_at <= now)
    query = select(column, func.count()).where(Ticket.step_due_at.is_not(None), late, *_within(scope))
    query = query.group_by(column)
    return {row[0] or "": row[1] for row in session.execute(query)}


def colours_by(session: Session, dimension: Dimension, scope: Scope) -> dict[str, dict[str, int]]:
    """Of each unit, or of each area: colour -> tickets."""
    found: dict[str, dict[str, int]] = {}
    by = (dimension, Dimension.STATE)
    for (key, state), count in counts(session, by=by, units=scope.units, areas=scope.areas).items():
        colours = found.setdefault(key, {})
        colours[COLOURS[State(state)]] = colours.get(COLOURS[State(state)], 0) + count
    return found


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if scope.units:
        found.append(Ticket.unit.in_(sorted(scope.units)))
    if scope.areas:
        found.append(Ticket.area_code.in_(sorted(scope.areas)))
    return found
