"""One ticket: its page, the steps it may take, corrections, field checks, and internal notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog
from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core.city.sight import Sight, sight_of
from core.kernel.errors import EvidenceMissingError, MediaError, TicketError, TicketNotFoundError
from core.kernel.states import Kind, State
from core.kernel.ticket_numbers import read_number
from core.reports.following import follower_counts
from core.reports.queries import full_ticket, known_ticket, merged_into
from core.running.services import Services
from core.storage.models import Media, Ticket
from core.tickets.evidence import unused_photos
from core.tickets.steps import step_to
from webhooks.language import say
from webhooks.routing import Pages, get, post
from webhooks.staff.form_input import ANYTHING, UnreadableError, fitting, person, seen_version, ticket_number, words
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import Member, member, requires
from webhooks.staff.tickets import evidence
from webhooks.staff.tickets.choices import Picker
from webhooks.staff.tickets.classification_form import TypedPlaces, read_sorting
from webhooks.staff.tickets.code_names import CodeNames
from webhooks.staff.tickets.presenters import Company, May, TicketPageView, page_view
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


class TicketPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._names = CodeNames(services)
        self._kept = evidence.Kept(services)
        self._picker = Picker(services)
        self._places = TypedPlaces(services)

    @get("/laporan/<number>")
    @requires(Permission.SEE_TICKETS)
    def ticket(self, number: str) -> ResponseReturnValue:
        written = read_number(number)
        if written is not None and written != number:
            return redirect(url_for("staff.ticket", number=written))
        return self._page(number)

    @post("/laporan/<number>/langkah")
    @requires(Permission.SEE_TICKETS)
    def move(self, number: str) -> ResponseReturnValue:
        """Bring the ticket into the state `to`."""
        to = _target()
        form = self._read(number, to.value)

        def step(session: Session, photos: Sequence[Media]) -> Ticket:
            return self._services.workflow.move(
                session,
                number,
                step_to(
                    to,
                    note=form.note,
                    photos=photos,
                    unit=self._unit(form),
                    assignee_id=person(form.fields["assignee"]),
                    main=_main(form),
                    turn_to=form.fields["turn_to"] or None,
                ),
                form.me.actor,
                seen_version=seen_version(),
            )

        return self._carry_out(form, step, say("staff-ticket-moved", number=number, state=to.value), to)

    @post("/laporan/<number>/cek")
    @requires(Permission.SEE_TICKETS)
    def check(self, number: str) -> ResponseReturnValue:
        """Write down what a validator saw in the field."""
        form = self._read(number, "check")

        def look(session: Session, photos: Sequence[Media]) -> Ticket:
            return self._services.workflow.check(session, number, form.me.actor, note=form.note, photos=photos)

        return self._carry_out(form, look, say("staff-ticket-checked"))

    @post("/laporan/<number>/pisah")
    @requires(Permission.SEE_TICKETS)
    def unmerge(self, number: str) -> ResponseReturnValue:
        form = self._read(number, "unmerge")

        def part(session: Session, photos: Sequence[Media]) -> Ticket:
            return self._services.workflow.unmerge(session, number, form.me.actor, note=form.note)

        return self._carry_out(form, part, say("staff-ticket-unmerged", number=number))

    @post("/laporan/<number>/data")
    @requires(Permission.SEE_TICKETS)
    def sort(self, number: str) -> ResponseReturnValue:
        """Correct kind, category and area, or confirm what the bot was not sure of."""
        form = self._read(number, "sort")

        def correct(session: Session, photos: Sequence[Media]) -> Ticket:
            sorting = read_sorting(self._services)
            return self._services.workflow.reclassify(
                session,
                number,
                form.me.actor,
                kind=sorting.kind,
                category=sorting.category,
                place=self._places.read(form.fields["area"]),
                seen_version=seen_version(),
            )

        return self._carry_out(form, correct, say("staff-ticket-sorted", number=number))

    @post("/laporan/<number>/catatan")
    @requires(Permission.WRITE_NOTES)
    def note(self, number: str) -> ResponseReturnValue:
        """Add a note that only staff read."""
        form = self._read(number, "note")

        def write(session: Session, photos: Sequence[Media]) -> Ticket:
            if not form.note:
                raise EvidenceMissingError("a note without words")
            return self._services.workflow.note(session, number, form.me.actor, form.note)

        return self._carry_out(form, write, say("staff-ticket-noted"))

    @get("/unit/petugas")
    @requires(Permission.SEE_TICKETS)
    def people(self) -> ResponseReturnValue:
        """Those of one unit, for the choice of a person."""
        unit = self._picker.units.read(words(request.args, "unit"))
        if unit is None:
            return jsonify(unit=None, people=[])
        with self._services.database.read() as session:
            groups = self._picker.people(session, [unit])
        found = [{"id": one.id, "name": one.name, "busy": one.busy} for _, group in groups for one in group]
        return jsonify(unit=self._names.unit(unit), people=found)

    # --- forms -------------------------------------------------------------------------------------

    def _read(self, number: str, name: str) -> Form:
        form = Form(name, number, member(), note=words(request.form, "note", ANYTHING))
        form.fields = {name: words(request.form, name) for name in _CHOSEN}
        form.handed_in = self._kept.read(request.form.get("kept", ""), staff_id=form.me.staff_id, number=number)
        return form

    def _carry_out(
        self, form: Form, act: Callable[[Session, Sequence[Media]], Ticket], said: str, to: State | None = None
    ) -> ResponseReturnValue:
        """Do what the form asks for, or show it again with what was wrong."""
        services = self._services
        try:
            fitting(form.note, _NOTE_LIMIT)
            form.handed_in = evidence.store(services, request.files.getlist("photo"), form.handed_in)
            with services.database.write() as session:
                act(session, unused_photos(session, form.handed_in))
        except TicketNotFoundError:
            if not self._is_seen(form.number, form.me):
                abort(404)
            return self._again(form, say("staff-refused-main-unknown"), 422)
        except MediaError as error:
            return self._again(form, evidence.photo_problem(error), 422)
        except (TicketError, UnreadableError, StaleDataError) as error:
            log.info("ticket.refused", ticket=form.number, form=form.name, problem=str(error))
            return self._again(form, *explain(error, form.me.role, form.name, to))
        flash(said)
        return redirect(url_for("staff.ticket", number=form.number))

    def _again(self, form: Form, problem: str, status: int) -> ResponseReturnValue:
        form.problem = problem
        form.kept = self._kept.token(form.handed_in, staff_id=form.me.staff_id, number=form.number)
        return self._page(form.number, form, status)

    def _is_seen(self, number: str, me: Member) -> bool:
        with self._services.database.read() as session:
            sight = sight_of(self._services.router, me.actor)
            found = known_ticket(session, number, sight)
            return found is not None and sight.sees(found)

    def _unit(self, form: Form) -> str | None:
        """What is typed is worth more than what was marked beforehand."""
        return self._picker.units.chosen(form.fields["unit_name"]) or form.fields["unit"] or None

    # --- the page ----------------------------------------------------------------------------------

    def _page(self, number: str, typed: Form | None = None, status: int = 200) -> ResponseReturnValue:
        services, me = self._services, member()
        sight = sight_of(services.router, me.actor)
        with services.database.read() as session:
            found = full_ticket(session, number)
            if found is None or not sight.knows(found):
                abort(404)
            if not sight.sees(found):
                return redirect(url_for("pages.track", nomor=number))
            view = self._shown(session, found, me, sight)
        services.audit.write("ticket.seen", number, staff_id=me.staff_id)
        page = render_template(
            "staff/ticket.html",
            ticket=view,
            typed=typed,
            note_limit=_NOTE_LIMIT,
            names=self._names,
            kinds=list(Kind),
            categories=services.config.categories,
            areas=self._places.names if view.may.sort else (),
        )
        return page, status

    def _shown(self, session: Session, found: Ticket, me: Member, sight: Sight) -> TicketPageView:
        workflow = self._services.workflow
        return page_view(
            found,
            self._names,
            me.role,
            self._services.clock(),
            steps=workflow.may(found, me.actor),
            suggested=workflow.handovers.suggested(found),
            picks=lambda to: self._picker.picks(session, found, me.actor, to),
            company=Company(
                main=found.main if found.main and sight.knows(found.main) else None,
                merged=[other for other in merged_into(session, found) if sight.knows(other)],
                followers=follower_counts(session, [found.id]).get(found.id, 0),
            ),
            may=May(
                check=workflow.may_check(found, me.actor),
                unmerge=workflow.may_unmerge(found, me.actor),
                sort=workflow.may_sort(found, me.actor),
                note=holds(me.role, Permission.WRITE_NOTES) and workflow.may_note(found, me.actor),
            ),
        )


def _main(form: Form) -> str | None:
    typed = form.fields["main_other"] or form.fields["main"]
    return ticket_number(typed) if typed else None


def _target() -> State:
    try:
        return State(request.form.get("to", ""))
    except ValueError:
        abort(400)
