"""The counts that core/reports/counts/ keeps."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.kernel.states import Kind, State
from core.storage.base import Base, RowId

_NOTHING_LEFT = text("n = 0")


class TicketCount(Base):
    """How many tickets there are of one sort, opened in one period. See core/reports/counts/.

    A dimension that the cube does not have is empty, and so is one that its tickets don't have.
    """

    __tablename__ = "ticket_count"
    __table_args__ = (
        Index("ix_ticket_count_nothing", "n", sqlite_where=_NOTHING_LEFT, postgresql_where=_NOTHING_LEFT),
        {"sqlite_with_rowid": False},
    )

    cube: Mapped[str] = mapped_column(String(16), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The length of `period`: 0 is all time, 4 a year, 7 a month, 10 a day."""
    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    category: Mapped[str] = mapped_column(String(48), primary_key=True)
    unit: Mapped[str] = mapped_column(String(64), primary_key=True)
    area: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    public: Mapped[str] = mapped_column(String(3), primary_key=True)
    took: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Into which span of time its way from being opened to being done falls; -1 while it is not done."""
    n: Mapped[int]
    rated: Mapped[int]
    """How many of them their reporters rated."""
    stars: Mapped[int]
    """The sum of these ratings."""


class TicketCountChange(Base):
    """A ticket as it came (+1) or as it went (-1); triggers write these, the sweep adds them to the counts."""

    __tablename__ = "ticket_count_change"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    n: Mapped[int]
    opened_on: Mapped[date]
    kind: Mapped[Kind]
    category: Mapped[str] = mapped_column(String(48))
    state: Mapped[State]
    area_code: Mapped[str | None] = mapped_column(String(16))
    unit: Mapped[str | None] = mapped_column(String(64))
    public: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(32))
    rating: Mapped[int | None]
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
