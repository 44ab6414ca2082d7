"""What a moderator writes in a conversation: replies to the citizen, and notes for colleagues."""

from __future__ import annotations

import uuid
from functools import partial

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.protection import photos
from core.running.services import Services
from webhooks.language import say
from webhooks.routing import Pages, get, post
from webhooks.staff.conversations.room import Act, Room
from webhooks.staff.conversations.screen import NOTE_LIMIT, ConversationScreen
from webhooks.staff.form_input import ANYTHING, UnreadableError, fitting, words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires


class WritingPages(Pages):
    def __init__(self, services: Services) -> None:
        self._database = services.database
        self._moderation = services.moderation
        self._canned_replies = services.canned_replies
        self._room = Room(services)
        self._screen = ConversationScreen(services)

    @post("/percakapan/<row:conversation_id>/balas")
    @requires(Permission.MODERATE)
    def reply(self, conversation_id: int) -> ResponseReturnValue:
        me, text = member(), words(request.form, "text", ANYTHING)

        def read() -> Act:
            key, photo = _form_key(), _photo()
            return lambda session: self._moderation.reply(
                session, conversation_id, me.staff_id, text, form_key=key, photo=photo
            )

        return self._room.read_and_do(
            conversation_id, read, "", again=partial(self._screen.show, conversation_id, typed=text)
        )

    @post("/percakapan/<row:conversation_id>/catatan")
    @requires(Permission.MODERATE)
    def conversation_note(self, conversation_id: int) -> ResponseReturnValue:
        me, text = member(), words(request.form, "note", ANYTHING)

        def act(session: Session) -> None:
            if not text:
                raise UnreadableError(say("staff-conversations-note-empty"))
            self._moderation.note(session, conversation_id, me.staff_id, fitting(text, NOTE_LIMIT))

        return self._room.do(
            conversation_id,
            act,
            say("staff-conversations-note-saved"),
            again=partial(self._screen.show, conversation_id, noted=text),
        )

    @get("/percakapan/<row:conversation_id>/balasan/<row:reply_id>")
    @requires(Permission.MODERATE)
    def filled_reply(self, conversation_id: int, reply_id: int) -> ResponseReturnValue:
        """A canned reply with its placeholders filled in, to be edited before it is sent."""
        with self._database.read() as session:
            found = self._room.conversation(session, conversation_id, member())
            return jsonify(text=self._canned_replies.filled(session, found, reply_id, request.args.get("laporan", "")))


def _form_key() -> str:
    try:
        return str(uuid.UUID(request.form.get("form_key", "")))
    except ValueError:
        raise UnreadableError(say("staff-conversations-incomplete-form")) from None


def _photo() -> photos.CleanPhoto | None:
    file = request.files.get("photo")
    return photos.clean(file.read()) if file is not None and file.filename else None
