"""What the page shows of a conversation: both directions merged, and a cursor that loses nothing.

A cursor is `in.out`: up to which inbound and which outbound row the page has everything for good. It stays
behind rows that may still change or be preceded by a late commit: messages whose photo is still being cleaned,
and outbound rows that are only seconds old. Such rows come again with the next poll; the page knows them by
their own `cursor` and replaces them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.kernel.errors import PayloadError
from core.messaging.conversations import button_labels, said, sent
from core.storage.models import Conversation, InboundMessage, Media, MediaState, OutboundMessage

Row = TypeVar("Row", InboundMessage, OutboundMessage)
PAGE = 150
"""Messages of each direction that a first look gets."""
_CURSOR = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})")
_SETTLING = timedelta(seconds=30)
"""Longer than a transaction takes; within it, rows with a smaller id may still appear."""
_PHOTO_PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True)
class TranscriptCursor:
    inbound: int = 0
    outbound: int = 0

    @classmethod
    def read(cls, text: str) -> TranscriptCursor:
        """Raises PayloadError."""
        found = _CURSOR.fullmatch(text)
        if found is None:
            raise PayloadError("after: not a cursor of this API")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.inbound}.{self.outbound}"


@dataclass(frozen=True)
class TranscriptPage:
    messages: Sequence[dict[str, Any]]
    cursor: TranscriptCursor


def read(session: Session, conversation: Conversation, after: TranscriptCursor, now: datetime) -> TranscriptPage:
    """What is new since `after`, in order; from the beginning, the last messages only."""
    inbound = _since(session, said(conversation), InboundMessage.id, after.inbound)
    outbound = _since(session, sent(conversation), OutboundMessage.id, after.outbound)
    labels = _labels(session, conversation, inbound)
    shown = [((m.received_at, 0, m.id), _citizen(m, labels, now)) for m in inbound]
    shown += [((m.created_at, 1, m.id), _bot(m)) for m in outbound]
    shown.sort(key=lambda entry: entry[0])
    cursor = TranscriptCursor(
        inbound=_settled(after.inbound, inbound, lambda m: _photos_settled(m, now)),
        outbound=_settled(after.outbound, outbound, lambda m: m.created_at <= now - _SETTLING),
    )
    return TranscriptPage([message for _, message in shown], cursor)


def _since(session: Session, query: Select[Row], ids: InstrumentedAttribute[int], after: int) -> list[Row]:
    if after:
        return list(session.scalars(query.where(ids > after).order_by(ids).limit(PAGE)))
    return list(session.scalars(query.order_by(ids.desc()).limit(PAGE)))[::-1]


def _labels(session: Session, conversation: Conversation, inbound: Sequence[InboundMessage]) -> dict[str, str]:
    """What was written on the buttons that were pressed."""
    if not any(message.pressed for message in inbound):
        return {}
    return button_labels(session, conversation)


def _settled(start: int, rows: Sequence[Any], done: Any) -> int:
    """The last id before the first row that may still change."""
    for row in rows:
        if not done(row):
            return start
        start = row.id
    return start


def _photos_settled(message: InboundMessage, now: datetime) -> bool:
    pending = any(media.state is MediaState.PENDING for media in message.media)
    return not pending or message.received_at < now - _PHOTO_PATIENCE


def _citizen(message: InboundMessage, labels: dict[str, str], now: datetime) -> dict[str, Any]:
    return {
        "cursor": f"i{message.id}",
        "id": message.provider_id,
        "from": "citizen",
        "text": message.text or labels.get(message.pressed or "", ""),
        "pressed": message.pressed,
        "pin": {"lat": message.pin.lat, "lon": message.pin.lon} if message.pin else None,
        "photos": [photo_view(media) for media in message.media],
        "buttons": [],
        "at": message.received_at.isoformat(),
    }


def _bot(message: OutboundMessage) -> dict[str, Any]:
    return {
        "cursor": f"o{message.id}",
        "id": None,
        "from": "bot",
        "text": message.text,
        "pressed": None,
        "pin": None,
        "person": message.staff_id is not None,
        "photos": [photo_view(message.photo)] if message.photo else [],
        "buttons": [button.model_dump(mode="json") for button in message.buttons],
        "at": message.created_at.isoformat(),
    }


def photo_view(media: Media) -> dict[str, Any]:
    """A photo that is not (or not yet) to be seen has no `url`, and its `state` says why."""
    stored = media.state is MediaState.STORED
    return {
        "url": f"/chat/photos/{media.id}" if stored else None,
        "width": media.width,
        "height": media.height,
        "state": media.state.value,
    }


def may_see(session: Session, conversation: Conversation, media: Media) -> bool:
    """A photo belongs to a conversation if it was sent in it, either way."""
    if media.inbound_id is not None:
        owner = select(InboundMessage.conversation_id).where(InboundMessage.id == media.inbound_id)
        if session.scalar(owner) == conversation.id:
            return True
    sent = select(OutboundMessage.id).where(
        OutboundMessage.conversation_id == conversation.id, OutboundMessage.media_id == media.id
    )
    return session.scalar(sent.limit(1)) is not None
