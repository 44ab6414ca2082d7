"""The figures of the city's work, as a page and as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from core.reports.figures import NOWHERE, TOGETHER, Figures, FiguresScope, Line, TimeStep, figures
from core.running.services import Services
from core.surveys.results import WHOLE, SurveyResults, as_csv, finished, results
from webhooks.language import language, say
from webhooks.public.filters import FilterReader, PublicFilters
from webhooks.public.memory import remembered
from webhooks.routing import Pages, get, limited

USUAL_PERIOD = "12-bulan"
_LOOKS = "60/minute"
_FILES = "20/minute"
_MINUTES = 10
_A_DAY = 86_400
_CSV = ("breakdown", "code", "name", "reports", "red", "yellow", "green", "grey")
_MEASURES = ("finished", "median_days", "nine_tenths_days", "rated", "mean_rating")
_DATES = {TimeStep.DAY: "d MMM", TimeStep.WEEK: "d MMM y", TimeStep.MONTH: "MMM y"}
_TICKS = 4
_QUARTERS = 8
"""Of the survey; older ones are in the city's reports."""
_CHANNELS = frozenset({"api", "desk", "mail", "sms", "telegram", "terminal", "web", "x"})
"""Kinds of channels that the wording has a name for; the others are called by their own."""


@dataclass(frozen=True)
class Bar:
    """One stretch of time in the chart, in units of its drawing."""

    label: str
    number: int
    x: float
    height: float


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]
    top: int
    """What the upper edge stands for."""
    ticks: tuple[str, ...]
    step: TimeStep
    width: float


class StatisticsPages(Pages):
    def __init__(self, services: Services, reader: FilterReader) -> None:
        self._services = services
        self._reader = reader
        self._kinds = {account: section.kind for account, section in services.config.channels.items()}
        self._figures = remembered(services.clock, seconds=_MINUTES * 60)(self._figures_of)
        self._surveys = remembered(services.clock, seconds=_MINUTES * 60)(self._surveys_of)

    @get("/statistik")
    @limited(_LOOKS)
    def statistics(self) -> ResponseReturnValue:
        filters, found = self._found()
        return render_template(
            "public/statistics.html",
            found=found,
            chart=_chart(found.course, _scope(filters).step),
            name=self._namer(),
            together=TOGETHER,
            nowhere=NOWHERE,
            single=_scope(filters).single,
            surveys=self._surveys(),
            unit_name=self._unit_name,
            **self._reader.choices(filters),
        )

    @get("/statistik.csv")
    @limited(_FILES)
    def statistics_csv(self) -> ResponseReturnValue:
        _, found = self._found()
        out = io.StringIO()
        table = csv.DictWriter(out, (*_CSV, *_MEASURES), lineterminator="\r\n")
        table.writeheader()
        table.writerows(_rows(found, self._namer()))
        response = Response(out.getvalue(), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = "attachment; filename=statistik.csv"
        return response

    @get("/statistik-skm.csv")
    @limited(_FILES)
    def survey_csv(self) -> ResponseReturnValue:
        response = Response(as_csv(self._surveys(), self._unit_name), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = "attachment; filename=skm.csv"
        return response

    @get("/statistik.json")
    @limited(_FILES)
    def statistics_json(self) -> ResponseReturnValue:
        filters, found = self._found()
        return jsonify(
            area=filters.area.code if filters.area else None,
            first=filters.period.first.isoformat() if filters.period.first else None,
            last=filters.period.last.isoformat() if filters.period.last else None,
            figures=list(_rows(found, self._namer())),
        )

    def _found(self) -> tuple[PublicFilters, Figures]:
        filters = self._reader.read(request.args, usual_period=USUAL_PERIOD)
        return filters, self._figures(_scope(filters))

    def _figures_of(self, scope: FiguresScope) -> Figures:
        with self._services.database.read() as session:
            return figures(session, self._services.areas, scope, self._kinds)

    def _surveys_of(self) -> tuple[SurveyResults, ...]:
        with self._services.database.read() as session:
            found = (results(session, quarter) for quarter in finished(session)[:_QUARTERS])
            return tuple(one for one in found if one.lines)

    def _unit_name(self, unit: str) -> str:
        keys = {WHOLE: "stats-skm-whole", TOGETHER: "figures-together"}
        return say(keys[unit]) if unit in keys else self._services.router.name(unit)

    def _namer(self) -> Callable[[str, str], str]:
        """(breakdown, key) -> name in the language of this request."""
        services, spoken = self._services, language()
        named: dict[str, Callable[[str], str]] = {
            "kind": lambda key: services.wording.say(f"kind-{key}", spoken),
            "category": lambda key: services.wording.category(key, spoken),
            "area": lambda key: services.areas[key].name if key else say("track-area-unknown"),
            "channel": lambda key: say(f"channel-{key}") if key in _CHANNELS else key,
        }
        return lambda breakdown, key: say("figures-together") if key == TOGETHER else named[breakdown](key)


def _scope(filters: PublicFilters) -> FiguresScope:
    return FiguresScope(filters.area, filters.period.first, filters.period.last)


def _rows(found: Figures, name: Callable[[str, str], str]) -> Iterator[dict[str, Any]]:
    """One row for each line of each table, and for each stretch of time."""
    yield {"breakdown": "all", "code": "", "name": "", **_measured(found.whole)}
    for breakdown in ("kind", "category", "area", "channel"):
        for line in getattr(found, f"by_{breakdown}"):
            yield {"breakdown": breakdown, "code": line.key, "name": name(breakdown, line.key), **_measured(line)}
    for begin, number in found.course:
        yield {"breakdown": "time", "code": begin.isoformat(), "name": "", "reports": number}


def _measured(line: Line) -> dict[str, Any]:
    took, liked = line.finishing, line.satisfaction
    return {
        "reports": line.total,
        **line.colours,
        "finished": took.count if took else None,
        "median_days": round(took.median.total_seconds() / _A_DAY, 1) if took else None,
        "nine_tenths_days": round(took.nine_tenths.total_seconds() / _A_DAY, 1) if took else None,
        "rated": liked.count if liked else None,
        "mean_rating": round(liked.mean, 2) if liked else None,
    }


def _chart(course: tuple[tuple[date, int], ...], step: TimeStep) -> Chart | None:
    """Bars side by side in a drawing 100 high and as wide as there are stretches; one alone says nothing."""
    if len(course) < 2:
        return None
    top = _round_up(max(number for _, number in course))
    bars = tuple(
        Bar(_date(begin, step), number, n, round(100 * number / top, 2)) for n, (begin, number) in enumerate(course)
    )
    ticks = min(_TICKS, len(bars))
    marked = (bars[round(n * (len(bars) - 1) / (ticks - 1))] for n in range(ticks))
    return Chart(bars, top, tuple(bar.label for bar in marked), step, len(bars))


def _date(day: date, step: TimeStep) -> str:
    return format_date(day, _DATES[step], locale=language())


def _round_up(number: int) -> int:
    """To two digits, the second a five or a zero: 1,240 becomes 1,500."""
    step: int = max(1, 5 * 10 ** len(str(number)) // 100)
    return -(-number // step) * step
