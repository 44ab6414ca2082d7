"""What a citizen gives by the page of a one-time link, a place or photos: messages of the same conversation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.intake.media import UPLOADED
from core.kernel.clock import Clock
from core.kernel.errors import MediaError
from core.kernel.messages import Inbound, MediaKind, MediaRef, Pin
from core.messaging.media_store import MediaStore
from core.messaging.one_time_links import Invitation, OneTimeLinks
from core.protection import photos
from core.protection.vault import Vault
from core.storage.database import Database
from core.storage.models import Conversation

_MOST_PHOTOS = 10


@dataclass(frozen=True)
class Invited:
    """A valid link, and the conversation whose report is still being put together."""

    link: Invitation
    conversation: Conversation


class LinkedAnswers:
    def __init__(self, database: Database, links: OneTimeLinks, media: MediaStore, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._links = links
        self._media = media
        self._vault = vault
        self._clock = clock

    def invited(self, token: str) -> Invited | None:
        """Who may answer by this link; None once it is over."""
        link = self._links.read(token)
        if link is None:
            return None
        with self._database.read() as session:
            conversation = session.get(Conversation, link.conversation_id)
        draft = conversation.state.draft if conversation else None
        return Invited(link, conversation) if conversation and draft and draft.key == link.key else None

    def messages(self, invited: Invited, pin: Pin | None, uploads: Sequence[bytes]) -> list[Inbound]:
        """Made of it twice, they have the same ids. Raises MediaError for photos that can't be taken."""
        if len(uploads) > _MOST_PHOTOS:
            raise MediaError("photo-too-many-at-once", f"{len(uploads)} photos, {_MOST_PHOTOS} are allowed")
        if uploads and not self._media.has_room():
            raise MediaError("photo-no-room", "the disk is nearly full")
        link, conversation = invited.link, invited.conversation
        sender = self._vault.decrypt(conversation.address)
        common: dict[str, Any] = {"account": conversation.account, "sender": sender, "sent_at": self._clock()}
        messages = [Inbound(message_id=link.message_id, pin=pin, **common)] if pin else []
        for data in uploads:
            photos.clean(data)  # refused here, where the citizen can choose another one
            digest = hashlib.sha256(data).hexdigest()[:16]
            ref = MediaRef(kind=MediaKind.IMAGE_FILE, ref=UPLOADED + self._media.put(data, ".upload"))
            messages.append(Inbound(message_id=f"{link.message_id}:{digest}", media=(ref,), **common))
        return messages
