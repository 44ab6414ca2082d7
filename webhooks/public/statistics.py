"""The figures of the city's work, as a page and as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from core.reports.figures import NOWHERE, TOGETHER, Figures, FiguresScope, Line, TimeStep, figures
from core.running.services import Services
from webhooks.language import language, say
from webhooks.public.filters import FilterReader, PublicFilters
from webhooks.public.memory import remembered
from webhooks.security import Guards

USUAL_PERIOD = "12-bulan"
_LOOKS = "60/minute"
_FILES = "20/minute"
_MINUTES = 10
_A_DAY = 86_400
_CSV = ("breakdown", "code", "name", "reports", "red", "yellow", "green", "grey")
_MEASURES = ("finished", "median_days", "nine_tenths_days", "rated", "mean_rating")
_DATES = {TimeStep.DAY: "d MMM", TimeStep.WEEK: "d MMM y", TimeStep.MONTH: "MMM y"}
_TICKS = 4


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


def add(public: Blueprint, services: Services, guards: Guards, reader: FilterReader) -> None:
    @public.get("/statistik")
    @guards.limiter.limit(_LOOKS)
    def statistics() -> ResponseReturnValue:
        filters, found = _found()
        return render_template(
            "public/statistics.html",
            found=found,
            chart=_chart(found.course, _scope(filters).step),
            name=_namer(),
            together=TOGETHER,
            nowhere=NOWHERE,
            single=_scope(filters).single,
            **reader.choices(filters),
        )

    @public.get("/statistik.csv")
    @guards.limiter.limit(_FILES)
    def statistics_csv() -> ResponseReturnValue:
        _, found = _found()
        out = io.StringIO()
        table = csv.DictWriter(out, (*_CSV, *_MEASURES), lineterminator="\r\n")
        table.writeheader()
        table.writerows(_rows(found, _namer()))
        response = Response(out.getvalue(), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = "attachment; filename=statistik.csv"
        return response

    @public.get("/statistik.json")
    @guards.limiter.limit(_FILES)
    def statistics_json() -> ResponseReturnValue:
        filters, found = _found()
        return jsonify(
            area=filters.area.code if filters.area else None,
            first=filters.period.first.isoformat() if filters.period.first else None,
            last=filters.period.last.isoformat() if filters.period.last else None,
            figures=list(_rows(found, _namer())),
        )

    def _found() -> tuple[PublicFilters, Figures]:
        filters = reader.read(request.args, usual_period=USUAL_PERIOD)
        return filters, _figures(_scope(filters))

    kinds = {account: section.kind for account, section in services.config.channels.items()}

    @remembered(services.clock, seconds=_MINUTES * 60)
    def _figures(scope: FiguresScope) -> Figures:
        with services.database.read() as session:
            return figures(session, services.areas, scope, kinds)

    def _namer() -> Callable[[str, str], str]:
        """(breakdown, key) -> name in the language of this request."""
        spoken = language()
        named: dict[str, Callable[[str], str]] = {
            "kind": lambda key: services.wording.say(f"kind-{key}", spoken),
            "category": lambda key: services.wording.category(key, spoken),
            "area": lambda key: services.areas[key].name if key else say("track-area-unknown"),
            "channel": lambda key: say(f"channel-{key}") if key in _CHANNELS else key,
        }
        return lambda breakdown, key: say("figures-together") if key == TOGETHER else named[breakdown](key)


_CHANNELS = frozenset({"api", "desk", "mail", "sms", "telegram", "terminal", "web", "x"})
"""Kinds of channels that the wording has a name for; the others are called by their own."""


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
