"""What to make of the messages that were chosen: a new report, or an addition to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from core.intake.filing.report import LONGEST, NewReport, Where
from core.kernel.states import Kind
from core.moderation.casework import spoken
from core.reports.queries import own_tickets
from core.running.services import Services
from core.storage.models import InboundMessage, MediaState
from webhooks.carried import Carried
from webhooks.language import say
from webhooks.routing import Pages, get, post
from webhooks.rows import row_id
from webhooks.staff.conversations.faces import Faces
from webhooks.staff.conversations.matter import DraftView, MatterViews
from webhooks.staff.conversations.refusals import NO_PROBLEM, Problem
from webhooks.staff.conversations.room import Room
from webhooks.staff.form_input import UnreadableError, typed, words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.tickets.classification_form import TypedPlaces, read_sorting

_MOST_CHOSEN = 100


class ChosenMessagesPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._casework = services.casework
        self._room = Room(services)
        self._faces = Faces(services)
        self._matter = MatterViews(services)
        self._places = TypedPlaces(services)
        self._numbers = Carried(services.vault, "moderators-report")
        """The number that a form's report gets: sent twice, the form makes one ticket."""

    @get("/percakapan/<row:conversation_id>/pilihan")
    @requires(Permission.MODERATE)
    def chosen(self, conversation_id: int) -> ResponseReturnValue:
        return self._page(conversation_id, _ids(request.args, "pesan"))

    @post("/percakapan/<row:conversation_id>/laporan")
    @requires(Permission.MODERATE)
    def open_ticket(self, conversation_id: int) -> ResponseReturnValue:
        me = member()
        number = self._numbers.take(request.form.get("number", ""), conversation_id, me.staff_id)

        def work() -> None:
            if number is None:
                raise UnreadableError(say("staff-conversations-new-expired"))
            keep_draft = "close_draft" not in request.form
            sender = self._services.talks.held(conversation_id, me.actor, number, keep_draft=keep_draft)
            self._services.filing.file(self._report(), sender)

        return self._room.carry_out(
            conversation_id,
            work,
            say("staff-conversations-new-done", number=str(number)),
            again=partial(self._page, conversation_id, _ids(request.form, "pesan"), typed=dict(request.form)),
        )

    @post("/percakapan/<row:conversation_id>/lampirkan")
    @requires(Permission.MODERATE)
    def attach(self, conversation_id: int) -> ResponseReturnValue:
        me, number = member(), words(request.form, "number")
        messages, photos = _ids(request.form, "pesan"), _ids(request.form, "foto")
        return self._room.do(
            conversation_id,
            lambda session: self._casework.attach(session, conversation_id, me.actor, number, messages, photos),
            say("staff-conversations-add-done", number=number),
            again=partial(self._page, conversation_id, messages),
        )

    def _report(self) -> NewReport:
        """What stands in the form. Raises UnreadableError."""
        sorting = read_sorting(self._services)
        return NewReport(
            description=typed(request.form, "description"),
            where=self._where(typed(request.form, "place_words")),
            kind=sorting.kind,
            category=sorting.category,
            photos=tuple(_ids(request.form, "foto")),
        )

    def _where(self, said: str) -> Where | None:
        """An area or a point settles it; words alone are read, and words that leave a doubt are left to a person."""
        place = self._places.read(typed(request.form, "area"), typed(request.form, "point"))
        return Where(said or None, settled=place) if said or place else None

    def _page(
        self,
        conversation_id: int,
        message_ids: list[int],
        problem: Problem = NO_PROBLEM,
        typed: Mapping[str, str] | None = None,
    ) -> ResponseReturnValue:
        """`typed` is what stood in the form that could not be carried out."""
        me, (what, status) = member(), problem
        with self._services.database.read() as session:
            found = self._room.conversation(session, conversation_id, me)
            messages = self._casework.messages(session, found, message_ids)
            draft = self._matter.draft(found.state)
            tickets = [self._matter.ticket(ticket, me.role) for ticket in own_tickets(session, found.id)]
            fields = typed if typed is not None else self._proposed(messages, draft)
            number = self._services.workflow.fresh_number(session)
        page = render_template(
            "staff/conversations/chosen.html",
            problem=what,
            conversation_id=conversation_id,
            face=self._faces.of(found, me.role),
            mine=found.moderator_id == me.staff_id,
            messages=[(message.id, spoken(message)) for message in messages],
            photos=[one for m in messages for one in m.media if one.kind.is_picture],
            stored=MediaState.STORED,
            tickets=tickets,
            draft=draft,
            fields=fields,
            number=fields.get("number") or self._numbers.give(number, conversation_id, me.staff_id),
            kinds=list(Kind),
            categories=self._services.config.categories,
            names=self._matter.names,
            areas=self._places.names,
            longest=LONGEST,
        )
        return page, status

    def _proposed(self, messages: Sequence[InboundMessage], draft: DraftView | None) -> dict[str, str]:
        """What the form begins with: the messages' words, and what the bot has understood."""
        guesses: Mapping[str, Any] = next((m.understanding for m in messages if m.understanding), {})
        category = draft.category_code if draft else next((code for code, _ in guesses.get("categories", ())), "")
        kind = draft.kind_code if draft else next((code for code, _ in guesses.get("kinds", ())), "")
        pin = next((m.pin for m in messages if m.pin), None)
        return {
            "description": "\n".join(m.text.strip() for m in messages if m.text.strip()),
            "kind": kind,
            "category": self._services.config.category_of(category) or "",
            "area": self._places.label(draft.area_code) if draft else "",
            "point": f"{pin.lat:.6f}, {pin.lon:.6f}" if pin else "",
            "place_words": "",
            "close_draft": "1" if draft else "",
        }


def _ids(given: MultiDict[str, str], name: str) -> list[int]:
    return given.getlist(name, type=row_id)[:_MOST_CHOSEN]
