"""Lists of tickets: everything with filters, and the queues of what waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.city.scope import BOUND_ROLES
from core.city.sight import sight_of
from core.city.units import Unit
from core.kernel.states import COLOURS, Kind, Role, State
from core.kernel.ticket_numbers import read_number
from core.reports import counts
from core.reports.worklist import Order, TicketCursor, WorklistQuery, count_up_to, worklist
from core.running.services import Services
from core.storage.models import Ticket
from core.tickets.left_behind import looked_after
from webhooks.staff.labels import GROUPS
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import Member, member, requires
from webhooks.staff.tickets.bulk import Selection
from webhooks.staff.tickets.choices import area_labels
from webhooks.staff.tickets.filters import ALL, TicketFilters, read_filters
from webhooks.staff.tickets.presenters import CodeNames, row_view

PAGE = 25
_COUNTED = 99
"""More than these in a queue are called 99+."""


@dataclass(frozen=True)
class Queue:
    """What waits for somebody, what is due first standing first."""

    value: str
    label: str
    empty: str
    filters: TicketFilters


def queues_of(me: Member) -> tuple[Queue, ...]:
    """The queues of a member of staff; the first one is opened first."""
    due = TicketFilters(order=Order.DUE)
    doubtful = Queue("lengkapi", "Perlu dilengkapi", "Semua laporan sudah lengkap.", replace(due, doubtful=True))
    late = Queue("terlambat", "Terlambat", "Tidak ada laporan yang terlambat.", replace(due, late=True))
    if me.role in BOUND_ROLES:
        of_unit = replace(due, unit=me.unit)
        return (
            Queue("saya", "Untuk saya", "Tidak ada laporan yang diserahkan kepada Anda.", replace(due, mine=True)),
            Queue("unit", "Unit saya", "Tidak ada laporan terbuka di unit Anda.", of_unit),
            replace(late, filters=replace(of_unit, late=True)),
        )
    if me.role is Role.VALIDATOR:
        check = replace(due, state=State.AWAITING_VALIDATION)
        again = replace(due, state=State.REOPENED)
        return (
            Queue("validasi", "Menunggu validasi", "Tidak ada hasil kerja yang menunggu diperiksa.", check),
            Queue("dibuka", "Dibuka kembali", "Tidak ada laporan yang dibuka kembali.", again),
        )
    return (doubtful,) if me.role is Role.MODERATOR else (doubtful, late)


def add(console: Blueprint, services: Services) -> None:
    names = CodeNames(services)
    areas = area_labels(services.areas)
    selection = Selection(services, names)

    @console.get("/antrean")
    @requires(Permission.SEE_TICKETS)
    def queue() -> ResponseReturnValue:
        """What waits for the one who is signed in."""
        me, now = member(), services.clock()
        queues = queues_of(me)
        chosen = next((one for one in queues if one.value == request.args.get("antrean")), queues[0])
        if "antrean" not in request.args and me.role in BOUND_ROLES and me.role is not Role.OFFICER:
            chosen = queues[1]  # who leads a unit begins with all that lies there
        with services.database.read() as session:
            after = looked_after(session, services.router, me.unit) if me.unit else frozenset()
            wanted = {one.value: one.filters.wanted(services, me, now, after) for one in queues}
            shown = _page(session, wanted[chosen.value])
            tabs = [(one, count_up_to(session, wanted[one.value], _COUNTED + 1)) for one in queues]
        chosen.filters.note(services, me, chosen.value, request.args.get("sesudah"))
        return render_template(
            "staff/queue.html", chosen=chosen, tabs=tabs, most=_COUNTED, names=names, **selection.offer(me), **shown
        )

    @console.get("/laporan")
    @requires(Permission.SEE_TICKETS)
    def tickets() -> ResponseReturnValue:
        me, sought = member(), request.args.get("nomor", "").strip()[:64]
        if sought and (number := read_number(sought)):
            with services.database.read() as session:
                found = session.scalar(select(Ticket).where(Ticket.number == number))
                there = found is not None and (found.public or sight_of(services.router, me.actor).sees(found))
            if there:
                return redirect(url_for("staff.ticket", number=number))
        filters = read_filters(request.args, services, me, areas)
        with services.database.read() as session:
            shown: dict[str, Any] = {
                **_page(session, filters.wanted(services, me, services.clock())),
                "counts": _counts(session, filters, me),
            }
        filters.note(services, me, "list", request.args.get("sesudah"))
        return render_template(
            "staff/list.html",
            filters=filters,
            sought=sought,
            names=names,
            **_choices(me),
            **selection.offer(me),
            **shown,
        )

    def _page(session: Session, wanted: WorklistQuery) -> Mapping[str, Any]:
        after = TicketCursor.read(request.args.get("sesudah", ""))
        found = worklist(session, wanted, after=after, limit=PAGE + 1)
        now, role = services.clock(), member().role
        return {
            "rows": [row_view(row, names, role, now) for row in found[:PAGE]],
            "after": str(TicketCursor.after(found[PAGE - 1], wanted.order)) if len(found) > PAGE else None,
            "first_page": after is None,
        }

    def _choices(me: Member) -> dict[str, Any]:
        return {
            "groups": GROUPS,
            "states": list(State),
            "kinds": list(Kind),
            "categories": services.config.categories,
            "units": units_to_choose(services, me),
            "areas": areas.labels,
            "all_units": ALL,
            "Order": Order,
        }

    def _counts(session: Session, filters: TicketFilters, me: Member) -> dict[str, int] | None:
        """Tickets by colour, of the chosen unit. None where only some of them are seen: counts know no tickets."""
        units = services.router.below(filters.unit) if filters.unit else ()
        if not sight_of(services.router, me.actor).covers(units):
            return None
        found = counts.counts(session, by=(counts.Dimension.COLOUR,), units=units)
        return {colour: found.get((colour,), 0) for colour in COLOURS.values()}


def units_to_choose(services: Services, me: Member) -> dict[str, Unit]:
    """To choose from: the heads, and those below one's own unit; branches everywhere would be hundreds."""
    mine = services.router.below(me.unit) if me.unit else frozenset()
    return {code: unit for code, unit in services.router.units.items() if unit.area is None or code in mine}
