"""The mapped classes of the staff's side: who is signed in, who looked at what, and the moderators' tools."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.storage.base import Base, RowId
from core.storage.models import Staff


class AuditEntry(Base):
    """Who looked at, or did, what. Triggers in the database refuse every change and removal."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_subject", "subject", "id"),
        Index("ix_audit_staff", "staff_id", "id"),
        Index("ix_audit_action", "action", "id"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(48))
    """What was done, such as `ticket.seen`."""
    subject: Mapped[str] = mapped_column(String(64))
    """What it was done to: a ticket's number, `conversation/17`, `staff/3`."""
    staff_id: Mapped[int | None]
    """Neither this nor the next is a foreign key: the entry outlives whatever it names."""
    token_id: Mapped[int | None]
    detail: Mapped[dict[str, Any] | None]


class StaffSession(Base):
    """A browser that somebody signed in with."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the random token in the browser's cookie."""
    browser: Mapped[str] = mapped_column(String(120))
    """What it calls itself, shortened, so that its owner knows it again."""
    second_factor: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether more than a password was shown, here or at the city's own sign-on."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    staff: Mapped[Staff] = relationship()


class RecoveryCode(Base):
    """Gets somebody in once who has lost the second factor."""

    __tablename__ = "staff_recovery_code"
    __table_args__ = (UniqueConstraint("staff_id", "hash"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    hash: Mapped[str] = mapped_column(String(64))
    """Keyed, so that nobody can try codes on a copy of the database alone."""
    used_at: Mapped[datetime | None]


class StaffChat(Base):
    """The chat in which somebody of the staff reads notices, and the code that will link one."""

    __tablename__ = "staff_chat"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversation.id"), index=True)
    """Empty until the code was sent."""
    since: Mapped[datetime | None]
    code_hash: Mapped[str | None] = mapped_column(String(64), index=True, unique=True)
    """Keyed hash."""
    code_until: Mapped[datetime | None]


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
