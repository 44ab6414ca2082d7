"""Counts of tickets that stay fast with a million of them.

Triggers in the database write a line for every ticket that comes, goes or changes into another sort (`tally_change`),
in the transaction of the change itself: lines are only ever added, so no two writers wait for each other. The sweep
adds the lines up into cubes (`tally`): how many tickets there are of each combination of a few dimensions, of each
period in which they were opened. Every count reads both, and is exact at any moment.

All combinations of all dimensions would be as many as there are tickets. So each cube has a few dimensions only, and
each question is answered by the first cube that has all it needs; days at the edges of a span, where a cube knows
months only, are counted from the tickets. A question that no cube answers is counted from the tickets altogether: as
right, but not as fast. If a page asks it, add a cube, and let a migration empty both tables: the next start recounts.
"""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, TypedDict, Unpack
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    case,
    cast,
    delete,
    exists,
    extract,
    func,
    literal,
    or_,
    select,
    text,
    true,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.kernel.states import COLOUR_NAMES, COLOURS, OPEN_STATES, Kind, State
from core.storage.count_models import TicketCount, TicketCountChange
from core.storage.models import Ticket


class Dimension(StrEnum):
    DAY = "day"
    """On which it was opened, in the city's time."""
    MONTH = "month"
    KIND = "kind"
    CATEGORY = "category"
    AREA = "area"
    KECAMATAN = "kecamatan"
    """That an area lies in, or is: the first digits of its code."""
    KOTA = "kota"
    UNIT = "unit"
    STATE = "state"
    COLOUR = "colour"
    """Of the state."""
    CHANNEL = "channel"
    PUBLIC = "public"
    """`yes` or `no`."""
    TOOK = "took"
    """The number of a span in TOOK, from being opened to being done; -1 while it is not done."""


class Only(TypedDict, total=False):
    """Which tickets are counted; what is left out or empty is no condition. Both days are counted, too."""

    states: Collection[State]
    kinds: Collection[Kind]
    categories: Collection[str]
    areas: Collection[str]
    kota: Collection[str]
    units: Collection[str]
    channels: Collection[str]
    public: bool | None
    since: date | None
    until: date | None


Key = tuple[str, ...]
"""The values of the dimensions asked for, in their order; empty where a ticket has none."""


@dataclass(frozen=True)
class Finishing:
    """How long it took to finish tickets, read off a histogram: right to the span of TOOK that it falls into."""

    count: int
    median: timedelta
    nine_tenths: timedelta
    """In which nine of ten were finished."""


@dataclass(frozen=True)
class Satisfaction:
    count: int
    mean: float


@dataclass(frozen=True)
class CountedOutcome:
    """What became of the tickets of one sort."""

    colours: Mapping[str, int]
    finishing: Finishing | None
    satisfaction: Satisfaction | None


_H, _D = timedelta(hours=1), timedelta(days=1)
TOOK = (
    *(hours * _H for hours in (1, 3, 6, 12)),
    *(days * _D for days in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 21, 30, 45, 60, 90, 180)),
)
"""Where the spans of time end; the last one has no end."""

_ALL, _YEAR, _MONTH, _DAY = 0, 4, 7, 10
"""Levels of periods: how much of 2026-11-22 they keep."""
_OF_TIME = {Dimension.DAY: _DAY, Dimension.MONTH: _MONTH}
_OF_AREA = {Dimension.KOTA: 5, Dimension.KECAMATAN: 8}
"""How much of 31.73.05.1001 they keep."""
_FINER = {Dimension.KOTA: Dimension.AREA, Dimension.KECAMATAN: Dimension.AREA, Dimension.COLOUR: Dimension.STATE}
"""What knows one of these knows the other, too."""
_NAMED = 36
_FIRST, _LAST = date(1000, 1, 1), date(9000, 12, 31)


@dataclass(frozen=True)
class _Cube:
    name: str
    dimensions: tuple[Dimension, ...]
    levels: tuple[int, ...]
    """The longest period first."""

    def knows(self, needed: Collection[Dimension]) -> bool:
        return all(one in self.dimensions or _FINER.get(one) in self.dimensions for one in needed)

    @property
    def columns(self) -> dict[str, Dimension]:
        """Column of the table -> what stands in it."""
        return {_FINER.get(dimension, dimension).value: dimension for dimension in self.dimensions}

    @property
    def empty(self) -> dict[str, str | int]:
        """The other columns, and what stands in all of them."""
        return {name: -1 if name == Dimension.TOOK else "" for name in _COLUMNS if name not in self.columns}


def _cube(finest: int, *dimensions: Dimension) -> _Cube:
    levels = tuple(level for level in (_ALL, _YEAR, _MONTH, _DAY) if level <= finest)
    return _Cube("+".join(dimension[:2] for dimension in dimensions) or "all", dimensions, levels)


_COLUMNS = tuple(d.value for d in Dimension if d not in (*_OF_TIME, *_FINER))
_D_ = Dimension
_CUBES = (
    _cube(_DAY),
    _cube(_DAY, _D_.STATE, _D_.TOOK),
    _cube(_DAY, _D_.KIND, _D_.STATE, _D_.CHANNEL, _D_.PUBLIC),
    _cube(_MONTH, _D_.KOTA, _D_.STATE, _D_.TOOK),
    _cube(_MONTH, _D_.CATEGORY, _D_.KIND, _D_.STATE, _D_.PUBLIC),
    _cube(_MONTH, _D_.CATEGORY, _D_.KOTA, _D_.STATE),
    _cube(_MONTH, _D_.CATEGORY, _D_.STATE, _D_.TOOK),
    _cube(_MONTH, _D_.UNIT, _D_.KIND, _D_.STATE),
    _cube(_MONTH, _D_.AREA, _D_.KIND, _D_.STATE, _D_.PUBLIC),
    _cube(_MONTH, _D_.AREA, _D_.STATE, _D_.TOOK),
    _cube(_MONTH, _D_.UNIT, _D_.TOOK),
    _cube(_YEAR, _D_.CATEGORY, _D_.AREA, _D_.KIND, _D_.STATE, _D_.PUBLIC),
    _cube(_YEAR, _D_.CATEGORY, _D_.UNIT, _D_.AREA, _D_.KIND, _D_.STATE),
)
"""The smallest first. Where the combinations in a month are about as many as its tickets, years are the finest."""


# --- asking ----------------------------------------------------------------------------------------


def counts(session: Session, *, by: Sequence[Dimension], **only: Unpack[Only]) -> dict[Key, int]:
    """How many tickets there are of each combination of these dimensions; combinations without any are left out."""
    return {key: found.n for key, found in _sums(session, by, only).items() if found.n}


def finishing(session: Session, *, by: Sequence[Dimension] = (), **only: Unpack[Only]) -> dict[Key, Finishing]:
    """How long tickets that are done took, by when they were opened."""
    spans: dict[Key, Counter[int]] = defaultdict(Counter)
    for (*key, took), found in _sums(session, (*by, Dimension.TOOK), only).items():
        spans[tuple(key)][int(took)] += found.n
    return {key: told for key, held in spans.items() if (told := _finishing(held))}


def satisfaction(session: Session, *, by: Sequence[Dimension] = (), **only: Unpack[Only]) -> dict[Key, Satisfaction]:
    """What reporters thought of it, where they said so."""
    return {key: told for key, found in _sums(session, by, only).items() if (told := _satisfaction([found]))}


def outcomes(
    session: Session, *, by: Sequence[Dimension] = (), spans: bool, **only: Unpack[Only]
) -> dict[Key, CountedOutcome]:
    """All of these of each sort by one question; finishing times only with `spans`."""
    parts: dict[Key, dict[Key, _Sum]] = defaultdict(dict)
    inner = (Dimension.COLOUR, Dimension.TOOK) if spans else (Dimension.COLOUR,)
    for key, found in _sums(session, (*by, *inner), only).items():
        parts[key[: len(by)]][key[len(by) :]] = found
    return {key: told for key, held in parts.items() if (told := _outcome(held)) and any(told.colours.values())}


def _outcome(held: Mapping[Key, _Sum]) -> CountedOutcome:
    colours, spans = dict.fromkeys(COLOUR_NAMES, 0), Counter[int]()
    for (colour, *took), found in held.items():
        colours[colour] += found.n
        spans.update({int(span): found.n for span in took})
    return CountedOutcome(colours, _finishing(spans), _satisfaction(held.values()))


def _finishing(spans: Mapping[int, int]) -> Finishing | None:
    done = {span: number for span, number in spans.items() if span >= 0 and number}
    return Finishing(sum(done.values()), _quantile(done, 0.5), _quantile(done, 0.9)) if done else None


def _satisfaction(sums: Collection[_Sum]) -> Satisfaction | None:
    rated = sum(found.rated for found in sums)
    return Satisfaction(rated, sum(found.stars for found in sums) / rated) if rated else None


def _quantile(spans: Mapping[int, int], part: float) -> timedelta:
    """As if the tickets of a span were spread evenly over it; of the endless last one its beginning."""
    wanted = part * sum(spans.values())
    for number, count in sorted(spans.items()):
        if wanted <= count:
            begin = TOOK[number - 1] if number else timedelta()
            end = TOOK[number] if number < len(TOOK) else begin
            return begin + (end - begin) * (wanted / count)
        wanted -= count
    return timedelta()


# --- where the tickets are counted -----------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    """A table that counts are added up from."""

    period: ColumnElement[str]
    values: Mapping[Dimension, ColumnElement[Any]]
    indexed: Mapping[Dimension, ColumnElement[Any]]
    """The columns that an index finds together with the days; they may be NULL."""
    n: ColumnElement[int]
    rated: ColumnElement[int]
    stars: ColumnElement[int]

    def value(self, dimension: Dimension) -> ColumnElement[Any]:
        if dimension in _OF_TIME:
            return func.substr(self.period, 1, _OF_TIME[dimension])
        if dimension in _OF_AREA:
            return func.substr(self.values[Dimension.AREA], 1, _OF_AREA[dimension])
        if dimension is Dimension.COLOUR:
            return case(_COLOURED, value=self.values[Dimension.STATE])
        return self.values[dimension]

    def pick(self, dimensions: Sequence[Dimension], *conditions: ColumnElement[bool]) -> Select[Any]:
        keys = [self.value(dimension).label(dimension.value) for dimension in dimensions]
        sums = (self.n.label("n"), self.rated.label("rated"), self.stars.label("stars"))
        return select(*keys, *sums).where(true(), *conditions)


_COLOURED = {state.value: COLOURS[state] for state in sorted(COLOURS, key=OPEN_STATES.__contains__)}
"""What most tickets come to first: databases look from the beginning."""


def _rows(of: type[Ticket] | type[TicketCountChange], sign: ColumnElement[int]) -> _Rows:
    seconds = extract("epoch", of.done_at) - extract("epoch", of.opened_at)
    spans = ((seconds < end.total_seconds(), number) for number, end in enumerate(TOOK))
    return _Rows(
        period=cast(of.opened_on, String),
        values={
            Dimension.KIND: type_coerce(of.kind, String),
            Dimension.CATEGORY: of.category.expression,
            Dimension.AREA: func.coalesce(of.area_code, ""),
            Dimension.UNIT: func.coalesce(of.unit, ""),
            Dimension.STATE: type_coerce(of.state, String),
            Dimension.CHANNEL: of.channel.expression,
            Dimension.PUBLIC: case((of.public, "yes"), else_="no"),
            Dimension.TOOK: case((of.done_at.is_(None), -1), *spans, else_=len(TOOK)),
        },
        indexed={Dimension.AREA: of.area_code.expression},
        n=sign,
        rated=sign * case((of.rating.is_not(None), 1), else_=0),
        stars=sign * func.coalesce(of.rating, 0),
    )


_TICKETS = _rows(Ticket, literal(1))
_CHANGES = _rows(TicketCountChange, TicketCountChange.n.expression)
_COUNTS = _Rows(
    period=TicketCount.period.expression,
    values={Dimension(name): getattr(TicketCount, name) for name in _COLUMNS},
    indexed={},
    n=TicketCount.n.expression,
    rated=TicketCount.rated.expression,
    stars=TicketCount.stars.expression,
)


class _Sum(NamedTuple):
    n: int
    rated: int
    stars: int


def _sums(session: Session, by: Sequence[Dimension], only: Only) -> dict[Key, _Sum]:
    chosen = _chosen(only)
    since, until = only.get("since"), only.get("until")
    if since and not until:
        until = _last_day(session)
    sources = _sources(by, chosen, since or _FIRST, until or _LAST)
    parts = [rows.pick(by, *conditions, *_are(rows, chosen)) for rows, conditions in sources]
    if not parts:
        return {}
    # One statement: what the sweep moves from one table to the other meanwhile is seen exactly once.
    found = union_all(*parts).subquery()
    keys = [found.c[dimension.value] for dimension in by]
    sums = (func.sum(found.c.n), func.sum(found.c.rated), func.sum(found.c.stars))
    rows = session.execute(select(*keys, *sums).group_by(*keys)).all()
    return {tuple(map(str, key)): _Sum(n, rated, stars) for *key, n, rated, stars in rows if n is not None}


def _chosen(only: Only) -> dict[Dimension, Collection[str]]:
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


def _are(rows: _Rows, chosen: Mapping[Dimension, Collection[str]]) -> Iterator[ColumnElement[bool]]:
    for dimension, values in chosen.items():
        column = None if "" in values else rows.indexed.get(dimension)
        yield (rows.value(dimension) if column is None else column).in_(values)


def _last_day(session: Session) -> date | None:
    """The end of the newest ticket's year: what has no end would be many years, all of them empty."""
    newest = session.scalar(select(func.max(Ticket.opened_on)))
    return newest and _end(newest, _YEAR)


def _sources(
    by: Sequence[Dimension], chosen: Mapping[Dimension, Collection[str]], since: date, until: date
) -> Iterator[tuple[_Rows, list[ColumnElement[bool]]]]:
    """Which tables answer, and for which part of the time."""
    needed = {*by, *chosen}.difference(_OF_TIME)
    coarsest = max((_OF_TIME[dimension] for dimension in by if dimension in _OF_TIME), default=_ALL)
    cube = next((cube for cube in _CUBES if cube.knows(needed)), None)
    levels = [level for level in cube.levels if level >= coarsest] if cube else []
    spans = list(_cut(since, until, levels))
    if cube and (counted := [span for span in spans if span.level is not None]):
        yield _COUNTS, [*_in_cube(cube, chosen), or_(*(_periods(span) for span in counted))]
        yield _CHANGES, [_opened(TicketCountChange, counted)]
    if rest := [span for span in spans if span.level is None]:
        yield _TICKETS, [_opened(Ticket, rest)]


def _in_cube(cube: _Cube, chosen: Mapping[Dimension, Collection[str]]) -> Iterator[ColumnElement[bool]]:
    """With what the table's index needs to find areas and units of a period."""
    yield TicketCount.cube == cube.name
    yield from (getattr(TicketCount, name) == nothing for name, nothing in cube.empty.items())
    if areas := chosen.get(Dimension.AREA):  # SQLite would not use a list; what lies together has similar codes
        yield TicketCount.area.between(min(areas), max(areas))


def _periods(span: _Span) -> ColumnElement[bool]:
    """Named one by one if they are few: then an index can be used beyond the period."""
    level = span.level or _ALL
    first, last = span.first.isoformat()[:level], span.last.isoformat()[:level]
    named, day = [first], span.first
    while named[-1] != last and len(named) <= _NAMED:
        day = _end(day, level) + _D
        named.append(day.isoformat()[:level])
    is_one = TicketCount.period.in_(named) if named[-1] == last else TicketCount.period.between(first, last)
    return and_(TicketCount.level == level, is_one)


def _opened(of: type[Ticket] | type[TicketCountChange], spans: Sequence[_Span]) -> ColumnElement[bool]:
    return or_(*(of.opened_on.between(span.first, span.last) for span in spans))


# --- spans of time ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Span:
    """Whole periods of a level, from the first day to the last; without a level, days that no count is as fine as."""

    level: int | None
    first: date
    last: date


def _cut(first: date, last: date, levels: Sequence[int]) -> Iterator[_Span]:
    """Covers days by periods as long as possible."""
    first, last = max(first, _FIRST), min(last, _LAST)
    if first > last:
        return
    if not levels:
        yield _Span(None, first, last)
        return
    level, finer = levels[0], levels[1:]
    begin = first if first == _begin(first, level) else _end(first, level) + _D
    end = last if last == _end(last, level) else _begin(last, level) - _D
    if begin > end:
        yield from _cut(first, last, finer)
        return
    yield from _cut(first, begin - _D, finer)
    yield _Span(level, begin, end)
    yield from _cut(end + _D, last, finer)


def _begin(day: date, level: int) -> date:
    """Of the period that a day lies in."""
    return {_ALL: _FIRST, _YEAR: day.replace(month=1, day=1), _MONTH: day.replace(day=1), _DAY: day}[level]


def _end(day: date, level: int) -> date:
    last_of_month = calendar.monthrange(day.year, day.month)[1]
    return {_ALL: _LAST, _YEAR: day.replace(month=12, day=31), _MONTH: day.replace(day=last_of_month), _DAY: day}[level]


# --- keeping the cubes -----------------------------------------------------------------------------


def compact(session: Session, limit: int = 1000) -> int:
    """Add changes up into the cubes, the oldest first; answers how many. For the sweep."""
    _alone(session)
    ids = session.scalars(select(TicketCountChange.id).order_by(TicketCountChange.id).limit(limit)).all()
    if not ids:
        return 0
    these = TicketCountChange.id.in_(ids)
    for cube in _CUBES:
        for level in cube.levels:
            _add(session, cube, level, _CHANGES, these)
    session.execute(delete(TicketCountChange).where(these))
    session.execute(delete(TicketCount).where(text("n = 0")))
    return len(ids)


def rebuild(session: Session, zone: ZoneInfo) -> None:
    """Count everything anew from the tickets themselves. Nobody can change a ticket meanwhile."""
    _alone(session, with_tickets=True)
    _put_days_right(session, zone)
    session.execute(delete(TicketCountChange))
    session.execute(delete(TicketCount))
    for cube in _CUBES:
        *coarser, finest = cube.levels
        _add(session, cube, finest, _TICKETS)
        finer = finest
        for level in reversed(coarser):
            _add(session, cube, level, _COUNTS, TicketCount.cube == cube.name, TicketCount.level == finer)
            finer = level


def uncounted(session: Session) -> bool:
    """Whether there are tickets from before there were counts."""
    there = session.scalar(select(exists(select(Ticket.id))))
    return bool(there) and not session.scalar(
        select(exists(select(TicketCount.n)) | exists(select(TicketCountChange.id)))
    )


def _alone(session: Session, *, with_tickets: bool = False) -> None:
    """One at a time: two that added up the same changes would count them twice. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE tally IN SHARE ROW EXCLUSIVE MODE"))
        if with_tickets:
            session.execute(text("LOCK TABLE ticket IN SHARE ROW EXCLUSIVE MODE"))


def _add(session: Session, cube: _Cube, level: int, rows: _Rows, *conditions: ColumnElement[bool]) -> None:
    period = func.substr(rows.period, 1, level).label("period")
    found = rows.pick(cube.dimensions, *conditions).add_columns(period).subquery()
    keys = [found.c.period, *(found.c[dimension.value] for dimension in cube.columns.values())]
    sums = [func.sum(found.c[name]) for name in ("n", "rated", "stars")]
    nothing = [literal(value) for value in cube.empty.values()]
    # ON CONFLICT after a SELECT needs a WHERE in SQLite: without it the grammar would be ambiguous.
    summed = select(literal(cube.name), literal(level), *nothing, *keys, *sums).where(true()).group_by(*keys)
    names = ["cube", "level", *cube.empty, "period", *cube.columns]
    dialects: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    insert = dialects[session.get_bind().dialect.name](TicketCount).from_select([*names, "n", "rated", "stars"], summed)
    more = {name: getattr(TicketCount, name) + insert.excluded[name] for name in ("n", "rated", "stars")}
    session.execute(insert.on_conflict_do_update(index_elements=names, set_=more))


def _put_days_right(session: Session, zone: ZoneInfo) -> None:
    """For tickets that are older than the column, or if the city's zone was changed."""
    table = Ticket.__table__
    if session.get_bind().dialect.name == "postgresql":
        day: ColumnElement[date] = cast(func.timezone(zone.key, table.c.opened_at), Date)
    else:
        connection: Any = session.connection().connection.driver_connection
        connection.create_function("local_day", 1, lambda moment: _local_day(moment, zone), deterministic=True)
        day = func.local_day(table.c.opened_at, type_=Date)
    session.execute(update(Ticket.__table__).where(table.c.opened_on != day).values(opened_on=day))  # type: ignore[arg-type]


def _local_day(stored: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(f"{stored}+00:00").astimezone(zone).date().isoformat()
