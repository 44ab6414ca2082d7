"""The page behind a one-time link: a citizen marks the place, or adds a photo, for a channel that can do neither.

Whoever has the link may answer it; that is its purpose. So no cookie or CSRF token is asked for, and nothing of the
conversation is shown. What is sent becomes a message of that same conversation.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import ValidationError

from core.intake.media import UPLOADED
from core.kernel.errors import MediaError
from core.kernel.messages import Inbound, MediaKind, MediaRef, Pin
from core.location import Gazetteer
from core.location.outlines import outlines
from core.messaging.one_time_links import Invitation
from core.protection import photos
from core.running.services import Services
from core.storage.models import Conversation
from webhooks.security import Guards

_PAGE_LIMIT = "60/minute"
_SEND_LIMIT = "20/minute"
_MOST_PHOTOS = 10


def blueprint(services: Services, guards: Guards, gazetteer: Gazetteer) -> Blueprint:
    invitation = Blueprint("invitation", __name__)
    guards.csrf.exempt(invitation)

    @cache
    def areas() -> str:
        return json.dumps(outlines(gazetteer), separators=(",", ":"), ensure_ascii=False)

    @invitation.get("/t/wilayah.json")
    def map_areas() -> ResponseReturnValue:
        response = Response(areas(), content_type="application/geo+json")
        response.cache_control.public = True
        response.cache_control.max_age = 86_400
        response.add_etag()
        return response.make_conditional(request)

    @invitation.get("/t/<token>")
    @guards.limiter.limit(_PAGE_LIMIT)
    def page(token: str) -> ResponseReturnValue:
        if _invited(token) is None:
            return render_template("invitation.html", state="over"), 410
        return render_template("invitation.html", state="open", token=token)

    @invitation.post("/t/<token>")
    @guards.limiter.limit(_SEND_LIMIT)
    def answer(token: str) -> ResponseReturnValue:
        invited = _invited(token)
        if invited is None:
            return render_template("invitation.html", state="over"), 410
        try:
            messages = _messages(*invited)
        except (ValidationError, ValueError):
            return render_template("invitation.html", state="open", token=token, problem="place-unreadable"), 400
        except MediaError as refused:
            return render_template("invitation.html", state="open", token=token, problem=refused.reason), 400
        if not messages:
            return render_template("invitation.html", state="open", token=token, problem="place-missing"), 400
        for message in messages:
            services.inbox.take_or_keep(message)
        return render_template("invitation.html", state="taken")

    def _invited(token: str) -> tuple[Invitation, Conversation] | None:
        """A valid link whose report is still being put together."""
        invited = services.links.read(token)
        if invited is None:
            return None
        with services.database.read() as session:
            conversation = session.get(Conversation, invited.conversation_id)
        draft = conversation.state.draft if conversation else None
        return (invited, conversation) if conversation and draft and draft.key == invited.key else None

    def _messages(invited: Invitation, conversation: Conversation) -> list[Inbound]:
        """What the form holds, as messages of the conversation; sending it twice makes the same ids."""
        pin = _pin()
        uploads = [file.read() for file in request.files.getlist("photo") if file.filename]
        sender = services.vault.decrypt(conversation.address)
        common: dict[str, Any] = {"account": conversation.account, "sender": sender, "sent_at": services.clock()}
        messages = [Inbound(message_id=invited.message_id, pin=pin, **common)] if pin else []
        if len(uploads) > _MOST_PHOTOS:
            raise MediaError("photo-too-many-at-once", f"{len(uploads)} photos, {_MOST_PHOTOS} are allowed")
        if uploads and not services.media.has_room():
            raise MediaError("photo-no-room", "the disk is nearly full")
        for data in uploads:
            photos.clean(data)  # refused here, where the citizen can choose another one
            digest = hashlib.sha256(data).hexdigest()[:16]
            ref = MediaRef(kind=MediaKind.IMAGE_FILE, ref=UPLOADED + services.media.put(data, ".upload"))
            messages.append(Inbound(message_id=f"{invited.message_id}:{digest}", media=(ref,), **common))
        return messages

    def _pin() -> Pin | None:
        lat, lon, accuracy = (request.form.get(name, "").strip() for name in ("lat", "lon", "accuracy"))
        if not lat or not lon:
            return None
        return Pin(lat=float(lat), lon=float(lon), accuracy_m=float(accuracy) if accuracy else None)

    return invitation
