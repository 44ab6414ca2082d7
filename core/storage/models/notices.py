"""What staff are told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.kernel.states import Role
from core.storage.base import Base, RowId, by_value
from core.storage.models.tickets import Ticket

_UNREAD = text("read_at IS NULL")


class NoticeKey(StrEnum):
    """What a notice says: keys of the wording."""

    ARRIVED = "notice-arrived"
    ASSIGNED = "notice-assigned"
    REJECTED = "notice-rejected"
    AWAITING_VALIDATION = "notice-awaiting_validation"
    REOPENED = "notice-reopened"
    OVERDUE = "notice-overdue"
    OVERDUE_HEAD = "notice-overdue-head"
    OVERDUE_CITY = "notice-overdue-city"


class StaffNotice(Base):
    """Something that staff should know of: for one person, or for a role (or everybody) of a unit."""

    __tablename__ = "staff_notice"
    __table_args__ = (
        Index("ix_staff_notice_staff", "staff_id", "id"),
        Index("ix_staff_notice_unit", "unit", "id"),
        Index(
            "ix_staff_notice_unread", "unit", "staff_id", "role", "id", sqlite_where=_UNREAD, postgresql_where=_UNREAD
        ),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    key: Mapped[NoticeKey] = mapped_column(by_value(NoticeKey, length=48))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    unit: Mapped[str | None] = mapped_column(String(64))
    role: Mapped[Role | None]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    ticket: Mapped[Ticket] = relationship()
