"""Putting right what a conversation is about: the bot's draft, and the citizen's tickets."""

from __future__ import annotations

from functools import partial

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.dialogue.state import Place
from core.running.services import Services
from core.storage.models import Ticket
from core.tickets.classification import teaches
from core.tickets.steps import Merge
from webhooks.language import say
from webhooks.routing import Pages, post
from webhooks.staff.conversations.room import Act, Room
from webhooks.staff.conversations.screen import ConversationScreen
from webhooks.staff.form_input import UnreadableError, seen_version, ticket_number, words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.tickets.classification_form import Sorted, TypedPlaces, read_sorting


class CorrectionPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._casework = services.casework
        self._workflow = services.workflow
        self._room = Room(services)
        self._screen = ConversationScreen(services)
        self._places = TypedPlaces(services)

    @post("/percakapan/<row:conversation_id>/draf")
    @requires(Permission.MODERATE)
    def correct_draft(self, conversation_id: int) -> ResponseReturnValue:
        me = member()

        def read() -> Act:
            sorting, place = self._typed()
            return lambda session: self._casework.correct_draft(
                session, conversation_id, me.staff_id, kind=sorting.kind, category=sorting.category, place=place
            )

        return self._room.read_and_do(
            conversation_id,
            read,
            say("staff-conversations-draft-corrected"),
            again=partial(self._screen.show, conversation_id),
        )

    @post("/percakapan/<row:conversation_id>/laporan/<number>/data")
    @requires(Permission.MODERATE)
    def correct_ticket(self, conversation_id: int, number: str) -> ResponseReturnValue:
        me = member()

        def read() -> Act:
            sorting, place = self._typed()

            def correct(session: Session) -> Ticket:
                found = self._casework.own_ticket(session, conversation_id, number)
                if place is None and not teaches(found, sorting.kind, sorting.category):
                    raise UnreadableError(say("staff-conversations-unchanged"))
                return self._workflow.reclassify(
                    session,
                    number,
                    me.actor,
                    kind=sorting.kind,
                    category=sorting.category,
                    place=place,
                    seen_version=seen_version(),
                )

            return correct

        return self._room.read_and_do(
            conversation_id,
            read,
            say("staff-conversations-corrected", number=number),
            again=partial(self._screen.show, conversation_id),
        )

    @post("/percakapan/<row:conversation_id>/laporan/<number>/gabung")
    @requires(Permission.MODERATE)
    def merge(self, conversation_id: int, number: str) -> ResponseReturnValue:
        me = member()

        def join(session: Session) -> Ticket:
            self._casework.own_ticket(session, conversation_id, number)
            into = ticket_number(words(request.form, "main"))
            return self._workflow.move(session, number, Merge(main=into), me.actor, seen_version=seen_version())

        return self._room.do(
            conversation_id,
            join,
            say("staff-conversations-merged", number=number),
            again=partial(self._screen.show, conversation_id),
        )

    def _typed(self) -> tuple[Sorted, Place | None]:
        """Raises UnreadableError."""
        place = words(request.form, "area"), words(request.form, "point")
        return read_sorting(self._services), self._places.read(*place)
