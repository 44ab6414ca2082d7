"""Tickets and their history, photos and followers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.kernel.states import Kind, Role, State
from core.storage.base import Base, RowId, by_value, index_of_few
from core.storage.event_details import AnyDetail, EventDetail
from core.storage.models.conversations import Conversation, Media
from core.storage.models.staff import Staff
from core.storage.types import JsonValue

_BY_DAY = ("opened_on", "id", "state", "unit", "kind", "public", "rating")
_DUE = text("step_due_at IS NOT NULL")
_BY_DUE = (
    *("step_due_at", "id", "opened_on", "state", "unit", "category", "area_code", "kind"),
    *("public", "due_at", "assignee_id", "needs_person", "changed_at"),
)
"""All that core/reports/worklist.py chooses open tickets by, so that rows need not be read."""
_UNSORTED = text("step_due_at IS NOT NULL AND needs_person IS NOT NULL")
_PLACED = text("lat IS NOT NULL")
_DONE = text("done_at IS NOT NULL")


class Ticket(Base):
    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_state", "state", "id"),
        Index("ix_ticket_reporter", "reporter_id", "id"),
        Index("ix_ticket_unit_state", "unit", "state", "id"),
        Index("ix_ticket_public", "public", "opened_at"),
        index_of_few("ix_ticket_unread", "id", "unread_since IS NOT NULL"),
        Index("ix_ticket_category", "category", "state", "id"),
        Index("ix_ticket_category_day", "category", *_BY_DAY, "area_code"),
        Index("ix_ticket_area", "area_code", *_BY_DAY, "category"),
        Index("ix_ticket_near", "category", "lat", "lon", sqlite_where=_PLACED, postgresql_where=_PLACED),
        Index("ix_ticket_changed", "changed_at", "id"),
        Index("ix_ticket_due", *_BY_DUE, sqlite_where=_DUE, postgresql_where=_DUE),
        Index("ix_ticket_unsorted", *_BY_DUE, sqlite_where=_UNSORTED, postgresql_where=_UNSORTED),
        Index("ix_ticket_unit_due", "unit", "step_due_at", "id", "due_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index("ix_ticket_done", "done_at", "unit", "area_code", sqlite_where=_DONE, postgresql_where=_DONE),
        Index(
            "ix_ticket_opened_on",  # holds all that core/reports/counts/ counts by, so that rows need not be read
            *("opened_on", "id", "state", "unit", "category", "area_code", "kind", "public", "channel", "rating"),
            *("opened_at", "done_at"),
        ),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[Kind]
    category: Mapped[str] = mapped_column(String(48))
    state: Mapped[State]
    description: Mapped[str] = mapped_column(Text)
    place_words: Mapped[str | None] = mapped_column(Text)
    """The place in the reporter's own words."""
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    area_code: Mapped[str | None] = mapped_column(String(16))
    kelurahan: Mapped[str | None] = mapped_column(String(64))
    kecamatan: Mapped[str | None] = mapped_column(String(64))
    kota: Mapped[str | None] = mapped_column(String(64))
    place_approximate: Mapped[bool] = mapped_column(default=False)
    unit: Mapped[str | None] = mapped_column(String(64), index=True)
    """Code of the unit that has the ticket now: of config.yml, or of a branch of it in an area."""
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", name="fk_ticket_assignee"), index=True)
    """The person of the unit who handles it."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id", name="fk_ticket_main"), index=True)
    """The main ticket, whose news the followers get."""
    public: Mapped[bool] = mapped_column(default=False)
    """The reporter agreed that the report may be shown."""
    needs_person: Mapped[str | None] = mapped_column(String(32))
    """Why a person must look at what the bot made of it: `kind`, `category`, `place`; empty when sure."""
    unread_since: Mapped[datetime | None]
    """It was opened while the understanding was away, and is sorted once that is back."""
    channel: Mapped[str] = mapped_column(String(32))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    rating: Mapped[int | None]
    version: Mapped[int] = mapped_column(Integer)
    opened_at: Mapped[datetime]
    opened_on: Mapped[date]
    """The day of it in the city's time."""
    changed_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    anonymised_at: Mapped[datetime | None]
    """Since then nothing in it leads to a person."""
    due_at: Mapped[datetime | None]
    """When it has to be finished."""
    step_due_at: Mapped[datetime | None]
    """When it has to leave its present state."""
    settles_at: Mapped[datetime | None] = mapped_column(index=True)
    """Until then its reporter may put it right quietly, and nobody else has heard of it."""
    estimate_at: Mapped[datetime | None] = mapped_column(index=True)
    """The finishing time that the citizen was told last."""
    climbs_at: Mapped[datetime | None] = mapped_column(index=True)
    """When somebody higher up is told, unless the ticket moves before."""
    escalation: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many rungs it has climbed in its present state."""

    __mapper_args__ = {"version_id_col": version}

    reporter: Mapped[Conversation] = relationship()
    assignee: Mapped[Staff | None] = relationship()
    main: Mapped[Ticket | None] = relationship(remote_side="Ticket.id")
    events: Mapped[list[TicketEvent]] = relationship(back_populates="ticket", order_by="TicketEvent.id")
    photos: Mapped[list[TicketPhoto]] = relationship(back_populates="ticket", order_by="TicketPhoto.id")
    holders: Mapped[list[TicketHolder]] = relationship()

    @property
    def doubts(self) -> tuple[str, ...]:
        """What the bot left to a person."""
        return tuple(self.needs_person.split(",")) if self.needs_person else ()


class EventVerb(StrEnum):
    OPENED = "opened"
    MOVED = "moved"
    NOTED = "noted"
    ADDED = "added"
    RATED = "rated"
    EDITED = "edited"
    SORTED = "sorted"
    CHECKED = "checked"
    """A validator looked at the place; the state stays."""
    UNMERGED = "unmerged"
    REASSIGNED = "reassigned"
    """Given to somebody else where it lies, because whoever had it is gone; the state stays."""
    CLIMBED = "climbed"
    """Overdue: the next one up was told."""


class TicketEvent(Base):
    """One line of a ticket's history; never changed afterwards."""

    __tablename__ = "ticket_event"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    at: Mapped[datetime]
    verb: Mapped[EventVerb] = mapped_column(by_value(EventVerb))
    role: Mapped[Role]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    from_state: Mapped[State | None]
    to_state: Mapped[State | None]
    note: Mapped[str | None] = mapped_column(Text)
    from_unit: Mapped[str | None] = mapped_column(String(64))
    to_unit: Mapped[str | None] = mapped_column(String(64))
    """The unit that has the ticket after the event, where it says something about units."""
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", name="fk_ticket_event_assignee"))
    """The person whom it was given to."""
    detail: Mapped[EventDetail | None] = mapped_column(JsonValue(AnyDetail))
    ticket: Mapped[Ticket] = relationship(back_populates="events")
    staff: Mapped[Staff | None] = relationship(foreign_keys=[staff_id])
    assignee: Mapped[Staff | None] = relationship(foreign_keys=[assignee_id])
    photos: Mapped[list[TicketPhoto]] = relationship(order_by="TicketPhoto.id")

    @property
    def said(self) -> str | None:
        """The note, or what the line tells instead, in codes."""
        return self.note or (self.detail.plain if self.detail else None)


class TicketHolder(Base):
    """Who has, or ever had, a ticket, or was told to see to it: they may look at it. Written with its events."""

    __tablename__ = "ticket_holder"
    __table_args__ = (Index("ix_ticket_holder", "holder", "ticket_id"), {"sqlite_with_rowid": False})

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id", ondelete="CASCADE"), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A unit by its code, or a person as `staff/17`."""


class TicketPhoto(Base):
    """A photo of the reporter (no event) or of a follow-up (its event)."""

    __tablename__ = "ticket_photo"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("ticket_event.id"))
    ticket: Mapped[Ticket] = relationship(back_populates="photos")
    media: Mapped[Media] = relationship()


class Follower(Base):
    """A conversation that is told about every step."""

    __tablename__ = "follower"
    __table_args__ = (index_of_few("ix_follower_ask_again", "ask_again_at", "ask_again_at IS NOT NULL"),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), primary_key=True, index=True)
    since: Mapped[datetime]
    ask_again_at: Mapped[datetime | None]
    """When a reporter who has not said whether it is solved is asked once more."""
    joined: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Told the same matter, and so became part of this ticket: may add to it and judge it as its reporter may."""
    rating: Mapped[int | None]
    """Of one who joined; the reporter's stands in the ticket."""
    conversation: Mapped[Conversation] = relationship()


class Correction(Base):
    """What a person made of a report that the bot had sorted otherwise. The understanding learns from these."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    """So that it goes when the reporter's data are erased."""
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    """Without personal data."""
    old_kind: Mapped[Kind]
    new_kind: Mapped[Kind]
    old_category: Mapped[str] = mapped_column(String(48))
    new_category: Mapped[str] = mapped_column(String(48))
