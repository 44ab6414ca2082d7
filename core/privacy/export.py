"""Hands a citizen the own data (UU 27/2022): machine-readable JSON and the photos, as one ZIP."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.kernel.states import INTERNAL_NOTES, Role
from core.messaging.media_store import MediaStore
from core.protection.vault import Vault
from core.storage.audit import Audit
from core.storage.database import Database
from core.storage.models import (
    Conversation,
    Follower,
    InboundMessage,
    Media,
    MediaState,
    OutboundMessage,
    Ticket,
    TicketEvent,
)

_READ_ME = """\
Salinan data Anda di Tanggap. data.json: data yang bisa dibaca mesin. foto/: foto-foto Anda.
A copy of your data in Tanggap. data.json: machine-readable. foto/: your photos.
"""
_SINCE_1980 = (1980, 1, 1, 0, 0, 0)


class Export:
    def __init__(self, database: Database, vault: Vault, media: MediaStore, audit: Audit) -> None:
        self._database = database
        self._vault = vault
        self._media = media
        self._audit = audit

    def waits(self, conversation_id: int, key: str) -> bool:
        """Whether a link with this key still brings a copy; asking uses nothing up."""
        with self._database.read() as session:
            conversation = session.get(Conversation, conversation_id)
        return conversation is not None and _opens(key, conversation)

    def take(self, conversation_id: int, key: str) -> bytes | None:
        """The ZIP for a link with this key, which is used up by it; None if it was before, or is another's.

        Packed before the key is used up: that takes the write lock, and the photos may lie far away.
        """
        with self._database.read() as session:
            conversation = session.get(Conversation, conversation_id)
            if conversation is None or not _opens(key, conversation):
                return None
            packed = self.pack(session, conversation)
        with self._database.write() as session:
            conversation = session.get(Conversation, conversation_id, with_for_update=True)
            if conversation is None or not _opens(key, conversation):
                return None
            conversation.download_key = None
            self.note(session, conversation, asked="chat")
        return packed

    def note(self, session: Session, conversation: Conversation, *, asked: str) -> None:
        """Write into the audit that a copy was handed out. `asked`: how (chat, letter)."""
        self._audit.write("privacy.exported", f"conversation/{conversation.id}", session=session, asked=asked)

    def pack(self, session: Session, conversation: Conversation) -> bytes:
        """The ZIP."""
        photos: dict[int, str] = {}
        data = self._data(session, conversation, photos)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, "BACA-README.txt", _READ_ME.encode())
            _put(archive, "data.json", json.dumps(data, ensure_ascii=False, indent=2).encode())
            for media_id, name in photos.items():
                key = session.get_one(Media, media_id).key
                _put(archive, name, self._media.get(key or ""))
        return out.getvalue()

    def _data(self, session: Session, conversation: Conversation, photos: dict[int, str]) -> dict[str, Any]:
        of_this = select(Ticket).where(Ticket.reporter_id == conversation.id).order_by(Ticket.id)
        followed = (
            select(Ticket.number)
            .join(Follower, Follower.ticket_id == Ticket.id)
            .where(Follower.conversation_id == conversation.id, Ticket.reporter_id != conversation.id)
        )
        name = conversation.display_name
        return {
            "channel": conversation.account,
            "address": self._vault.decrypt(conversation.address),
            "name": self._vault.decrypt(name) if name else None,
            "language": conversation.language,
            "since": _at(conversation.created_at),
            "unfinished_report": conversation.state.draft.model_dump(mode="json") if conversation.state.draft else None,
            "reports_begun_beside": [
                beside.draft.model_dump(mode="json") for beside in conversation.state.apart if beside.draft
            ],
            "messages": sorted(self._messages(session, conversation, photos), key=lambda message: message["at"]),
            "reports": [self._ticket(ticket, photos) for ticket in session.scalars(of_this)],
            "followed_reports": session.scalars(followed.order_by(Ticket.id)).all(),
        }

    def _messages(
        self, session: Session, conversation: Conversation, photos: dict[int, str]
    ) -> Iterator[dict[str, Any]]:
        received = (
            select(InboundMessage)
            .where(InboundMessage.conversation_id == conversation.id)
            .options(selectinload(InboundMessage.media))
        )
        for message in session.scalars(received):
            yield {
                "at": _at(message.received_at),
                "from": "you",
                "text": message.text,
                "pressed": message.pressed,
                "position": message.pin.model_dump() if message.pin else None,
                "attachments": [media.kind.value for media in message.media],
                "photos": _names(message.media, photos),
                "understood_as": message.understanding,
            }
        sent = select(OutboundMessage).where(OutboundMessage.conversation_id == conversation.id)
        for reply in session.scalars(sent):
            speaker = "staff" if reply.staff_id else "Tanggap"
            yield {"at": _at(reply.created_at), "from": speaker, "text": reply.text}

    def _ticket(self, ticket: Ticket, photos: dict[int, str]) -> dict[str, Any]:
        own = [photo.media for photo in ticket.photos if photo.event_id is None]
        return {
            "number": ticket.number,
            "kind": ticket.kind.value,
            "category": ticket.category,
            "state": ticket.state.value,
            "description": ticket.description,
            "place": ticket.place_words,
            "position": [ticket.lat, ticket.lon] if ticket.lat is not None else None,
            "area": [name for name in (ticket.kelurahan, ticket.kecamatan, ticket.kota) if name],
            "public": ticket.public,
            "rating": ticket.rating,
            "opened": _at(ticket.opened_at),
            "changed": _at(ticket.changed_at),
            "photos": _names(own, photos),
            "history": [_event(event) for event in ticket.events if _is_told(event)],
        }


def _opens(key: str, conversation: Conversation) -> bool:
    return conversation.download_key == key and conversation.erased_at is None


def _is_told(event: TicketEvent) -> bool:
    """What the reporter did or was told; not what colleagues wrote to each other."""
    return event.role is Role.REPORTER or event.to_state is not None


def _event(event: TicketEvent) -> dict[str, Any]:
    internal = event.role is not Role.REPORTER and event.to_state in INTERNAL_NOTES
    return {
        "at": _at(event.at),
        "what": event.verb.value,
        "by": "you" if event.role is Role.REPORTER else "city",
        "state": event.to_state.value if event.to_state else None,
        "note": None if internal else event.said,
    }


def _names(pictures: Iterable[Media], photos: dict[int, str]) -> list[str]:
    """The files in the ZIP; one that is in a message and in a report is there once."""
    stored = [media for media in pictures if media.state is MediaState.STORED and media.key]
    return [photos.setdefault(media.id, f"foto/{len(photos) + 1}.jpg") for media in stored]


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _SINCE_1980), data, zipfile.ZIP_DEFLATED)
