"""Conversations, and what is said in them in both directions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.dialogue.state import ConversationState as DialogueState
from core.kernel.messages import Button, MediaKind, Pin
from core.storage.base import Base, RowId, by_value, index_of_few
from core.storage.types import JsonValue, Sealed


class Conversation(Base):
    """One citizen in one channel account."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("account", "address_hash"),
        index_of_few("ix_conversation_draft_due", "draft_due_at", "draft_due_at IS NOT NULL"),
        index_of_few("ix_conversation_held", "moderator_id", "moderator_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    """Keyed hash of the address: finds the row without storing who it is."""
    address: Mapped[bytes] = mapped_column(Sealed)
    display_name: Mapped[bytes | None] = mapped_column(Sealed)
    """Shown to a moderator only."""
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[DialogueState] = mapped_column(JsonValue(DialogueState))
    blocked: Mapped[bool] = mapped_column(default=False)
    """The citizen stopped us, or is gone: nothing is sent any more."""
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """While a moderator holds the conversation, the bot is silent."""
    held_since: Mapped[datetime | None]
    barred: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A moderator stopped it because of abuse: what comes in is kept, and nothing answers."""
    thread: Mapped[str | None] = mapped_column(Text)
    """The channel's own note of the last message, handed back with every reply."""
    leased_until: Mapped[datetime | None]
    """A delivery worker holds the conversation until then; replies leave in order because of it."""
    created_at: Mapped[datetime]
    last_inbound_at: Mapped[datetime]
    draft_due_at: Mapped[datetime | None]
    """When something is done about a report that waits for its citizen's answer: a reminder, then its filing."""
    erased_at: Mapped[datetime | None] = mapped_column(index=True)
    """The citizen asked to be forgotten, and the last message has not left yet; the address stays for it alone."""
    download_key: Mapped[str | None] = mapped_column(String(8))
    """Of the link that hands out the citizen's own data, until it has been used."""

    @property
    def bot_speaks(self) -> bool:
        """Neither does a moderator speak here, nor is the citizen shut out."""
        return self.moderator_id is None and not self.barred


class InboundMessage(Base):
    """What a citizen wrote. The unique key makes a replay a no-op."""

    __tablename__ = "inbound_message"
    __table_args__ = (
        UniqueConstraint("account", "provider_id"),
        Index("ix_inbound_conversation", "conversation_id", "id"),
        index_of_few("ix_inbound_unread", "id", "unread_since IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    provider_id: Mapped[str] = mapped_column(String(255))
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    pin: Mapped[Pin | None] = mapped_column(JsonValue(Pin))
    pressed: Mapped[str | None] = mapped_column(String(64))
    edits: Mapped[str | None] = mapped_column(String(255))
    deletes: Mapped[str | None] = mapped_column(String(255))
    proven: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether the channel vouched for the sender."""
    digest: Mapped[str | None] = mapped_column(String(64))
    """Keyed hash of the content, where the sender chose the provider's id."""
    understanding: Mapped[dict[str, Any] | None]
    unread_since: Mapped[datetime | None]
    """It waits for the understanding, which was away."""
    media: Mapped[list[Media]] = relationship(back_populates="message", order_by="Media.id")


class MediaState(StrEnum):
    PENDING = "pending"
    KEPT = "kept"
    """Not fetched: only a person can make use of it (voice, video, documents)."""
    STORED = "stored"
    REFUSED = "refused"
    DISCARDED = "discarded"
    """To be deleted: its file with the next sweep, the empty row after a while."""


class Media(Base):
    """An attachment. It is fetched and cleaned after the commit, by a task."""

    __tablename__ = "media"
    __table_args__ = (Index("ix_media_pending", "state", "not_before"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    inbound_id: Mapped[int | None] = mapped_column(ForeignKey("inbound_message.id"), index=True)
    account: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[MediaKind]
    ref: Mapped[str | None] = mapped_column(Text)
    state: Mapped[MediaState] = mapped_column(by_value(MediaState))
    key: Mapped[str | None] = mapped_column(String(128))
    """Name in the media store."""
    mime: Mapped[str | None] = mapped_column(String(255))
    width: Mapped[int | None]
    height: Mapped[int | None]
    problem: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    created_at: Mapped[datetime]
    message: Mapped[InboundMessage | None] = relationship(back_populates="media")


class SendState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


class OutboundMessage(Base):
    """A reply or notice. These rows, not the task queue, are the truth about what has to be sent."""

    __tablename__ = "outbound_message"
    __table_args__ = (
        Index("ix_outbound_queue", "conversation_id", "state", "id"),
        Index("ix_outbound_due", "state", "not_before"),
        Index("ix_outbound_provider", "provider_id"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    text: Mapped[str] = mapped_column(Text)
    buttons: Mapped[tuple[Button, ...]] = mapped_column(JsonValue(tuple[Button, ...]))
    media_id: Mapped[int | None] = mapped_column(ForeignKey("media.id"))
    state: Mapped[SendState] = mapped_column(by_value(SendState))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    problem: Mapped[str | None] = mapped_column(Text)
    provider_id: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", name="fk_outbound_staff"))
    """The moderator who wrote it; empty for what the bot says."""
    draft_key: Mapped[str | None] = mapped_column(String(16))
    """Of the report that it asks about, so that an answer to it is known as one."""
    thread: Mapped[str | None] = mapped_column(Text)
    """The channel's own note, where the conversation's is not meant: an answer to who may be somebody else."""
    form_key: Mapped[str | None] = mapped_column(String(36), index=True, unique=True)
    """Of the form that it was written in: a form that is sent twice writes once."""
    essential: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It must not wait for what costs: a ticket's number, an answer to an emergency."""
    news: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Of our own accord: while it waits for more or for the morning, it holds up nothing behind it."""
    photo: Mapped[Media | None] = relationship()
