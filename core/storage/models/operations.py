"""What keeps the service itself running: dead letters, cursors, costs, the proof of its keys, the audit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Base, RowId
from core.storage.types import Sealed


class DeadLetterRecord(Base):
    """What a provider sent and nobody could parse: shown to an operator, and tried again on demand."""

    __tablename__ = "dead_letter"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    account: Mapped[str] = mapped_column(String(64), index=True)
    received_at: Mapped[datetime]
    payload: Mapped[bytes] = mapped_column(Sealed)
    """It may hold anything."""
    digest: Mapped[str | None] = mapped_column(String(64), index=True)
    """Keyed hash: what a provider repeats is kept once."""
    problem: Mapped[str] = mapped_column(Text)
    settled_at: Mapped[datetime | None]


class KeyProof(Base):
    """The one row by which a start knows whether it was given this database's keys (core/privacy/key_proof.py)."""

    __tablename__ = "key_proof"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    proof: Mapped[bytes] = mapped_column(Sealed)


class PollCursor(Base):
    """How far a polling channel has read."""

    __tablename__ = "cursor"

    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Spending(Base):
    """What an account has used up on a day (SMS segments)."""

    __tablename__ = "spending"

    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    amount: Mapped[int]


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
