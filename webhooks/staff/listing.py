"""The list of tickets, with its filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.services import Services
from core.storage.models import Escalation, Ticket
from core.tickets.numbers import read_number
from core.tickets.queries import list_tickets
from core.tickets.states import COLOURS, Kind, State
from core.units import Unit
from webhooks.staff.labels import GROUPS
from webhooks.staff.permissions import Permission
from webhooks.staff.signed_in import Member, member, requires
from webhooks.staff.views import Names, row_view

PAGE = 25
ALL = "semua"


@dataclass(frozen=True)
class Filters:
    """What the address asks for; what it can't mean is left out."""

    group: str | None = None
    state: State | None = None
    kind: Kind | None = None
    category: str | None = None
    unit: str | None = None

    @property
    def states(self) -> tuple[State, ...]:
        if self.state:
            return (self.state,)
        colour = next((colour for value, _, colour in GROUPS if value == self.group), None)
        return tuple(state for state in State if COLOURS[state] == colour)

    def address(self, **changes: str | int | None) -> str:
        """This list with something changed, beginning at its first page."""
        mine = {"warna": self.group, "status": self.state, "jenis": self.kind, "kategori": self.category}
        asked: dict[str, Any] = {**mine, "unit": self.unit or ALL, **changes}
        return url_for("staff.tickets", **{name: value for name, value in asked.items() if value})


def read_filters(given: Mapping[str, str], services: Services, me: Member) -> Filters:
    """Those who belong to a unit see their unit's tickets until they ask for others."""
    unit = given.get("unit", me.unit or ALL)
    category = given.get("kategori", "")
    return Filters(
        group=given.get("warna") if given.get("warna") in {value for value, _, _ in GROUPS} else None,
        state=State(given["status"]) if given.get("status") in set(State) else None,
        kind=Kind(given["jenis"]) if given.get("jenis") in set(Kind) else None,
        category=category if category in services.config.categories else None,
        unit=unit if unit in services.router.units else None,
    )


def _units(services: Services, me: Member) -> dict[str, Unit]:
    """To choose from: the heads, and those below one's own unit; branches everywhere would be hundreds."""
    mine = services.router.below(me.unit) if me.unit else frozenset()
    return {code: unit for code, unit in services.router.units.items() if unit.area is None or code in mine}


def add(console: Blueprint, services: Services) -> None:
    names = Names(services)

    @console.get("/laporan")
    @requires(Permission.SEE_TICKETS)
    def tickets() -> ResponseReturnValue:
        sought = request.args.get("nomor", "").strip()[:64]
        if sought and (number := read_number(sought)):
            with services.database.read() as session:
                if session.scalar(select(Ticket.id).where(Ticket.number == number)):
                    return redirect(url_for("staff.ticket", number=number))
        filters = read_filters(request.args, services, member())
        before = request.args.get("sebelum", type=int)
        with services.database.read() as session:
            rows = list_tickets(
                session,
                states=filters.states,
                kind=filters.kind,
                category=filters.category,
                units=services.router.below(filters.unit) if filters.unit else (),
                before_id=before,
                limit=PAGE + 1,
            )
            shown = {
                "rows": [row_view(row, names, member().role, services.clock()) for row in rows[:PAGE]],
                "older": rows[PAGE - 1].id if len(rows) > PAGE else None,
                "newest": before is None,
                "counts": _counts(session, filters),
                "escalated": _escalated(session),
            }
        return render_template("staff/list.html", filters=filters, sought=sought, names=names, **_choices(), **shown)

    def _choices() -> dict[str, Any]:
        return {
            "groups": GROUPS,
            "states": list(State),
            "kinds": list(Kind),
            "categories": services.config.categories,
            "units": _units(services, member()),
            "all_units": ALL,
        }

    def _counts(session: Session, filters: Filters) -> dict[str, int]:
        """Tickets by colour, of the chosen unit."""
        query = select(Ticket.state, func.count()).group_by(Ticket.state)
        if filters.unit:
            query = query.where(Ticket.unit.in_(services.router.below(filters.unit)))
        counts = dict.fromkeys(set(COLOURS.values()), 0)
        for state, count in session.execute(query):
            counts[COLOURS[state]] += count
        return counts

    def _escalated(session: Session) -> int:
        query = select(func.count(Escalation.conversation_id.distinct())).where(Escalation.closed_at.is_(None))
        return session.scalar(query) or 0
