"""The summary of a unit or an area, and the map of its open tickets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

from babel.numbers import format_decimal
from flask import current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.city.sight import sight_of
from core.kernel.states import COLOURS
from core.reports.board import BoardFigures, BoardPart, BoardScope, areas_inside, figures, units_inside
from core.reports.counts import Dimension
from core.reports.points import TicketPoints, points_of
from core.reports.worklist import Order, worklist
from core.running.services import Services
from webhooks.language import language, say
from webhooks.routing import Pages, get
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.tickets.choices import area_labels, area_name
from webhooks.staff.tickets.code_names import CodeNames, late_by
from webhooks.staff.tickets.filters import TicketFilters, read_filters
from webhooks.staff.tickets.listing import units_to_choose
from webhooks.staff.tickets.presenters import WorklistRow, row_view

MOST_POINTS = 2000
_SHOWN = 10
_OUTLINES = "invitation.map_areas"
_DIGITS = 5


@dataclass(frozen=True)
class BoardLine:
    """A unit or an area inside the one that is looked at, with all that belongs to it."""

    name: str
    part: BoardPart
    address: str


class BoardPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._names = CodeNames(services)
        self._areas = area_labels(services.areas)

    @get("/ringkasan")
    @requires(Permission.SEE_TICKETS)
    def board(self) -> ResponseReturnValue:
        filters = self._filters()
        found = self._figures(filters)
        due = replace(filters, order=Order.DUE)
        rows = self._most_urgent(due)
        due.note(self._services, member(), "board")
        return render_template(
            "staff/board.html",
            filters=filters,
            whole=found.whole,
            done=found.done,
            median=_span(found.median),
            lines=[line for line in self._lines(filters, found) if any(line.part.colours.values())],
            rows=rows,
            due=due,
            **self._choices(),
        )

    @get("/peta")
    @requires(Permission.SEE_TICKETS)
    def ticket_map(self) -> ResponseReturnValue:
        filters = replace(self._filters(), order=Order.DUE)
        rows = self._most_urgent(filters)
        filters.note(self._services, member(), "map")
        return render_template(
            "staff/map.html",
            filters=filters,
            rows=rows,
            points=filters.address("staff.map_points"),
            outlines=url_for(_OUTLINES) if _OUTLINES in current_app.view_functions else "",
            **self._choices(),
        )

    @get("/peta.json")
    @requires(Permission.SEE_TICKETS)
    def map_points(self) -> ResponseReturnValue:
        """Where the open tickets are, what is due first coming first; at most MOST_POINTS."""
        services, me, now = self._services, member(), self._services.clock()
        filters = replace(self._filters(), order=Order.DUE)
        with services.database.read() as session:
            found = points_of(session, filters.wanted(services, me, now), now, MOST_POINTS)
        filters.note(services, me, "points")
        # Of two thousand points, the words and the beginning of the addresses are found once.
        state, category = cache(self._names.state), cache(self._names.category)
        folder = url_for("staff.ticket", number="-").removesuffix("-")
        points = [
            {
                "number": point.number,
                "address": folder + point.number,
                "lat": round(point.lat, _DIGITS),
                "lon": round(point.lon, _DIGITS),
                "colour": COLOURS[point.state],
                "state": state(point.state),
                "category": category(point.category),
                "late": late_by(point.overdue),
            }
            for point in found.points
        ]
        return jsonify(points=points, unplaced=found.unplaced, more=found.more, told=_told(found))

    def _filters(self) -> TicketFilters:
        """Only where; an area is looked at whatever unit has its tickets, unless one is named."""
        me, router = member(), self._services.router
        found = read_filters(request.args, self._services, me, self._areas)
        unit = found.unit if "unit" in request.args or not found.area else None
        sight = sight_of(router, me.actor)
        if unit and not sight.areas and not sight.covers(router.below(unit)):
            unit = me.unit  # of other units they see single tickets at most
        return TicketFilters(unit=unit, area=found.area, category=found.category, late=found.late)

    def _figures(self, filters: TicketFilters) -> BoardFigures:
        services = self._services
        sight = sight_of(services.router, member().actor)
        scope = BoardScope.seen(services.router, services.areas, sight, filters.unit, filters.area)
        dimension = Dimension.AREA if filters.area else Dimension.UNIT
        with services.database.read() as session:
            return figures(session, scope, dimension, services.clock(), services.config.zone)

    def _most_urgent(self, filters: TicketFilters) -> list[WorklistRow]:
        services, me, now = self._services, member(), self._services.clock()
        with services.database.read() as session:
            first = worklist(session, filters.wanted(services, me, now), limit=_SHOWN)
        return [row_view(ticket, self._names, me.role, now) for ticket in first]

    def _lines(self, filters: TicketFilters, found: BoardFigures) -> list[BoardLine]:
        areas, router = self._services.areas, self._services.router
        if filters.area:
            return [
                BoardLine(
                    area_name(areas[inside.code]),
                    found.of(inside.codes),
                    filters.address("staff.board", wilayah=inside.code),
                )
                for inside in areas_inside(areas, filters.area)
            ]
        return [
            BoardLine(
                self._names.unit(inside.code),
                found.of(inside.codes),
                filters.address("staff.board", unit=inside.code),
            )
            for inside in units_inside(router, filters.unit)
        ]

    def _choices(self) -> dict[str, Any]:
        return {
            "units": units_to_choose(self._services, member()),
            "areas": self._areas.labels,
            "names": self._names,
        }


def _told(found: TicketPoints) -> str:
    """What a map shows and what it doesn't."""
    parts = [say("staff-map-points", count=len(found.points))]
    if found.unplaced:
        parts.append(say("staff-map-unplaced", count=found.unplaced))
    if found.more:
        parts.append(say("staff-map-more"))
    return f"{'; '.join(parts)}."


def _span(span: timedelta | None) -> str:
    if span is None:
        return "-"
    hours = span / timedelta(hours=1)
    if hours < 48:
        return say("stats-hours", n=f"{hours:.0f}")
    return say("stats-days", n=format_decimal(span / timedelta(days=1), format="0.0", locale=language()))
