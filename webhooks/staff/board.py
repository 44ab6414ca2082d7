"""The summary of a unit or an area, and the map of its open tickets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import Blueprint, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.city.sight import sight_of
from core.kernel.states import COLOURS
from core.reports.board import BoardFigures, BoardPart, BoardScope, figures
from core.reports.counts import Dimension
from core.reports.worklist import Order, worklist
from core.running.services import Services
from core.storage.models import Ticket
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.tickets.choices import area_labels, area_name
from webhooks.staff.tickets.filters import TicketFilters, read_filters
from webhooks.staff.tickets.listing import units_to_choose
from webhooks.staff.tickets.presenters import CodeNames, lateness, row_view

MOST_POINTS = 2000
_DRAWN = (Ticket.number, Ticket.lat, Ticket.lon, Ticket.state, Ticket.category, Ticket.step_due_at, Ticket.due_at)
_SHOWN = 10
_OUTLINES = "invitation.map_areas"
_DIGITS = 5


@dataclass(frozen=True)
class BoardLine:
    """A unit or an area inside the one that is looked at, with all that belongs to it."""

    name: str
    part: BoardPart
    address: str


def add(console: Blueprint, services: Services) -> None:
    names = CodeNames(services)
    areas = area_labels(services.areas)

    @console.get("/ringkasan")
    @requires(Permission.SEE_TICKETS)
    def board() -> ResponseReturnValue:
        me, now = member(), services.clock()
        filters = _filters()
        scope = _scope(filters)
        local = now.astimezone(services.config.zone)
        monday = datetime.combine(local.date() - timedelta(days=local.weekday()), datetime.min.time(), local.tzinfo)
        with services.database.read() as session:
            dimension = Dimension.AREA if filters.area else Dimension.UNIT
            found = figures(session, scope, dimension, now, local.date(), monday)
            due = replace(filters, order=Order.DUE)
            oldest = worklist(session, due.wanted(services, me, now), limit=_SHOWN)
        due.note(services, me, "board")
        return render_template(
            "staff/board.html",
            filters=filters,
            whole=found.whole,
            done=found.done,
            median=_span(found.median),
            lines=[line for line in _lines(filters, found) if any(line.part.colours.values())],
            rows=[row_view(ticket, names, me.role, now) for ticket in oldest],
            due=due,
            **_choices(),
        )

    @console.get("/peta")
    @requires(Permission.SEE_TICKETS)
    def ticket_map() -> ResponseReturnValue:
        me, now = member(), services.clock()
        filters = replace(_filters(), order=Order.DUE)
        with services.database.read() as session:
            first = worklist(session, filters.wanted(services, me, now), limit=_SHOWN)
        filters.note(services, me, "map")
        return render_template(
            "staff/map.html",
            filters=filters,
            rows=[row_view(ticket, names, me.role, now) for ticket in first],
            points=filters.address("staff.map_points"),
            outlines=url_for(_OUTLINES) if _OUTLINES in current_app.view_functions else "",
            **_choices(),
        )

    @console.get("/peta.json")
    @requires(Permission.SEE_TICKETS)
    def map_points() -> ResponseReturnValue:
        """Where the open tickets are, what is due first coming first; at most MOST_POINTS."""
        me, now = member(), services.clock()
        filters = replace(_filters(), order=Order.DUE)
        with services.database.read() as session:
            found = worklist(session, filters.wanted(services, me, now), limit=MOST_POINTS + 1, only=_DRAWN)
        filters.note(services, me, "points")
        # Of two thousand points, the words and the beginning of the addresses are found once.
        state, category = cache(names.state), cache(names.category)
        folder = url_for("staff.ticket", number="-").removesuffix("-")
        points = [
            {
                "number": ticket.number,
                "address": folder + ticket.number,
                "lat": round(ticket.lat, _DIGITS),
                "lon": round(ticket.lon, _DIGITS),
                "colour": COLOURS[ticket.state],
                "state": state(ticket.state),
                "category": category(ticket.category),
                "late": lateness(ticket, now),
            }
            for ticket in found[:MOST_POINTS]
            if ticket.lat is not None and ticket.lon is not None
        ]
        unplaced = sum(ticket.lat is None for ticket in found[:MOST_POINTS])
        return jsonify(points=points, unplaced=unplaced, more=len(found) > MOST_POINTS)

    def _filters() -> TicketFilters:
        """Only where; an area is looked at whatever unit has its tickets, unless one is named."""
        me = member()
        found = read_filters(request.args, services, me, areas)
        unit = found.unit if "unit" in request.args or not found.area else None
        sight = sight_of(services.router, me.actor)
        if unit and not sight.areas and not sight.covers(services.router.below(unit)):
            unit = me.unit  # of other units they see single tickets at most
        return TicketFilters(unit=unit, area=found.area, category=found.category, late=found.late)

    def _scope(filters: TicketFilters) -> BoardScope:
        """Of what is asked for, that part of which all is seen."""
        units = services.router.below(filters.unit) if filters.unit else ()
        areas = frozenset(services.areas.within(filters.area)) if filters.area else ()
        return BoardScope(*sight_of(services.router, member().actor).within(units, areas))

    def _lines(filters: TicketFilters, found: BoardFigures) -> list[BoardLine]:
        """The units just below, or the areas just inside."""
        inner: list[tuple[str, Collection[str], dict[str, str]]]
        if filters.area:
            inner = [
                (area_name(area), services.areas.within(area.code), {"wilayah": area.code})
                for area in services.areas.parts(filters.area)
            ]
        else:
            units = services.router.units.values()
            roots = [unit.code for unit in units if unit.parent is None]
            top = filters.unit or (roots[0] if len(roots) == 1 else None)
            below = [unit for unit in units if unit.parent == top]
            inner = [(unit.name, services.router.below(unit.code), {"unit": unit.code}) for unit in below]
            if top:
                inner.append((names.unit(top), {top}, {"unit": top}))
        return [
            BoardLine(name, found.of(codes), filters.address("staff.board", **where)) for name, codes, where in inner
        ]

    def _choices() -> dict[str, Any]:
        return {
            "units": units_to_choose(services, member()),
            "areas": areas.labels,
            "names": names,
        }


def _span(span: timedelta | None) -> str:
    if span is None:
        return "-"
    hours = span / timedelta(hours=1)
    return f"{hours:.0f} jam" if hours < 48 else f"{span / timedelta(days=1):.1f} hari".replace(".", ",")
