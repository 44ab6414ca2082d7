"""A conversation as a page reads it: both directions merged, and a cursor that loses nothing.

A cursor is `in.out`: up to which inbound and which outbound row the page has everything for good. It stays
behind rows that may still change or be preceded by a late commit: messages whose photo is still being cleaned,
and outbound rows that are only seconds old. Such rows come again with the next look; the page knows them by
their own cursor and replaces them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

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
class Transcript:
    messages: Sequence[InboundMessage | OutboundMessage]
    labels: Mapping[str, str]
    """What was written on the buttons that the citizen pressed, by the buttons' ids."""
    cursor: TranscriptCursor


def transcript(session: Session, conversation: Conversation, after: TranscriptCursor, now: datetime) -> Transcript:
    """What is new since `after`, in order; from the beginning, the last messages only."""
    inbound = _since(session, said(conversation), InboundMessage.id, after.inbound)
    outbound = _since(session, sent(conversation), OutboundMessage.id, after.outbound)
    pressed = any(message.pressed for message in inbound)
    cursor = TranscriptCursor(
        inbound=_settled(after.inbound, inbound, lambda message: _photos_settled(message, now)),
        outbound=_settled(after.outbound, outbound, lambda message: message.created_at <= now - _SETTLING),
    )
    return Transcript(
        messages=sorted([*inbound, *outbound], key=_order),
        labels=button_labels(session, conversation) if pressed else {},
        cursor=cursor,
    )


def has_photo(session: Session, conversation: Conversation, media: Media) -> bool:
    """Whether it was sent in this conversation, either way."""
    if media.inbound_id is not None:
        owner = select(InboundMessage.conversation_id).where(InboundMessage.id == media.inbound_id)
        if session.scalar(owner) == conversation.id:
            return True
    sent_by_us = select(OutboundMessage.id).where(
        OutboundMessage.conversation_id == conversation.id, OutboundMessage.media_id == media.id
    )
    return session.scalar(sent_by_us.limit(1)) is not None


def _order(message: InboundMessage | OutboundMessage) -> tuple[datetime, int, int]:
    if isinstance(message, InboundMessage):
        return message.received_at, 0, message.id
    return message.created_at, 1, message.id


def _since(session: Session, query: Select[Row], ids: InstrumentedAttribute[int], after: int) -> list[Row]:
    if after:
        return list(session.scalars(query.where(ids > after).order_by(ids).limit(PAGE)))
    return list(session.scalars(query.order_by(ids.desc()).limit(PAGE)))[::-1]


def _settled(start: int, rows: Sequence[Row], done: Callable[[Row], bool]) -> int:
    """The last id before the first row that may still change."""
    for row in rows:
        if not done(row):
            return start
        start = row.id
    return start


def _photos_settled(message: InboundMessage, now: datetime) -> bool:
    pending = any(media.state is MediaState.PENDING for media in message.media)
    return not pending or message.received_at < now - _PHOTO_PATIENCE
