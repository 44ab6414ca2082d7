"""The mapped classes. What a column means stands beside it where the name does not say it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.dialogue.outcome import Reason
from core.dialogue.state import ConversationState as DialogueState
from core.kernel.messages import Button, MediaKind, Pin
from core.kernel.states import Kind, Role, State
from core.storage.base import Base, RowId, by_value, index_of_few
from core.storage.event_details import AnyDetail, EventDetail
from core.storage.types import JsonValue, Sealed


class Conversation(Base):
    """One citizen in one channel account."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("account", "address_hash"),
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
    photo: Mapped[Media | None] = relationship()


class DeadLetterRecord(Base):
    """What a provider sent and nobody could parse: shown to an operator, and tried again on demand."""

    __tablename__ = "kept_payload"

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


_BY_DAY = ("opened_on", "id", "state", "unit", "kind", "public", "rating")
_DUE = text("step_due_at IS NOT NULL")
_BY_DUE = (
    *("step_due_at", "id", "opened_on", "state", "unit", "category", "area_code", "kind"),
    *("public", "due_at", "assignee_id", "needs_person", "changed_at"),
)
"""All that core/reports/worklist.py chooses open tickets by, so that rows need not be read."""
_UNSORTED = text("step_due_at IS NOT NULL AND needs_person IS NOT NULL")
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

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), primary_key=True, index=True)
    since: Mapped[datetime]
    conversation: Mapped[Conversation] = relationship()


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


_UNREAD = text("read_at IS NULL")


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
    key: Mapped[str] = mapped_column(String(48))
    """What it says: a key of the wording."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    unit: Mapped[str | None] = mapped_column(String(64))
    role: Mapped[Role | None]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    ticket: Mapped[Ticket] = relationship()


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
