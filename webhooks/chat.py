"""The chat of the public page, as an API: post a message, read what is new, see the photos."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from bots.web import TooLargeError, Upload, WebChannel
from core.intake.intake import Taken
from core.kernel.errors import PayloadError
from core.messaging import conversations
from core.running.services import Services
from core.storage.models import Conversation, Media
from webhooks import transcript
from webhooks.language import language, say
from webhooks.photos import answer_photo
from webhooks.security import Guards, caller, same_origin
from webhooks.sources import Sources
from webhooks.visitor import Visitors

_MESSAGES_A_MINUTE = 60
_NEWCOMERS_A_MINUTE = 300
"""First messages from one address: behind one address may be a whole mobile network."""
_LOOKS_A_MINUTE = 240


def blueprint(services: Services, channel: WebChannel, guards: Guards, public_url: str | None) -> Blueprint:
    chat = Blueprint("chat", __name__, url_prefix="/chat")
    https = bool(public_url and public_url.startswith("https:"))
    visitors = Visitors(services.vault.derive("web-visitor"), secure=https)
    sources = Sources(services.vault.derive("web-source"))
    from_our_page = same_origin(public_url)
    guards.csrf.exempt(chat)  # the origin is checked instead: a page in the browser's cache has no fresh token

    def session_key() -> str:
        return visitors.known() or f"ip {caller()}"

    def message_limit() -> str:
        return f"{_MESSAGES_A_MINUTE if visitors.known() else _NEWCOMERS_A_MINUTE}/minute"

    @chat.post("/messages")
    @guards.limiter.limit(message_limit, key_func=session_key)
    def take() -> ResponseReturnValue:
        """Take a message. `id` is made by the page: sent again it changes nothing."""
        if not from_our_page():
            abort(403)
        visitor = visitors.known() or visitors.newcomer(request.form.get("id", ""))
        now = services.clock()
        uploads = [Upload(file.read(), file.mimetype) for file in request.files.getlist("photo")]
        try:
            inbound = channel.parse(
                request.form,
                uploads,
                sender=visitor,
                sent_at=now,
                language=language(),
                source=sources.of(caller(), now.astimezone(services.config.zone).date()),
            )
        except PayloadError as error:
            return _refused(error)
        taken = services.inbox.take_or_keep(inbound)
        if taken is Taken.REPLAY:
            channel.discard(inbound)
        response = jsonify(taken=taken.value)
        visitors.remember(response, visitor)
        return response

    @chat.get("/messages")
    @guards.limiter.limit(f"{_LOOKS_A_MINUTE}/minute", key_func=session_key)
    def look() -> ResponseReturnValue:
        """What is new since the cursor `after`."""
        try:
            after = transcript.TranscriptCursor.read(request.args.get("after", "0.0"))
        except PayloadError as error:
            return _refused(error)
        with services.database.read() as session:
            conversation = _conversation(session, visitors.known())
            if conversation is None:
                return jsonify(messages=[], cursor="0.0")
            page = transcript.read(session, conversation, after, services.clock())
        return jsonify(messages=page.messages, cursor=str(page.cursor))

    @chat.get("/photos/<row:media_id>")
    def photo(media_id: int) -> ResponseReturnValue:
        """A photo of the visitor's own conversation; of anybody else's there is none."""
        with services.database.read() as session:
            conversation = _conversation(session, visitors.known())
            media = session.get(Media, media_id)
            if conversation is None or media is None or not transcript.may_see(session, conversation, media):
                abort(404)
        return answer_photo(services.media, media, kept=True)

    @chat.after_request
    def not_kept(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _conversation(session: Session, visitor: str | None) -> Conversation | None:
        if visitor is None:
            return None
        return conversations.find(session, services.vault, channel.account, visitor)

    return chat


def _refused(error: PayloadError) -> ResponseReturnValue:
    too_large = isinstance(error, TooLargeError)
    key = "error-413" if too_large else "error-400"
    return jsonify(error=say(key), detail=str(error)), 413 if too_large else 400
