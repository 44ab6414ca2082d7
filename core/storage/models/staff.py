"""The staff: who may log in, by what, and from where."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.kernel.states import Role
from core.storage.base import Base, RowId
from core.storage.types import Sealed


class Staff(Base):
    """A person who may log in."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(128))
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[Role]
    unit: Mapped[str | None] = mapped_column(String(64))
    active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=false())
    totp_secret: Mapped[bytes | None] = mapped_column(Sealed)
    """Set while the second factor is on."""
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    """The last time step that a code was accepted for: a code works once."""
    subject: Mapped[str | None] = mapped_column(String(512), index=True, unique=True)
    """Who this is for the city's own sign-on: the issuer and its `sub`."""
    created_at: Mapped[datetime]


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
