"""The figures that everybody may see: how many reports, of what, where, how fast and how well they were dealt with.

All tickets are counted, private ones too. So that nobody can be found in them: within a part of the city, lines about
fewer than three reports are told only together; and of a single kelurahan what the reports were about is told of the
public ones alone, which anybody may list anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.orm import Session

from core.kernel.states import COLOUR_NAMES
from core.location.areas import Areas
from core.location.model import Area, Level
from core.protection.small_cells import FEWEST, small_cells
from core.reports.counts import CountedOutcome, Dimension, Finishing, Only, Satisfaction, counts, outcomes
from core.reports.public import LISTED

TOGETHER = "*"
"""Key of the line that adds up those too small to be shown by themselves."""
NOWHERE = ""
"""Key of the line of tickets whose place is not settled."""
_WEEKS_UP_TO = timedelta(days=370)
_DAYS_UP_TO = timedelta(days=31)


class TimeStep(StrEnum):
    """The length of the periods of a chart over time."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class FiguresScope:
    """Which part of the city, and which days, both ends included. None means all."""

    area: Area | None = None
    first: date | None = None
    last: date | None = None

    @property
    def single(self) -> bool:
        """Whether it is a single kelurahan, where people know one another."""
        return self.area is not None and self.area.level is Level.KELURAHAN

    @property
    def step(self) -> TimeStep:
        """The length of a period: the smaller the place, the longer."""
        span = self.last - self.first if self.first and self.last else timedelta.max
        if self.area is not None and self.area.level is not Level.KOTA:
            return TimeStep.MONTH
        if span <= _DAYS_UP_TO:
            return TimeStep.DAY
        return TimeStep.WEEK if span <= _WEEKS_UP_TO and self.area is None else TimeStep.MONTH


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    key: str
    colours: Mapping[str, int]
    finishing: Finishing | None = None
    satisfaction: Satisfaction | None = None

    @property
    def total(self) -> int:
        return sum(self.colours.values())

    @property
    def green_share(self) -> float:
        return self.colours["green"] / self.total if self.total else 0.0


@dataclass(frozen=True)
class Figures:
    whole: Line
    by_kind: tuple[Line, ...]
    by_category: tuple[Line, ...]
    by_area: tuple[Line, ...]
    by_channel: tuple[Line, ...]
    """Given for the whole city only."""
    course: tuple[tuple[date, int], ...]
    """Beginning of each period and the reports that came in, without gaps."""


def figures(session: Session, areas: Areas, scope: FiguresScope, kinds: Mapping[str, str]) -> Figures:
    """Returns the figures of a scope.

    kinds: the kind of each channel account; a citizen knows SMS, not the city's accounts with its providers.
    """
    only: Only = {"since": scope.first, "until": scope.last}
    inside: Only = {**only, "areas": areas.within(scope.area.code)} if scope.area else only
    if scope.area:
        only = {**only, "kota": [scope.area.code]} if scope.area.level is Level.KOTA else inside
    listed: Only = {"public": True, "states": LISTED} if scope.single else {}
    ask = _Asking(session, told_together=scope.area is not None and not scope.single)
    return Figures(
        whole=ask.whole(only),
        by_kind=ask.lines(Dimension.KIND, {**inside, **listed}),
        by_category=ask.lines(Dimension.CATEGORY, {**only, **listed}, spans=scope.area is None),
        by_area=_by_area(ask, areas, scope, inside),
        by_channel=_by_kind_of_channel(ask.lines(Dimension.CHANNEL, only), kinds) if scope.area is None else (),
        course=_course(session, scope, only),
    )


@dataclass(frozen=True)
class _Asking:
    session: Session
    told_together: bool

    def whole(self, only: Only) -> Line:
        found = outcomes(self.session, spans=True, **only).get(())
        return _line("", found) if found else Line("", _none())

    def lines(self, dimension: Dimension, only: Only, *, spans: bool = False) -> tuple[Line, ...]:
        """Returns a line for each value, the largest first. `spans`: with finishing times, where a cube has them."""
        counted = outcomes(self.session, by=[dimension], spans=spans, **only)
        found = [_line(key, outcome) for (key,), outcome in counted.items()]
        if self.told_together:
            found = _together(found)
        return tuple(sorted(found, key=lambda line: (line.key == TOGETHER, -line.total, line.key)))


_PARTS = {None: Dimension.KOTA, Level.KOTA: Dimension.KECAMATAN, Level.KECAMATAN: Dimension.AREA}


def _by_area(ask: _Asking, areas: Areas, scope: FiguresScope, only: Only) -> tuple[Line, ...]:
    """The parts of the place, by their names, and at the end what lies in none of them. Totals say too little of
    anybody to be hidden."""
    if scope.single:
        return ()
    dimension = _PARTS[scope.area.level if scope.area else None]
    counted = outcomes(ask.session, by=[dimension], spans=True, **only)
    parts = [part.code for part in areas.parts(scope.area.code if scope.area else None)]
    lines = tuple(_line(code, counted.pop((code,))) for code in parts if (code,) in counted)
    rest = _added(outcome.colours for outcome in counted.values())
    return (*lines, Line(NOWHERE, rest)) if sum(rest.values()) else lines


def _line(key: str, outcome: CountedOutcome) -> Line:
    return Line(key, outcome.colours, _enough(outcome.finishing), _enough(outcome.satisfaction))


def _together(lines: list[Line]) -> list[Line]:
    hidden = small_cells({line.key: line.total for line in lines})
    if not hidden:
        return lines
    told = [line for line in lines if line.key not in hidden]
    return [*told, Line(TOGETHER, _added(line.colours for line in lines if line.key in hidden))]


def _by_kind_of_channel(lines: Iterable[Line], kinds: Mapping[str, str]) -> tuple[Line, ...]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(kinds.get(line.key, line.key), []).append(line)
    found = [Line(kind, _added(line.colours for line in group)) for kind, group in groups.items()]
    return tuple(sorted(found, key=lambda line: (-line.total, line.key)))


def _course(session: Session, scope: FiguresScope, only: Only) -> tuple[tuple[date, int], ...]:
    step = scope.step
    by = Dimension.MONTH if step is TimeStep.MONTH else Dimension.DAY
    found: dict[date, int] = {}
    for (key,), number in counts(session, by=[by], **only).items():
        begin = _begin(date.fromisoformat(key if by is Dimension.DAY else f"{key}-01"), step)
        found[begin] = found.get(begin, 0) + number
    if not found:
        return ()
    stretches = [_begin(scope.first, step) if scope.first else min(found)]
    while stretches[-1] < max(found):
        stretches.append(_next(stretches[-1], step))
    return tuple((begin, found.get(begin, 0)) for begin in stretches)


def _begin(day: date, step: TimeStep) -> date:
    if step is TimeStep.MONTH:
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if step is TimeStep.WEEK else day


def _next(begin: date, step: TimeStep) -> date:
    if step is TimeStep.MONTH:
        return (begin + timedelta(days=31)).replace(day=1)
    return begin + timedelta(days=7 if step is TimeStep.WEEK else 1)


def _none() -> dict[str, int]:
    return dict.fromkeys(COLOUR_NAMES, 0)


def _added(several: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total = _none()
    for colours in several:
        for colour, number in colours.items():
            total[colour] += number
    return total


_Measure = TypeVar("_Measure", Finishing, Satisfaction)


def _enough(measured: _Measure | None) -> _Measure | None:
    """Returns the measure if it is of enough tickets; a mean of two ratings would show what these two people said."""
    return measured if measured and measured.count >= FEWEST else None
