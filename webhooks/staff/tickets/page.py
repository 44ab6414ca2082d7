"""One ticket: its page, the steps it may take, corrections, field checks, and internal notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core.city.sight import sight_of
from core.kernel.errors import EvidenceMissingError, MediaError, TicketError, TicketNotFoundError
from core.kernel.states import Kind, State
from core.kernel.ticket_numbers import read_number
from core.reports.queries import full_ticket, merged_into
from core.running.services import Services
from core.storage.models import Media, Ticket
from webhooks.staff.form_input import ANYTHING, UnreadableError, fitting, person, seen_version, ticket_number, words
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import Member, member, requires
from webhooks.staff.tickets import evidence
from webhooks.staff.tickets.choices import Picker
from webhooks.staff.tickets.classification_form import TypedPlaces, read_sorting
from webhooks.staff.tickets.presenters import CodeNames, May, page_view
from webhooks.staff.tickets.refusals import explain

log = structlog.get_logger()

_NOTE_LIMIT = 4000
_CHOSEN = ("unit", "unit_name", "assignee", "main", "main_other", "turn_to", "kind", "category", "area")
"""What a form may hold besides note and photos; shown again as it was if the form can't be carried out."""


@dataclass
class Form:
    """A form as it was sent; if it can't be carried out, it is shown again as it was."""

    name: str
    number: str
    me: Member
    note: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    handed_in: list[int] = field(default_factory=list)
    """Photos that are stored already."""
    problem: str = ""
    kept: str = ""

    @property
    def kept_count(self) -> int:
        return len(self.handed_in)


def add(console: Blueprint, services: Services) -> None:
    names = CodeNames(services)
    kept = evidence.Kept(services)
    picker = Picker(services)
    places = TypedPlaces(services)

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
        to = _target()
        form = _read(number, to.value)

        def step(session: Session, photos: Sequence[Media]) -> Ticket:
            return services.workflow.move(
                session,
                number,
                to,
                form.me.actor,
                note=form.note,
                photos=photos,
                seen_version=seen_version(),
                unit=_unit(form),
                assignee_id=person(form.fields["assignee"]),
                main=_main(form),
                turn_to=form.fields["turn_to"] or None,
            )

        said = f"Laporan {number} sekarang: {names.state(to)}. Pelapor dikabari."
        return _carry_out(form, step, said, to)

    @console.post("/laporan/<number>/cek")
    @requires(Permission.SEE_TICKETS)
    def check(number: str) -> ResponseReturnValue:
        """Write down what a validator saw in the field."""
        form = _read(number, "check")

        def look(session: Session, photos: Sequence[Media]) -> Ticket:
            return services.workflow.check(session, number, form.me.actor, note=form.note, photos=photos)

        return _carry_out(form, look, "Hasil cek lapangan disimpan. Hanya petugas yang bisa membacanya.")

    @console.post("/laporan/<number>/pisah")
    @requires(Permission.SEE_TICKETS)
    def unmerge(number: str) -> ResponseReturnValue:
        form = _read(number, "unmerge")

        def part(session: Session, photos: Sequence[Media]) -> Ticket:
            return services.workflow.unmerge(session, number, form.me.actor, note=form.note)

        return _carry_out(form, part, f"Laporan {number} berdiri sendiri lagi. Pelapor dikabari.")

    @console.post("/laporan/<number>/data")
    @requires(Permission.SEE_TICKETS)
    def sort(number: str) -> ResponseReturnValue:
        """Correct kind, category and area, or confirm what the bot was not sure of."""
        form = _read(number, "sort")

        def correct(session: Session, photos: Sequence[Media]) -> Ticket:
            sorting = read_sorting(services)
            return services.workflow.reclassify(
                session,
                number,
                form.me.actor,
                kind=sorting.kind,
                category=sorting.category,
                place=places.read(form.fields["area"]),
                seen_version=seen_version(),
            )

        return _carry_out(form, correct, f"Data laporan {number} diperbarui.")

    @console.post("/laporan/<number>/catatan")
    @requires(Permission.WRITE_NOTES)
    def note(number: str) -> ResponseReturnValue:
        """Add a note that only staff read."""
        form = _read(number, "note")

        def write(session: Session, photos: Sequence[Media]) -> Ticket:
            if not form.note:
                raise EvidenceMissingError("a note without words")
            return services.workflow.note(session, number, form.me.actor, form.note)

        return _carry_out(form, write, "Catatan disimpan. Hanya petugas yang bisa membacanya.")

    @console.get("/unit/petugas")
    @requires(Permission.SEE_TICKETS)
    def people() -> ResponseReturnValue:
        """Those of one unit, for the choice of a person."""
        unit = picker.units.read(words(request.args, "unit"))
        if unit is None:
            return jsonify(unit=None, people=[])
        with services.database.read() as session:
            groups = picker.people(session, [unit])
        found = [{"id": one.id, "name": one.name, "busy": one.busy} for _, group in groups for one in group]
        return jsonify(unit=services.router.name(unit), people=found)

    def _read(number: str, name: str) -> Form:
        form = Form(name, number, member(), note=words(request.form, "note", ANYTHING))
        form.fields = {name: words(request.form, name) for name in _CHOSEN}
        form.handed_in = kept.read(request.form.get("kept", ""), staff_id=form.me.staff_id, number=number)
        return form

    def _carry_out(
        form: Form, act: Callable[[Session, Sequence[Media]], Ticket], said: str, to: State | None = None
    ) -> ResponseReturnValue:
        """Do what the form asks for, or show it again with what was wrong."""
        try:
            fitting(form.note, _NOTE_LIMIT)
            form.handed_in = evidence.store(services, request.files.getlist("photo"), form.handed_in)
            with services.database.write() as session:
                act(session, evidence.load(session, form.handed_in))
        except TicketNotFoundError:
            if not _seen(form.number, form.me):
                abort(404)
            return _again(form, "Laporan induk dengan nomor itu tidak ada. Periksa lagi nomornya.", 422)
        except MediaError as error:
            return _again(form, evidence.photo_problem(error), 422)
        except (TicketError, UnreadableError, StaleDataError) as error:
            log.info("ticket.refused", ticket=form.number, form=form.name, problem=str(error))
            return _again(form, *explain(error, names, form.me.role, form.name, to))
        flash(said)
        return redirect(url_for("staff.ticket", number=form.number))

    def _again(form: Form, problem: str, status: int) -> ResponseReturnValue:
        form.problem = problem
        form.kept = kept.token(form.handed_in, staff_id=form.me.staff_id, number=form.number)
        return _page(form.number, form, status)

    def _seen(number: str, me: Member) -> bool:
        with services.database.read() as session:
            found = full_ticket(session, number)
            return found is not None and sight_of(services.router, me.actor).sees(found)

    def _page(number: str, typed: Form | None = None, status: int = 200) -> ResponseReturnValue:
        me = member()
        sight = sight_of(services.router, me.actor)
        with services.database.read() as session:
            found = full_ticket(session, number)
            if found is None or not (found.public or sight.sees(found)):
                abort(404)
            if not sight.sees(found):
                return redirect(url_for("pages.track", nomor=number))
            view: Any = page_view(
                found,
                names,
                me.role,
                services.clock(),
                steps=services.workflow.may(found, me.actor),
                suggested=services.workflow.handovers.suggested(found),
                picks=lambda to: picker.picks(session, found, me.actor, to),
                main=found.main if found.main and (found.main.public or sight.sees(found.main)) else None,
                merged=[other for other in merged_into(session, found) if other.public or sight.sees(other)],
                may=_may(found, me),
            )
        services.audit.write("ticket.seen", number, staff_id=me.staff_id)
        page = render_template(
            "staff/ticket.html",
            ticket=view,
            typed=typed,
            note_limit=_NOTE_LIMIT,
            names=names,
            kinds=list(Kind),
            categories=services.config.categories,
            areas=places.names if view.may.sort else (),
        )
        return page, status

    def _may(found: Ticket, me: Member) -> May:
        return May(
            check=services.workflow.may_check(found, me.actor),
            unmerge=services.workflow.may_unmerge(found, me.actor),
            sort=services.workflow.may_sort(found, me.actor),
            note=holds(me.role, Permission.WRITE_NOTES) and services.workflow.may_note(found, me.actor),
        )

    # --- what was chosen ---------------------------------------------------------------------------

    def _unit(form: Form) -> str | None:
        """What is typed is worth more than what was marked beforehand."""
        return picker.units.chosen(form.fields["unit_name"]) or form.fields["unit"] or None

    def _main(form: Form) -> str | None:
        typed = form.fields["main_other"] or form.fields["main"]
        return ticket_number(typed) if typed else None


def _target() -> State:
    try:
        return State(request.form.get("to", ""))
    except ValueError:
        abort(400)
