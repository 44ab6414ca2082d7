"""A filtered list as CSV for a spreadsheet. Streamed; without anything of the reporter."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from core.kernel.states import Role
from core.reports.worklist import WorklistQuery, batches
from core.running.services import Services
from core.storage.models import Ticket
from webhooks.staff.labels import MISSING
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.spreadsheet import MARK, line
from webhooks.staff.tickets.choices import area_labels
from webhooks.staff.tickets.filters import read_filters
from webhooks.staff.tickets.presenters import CodeNames, lateness

MOST = 50_000
_CUT = f"Dipotong setelah {MOST} laporan: persempit saringannya."
_HEAD = (
    "Nomor",
    "Jenis",
    "Kategori",
    "Status",
    "Unit kerja",
    "Kelurahan",
    "Kecamatan",
    "Kota",
    "Patokan",
    "Uraian",
    "Masuk",
    "Terakhir berubah",
    "Batas langkah",
    "Batas selesai",
    "Selesai",
    "Terlambat",
    "Sifat",
    "Perlu dilengkapi",
    "Penilaian",
)


def add(console: Blueprint, services: Services) -> None:
    names = CodeNames(services)
    areas = area_labels(services.areas)

    @console.get("/laporan.csv")
    @requires(Permission.EXPORT_TICKETS)
    def export() -> ResponseReturnValue:
        me = member()
        filters = read_filters(request.args, services, me, areas)
        filters.note(services, me, "csv", action="tickets.exported")
        wanted = filters.wanted(services, me, services.clock())
        response = Response(_lines(wanted, me.role), content_type="text/csv; charset=utf-8")
        day = services.clock().astimezone(services.config.zone).date().isoformat()
        response.headers["Content-Disposition"] = f'attachment; filename="laporan-{day}.csv"'
        return response

    def _lines(wanted: WorklistQuery, role: Role) -> Iterator[str]:
        yield MARK + line(_HEAD)
        left = MOST
        for tickets in batches(services.database, wanted, MOST):
            left -= len(tickets)
            yield "".join(line(_row(ticket, role)) for ticket in tickets)
        if left <= 0:
            yield line((_CUT,))

    def _row(ticket: Ticket, role: Role) -> tuple[str, ...]:
        moments = (ticket.opened_at, ticket.changed_at, ticket.step_due_at, ticket.due_at, ticket.done_at)
        return (
            ticket.number,
            names.kind(ticket.kind),
            names.category(ticket.category),
            names.state(ticket.state),
            names.unit(ticket.unit),
            ticket.kelurahan or "",
            ticket.kecamatan or "",
            ticket.kota or "",
            ticket.place_words or "",
            ticket.description,
            *(names.moment(moment, role) if moment else "" for moment in moments),
            lateness(ticket, services.clock()),
            "Publik" if ticket.public else "Pribadi",
            ", ".join(MISSING.get(what, what) for what in ticket.doubts),
            str(ticket.rating or ""),
        )
