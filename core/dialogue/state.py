"""What the bot remembers of a conversation between two messages. Stored as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict

from core.kernel.states import State

LONGEST_PLACE = 200
"""Characters of a place's words: what is longer tells a story, and stands in the description as well."""


class _StateValue(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Slot(StrEnum):
    """A question that the bot may have asked last."""

    DESCRIPTION = "description"
    CATEGORY = "category"
    PLACE = "place"
    PHOTO = "photo"
    CONFIRM = "confirm"
    CHANGE = "change"
    PUBLISH = "publish"
    DUPLICATE = "duplicate"
    """Is it what an open ticket is about already?"""
    CANCEL = "cancel"
    """Is the draft to be dropped?"""
    WITHDRAW = "withdraw"
    """Is the ticket to be withdrawn?"""
    SOLVED = "solved"
    COMPLAINT_REASON = "complaint_reason"
    SECOND = "second"
    """Is the second matter of a message to be reported, too?"""
    FORGET = "forget"
    SURVEY = "survey"


TICKET_QUESTIONS = frozenset({Slot.PUBLISH, Slot.SOLVED})
"""They hold nothing up, so they wait while something else is talked about."""
MOST_WAITING = 5
MOST_EARLIER = 3
MOST_ANSWERS = 6


def shortened(words: str | None) -> str | None:
    """Words of a place, cut between two of them where they are too many."""
    if words is None or len(words) <= LONGEST_PLACE:
        return words
    room = LONGEST_PLACE - 1
    cut = words.rfind(" ", room // 2, room)
    return words[: cut if cut > 0 else room].rstrip(" ,;") + "…"


class Place(_StateValue):
    """Where it is: the reporter's words, a position, an area, or all of them."""

    words: Annotated[str | None, AfterValidator(shortened)] = None
    lat: float | None = None
    lon: float | None = None
    area_code: str | None = None
    kelurahan: str | None = None
    kecamatan: str | None = None
    kota: str | None = None
    approximate: bool = False

    def worded(self, words: str | None) -> Place:
        """The same place in other words."""
        return self.model_copy(update={"words": shortened(words)})

    @property
    def area_name(self) -> str | None:
        names = [name for name in (self.kelurahan, self.kecamatan, self.kota) if name]
        return ", ".join(names) or None


class DescriptionPart(_StateValue):
    """One message's share of the description, kept apart so that an edit can replace it."""

    message_id: str
    text: str


class Verdict(_StateValue):
    """What a person made of the sorting of a draft, and what the bot had made of it."""

    kind: str
    category: str
    old_kind: str | None
    old_category: str | None


class Offer(_StateValue):
    """An open ticket that may be about the same matter: as much of it as anybody may know."""

    number: str
    category: str
    area: str | None
    since: datetime
    state: State
    followers: int
    own: bool = False
    """The citizen hears of it already."""
    repeated: bool = False
    """It was told by the same citizen in much the same words, so nobody has to be asked."""
    says_more: bool = True
    """The draft tells what the ticket does not."""


class Draft(_StateValue):
    """A report that is being put together."""

    key: str
    """Buttons carry it: one that belongs to another draft is known as stale."""
    parts: tuple[DescriptionPart, ...] = ()
    kind: str | None = None
    category: str | None = None
    category_options: tuple[str, ...] = ()
    place: Place | None = None
    place_options: tuple[Place, ...] = ()
    place_hints: tuple[str, ...] = ()
    """What was said of the place so far without settling it."""
    place_within: str | None = None
    """Code of the kecamatan or kota that is already sure."""
    photo_messages: tuple[str, ...] = ()
    """Provider ids of the messages whose pictures belong to the report, one for each picture."""
    photo_skipped: bool = False
    needs_person: tuple[str, ...] = ()
    verdict: Verdict | None = None
    unread: bool = False
    """The understanding was away: it reads the report once it is back."""
    tries: Mapping[str, int] = {}
    sure: bool = False
    """What it is about was clear, or was chosen: nothing was guessed that the reporter would have to confirm."""
    offer: Offer | None = None
    """The open ticket that was offered instead of a new one."""
    alone: bool = False
    """The citizen has said that it is another matter."""
    amends: str | None = None
    """Number of the ticket that this draft corrects; a new one is opened where there is none."""
    reminded: bool = False
    """Its reporter fell silent, and has been reminded of it."""

    @property
    def description(self) -> str:
        return "\n".join(part.text for part in self.parts)

    @property
    def has_content(self) -> bool:
        """Whether something would be lost with it."""
        return bool(self.parts or self.photo_messages)

    @property
    def messages(self) -> frozenset[str]:
        """Ids of the messages that it is made of."""
        return frozenset((*(part.message_id for part in self.parts), *self.photo_messages))

    def tried(self, slot: Slot) -> int:
        return self.tries.get(slot, 0)


class Option(_StateValue):
    """A button as it was shown, so that its label or its place in the list can be typed as well."""

    id: str
    label: str


class OpenQuestion(_StateValue):
    """A question that waits while another one is answered."""

    asked: Slot
    ticket: str
    options: tuple[Option, ...] = ()


class Opened(_StateValue):
    """The ticket that was opened last, as it was told: it can still be put right in words."""

    number: str
    draft: Draft
    at: datetime

    def put_right(self, draft: Draft) -> Opened:
        return self.model_copy(update={"draft": draft})


class GivenAnswer(_StateValue):
    """Which message answered which question: if it is edited, the question is answered anew."""

    message_id: str
    asked: Slot
    draft: str | None = None
    """Key of the draft that the question was about, if it was not a ticket."""
    ticket: str | None = None


class Danger(_StateValue):
    """Somebody is in danger: since when, and of which kind."""

    kind: str
    since: datetime


class OpenSurvey(_StateValue):
    """The quarterly survey, as far as it was answered. Filed without the person, and then forgotten here."""

    quarter: str
    unit: str
    """Code of the unit whose service is asked about."""
    name: str
    """What the citizen is told of it."""
    agreed: bool = False
    values: tuple[int, ...] = ()


class ConversationState(_StateValue):
    draft: Draft | None = None
    asked: Slot | None = None
    options: tuple[Option, ...] = ()
    ticket: str | None = None
    """The ticket that the last question was about, or that was opened last."""
    waiting: tuple[OpenQuestion, ...] = ()
    """Questions about tickets that are still open behind the one that was asked last; the newest first."""
    opened: Opened | None = None
    earlier: tuple[Opened, ...] = ()
    """Those that were opened before that one, the newest first."""
    spoken: str | None = None
    """Number of the ticket that was spoken of last."""
    answers: tuple[GivenAnswer, ...] = ()
    """The last answers, the newest first."""
    second: Draft | None = None
    """Another matter that was told in the message which began the open report; offered once that is a ticket."""
    waits: bool = False
    """Of a report beside the open one: its citizen left it for another, and is asked about it afterwards."""
    dropped: Draft | None = None
    """What was cancelled last: that can be taken back."""
    danger: Danger | None = None
    survey: OpenSurvey | None = None
    question: str | None = None
    """Wording key of the question that was asked last."""
    times: int = 0
    """How often in a row it was asked: each time in other words."""
    sent_draft: str | None = None
    group: str | None = None
    misses: int = 0
    """How often in a row the bot did not understand."""
    apart: tuple[ConversationState, ...] = ()
    """Reports that are put together beside the open one, each with its question: begun by messages that nobody has
    proven yet, or left for one of those. An answer to what was asked about one brings it back."""

    def with_draft(self, draft: Draft | None) -> ConversationState:
        return self.put(draft=draft)

    def put(self, **changes: Any) -> ConversationState:
        return self.model_copy(update=changes)

    def with_opened(self, opened: Opened) -> ConversationState:
        """A ticket was opened; those before it can still be put right."""
        earlier = (self.opened, *self.earlier) if self.opened else self.earlier
        return self.put(opened=opened, earlier=earlier[:MOST_EARLIER])

    def opened_as(self, number: str | None) -> Opened | None:
        """The ticket of this number as it was told, if it is among the last ones."""
        return next((one for one in self.all_opened if one.number == number), None)

    def opened_with(self, message_id: str | None) -> Opened | None:
        """The ticket that this message is a part of, if it is among the last ones."""
        return next((one for one in self.all_opened if message_id in one.draft.messages), None)

    @property
    def all_opened(self) -> tuple[Opened, ...]:
        """The last tickets as they were told, the newest first."""
        return (self.opened, *self.earlier) if self.opened else self.earlier

    def put_right(self, number: str, draft: Draft) -> ConversationState:
        """A ticket's telling is another now."""
        if self.opened and self.opened.number == number:
            return self.put(opened=self.opened.put_right(draft))
        return self.put(earlier=tuple(one.put_right(draft) if one.number == number else one for one in self.earlier))

    def having_answered(self, message_id: str) -> ConversationState:
        """This message was said while the open question was asked."""
        if self.asked is None:
            return self
        draft = self.draft.key if self.draft else None
        given = GivenAnswer(message_id=message_id, asked=self.asked, draft=draft, ticket=None if draft else self.ticket)
        return self.put(answers=(given, *self.answers)[:MOST_ANSWERS])

    def without_question(self) -> ConversationState:
        """The open question is answered: the one that waited behind it is open again."""
        if not self.waiting:
            return self.put(asked=None, options=(), misses=0)
        back, *others = self.waiting
        changes = {"asked": back.asked, "ticket": back.ticket, "options": back.options, "waiting": tuple(others)}
        return self.put(**changes, misses=0)

    def without_ticket(self, number: str) -> ConversationState:
        """Nothing of this ticket is remembered any more."""
        ends = {"ticket": None, "asked": None, "options": ()} if self.ticket == number else {}
        opened = None if self.opened and self.opened.number == number else self.opened
        waiting = tuple(one for one in self.waiting if one.ticket != number)
        return self.put(**ends, opened=opened, dropped=None, waiting=waiting)

    def asked_besides(self, asked: Slot, ticket: str, options: tuple[Option, ...]) -> ConversationState:
        """A question about a ticket that came by itself: open at once, unless a report is being put together."""
        if self.draft is None and self.danger is None:
            return self.with_question(asked, ticket).put(options=options)
        behind = tuple(one for one in self.waiting if (one.asked, one.ticket) != (asked, ticket))
        this = OpenQuestion(asked=asked, ticket=ticket, options=options)
        return self.put(waiting=(this, *behind)[:MOST_WAITING])

    def set_aside(self) -> ConversationState:
        """A question about a ticket holds nothing up: it waits while something else is talked about."""
        if self.asked not in TICKET_QUESTIONS or self.ticket is None:
            return self
        this = OpenQuestion(asked=self.asked, ticket=self.ticket, options=self.options)
        behind = (one for one in self.waiting if (one.asked, one.ticket) != (this.asked, this.ticket))
        return self.put(asked=None, options=(), waiting=(this, *behind)[:MOST_WAITING])

    def with_question(self, asked: Slot, ticket: str) -> ConversationState:
        """A question about a ticket becomes the open one; one about another ticket waits behind it."""
        aside = self.set_aside()
        behind = tuple(one for one in aside.waiting if (one.asked, one.ticket) != (asked, ticket))
        return aside.put(asked=asked, ticket=ticket, waiting=behind, misses=0)
