"""One conversation: its page, and the live part of it."""

from __future__ import annotations

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from core.running.services import Services
from webhooks.routing import Pages, get
from webhooks.staff.conversations.room import Room
from webhooks.staff.conversations.screen import ConversationScreen
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires


class ConversationPages(Pages):
    def __init__(self, services: Services) -> None:
        self._database = services.database
        self._room = Room(services)
        self._screen = ConversationScreen(services)

    @get("/percakapan/<row:conversation_id>")
    @requires(Permission.SEE_ESCALATIONS)
    def conversation(self, conversation_id: int) -> ResponseReturnValue:
        return self._screen.show(conversation_id)

    @get("/percakapan/<row:conversation_id>/pesan")
    @requires(Permission.SEE_ESCALATIONS)
    def conversation_live(self, conversation_id: int) -> ResponseReturnValue:
        """The thread as it is now, for the page that shows it."""
        me = member()
        with self._database.read() as session:
            thread = self._screen.thread(session, self._room.conversation(session, conversation_id, me), me)
        html = render_template("staff/conversations/_thread.html", **thread)
        response = jsonify(html=html, stamp=thread["stamp"], count=thread["count"])
        response.add_etag()
        return response.make_conditional(request)
