"""The pages of the desk: the form, what it suggests, and the slip."""

from __future__ import annotations

from flask import abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bots.desk import DeskChannel
from core.intake.filing.problems import ClosedError, FilingError, UnclearPlaceError, UnsortedError
from core.intake.filing.report import LONGEST
from core.kernel.errors import MediaError, TargetError
from core.kernel.states import Kind
from core.kernel.ticket_numbers import read_number
from core.running.services import Services
from webhooks.carried import Carried
from webhooks.language import language
from webhooks.routing import Pages, get, post
from webhooks.staff.desk.form import DeskForm
from webhooks.staff.desk.problems import explain
from webhooks.staff.form_input import typed
from webhooks.staff.labels import CAME
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.tickets import evidence
from webhooks.staff.tickets.choices import area_labels
from webhooks.staff.tickets.code_names import CodeNames


class DeskPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._names = CodeNames(services)
        self._areas = area_labels(services.areas)
        self._kept = evidence.Kept(services)
        self._forms = Carried(services.vault, "desk-form")

    @get("/loket")
    @requires(Permission.ENTER_REPORTS)
    def desk(self) -> ResponseReturnValue:
        number = self._services.desk.fresh_number()
        return self._page(DeskForm(number, self._forms.give(number, member().staff_id)))

    @post("/loket")
    @requires(Permission.ENTER_REPORTS)
    def enter(self) -> ResponseReturnValue:
        entry = self._sent()
        try:
            entry.handed_in = evidence.store(self._services, request.files.getlist("photo"), entry.handed_in)
            self._file(entry)
        except FilingError as error:
            return self._again(entry, error)
        except MediaError as error:
            entry.where, entry.problem = "photo", evidence.photo_problem(error)
            return self._page(entry), 422
        except TargetError:
            abort(400)
        return redirect(url_for("staff.slip", number=entry.number))

    @post("/loket/saran")
    @requires(Permission.ENTER_REPORTS)
    def suggest(self) -> ResponseReturnValue:
        """Kind and category as the understanding reads them, for the form's own script."""
        read = self._services.filing.suggest(typed(request.form, "description")[: LONGEST["description"]])
        return jsonify(kind=read.kind, category=read.category)

    @get("/loket/<number>")
    @requires(Permission.ENTER_REPORTS)
    def slip(self, number: str) -> ResponseReturnValue:
        """For who entered the report, and for those who may see it anyway."""
        services, written = self._services, read_number(number)
        slip = services.desk.slip(written, member().actor) if written else None
        if slip is None:
            abort(404)
        ticket, wording = slip.ticket, services.wording
        return render_template(
            "staff/slip.html",
            ticket=ticket,
            told_by=slip.told_by or "nobody",
            category=self._names.category(ticket.category),
            area=ticket.kelurahan or ticket.kecamatan or ticket.kota or "-",
            opened=wording.date(ticket.opened_at, language(), time=False),
            due=wording.date(ticket.estimate_at, language(), time=False) if ticket.estimate_at else None,
            address=str(services.config.server.public_url or request.url_root).rstrip("/") + "/lacak",
        )

    def _sent(self) -> DeskForm:
        staff_id, key = member().staff_id, request.form.get("key", "")
        entry = DeskForm(self._forms.take(key, staff_id) or abort(400), key)
        entry.read(request.form)
        entry.handed_in = self._kept.read(request.form.get("kept", ""), staff_id=staff_id, number=entry.number)
        return entry

    def _file(self, entry: DeskForm) -> None:
        """Raises FilingError, MediaError, and TargetError if the number is another report's by now."""
        services, came = self._services, entry.came()
        account = next((name for name, found in services.channels.items() if isinstance(found, DeskChannel)), None)
        if account is None:
            raise ClosedError("desk")
        visit = services.desk.visit(account, member().actor, entry.number, came)
        services.filing.file(entry.report(self._areas.read), visit)

    def _again(self, entry: DeskForm, error: FilingError) -> ResponseReturnValue:
        """Everything that was typed, with what is missing next to its field."""
        match error:
            case UnclearPlaceError():
                entry.places = error.options
            case UnsortedError():
                entry.typed |= {"kind": error.kind, "category": error.category}
        entry.where, entry.problem = error.field, explain(error)
        return self._page(entry), 422

    def _page(self, entry: DeskForm) -> str:
        entry.kept = self._kept.token(entry.handed_in, staff_id=member().staff_id, number=entry.number)
        return render_template(
            "staff/desk.html",
            entry=entry,
            typed=entry.typed,
            ways=CAME,
            kinds=list(Kind),
            categories=[(code, self._names.category(code)) for code in self._services.config.categories],
            areas=self._areas.labels.values(),
            contacts=self._services.desk.asks_for,
            longest=LONGEST,
        )
