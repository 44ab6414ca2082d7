"""The matter of a conversation: the bot's draft, its tickets, and new ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from core.kernel.states import Kind
from core.moderation.casework import ModeratorReport, spoken
from core.reports.queries import own_tickets
from core.running.services import Services
from core.storage.models import InboundMessage, MediaState, Ticket
from core.tickets.classification import teaches
from webhooks.carried import Carried
from webhooks.rows import row_id
from webhooks.staff.conversations.presenters import ConversationPresenters, DraftView
from webhooks.staff.conversations.room import Act, Problem, Room
from webhooks.staff.form_input import UnreadableError, seen_version, ticket_number, words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.tickets.classification_form import TypedPlaces, read_sorting

_DESCRIPTION_LIMIT = 5000
_MOST_CHOSEN = 100


Show = Callable[[int, Problem], ResponseReturnValue]
"""The page of a conversation, with what went wrong."""


def add(console: Blueprint, services: Services, show: Show) -> None:
    room, views, places = Room(services), ConversationPresenters(services), TypedPlaces(services)
    casework = services.casework
    numbers = Carried(services.vault, "moderators-report")
    """The number that a form's report gets: sent twice, the form makes one ticket."""

    @console.get("/percakapan/<row:conversation_id>/pilihan")
    @requires(Permission.MODERATE)
    def chosen(conversation_id: int) -> ResponseReturnValue:
        """What to make of the messages that were chosen: a new report, or an addition to one."""
        return _chosen(conversation_id, _ids(request.args, "pesan"))

    @console.post("/percakapan/<row:conversation_id>/laporan")
    @requires(Permission.MODERATE)
    def open_ticket(conversation_id: int) -> ResponseReturnValue:
        me = member()
        given = {name: words(request.form, name, _DESCRIPTION_LIMIT) for name in ("description", "area", "point")}
        number = numbers.take(request.form.get("number", ""), conversation_id, me.staff_id)

        def read() -> Act:
            if number is None:
                raise UnreadableError("Formulir ini sudah kedaluwarsa. Kirim sekali lagi.")
            if not given["description"]:
                raise UnreadableError("Tulis dulu isi laporannya.")
            sorting, place = read_sorting(services), places.read(given["area"], given["point"])
            said = words(request.form, "place_words")
            if place is not None and said:
                place = place.worded(said)
            report = ModeratorReport(given["description"], sorting.kind, sorting.category, place)
            return lambda session: casework.open_ticket(
                session,
                conversation_id,
                me.actor,
                report,
                number=number,
                media_ids=_ids(request.form, "foto"),
                keep_draft="close_draft" not in request.form,
            )

        return room.read_and_do(
            conversation_id,
            read,
            f"Laporan {number} dibuat. Warga sudah diberi tahu nomornya.",
            again=lambda problem: _chosen(conversation_id, _ids(request.form, "pesan"), problem, dict(request.form)),
        )

    @console.post("/percakapan/<row:conversation_id>/lampirkan")
    @requires(Permission.MODERATE)
    def attach(conversation_id: int) -> ResponseReturnValue:
        me, number = member(), words(request.form, "number")
        messages, photos = _ids(request.form, "pesan"), _ids(request.form, "foto")
        return room.do(
            conversation_id,
            lambda session: casework.attach(session, conversation_id, me.actor, number, messages, photos),
            f"Ditambahkan ke laporan {number}.",
            again=lambda problem: _chosen(conversation_id, messages, problem),
        )

    @console.post("/percakapan/<row:conversation_id>/draf")
    @requires(Permission.MODERATE)
    def correct_draft(conversation_id: int) -> ResponseReturnValue:
        me = member()

        def read() -> Act:
            sorting = read_sorting(services)
            place = places.read(words(request.form, "area"), words(request.form, "point"))
            return lambda session: casework.correct_draft(
                session, conversation_id, me.staff_id, kind=sorting.kind, category=sorting.category, place=place
            )

        return room.read_and_do(
            conversation_id, read, "Draf dibetulkan.", again=lambda problem: show(conversation_id, problem)
        )

    @console.post("/percakapan/<row:conversation_id>/laporan/<number>/data")
    @requires(Permission.MODERATE)
    def correct_ticket(conversation_id: int, number: str) -> ResponseReturnValue:
        me = member()

        def read() -> Act:
            sorting = read_sorting(services)
            place = places.read(words(request.form, "area"), words(request.form, "point"))

            def correct(session: Session) -> Ticket:
                found = casework.own_ticket(session, conversation_id, number)
                if place is None and not teaches(found, sorting.kind, sorting.category):
                    raise UnreadableError("Tidak ada yang berubah.")
                return services.workflow.reclassify(
                    session,
                    number,
                    me.actor,
                    kind=sorting.kind,
                    category=sorting.category,
                    place=place,
                    seen_version=seen_version(),
                )

            return correct

        said = f"Data laporan {number} dibetulkan. Warga dikabari kalau ada yang berubah."
        return room.read_and_do(conversation_id, read, said, again=lambda problem: show(conversation_id, problem))

    @console.post("/percakapan/<row:conversation_id>/laporan/<number>/gabung")
    @requires(Permission.MODERATE)
    def merge(conversation_id: int, number: str) -> ResponseReturnValue:
        me = member()

        def join(session: Session) -> Ticket:
            casework.own_ticket(session, conversation_id, number)
            into = ticket_number(words(request.form, "main"))
            return services.workflow.merge(session, number, into, me.actor, seen_version=seen_version())

        said = f"Laporan {number} digabung. Warga sudah dikabari."
        return room.do(conversation_id, join, said, again=lambda problem: show(conversation_id, problem))

    # ---------------------------------------------------------------------------------------------

    def _chosen(
        conversation_id: int,
        message_ids: list[int],
        problem: Problem = ("", 200),
        typed: Mapping[str, str] | None = None,
    ) -> ResponseReturnValue:
        """`typed` is what stood in the form that could not be carried out."""
        me, (what, status) = member(), problem
        with services.database.read() as session:
            found = room.conversation(session, conversation_id, me)
            messages = casework.messages(session, found, message_ids)
            draft = views.draft(found.state)
            tickets = [views.ticket(ticket, me.role) for ticket in own_tickets(session, found.id)]
            fields = typed if typed is not None else _proposed(messages, draft)
            number = services.workflow.fresh_number(session)
        page = render_template(
            "staff/conversations/chosen.html",
            problem=what,
            conversation_id=conversation_id,
            face=views.face(found, me.role),
            mine=found.moderator_id == me.staff_id,
            messages=[(message.id, spoken(message)) for message in messages],
            photos=[one for m in messages for one in m.media if one.kind.is_picture],
            stored=MediaState.STORED,
            tickets=tickets,
            draft=draft,
            fields=fields,
            number=fields.get("number") or numbers.give(number, conversation_id, me.staff_id),
            kinds=list(Kind),
            categories=services.config.categories,
            names=views.names,
            areas=places.names,
        )
        return page, status

    def _proposed(messages: Sequence[InboundMessage], draft: DraftView | None) -> dict[str, str]:
        """What the form begins with: the messages' words, and what the bot has understood."""
        guesses: Mapping[str, Any] = next((m.understanding for m in messages if m.understanding), {})
        category = draft.category_code if draft else next((code for code, _ in guesses.get("categories", ())), "")
        kind = draft.kind_code if draft else next((code for code, _ in guesses.get("kinds", ())), "")
        pin = next((m.pin for m in messages if m.pin), None)
        return {
            "description": "\n".join(m.text.strip() for m in messages if m.text.strip()),
            "kind": kind,
            "category": services.config.category_of(category) or "",
            "area": places.label(draft.area_code) if draft else "",
            "point": f"{pin.lat:.6f}, {pin.lon:.6f}" if pin else "",
            "place_words": "",
            "close_draft": "1" if draft else "",
        }


def _ids(given: MultiDict[str, str], name: str) -> list[int]:
    return given.getlist(name, type=row_id)[:_MOST_CHOSEN]
