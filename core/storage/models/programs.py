"""The programs' side: tokens, the reports that came by them, and webhooks out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.kernel.states import Role
from core.storage.base import Base, RowId, by_value
from core.storage.models.conversations import SendState
from core.storage.models.tickets import Ticket
from core.storage.types import Sealed


class ApiToken(Base):
    """A program that may use the API. The token itself is shown once and never stored."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name: Mapped[str] = mapped_column(String(128))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token; with 256 random bits it needs neither salt nor stretching."""
    scopes: Mapped[str] = mapped_column(String(255))
    """Separated by blanks, as in RFC 6749."""
    role: Mapped[Role | None]
    unit: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class FiledReport(Base):
    """Which ticket a program's report became. The key makes its repetition a no-op."""

    __tablename__ = "filed_report"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"))
    key: Mapped[str | None] = mapped_column(String(255))
    """The caller's Idempotency-Key."""
    digest: Mapped[str] = mapped_column(String(64))
    """Keyed hash of what was sent: another report under the same key is an error."""
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    ticket: Mapped[Ticket] = relationship()


class Subscription(Base):
    """Where a program wants to be told of tickets that its token may see."""

    __tablename__ = "subscription"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    secret: Mapped[bytes] = mapped_column(Sealed)
    """Signs every call."""
    events: Mapped[str] = mapped_column(String(255))
    """Names of events, separated by blanks."""
    created_at: Mapped[datetime]
    failing_since: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    token: Mapped[ApiToken] = relationship()


class WebhookCall(Base):
    """One call that has to be made. The rows are the truth, as with messages to citizens."""

    __tablename__ = "webhook_call"
    __table_args__ = (
        UniqueConstraint("subscription_id", "event_id"),
        Index("ix_webhook_call_due", "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscription.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("ticket_event.id", ondelete="CASCADE"), index=True)
    payload: Mapped[dict[str, Any]]
    state: Mapped[SendState] = mapped_column(by_value(SendState))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    problem: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    subscription: Mapped[Subscription] = relationship()
