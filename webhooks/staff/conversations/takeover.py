"""Who speaks in a conversation: taking it from the bot, giving it back, closing it, and shutting a citizen out."""

from __future__ import annotations

from functools import partial

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.running.services import Services
from webhooks.language import say
from webhooks.routing import Pages, post
from webhooks.rows import row_id
from webhooks.staff.conversations.queue import QueueTab
from webhooks.staff.conversations.room import Act, Room
from webhooks.staff.conversations.screen import NOTE_LIMIT, ConversationScreen
from webhooks.staff.form_input import ANYTHING, UnreadableError, fitting, words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires


class TakeoverPages(Pages):
    def __init__(self, services: Services) -> None:
        self._moderation = services.moderation
        self._room = Room(services)
        self._screen = ConversationScreen(services)

    @post("/percakapan/<row:conversation_id>/ambil")
    @requires(Permission.MODERATE)
    def take(self, conversation_id: int) -> ResponseReturnValue:
        me, instead_of = member(), request.form.get("instead_of", type=row_id)

        def act(session: Session) -> None:
            self._moderation.take(session, conversation_id, me.staff_id, instead_of=instead_of)

        return self._room.do(
            conversation_id,
            act,
            say("staff-conversations-taken"),
            again=partial(self._screen.show, conversation_id),
        )

    @post("/percakapan/<row:conversation_id>/serahkan")
    @requires(Permission.MODERATE)
    def hand_back(self, conversation_id: int) -> ResponseReturnValue:
        me = member()
        return self._leave(
            conversation_id,
            lambda session: self._moderation.hand_back(session, conversation_id, me.staff_id),
            say("staff-conversations-handed-back"),
        )

    @post("/percakapan/<row:conversation_id>/tutup")
    @requires(Permission.MODERATE)
    def close(self, conversation_id: int) -> ResponseReturnValue:
        me = member()
        return self._leave(
            conversation_id,
            lambda session: self._moderation.close(session, conversation_id, me.staff_id),
            say("staff-conversations-closed-quietly"),
        )

    @post("/percakapan/<row:conversation_id>/blokir")
    @requires(Permission.MODERATE)
    def bar(self, conversation_id: int) -> ResponseReturnValue:
        me, reason = member(), words(request.form, "reason", ANYTHING)

        def act(session: Session) -> None:
            if not reason:
                raise UnreadableError(say("staff-conversations-bar-no-reason"))
            note = say("staff-conversations-bar-note", reason=fitting(reason, NOTE_LIMIT))
            self._moderation.bar(session, conversation_id, me.staff_id, note)

        return self._room.do(
            conversation_id,
            act,
            say("staff-conversations-barred"),
            again=partial(self._screen.show, conversation_id, reason=reason),
        )

    @post("/percakapan/<row:conversation_id>/buka-blokir")
    @requires(Permission.MODERATE)
    def lift(self, conversation_id: int) -> ResponseReturnValue:
        me = member()
        return self._room.do(
            conversation_id,
            lambda session: self._moderation.lift(session, conversation_id, me.staff_id),
            say("staff-conversations-lifted"),
            again=partial(self._screen.show, conversation_id),
        )

    def _leave(self, conversation_id: int, act: Act, said: str) -> ResponseReturnValue:
        """What ends a conversation for a moderator leads back to the queue."""
        return self._room.do(
            conversation_id,
            act,
            said,
            again=partial(self._screen.show, conversation_id),
            goal="staff.conversations",
            lihat=QueueTab.WAITING.value,
        )
