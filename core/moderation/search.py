"""Finding a conversation again: by the words of its messages, or by the number of a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.storage.models import Conversation, InboundMessage, Ticket

SEARCHED_MESSAGES = 20_000
SEARCHED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class MessageHit:
    """A message that was searched for."""

    conversation: Conversation
    message: InboundMessage


def reporter_of(session: Session, number: str) -> int | None:
    """The conversation that reported the ticket with this number."""
    return session.scalar(select(Ticket.reporter_id).where(Ticket.number == number))


def search(session: Session, words: str, now: datetime, limit: int = 50) -> list[MessageHit]:
    """The newest messages that hold the words, one of each conversation. Only the latest messages are looked at."""
    newest = session.scalar(select(func.max(InboundMessage.id))) or 0
    query = (
        select(InboundMessage, Conversation)
        .join(Conversation, Conversation.id == InboundMessage.conversation_id)
        .where(InboundMessage.id > newest - SEARCHED_MESSAGES, InboundMessage.received_at >= now - SEARCHED_FOR)
        .where(InboundMessage.text.icontains(words, autoescape=True))
        .order_by(InboundMessage.id.desc())
        .limit(limit * 10)
    )
    found: dict[int, MessageHit] = {}
    for message, conversation in session.execute(query):
        found.setdefault(conversation.id, MessageHit(conversation, message))
    return list(found.values())[:limit]
