"""The desk: a report is entered for a visitor, a letter or a call, and the visitor gets its number on a slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bots.desk import DeskChannel
from core.city.sight import sight_of
from core.dialogue.drafting import UNCLEAR
from core.dialogue.outcome import Reply
from core.dialogue.state import Place
from core.intake.filing import Doubts, NewReport, UnplacedError, Where, file_report, settle
from core.kernel import metrics
from core.kernel.errors import MediaError, TanggapError, UnderstandingUnavailableError
from core.kernel.ports import ReachingChannel
from core.kernel.states import Kind
from core.kernel.ticket_numbers import read_number
from core.messaging import conversations
from core.running.services import Services
from core.storage.models import Conversation, EventVerb, Ticket, TicketEvent
from webhooks.carried import Carried
from webhooks.staff.form_input import words
from webhooks.staff.labels import CAME
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import Member, member, requires
from webhooks.staff.tickets import evidence
from webhooks.staff.tickets.choices import area_labels
from webhooks.staff.tickets.presenters import CodeNames

log = structlog.get_logger()

_LANGUAGE = "id"
_LONGEST = {"description": 4000, "place": 1000, "name": 200, "phone": 40, "email": 254}
_FIELDS = (
    "came",
    "description",
    "kind",
    "category",
    "place",
    "area",
    "which",
    "name",
    "phone",
    "email",
    "public",
    "vague",
)
_CONTACTS = {"phone": ("SMS", "nomor HP"), "email": ("surel", "alamat surel")}
"""What an address is -> (by what the visitor is told, what it is called)."""


class NotYetError(TanggapError):
    """Something is missing or unclear; the message is for the screen, next to the field."""

    def __init__(self, where: str, message: str) -> None:
        super().__init__(message)
        self.where = where


@dataclass
class DeskForm:
    """The form as it was sent; shown again until the report can be filed."""

    number: str
    """The number that the report will bear, so that a form sent twice files one report."""
    key: str
    fields: dict[str, str] = field(default_factory=dict)
    handed_in: list[int] = field(default_factory=list)
    kept: str = ""
    places: tuple[Place, ...] = ()
    """To choose from, where the words fit several."""
    problem: str = ""
    where: str = ""

    def __getattr__(self, name: str) -> str:
        if name in _FIELDS:
            return self.fields.get(name, "")
        raise AttributeError(name)


@dataclass(frozen=True)
class Contact:
    account: str
    address: str


def add(console: Blueprint, services: Services) -> None:
    names = CodeNames(services)
    areas = area_labels(services.areas)
    kept = evidence.Kept(services)
    forms = Carried(services.vault, "desk-form")

    @console.get("/loket")
    @requires(Permission.ENTER_REPORTS)
    def desk() -> ResponseReturnValue:
        with services.database.read() as session:
            number = services.workflow.fresh_number(session)
        return _page(DeskForm(number, forms.give(number, member().staff_id)))

    @console.post("/loket")
    @requires(Permission.ENTER_REPORTS)
    def enter() -> ResponseReturnValue:
        me = member()
        entry = _read(me)
        try:
            entry.handed_in = evidence.store(services, request.files.getlist("photo"), entry.handed_in)
            filed, contacts = _report(entry)
            _file(me, entry, filed, contacts)
        except NotYetError as problem:
            return _again(entry, problem.where, str(problem))
        except MediaError as error:
            return _again(entry, "photo", evidence.photo_problem(error))
        except IntegrityError:
            if _entered_by(entry.number) != me.staff_id:
                raise
        return redirect(url_for("staff.slip", number=entry.number))

    @console.post("/loket/saran")
    @requires(Permission.ENTER_REPORTS)
    def suggest() -> ResponseReturnValue:
        """Kind and category as the understanding reads them, for the form's own script."""
        kind, category, _ = _guess(words(request.form, "description", _LONGEST["description"]))
        return jsonify(kind=kind, category=category)

    @console.get("/loket/<number>")
    @requires(Permission.ENTER_REPORTS)
    def slip(number: str) -> ResponseReturnValue:
        """For who entered the report, and for those who may see it anyway."""
        me, written = member(), read_number(number)
        by = _entered_by(written) if written else None
        if by is None:
            abort(404)
        with services.database.read() as session:
            ticket = session.scalars(select(Ticket).where(Ticket.number == written)).one()
            if by != me.staff_id and not sight_of(services.router, me.actor).sees(ticket):
                abort(404)
            account = session.get_one(Conversation, ticket.reporter_id).account
        channel = services.channels.get(account)
        return render_template(
            "staff/slip.html",
            number=ticket.number,
            category=names.category(ticket.category),
            kind=names.kind(ticket.kind),
            area=ticket.kelurahan or ticket.kecamatan or ticket.kota or "-",
            opened=services.wording.date(ticket.opened_at, _LANGUAGE, time=False),
            due=services.wording.date(ticket.estimate_at, _LANGUAGE, time=False) if ticket.estimate_at else None,
            told_by=_CONTACTS[channel.reaches][0] if isinstance(channel, ReachingChannel) else None,
            city=services.config.city.name,
            public_url=str(services.config.server.public_url or request.url_root).rstrip("/"),
        )

    # --- reading the form --------------------------------------------------------------------------

    def _read(me: Member) -> DeskForm:
        key = request.form.get("key", "")
        number = forms.take(key, me.staff_id) or abort(400)
        entry = DeskForm(number, key, {name: words(request.form, name, _LONGEST.get(name, 255)) for name in _FIELDS})
        entry.handed_in = kept.read(request.form.get("kept", ""), staff_id=me.staff_id, number=number)
        return entry

    def _report(entry: DeskForm) -> tuple[NewReport, list[Contact]]:
        if entry.came not in CAME:
            raise NotYetError("came", "Pilih bagaimana laporan ini masuk.")
        if not entry.description:
            raise NotYetError("description", "Tulis apa yang dilaporkan.")
        contacts = _contacts(entry)
        kind, category = _sorted(entry)
        place, doubts = _place(entry)
        filed = NewReport(
            message_id=f"desk:{entry.number}",
            kind=kind,
            category=category,
            description=entry.description,
            place=place,
            doubts=doubts,
            public=entry.public == "1",
            number=entry.number,
            channel=_desk().account,
            note=entry.came,
        )
        return filed, contacts

    def _contacts(entry: DeskForm) -> list[Contact]:
        """Where the visitor wants to be told; nowhere, if nothing is given."""
        found = []
        for kind, (account, channel) in _reaching().items():
            written = entry.fields[kind]
            if not written:
                continue
            address = channel.address_of(written)
            if address is None:
                raise NotYetError(kind, f"“{written}” bukan {_CONTACTS[kind][1]} yang bisa dipakai.")
            found.append(Contact(account, address))
        return found

    def _sorted(entry: DeskForm) -> tuple[Kind, str]:
        """As it was chosen; what was left to the understanding is taken only if that is sure."""
        if entry.kind and entry.kind not in set(Kind):
            raise NotYetError("kind", "Pilih jenis laporan dari daftar.")
        if entry.category and entry.category not in services.config.categories:
            raise NotYetError("category", "Pilih kategori dari daftar.")
        if not (entry.kind and entry.category):
            kind, category, sure = _guess(entry.description)
            entry.fields["kind"] = entry.kind or kind
            entry.fields["category"] = entry.category or category
            if not sure or not (entry.kind and entry.category):
                raise NotYetError("category", "Periksa jenis dan kategorinya, lalu simpan sekali lagi.")
        return Kind(entry.kind), entry.category

    def _guess(description: str) -> tuple[str, str, bool]:
        """(kind, category, whether both are sure); empty where nothing can be said."""
        if not description:
            return "", "", False
        try:
            meaning = services.understander.parse(description)
        except UnderstandingUnavailableError as error:
            log.warning("understanding.away", problem=str(error))
            return "", "", False
        category = meaning.categories[0].name if meaning.categories else UNCLEAR
        known = category in services.config.categories
        kind = meaning.kinds[0].name if meaning.kinds and meaning.kinds[0].name in set(Kind) else ""
        sure = meaning.kind_clear and meaning.category_decision == "commit" and known and bool(kind)
        return kind, category if known else "", sure

    def _place(entry: DeskForm) -> tuple[Place, Doubts]:
        said, code = entry.place or None, entry.which or None
        if entry.area:
            code = areas.read(entry.area)
            if code is None:
                raise NotYetError("area", f"Tidak ada wilayah bernama “{entry.area}”. Pilih dari daftar yang muncul.")
        if code is None and said is None:
            raise NotYetError("place", "Tulis di mana tempatnya, atau pilih kelurahannya.")
        if code is None and entry.vague != "1":
            reading = services.places.read(said or "", None)
            if reading.place is None and reading.options:
                entry.places = reading.options
                raise NotYetError("place", "Yang mana tempatnya? Pilih di bawah ini.")
        try:
            place, doubts = settle(services.areas, services.places, Where(said, None, code))
        except UnplacedError:
            raise NotYetError("place", "Tempat itu di luar kota ini, atau wilayahnya tidak dikenal.") from None
        if doubts and code is None and entry.vague != "1":
            raise NotYetError("place", "Tempatnya belum ditemukan. Pilih kelurahannya, atau tandai belum jelas.")
        return place, doubts

    # --- filing ------------------------------------------------------------------------------------

    def _file(me: Member, entry: DeskForm, filed: NewReport, contacts: list[Contact]) -> None:
        now = services.clock()
        given = contacts or [Contact(_desk().account, f"visit:{entry.number}")]
        with services.database.write() as session:
            reached = [_conversation(session, contact, entry) for contact in given]
            pictures = evidence.load(session, entry.handed_in)
            report = replace(filed, pictures=pictures)
            ticket = file_report(session, services.workflow, reached[0], report, now=now, actor=me.actor)
            estimate = ticket.estimate_at.isoformat() if ticket.estimate_at else "none"
            opened: dict[str, str | int] = {
                "number": ticket.number,
                "sorted": "yes",
                "kind": ticket.kind,
                "category": ticket.category,
                "estimate": estimate,
            }
            for conversation in reached:
                services.workflow.follow(session, ticket.number, conversation)
                services.outbox.queue(session, conversation, [Reply("opened", opened)], ticket=ticket)
            services.audit.write(
                "report.entered", ticket.number, staff_id=me.staff_id, session=session, came=entry.came
            )
        metrics.TICKETS.labels(_desk().account).inc()

    def _conversation(session: Session, contact: Contact, entry: DeskForm) -> Conversation:
        return conversations.find_or_begin(
            session,
            services.vault,
            contact.account,
            contact.address,
            name=entry.name or None,
            language=services.config.city.language,
            now=services.clock(),
        )

    def _entered_by(number: str) -> int | None:
        """Who of the staff entered the report with this number."""
        query = (
            select(TicketEvent.staff_id)
            .join(Ticket, Ticket.id == TicketEvent.ticket_id)
            .where(Ticket.number == number, TicketEvent.verb == EventVerb.OPENED)
        )
        with services.database.read() as session:
            return session.scalar(query)

    # --- channels ----------------------------------------------------------------------------------

    def _desk() -> DeskChannel:
        found = next((channel for channel in services.channels.values() if isinstance(channel, DeskChannel)), None)
        if found is None:
            raise NotYetError("came", "Loket belum dibuka: tambahkan kanal `desk` di config.yml.")
        return found

    def _reaching() -> Mapping[str, tuple[str, ReachingChannel]]:
        """What an address is -> (account, channel): the first one for it."""
        found: dict[str, tuple[str, ReachingChannel]] = {}
        for account, channel in services.channels.items():
            if isinstance(channel, ReachingChannel):
                found.setdefault(channel.reaches, (account, channel))
        return found

    # --- showing -----------------------------------------------------------------------------------

    def _again(entry: DeskForm, where: str, problem: str) -> tuple[str, int]:
        entry.where, entry.problem = where, problem
        entry.kept = kept.token(entry.handed_in, staff_id=member().staff_id, number=entry.number)
        return _page(entry), 422

    def _page(entry: DeskForm) -> str:
        shown: dict[str, Any] = {
            "entry": entry,
            "ways": CAME,
            "kinds": [(kind.value, names.kind(kind)) for kind in Kind],
            "categories": [(code, names.category(code)) for code in services.config.categories],
            "areas": areas.labels.values(),
            "contacts": {kind: told for kind, (told, _) in _CONTACTS.items() if kind in _reaching()},
            "longest": _LONGEST,
        }
        return render_template("staff/desk.html", **shown)
