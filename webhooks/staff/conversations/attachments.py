"""Photos and other attachments of a conversation."""

from __future__ import annotations

import io
import mimetypes

from flask import abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.kernel.errors import SendError
from core.messaging.transcript import has_photo
from core.moderation.takeover import subject
from core.running.services import Services
from core.storage.models import Media
from webhooks.language import say
from webhooks.photos import answer_photo
from webhooks.routing import Pages, get
from webhooks.staff.conversations.room import Room
from webhooks.staff.conversations.thread import playable
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires


class AttachmentPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._room = Room(services)

    @get("/percakapan/<row:conversation_id>/foto/<row:media_id>")
    @requires(Permission.SEE_ESCALATIONS)
    def conversation_photo(self, conversation_id: int, media_id: int) -> ResponseReturnValue:
        with self._services.database.read() as session:
            media = self._media(session, conversation_id, media_id)
        self._services.audit.write("photo.seen", subject(conversation_id), staff_id=member().staff_id, photo=media_id)
        return answer_photo(self._services.media, media)

    @get("/percakapan/<row:conversation_id>/lampiran/<row:media_id>")
    @requires(Permission.MODERATE)
    def attachment(self, conversation_id: int, media_id: int) -> ResponseReturnValue:
        """A voice message, video or document, fetched from the provider if nobody has asked for it before.

        Anything may be in it: only sounds and films are played in the browser, all else is downloaded.
        """
        with self._services.database.read() as session:
            media = self._media(session, conversation_id, media_id)
        try:
            data = self._services.media_fetcher.attachment(media_id)
        except SendError:
            flash(say("staff-conversations-attachment-gone"))
            return redirect(url_for("staff.conversation", conversation_id=conversation_id))
        if "Range" not in request.headers:
            self._services.audit.write(
                "attachment.seen", subject(conversation_id), staff_id=member().staff_id, media=media_id
            )
        kind = (media.mime or "").partition(";")[0].strip().lower()
        plays = bool(playable(media)) and "unduh" not in request.args
        response = send_file(
            io.BytesIO(data),
            mimetype=kind if plays else "application/octet-stream",
            as_attachment=not plays,
            download_name=f"lampiran-{media_id}{mimetypes.guess_extension(kind) or '.bin'}",
            conditional=True,
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _media(self, session: Session, conversation_id: int, media_id: int) -> Media:
        """404 for whatever was not sent in this conversation."""
        found = self._room.conversation(session, conversation_id, member())
        media = session.get(Media, media_id)
        if media is None or not has_photo(session, found, media):
            abort(404)
        return media
