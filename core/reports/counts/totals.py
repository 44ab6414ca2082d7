"""Adding up what one question asks for, from the tables that know it fastest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, union_all
from sqlalchemy.orm import Session

from core.reports.counts import periods
from core.reports.counts.cubes import CUBES, Cube
from core.reports.counts.dimensions import TIME_LEVELS, Dimension, Key, Only
from core.reports.counts.periods import PeriodSpan
from core.reports.counts.rows import CHANGES, COUNTS, TICKETS, CountedRows
from core.storage.models import Ticket, TicketCount, TicketCountChange


class Totals(NamedTuple):
    n: int
    """How many tickets."""
    rated: int
    """How many of them their reporters rated."""
    stars: int
    """The sum of these ratings."""


def totals(session: Session, by: Sequence[Dimension], only: Only) -> dict[Key, Totals]:
    """The totals for each combination of these dimensions that has ever had a ticket."""
    chosen = _chosen(only)
    since, until = only.get("since"), only.get("until")
    if since and not until:
        until = _end_of_newest_year(session)
    sources = _sources(by, chosen, since or periods.FIRST_DAY, until or periods.LAST_DAY)
    parts = [rows.pick(by, *conditions, *rows.having(chosen)) for rows, conditions in sources]
    if not parts:
        return {}
    # One statement: what the sweep moves from one table to the other meanwhile is seen exactly once.
    found = union_all(*parts).subquery()
    keys = [found.c[dimension.value] for dimension in by]
    sums = (func.sum(found.c.n), func.sum(found.c.rated), func.sum(found.c.stars))
    rows = session.execute(select(*keys, *sums).group_by(*keys)).all()
    return {tuple(map(str, key)): Totals(n, rated, stars) for *key, n, rated, stars in rows if n is not None}


def _chosen(only: Only) -> dict[Dimension, Collection[str]]:
    """The values that are allowed, of each dimension that has a condition other than time."""
    asked: dict[Dimension, Collection[str]] = {
        Dimension.STATE: only.get("states", ()),
        Dimension.KIND: only.get("kinds", ()),
        Dimension.CATEGORY: only.get("categories", ()),
        Dimension.AREA: only.get("areas", ()),
        Dimension.KOTA: only.get("kota", ()),
        Dimension.UNIT: only.get("units", ()),
        Dimension.CHANNEL: only.get("channels", ()),
    }
    if (public := only.get("public")) is not None:
        asked[Dimension.PUBLIC] = ("yes" if public else "no",)
    return {dimension: list(values) for dimension, values in asked.items() if values}


def _end_of_newest_year(session: Session) -> date | None:
    """The end of the newest ticket's year. Without an end a question would name many years, all of them empty."""
    newest = session.scalar(select(func.max(Ticket.opened_on)))
    return newest and periods.end(newest, periods.YEAR)


def _sources(
    by: Sequence[Dimension], chosen: Mapping[Dimension, Collection[str]], since: date, until: date
) -> Iterator[tuple[CountedRows, list[ColumnElement[bool]]]]:
    """Which tables answer, and the conditions of each: the part of the time, and the cube."""
    needed = {*by, *chosen}.difference(TIME_LEVELS)
    coarsest = max((TIME_LEVELS[dimension] for dimension in by if dimension in TIME_LEVELS), default=periods.ALL_TIME)
    cube = next((cube for cube in CUBES if cube.knows(needed)), None)
    levels = [level for level in cube.levels if level >= coarsest] if cube else []
    spans = list(periods.cut(since, until, levels))
    if cube and (counted := [span for span in spans if span.level is not None]):
        yield COUNTS, [*_in_cube(cube, chosen), or_(*(_in_periods(span) for span in counted))]
        yield CHANGES, [_opened(TicketCountChange, counted)]
    if rest := [span for span in spans if span.level is None]:
        yield TICKETS, [_opened(Ticket, rest)]


def _in_cube(cube: Cube, chosen: Mapping[Dimension, Collection[str]]) -> Iterator[ColumnElement[bool]]:
    """The rows of a cube, said so that the table's index finds areas and units within a period."""
    yield TicketCount.cube == cube.name
    yield from (getattr(TicketCount, name) == value for name, value in cube.unused.items())
    if areas := chosen.get(Dimension.AREA):  # SQLite would not use a list; what lies together has similar codes
        yield TicketCount.area.between(min(areas), max(areas))


def _in_periods(span: PeriodSpan) -> ColumnElement[bool]:
    """The rows of these periods. They are named one by one if they are few: then the index serves further columns."""
    level, names = span.level or periods.ALL_TIME, span.names()
    if names is None:
        in_span = TicketCount.period.between(span.first.isoformat()[:level], span.last.isoformat()[:level])
    else:
        in_span = TicketCount.period.in_(names)
    return and_(TicketCount.level == level, in_span)


def _opened(table: type[Ticket] | type[TicketCountChange], spans: Sequence[PeriodSpan]) -> ColumnElement[bool]:
    return or_(*(table.opened_on.between(span.first, span.last) for span in spans))
