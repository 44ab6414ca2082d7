"""Lists of tickets: everything with filters, and the queues of what waits for somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.city.sight import sight_of
from core.city.units import Unit
from core.kernel.states import COLOURS, Kind, State
from core.kernel.ticket_numbers import read_number
from core.reports import counts
from core.reports.following import follower_counts
from core.reports.queries import known_ticket
from core.reports.worklist import Order, TicketCursor, WorklistQuery, count_up_to, worklist
from core.running.services import Services
from core.tickets.left_behind import looked_after
from webhooks.routing import Pages, get
from webhooks.staff.labels import GROUPS
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import Member, member, requires
from webhooks.staff.tickets.bulk import Selection
from webhooks.staff.tickets.choices import area_labels
from webhooks.staff.tickets.code_names import CodeNames
from webhooks.staff.tickets.filters import ALL, TicketFilters, read_filters
from webhooks.staff.tickets.presenters import row_view
from webhooks.staff.tickets.queues import chosen_queue, queues_of

PAGE = 25
_COUNTED = 99
"""More than these in a queue are called 99+."""


class TicketListPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._names = CodeNames(services)
        self._areas = area_labels(services.areas)
        self._selection = Selection(services)

    @get("/antrean")
    @requires(Permission.SEE_TICKETS)
    def queue(self) -> ResponseReturnValue:
        """What waits for the one who is signed in."""
        services, me = self._services, member()
        queues = queues_of(me)
        chosen = chosen_queue(me, queues, request.args.get("antrean"))
        with services.database.read() as session:
            after = looked_after(session, services.router, me.unit) if me.unit else frozenset()
            wanted = {one.value: one.filters.wanted(services, me, services.clock(), after) for one in queues}
            shown = self._page(session, wanted[chosen.value])
            tabs = [(one, count_up_to(session, wanted[one.value], _COUNTED + 1)) for one in queues]
        chosen.filters.note(services, me, chosen.value, request.args.get("sesudah"))
        return render_template(
            "staff/queue.html",
            chosen=chosen,
            tabs=tabs,
            most=_COUNTED,
            names=self._names,
            **self._selection.offer(me),
            **shown,
        )

    @get("/laporan")
    @requires(Permission.SEE_TICKETS)
    def tickets(self) -> ResponseReturnValue:
        services, me = self._services, member()
        sought = request.args.get("nomor", "").strip()[:64]
        if (number := read_number(sought)) and self._is_known(number, me):
            return redirect(url_for("staff.ticket", number=number))
        filters = read_filters(request.args, services, me, self._areas)
        with services.database.read() as session:
            shown = self._page(session, filters.wanted(services, me, services.clock()))
            by_colour = self._counts(session, filters, me)
        filters.note(services, me, "list", request.args.get("sesudah"))
        return render_template(
            "staff/list.html",
            filters=filters,
            sought=sought,
            names=self._names,
            counts=by_colour,
            **self._choices(me),
            **self._selection.offer(me),
            **shown,
        )

    def _is_known(self, number: str, me: Member) -> bool:
        with self._services.database.read() as session:
            return known_ticket(session, number, sight_of(self._services.router, me.actor)) is not None

    def _page(self, session: Session, wanted: WorklistQuery) -> Mapping[str, Any]:
        after = TicketCursor.read(request.args.get("sesudah", ""))
        found = worklist(session, wanted, after=after, limit=PAGE + 1)
        now, role = self._services.clock(), member().role
        heard = follower_counts(session, [row.id for row in found[:PAGE]])
        return {
            "rows": [row_view(row, self._names, role, now, heard.get(row.id, 0)) for row in found[:PAGE]],
            "after": str(TicketCursor.after(found[PAGE - 1], wanted.order)) if len(found) > PAGE else None,
            "first_page": after is None,
        }

    def _choices(self, me: Member) -> dict[str, Any]:
        return {
            "groups": GROUPS,
            "states": list(State),
            "kinds": list(Kind),
            "categories": self._services.config.categories,
            "units": units_to_choose(self._services, me),
            "areas": self._areas.labels,
            "all_units": ALL,
            "Order": Order,
        }

    def _counts(self, session: Session, filters: TicketFilters, me: Member) -> dict[str, int] | None:
        """Tickets by colour, of the chosen unit. None where only some of them are seen: counts know no tickets."""
        router = self._services.router
        units = router.below(filters.unit) if filters.unit else ()
        if not sight_of(router, me.actor).covers(units):
            return None
        found = counts.counts(session, by=(counts.Dimension.COLOUR,), units=units)
        return {colour: found.get((colour,), 0) for colour in COLOURS.values()}


def units_to_choose(services: Services, me: Member) -> dict[str, Unit]:
    """To choose from: the heads, and those below one's own unit; branches everywhere would be hundreds."""
    mine = services.router.below(me.unit) if me.unit else frozenset()
    return {code: unit for code, unit in services.router.units.items() if unit.area is None or code in mine}
