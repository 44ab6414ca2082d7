"""A filtered list as CSV for a spreadsheet. Streamed; without anything of the reporter."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from core.kernel.clock import Clock
from core.kernel.states import Role
from core.reports.lateness import overdue
from core.reports.worklist import WorklistQuery, batches
from core.running.services import Services
from core.storage.models import Ticket
from webhooks.language import say
from webhooks.routing import Pages, get
from webhooks.staff.labels import missing_words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.spreadsheet import MARK, line
from webhooks.staff.tickets.choices import area_labels
from webhooks.staff.tickets.code_names import CodeNames, late_by
from webhooks.staff.tickets.filters import read_filters

MOST = 50_000
COLUMNS = (
    "number",
    "kind",
    "category",
    "state",
    "unit",
    "kelurahan",
    "kecamatan",
    "kota",
    "landmark",
    "description",
    "opened",
    "changed",
    "step-due",
    "due",
    "done",
    "late",
    "public",
    "missing",
    "rating",
)
"""As in the keys `staff-field-…`."""


class ExportPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._names = CodeNames(services)
        self._areas = area_labels(services.areas)

    @get("/laporan.csv")
    @requires(Permission.EXPORT_TICKETS)
    def export(self) -> ResponseReturnValue:
        me, now = member(), self._services.clock()
        filters = read_filters(request.args, self._services, me, self._areas)
        filters.note(self._services, me, "csv", action="tickets.exported")
        lines = self._lines(filters.wanted(self._services, me, now), me.role)
        response = Response(stream_with_context(lines), content_type="text/csv; charset=utf-8")
        day = now.astimezone(self._services.config.zone).date().isoformat()
        response.headers["Content-Disposition"] = f'attachment; filename="laporan-{day}.csv"'
        return response

    def _lines(self, wanted: WorklistQuery, role: Role) -> Iterator[str]:
        yield MARK + line(say(f"staff-field-{column}") for column in COLUMNS)
        row = TicketCells(self._names, role, self._services.clock)
        left = MOST
        for tickets in batches(self._services.database, wanted, MOST):
            left -= len(tickets)
            yield "".join(line(row.cells(ticket)) for ticket in tickets)
        if left <= 0:
            yield line((say("staff-list-cut", most=MOST),))


class TicketCells:
    """A ticket as its cells. Of fifty thousand tickets, the words for codes are found once."""

    def __init__(self, names: CodeNames, role: Role, clock: Clock) -> None:
        self._names = names
        self._role = role
        self._clock = clock
        self._kind, self._category, self._state = cache(names.kind), cache(names.category), cache(names.state)
        self._public = {
            public: say(f"staff-ticket-{'public' if public else 'private'}-short") for public in (True, False)
        }

    def cells(self, ticket: Ticket) -> tuple[str, ...]:
        moments = (ticket.opened_at, ticket.changed_at, ticket.step_due_at, ticket.due_at, ticket.done_at)
        return (
            ticket.number,
            self._kind(ticket.kind),
            self._category(ticket.category),
            self._state(ticket.state),
            self._names.unit(ticket.unit),
            ticket.kelurahan or "",
            ticket.kecamatan or "",
            ticket.kota or "",
            ticket.place_words or "",
            ticket.description,
            *(self._names.moment(moment, self._role) if moment else "" for moment in moments),
            late_by(overdue(ticket, self._clock())),
            self._public[ticket.public],
            missing_words(ticket.doubts),
            str(ticket.rating or ""),
        )
