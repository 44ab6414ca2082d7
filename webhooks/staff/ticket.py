"""One ticket: its page, the steps it may take, and internal notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError

from core.errors import (
    EvidenceMissingError,
    ForbiddenError,
    MediaError,
    StaleTicketError,
    TargetError,
    TicketError,
    TicketNotFoundError,
    TransitionError,
)
from core.services import Services
from core.tickets.numbers import read_number
from core.tickets.queries import full_ticket
from core.tickets.states import NOTE_REQUIRED, PHOTO_REQUIRED, State
from webhooks.staff import evidence
from webhooks.staff.labels import ROLES
from webhooks.staff.permissions import Permission
from webhooks.staff.signed_in import Member, member, requires
from webhooks.staff.views import Names, page_view

log = structlog.get_logger()

_NOTE_LIMIT = 4000
_ELSEWHERE = "Laporan ini sedang ada di unit lain, sehingga hanya unit itu atau admin laporan yang bisa mengubahnya."
_PHOTO_PROBLEMS = {
    "photo-too-large": "Fotonya terlalu besar: paling besar 20 MB dan 50 megapiksel.",
    "photo-not-an-image": "Berkas itu bukan foto yang bisa dibuka. Pakai JPG atau PNG.",
}


@dataclass(frozen=True)
class Typed:
    """What was in a form that could not be carried out: it is shown again as it was."""

    form: str
    problem: str
    note: str = ""
    kept: str = ""
    kept_count: int = 0


def add(console: Blueprint, services: Services) -> None:
    names = Names(services)
    kept = evidence.Kept(services)

    @console.get("/laporan/<number>")
    @requires(Permission.SEE_TICKETS)
    def ticket(number: str) -> ResponseReturnValue:
        written = read_number(number)
        if written is not None and written != number:
            return redirect(url_for("staff.ticket", number=written))
        return _page(number)

    @console.post("/laporan/<number>/langkah")
    @requires(Permission.SEE_TICKETS)
    def move(number: str) -> ResponseReturnValue:
        """Bring the ticket into the state `to`."""
        me = member()
        to, note = _target(), _text("note")
        handed_in = kept.read(request.form.get("kept", ""), staff_id=me.staff_id, number=number)

        def again(problem: str, status: int) -> ResponseReturnValue:
            token = kept.token(handed_in, staff_id=me.staff_id, number=number)
            return _page(number, Typed(to, problem, note, token, len(handed_in)), status)

        files = request.files.getlist("photo")
        if len(files) + len(handed_in) > evidence.MAX_PHOTOS:
            return again(f"Paling banyak {evidence.MAX_PHOTOS} foto.", 422)
        try:
            handed_in = [*handed_in, *evidence.store(services, files)]
        except MediaError as error:
            return again(_PHOTO_PROBLEMS.get(error.reason, "Fotonya tidak bisa dibaca."), 422)
        try:
            with services.database.write() as session:
                moved = services.workflow.move(
                    session,
                    number,
                    to,
                    me.actor,
                    note=note,
                    photos=evidence.load(session, handed_in),
                    seen_version=request.form.get("version", type=int),
                )
        except TicketNotFoundError:
            abort(404)
        except (TicketError, StaleDataError) as error:
            log.info("ticket.refused", ticket=number, to=to.value, problem=str(error))
            return again(*_explain(error, to, me))
        services.wake_followers(moved)
        flash(f"Laporan {number} sekarang: {names.state(to)}. Pelapor dikabari.")
        return redirect(url_for("staff.ticket", number=number))

    @console.post("/laporan/<number>/catatan")
    @requires(Permission.WRITE_NOTES)
    def note(number: str) -> ResponseReturnValue:
        """Add a note that only staff read."""
        me, text = member(), _text("note")
        if not text:
            return _page(number, Typed("note", "Tulis dulu catatannya."), 422)
        try:
            with services.database.write() as session:
                services.workflow.note(session, number, me.actor, text)
        except TicketNotFoundError:
            abort(404)
        except ForbiddenError:
            return _page(number, Typed("note", _ELSEWHERE, text), 403)
        flash("Catatan disimpan. Hanya petugas yang bisa membacanya.")
        return redirect(url_for("staff.ticket", number=number))

    def _page(number: str, typed: Typed | None = None, status: int = 200) -> tuple[str, int]:
        me = member()
        with services.database.read() as session:
            found = full_ticket(session, number)
            if found is None:
                abort(404)
            view: Any = page_view(found, names, me.role, services.workflow.may(found, me.actor))
        services.audit.write("ticket.seen", number, staff_id=me.staff_id)
        return render_template("staff/ticket.html", ticket=view, typed=typed, note_limit=_NOTE_LIMIT), status

    def _explain(error: Exception, to: State, me: Member) -> tuple[str, int]:
        """(what went wrong in words that help, HTTP status)"""
        match error:
            case StaleTicketError() | StaleDataError():
                return (
                    "Laporan ini baru saja diubah orang lain. Lihat dulu riwayat terbarunya; kalau langkah Anda "
                    "masih sesuai, kirim sekali lagi.",
                    409,
                )
            case ForbiddenError():
                role, state = ROLES[me.role], names.state(to)
                return (
                    f"Peran Anda ({role}) tidak berwenang mengubah laporan ini menjadi “{state}”, "
                    "atau laporannya sedang ada di unit lain.",
                    403,
                )
            case TransitionError():
                return f"Dari status sekarang laporan ini tidak bisa menjadi “{names.state(to)}”.", 409
            case EvidenceMissingError():
                return _missing(to), 422
            case TargetError() if to is State.MERGED:
                return "Sebutkan di catatan nomor laporan lain yang masih terbuka, misalnya K7M4-2XPR.", 422
            case TargetError():
                return "Laporan ini tidak bisa diserahkan ke unit itu. Koordinasikan dulu dengan unit tersebut.", 422
        return "Langkah itu tidak bisa dijalankan untuk laporan ini.", 409

    def _missing(to: State) -> str:
        wanted = [what for states, what in ((NOTE_REQUIRED, "catatan"), (PHOTO_REQUIRED, "foto hasil")) if to in states]
        return f"Langkah ini memerlukan {' dan '.join(wanted)}. Pelapor akan membacanya."


def _target() -> State:
    try:
        return State(request.form.get("to", ""))
    except ValueError:
        abort(400)


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()[:_NOTE_LIMIT]
