"""The quarterly survey: who was chosen to be asked, and, apart from them, what was answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Base, RowId, by_value


class SurveyStage(StrEnum):
    WAITING = "waiting"
    """Chosen, and not asked yet."""
    ASKED = "asked"
    REMINDED = "reminded"
    OVER = "over"
    """Whether it was answered is not kept: that would lead from the answers to the person."""


class SurveyInvitation(Base):
    """A citizen who is asked about one quarter, once."""

    __tablename__ = "survey_invitation"
    __table_args__ = (
        UniqueConstraint("conversation_id", "quarter"),
        Index("ix_survey_invitation_due", "due_at"),
        Index("ix_survey_invitation_quarter", "quarter", "stage"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    quarter: Mapped[str] = mapped_column(String(6))
    unit: Mapped[str | None] = mapped_column(String(64))
    """Whose service is asked about; empty once that was asked."""
    stage: Mapped[SurveyStage] = mapped_column(by_value(SurveyStage, length=16))
    due_at: Mapped[datetime | None]
    """When it is looked at again; empty when it is over."""
    ends_at: Mapped[datetime]


class SurveyAnswer(Base):
    """One whole answer. Neither a time nor a running number leads back to who gave it."""

    __tablename__ = "survey_answer"
    __table_args__ = (Index("ix_survey_answer_quarter", "quarter", "unit"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """By chance."""
    quarter: Mapped[str] = mapped_column(String(6))
    unit: Mapped[str] = mapped_column(String(64))
    requirements: Mapped[int]
    procedure: Mapped[int]
    time: Mapped[int]
    cost: Mapped[int]
    product: Mapped[int]
    competence: Mapped[int]
    conduct: Mapped[int]
    complaints: Mapped[int]
    facilities: Mapped[int]
