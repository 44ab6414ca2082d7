"""How a unit or an area is doing now: for the ones who work there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.sight import Sight
from core.kernel.states import COLOUR_NAMES
from core.location.areas import Areas
from core.reports.counts import Dimension, counts, finishing
from core.reports.worklist import NO_LIMIT
from core.storage.models import Ticket

_LOOKED_BACK = timedelta(days=90)
"""Only reports of this time count for how fast the work is now."""


@dataclass(frozen=True)
class BoardScope:
    """Which units or areas a board is about; empty means all of them."""

    units: Collection[str] = ()
    areas: Collection[str] = ()

    @classmethod
    def seen(cls, router: Router, areas: Areas, sight: Sight, unit: str | None, area: str | None) -> BoardScope:
        """Returns the scope of a unit with those below it, or of an area, as far as the viewer sees it all."""
        units = router.below(unit) if unit else ()
        return cls(*sight.within(units, frozenset(areas.within(area)) if area else ()))


@dataclass(frozen=True)
class BoardPart:
    """The tickets of one unit or area alone, without those below it."""

    colours: Mapping[str, int]
    late: int


@dataclass(frozen=True)
class BoardFigures:
    parts: Mapping[str, BoardPart]
    """By code of the unit or area; the empty code is for tickets that have none."""
    done: int
    """Finished since the beginning of the week."""
    median: timedelta | None
    """The median time from opened to done, for tickets opened in the last ninety days."""

    def of(self, codes: Collection[str]) -> BoardPart:
        """Returns the sum over several units or areas."""
        held = [self.parts[code] for code in codes if code in self.parts]
        colours = {colour: sum(part.colours[colour] for part in held) for colour in COLOUR_NAMES}
        return BoardPart(colours, sum(part.late for part in held))

    @property
    def whole(self) -> BoardPart:
        return self.of(self.parts)


@dataclass(frozen=True)
class BoardInside:
    """A unit or area one level below the one shown, with all codes that belong to it."""

    code: str
    codes: Collection[str]


def areas_inside(areas: Areas, area: str) -> list[BoardInside]:
    return [BoardInside(part.code, areas.within(part.code)) for part in areas.parts(area)]


def units_inside(router: Router, unit: str | None) -> list[BoardInside]:
    """Returns the units one level below this one, and last the unit itself without those.

    Without a unit, those below the top one; if there are several top units, these.
    """
    roots = [one.code for one in router.units.values() if one.parent is None]
    top = unit or (roots[0] if len(roots) == 1 else None)
    below = [one.code for one in router.units.values() if one.parent == top]
    return [*(BoardInside(code, router.below(code)) for code in below), *([BoardInside(top, {top})] if top else ())]


def figures(session: Session, scope: BoardScope, dimension: Dimension, now: datetime, zone: tzinfo) -> BoardFigures:
    """Returns the figures by unit or by area. The week begins on Monday in the city's time."""
    today = now.astimezone(zone).date()
    monday = datetime.combine(today - timedelta(days=today.weekday()), time.min, zone)
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
    """Returns the number of tickets by value of the dimension. The conditions are applied first, by an index: together
    with the scope, SQLite would read every ticket that ever was in it."""
    wanted = {Dimension.AREA: scope.areas, Dimension.UNIT: scope.units}
    columns = [_COLUMNS[one].label(one.value) for one, codes in wanted.items() if codes or one is dimension]
    few = select(*columns).where(*conditions).limit(NO_LIMIT).subquery().c
    query = select(few[dimension.value], func.count()).group_by(few[dimension.value])
    for one, codes in wanted.items():
        if codes:
            query = query.where(few[one.value].in_(sorted(codes)))
    return {code or "": count for code, count in session.execute(query)}


_COLUMNS = {Dimension.AREA: Ticket.area_code, Dimension.UNIT: Ticket.unit}
