"""What a transaction leaves for workers to do: messages to send, attachments to fetch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from sqlalchemy.orm.unitofwork import UOWTransaction

from core.kernel.ports import Waker
from core.storage.models import Media, MediaState, OutboundMessage, SendState

_NOTED = "wakes.noted"


@dataclass(frozen=True)
class Wakes:
    conversations: Sequence[int]
    media: Sequence[int]

    def tell(self, waker: Waker) -> None:
        for conversation_id in self.conversations:
            waker.deliver(conversation_id)
        for media_id in self.media:
            waker.fetch_media(media_id)


def note(session: Session, _context: UOWTransaction) -> None:
    """At a flush: remember the new rows that workers have to see to."""
    found = [row for row in session.new if isinstance(row, OutboundMessage | Media)]
    if found:
        session.info.setdefault(_NOTED, []).extend(found)


def left_by(session: Session) -> Wakes:
    """Each once. What a savepoint took back has left the session, and wakes nobody."""
    rows = [row for row in session.info.pop(_NOTED, ()) if row in session]
    messages = [row for row in rows if isinstance(row, OutboundMessage) and row.state is SendState.QUEUED]
    media = [row for row in rows if isinstance(row, Media) and row.state is MediaState.PENDING]
    return Wakes(list(dict.fromkeys(row.conversation_id for row in messages)), [row.id for row in media])
