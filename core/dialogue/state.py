"""What the bot remembers of a conversation between two messages. Stored as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

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
    WITHDRAW = "withdraw"
    COMPLAINT_REASON = "complaint_reason"
    FORGET = "forget"


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
    urgent: bool = False

    @property
    def description(self) -> str:
        return "\n".join(part.text for part in self.parts)

    def tried(self, slot: Slot) -> int:
        return self.tries.get(slot, 0)


class Option(_StateValue):
    """A button as it was shown, so that its label or its place in the list can be typed as well."""

    id: str
    label: str


class ConversationState(_StateValue):
    draft: Draft | None = None
    asked: Slot | None = None
    options: tuple[Option, ...] = ()
    ticket: str | None = None
    """The ticket that the last question was about, or that was opened last."""
    sent_draft: str | None = None
    group: str | None = None
    misses: int = 0
    """How often in a row the bot did not understand."""
    apart: tuple[ConversationState, ...] = ()
    """Reports that are put together beside the open one, each with its question: begun by messages that nobody has
    proven yet, or left for one of those. An answer to what was asked about one brings it back."""

    def with_draft(self, draft: Draft) -> ConversationState:
        return self.model_copy(update={"draft": draft})
