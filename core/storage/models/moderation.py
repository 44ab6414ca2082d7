"""Conversations that wait for a person, and the moderators' tools."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.dialogue.outcome import Reason
from core.storage.base import Base, RowId, by_value, index_of_few
from core.storage.models.conversations import Conversation
from core.storage.models.staff import Staff


class Urgency(StrEnum):
    NORMAL = "normal"
    HIGH = "high"


class CloseReason(StrEnum):
    """Why many are closed at once."""

    FLOOD = "flood"
    """Nobody who needs an answer: sent by a machine, or in jest."""
    SETTLED = "settled"
    """It was dealt with otherwise."""
    SILENT = "silent"
    """The citizen has not come back."""
    NOTHING = "nothing"
    """There is nothing that a person could do."""


class Escalation(Base):
    """A conversation that waits for a moderator."""

    __tablename__ = "escalation"
    __table_args__ = (
        index_of_few("ix_escalation_waiting", "opened_at", "closed_at IS NULL"),
        index_of_few("ix_escalation_source", "source", "source IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    reason: Mapped[Reason] = mapped_column(by_value(Reason))
    urgency: Mapped[Urgency] = mapped_column(by_value(Urgency))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", name="fk_escalation_closed_by"))
    closed_because: Mapped[CloseReason | None] = mapped_column(by_value(CloseReason, length=16))
    """The reason that a moderator chose, where many were closed at once."""
    source: Mapped[str | None] = mapped_column(String(64))
    """`Inbound.source` of the message that called, for a day or for as long as it waits."""
    folded: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It stands among many of its source, and not in the queue by itself."""
    conversation: Mapped[Conversation] = relationship()


class ConversationNote(Base):
    """What a moderator wants colleagues to know about a conversation; the citizen never sees it."""

    __tablename__ = "conversation_note"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    staff: Mapped[Staff] = relationship()


class CannedReply(Base):
    """A reply that moderators send often; {placeholders} are filled in when it is chosen."""

    __tablename__ = "canned_reply"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    title: Mapped[str] = mapped_column(String(80), unique=True)
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
