"""How a unit or an area is doing now: for the ones who work there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from core.kernel.states import COLOUR_NAMES
from core.reports.counts import Dimension, counts, finishing
from core.reports.worklist import NO_LIMIT
from core.storage.models import Ticket

_LOOKED_BACK = timedelta(days=90)
"""What was reported earlier hardly changes how things are now."""


@dataclass(frozen=True)
class BoardScope:
    """Empty is everywhere."""

    units: Collection[str] = ()
    areas: Collection[str] = ()


@dataclass(frozen=True)
class BoardPart:
    """What lies with a unit, or in an area, itself."""

    colours: Mapping[str, int]
    late: int


@dataclass(frozen=True)
class BoardFigures:
    parts: Mapping[str, BoardPart]
    """Code of a unit, or of an area; empty for what has none."""
    done: int
    """Since the beginning of the week."""
    median: timedelta | None
    """From being reported to being done, of the last ninety days' reports."""

    def of(self, codes: Collection[str]) -> BoardPart:
        """Of several together."""
        held = [self.parts[code] for code in codes if code in self.parts]
        colours = {colour: sum(part.colours[colour] for part in held) for colour in COLOUR_NAMES}
        return BoardPart(colours, sum(part.late for part in held))

    @property
    def whole(self) -> BoardPart:
        return self.of(self.parts)


def figures(
    session: Session, scope: BoardScope, dimension: Dimension, now: datetime, today: date, monday: datetime
) -> BoardFigures:
    """By unit or by area."""
    colours: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLOUR_NAMES, 0))
    by = (dimension, Dimension.COLOUR)
    for (code, colour), count in counts(session, by=by, units=scope.units, areas=scope.areas).items():
        colours[code][colour] = count
    # Only open tickets have a deadline for a step.
    has_passed = [Ticket.step_due_at.is_not(None), or_(Ticket.step_due_at <= now, Ticket.due_at <= now)]
    if scope.units:
        has_passed.append(Ticket.unit.in_(sorted(scope.units)))
    late = _counted(session, scope, dimension, *has_passed)
    since = today - _LOOKED_BACK
    took = finishing(session, units=scope.units, areas=scope.areas, since=since).get(())
    return BoardFigures(
        parts={code: BoardPart(held, late.get(code, 0)) for code, held in colours.items()},
        done=sum(_counted(session, scope, dimension, Ticket.done_at >= monday).values()),
        median=took.median if took else None,
    )


def _counted(
    session: Session, scope: BoardScope, dimension: Dimension, *conditions: ColumnElement[bool]
) -> dict[str, int]:
    """By an index of the conditions. With the scope beside them, SQLite would read all that ever lay there."""
    wanted = {Dimension.AREA: scope.areas, Dimension.UNIT: scope.units}
    columns = [_COLUMNS[one].label(one.value) for one, codes in wanted.items() if codes or one is dimension]
    few = select(*columns).where(*conditions).limit(NO_LIMIT).subquery().c
    query = select(few[dimension.value], func.count()).group_by(few[dimension.value])
    for one, codes in wanted.items():
        if codes:
            query = query.where(few[one.value].in_(sorted(codes)))
    return {code or "": count for code, count in session.execute(query)}


_COLUMNS = {Dimension.AREA: Ticket.area_code, Dimension.UNIT: Ticket.unit}
