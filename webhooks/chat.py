"""The chat of the public page, as an API: post a message, read what is new, see the photos."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bots.web import TooLargeError, Upload, WebChannel
from core.intake.intake import Taken
from core.kernel.errors import PayloadError
from core.messaging import conversations
from core.messaging.transcript import TranscriptCursor, has_photo, transcript
from core.running.services import Services
from core.storage.models import Conversation, Media
from webhooks.language import language, say
from webhooks.photos import answer_photo
from webhooks.routing import Pages, get, limited, post
from webhooks.security import Guards, caller, same_origin
from webhooks.sources import Sources
from webhooks.transcript import message_views
from webhooks.visitor import Visitors

_MESSAGES_A_MINUTE = 60
_NEWCOMERS_A_MINUTE = 300
"""First messages from one address: behind one address may be a whole mobile network."""
_LOOKS_A_MINUTE = 240


class ChatPages(Pages):
    def __init__(self, services: Services, channel: WebChannel, public_url: str | None) -> None:
        self._services = services
        self._channel = channel
        https = bool(public_url and public_url.startswith("https:"))
        self._visitors = Visitors(services.vault.derive("web-visitor"), secure=https)
        self._sources = Sources(services.vault.derive("web-source"))
        self._from_our_page = same_origin(public_url)

    def _session_key(self) -> str:
        return self._visitors.known() or f"ip {caller()}"

    def _message_limit(self) -> str:
        return f"{_MESSAGES_A_MINUTE if self._visitors.known() else _NEWCOMERS_A_MINUTE}/minute"

    @post("/messages")
    @limited(_message_limit, by=_session_key)
    def take(self) -> ResponseReturnValue:
        """Take a message. `id` is made by the page: sent again it changes nothing."""
        if not self._from_our_page():
            abort(403)
        visitor = self._visitors.known() or self._visitors.newcomer(request.form.get("id", ""))
        now = self._services.clock()
        uploads = [Upload(file.read(), file.mimetype) for file in request.files.getlist("photo")]
        try:
            inbound = self._channel.parse(
                request.form,
                uploads,
                sender=visitor,
                sent_at=now,
                language=language(),
                source=self._sources.of(caller(), now.astimezone(self._services.config.zone).date()),
            )
        except PayloadError as error:
            return _refused(error)
        taken = self._services.inbox.take_or_keep(inbound)
        if taken is Taken.REPLAY:
            self._channel.discard(inbound)
        response = jsonify(taken=taken.value)
        self._visitors.remember(response, visitor)
        return response

    @get("/messages")
    @limited(f"{_LOOKS_A_MINUTE}/minute", by=_session_key)
    def look(self) -> ResponseReturnValue:
        """What is new since the cursor `after`."""
        try:
            after = TranscriptCursor.read(request.args.get("after", "0.0"))
        except PayloadError as error:
            return _refused(error)
        with self._services.database.read() as session:
            conversation = self._conversation(session)
            if conversation is None:
                return jsonify(messages=[], cursor="0.0")
            found = transcript(session, conversation, after, self._services.clock())
        return jsonify(messages=message_views(found), cursor=str(found.cursor))

    @get("/photos/<row:media_id>")
    def photo(self, media_id: int) -> ResponseReturnValue:
        """A photo of the visitor's own conversation; of anybody else's there is none."""
        with self._services.database.read() as session:
            conversation = self._conversation(session)
            media = session.get(Media, media_id)
            if conversation is None or media is None or not has_photo(session, conversation, media):
                abort(404)
        return answer_photo(self._services.media, media, kept=True)

    def _conversation(self, session: Session) -> Conversation | None:
        visitor = self._visitors.known()
        if visitor is None:
            return None
        return conversations.find(session, self._services.vault, self._channel.account, visitor)


def blueprint(services: Services, channel: WebChannel, guards: Guards, public_url: str | None) -> Blueprint:
    chat = Blueprint("chat", __name__, url_prefix="/chat")
    guards.csrf.exempt(chat)  # the origin is checked instead: a page in the browser's cache has no fresh token
    ChatPages(services, channel, public_url).add_to(chat, guards.limiter)

    @chat.after_request
    def not_kept(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return chat


def _refused(error: PayloadError) -> ResponseReturnValue:
    too_large = isinstance(error, TooLargeError)
    key = "error-413" if too_large else "error-400"
    return jsonify(error=say(key), detail=str(error)), 413 if too_large else 400
