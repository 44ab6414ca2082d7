"""What a correction changed, said truly: made from the draft before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.dialogue.answers import is_small_talk
from core.dialogue.outcome import Reply
from core.dialogue.plain_words import PlainWords
from core.dialogue.questions import told_place
from core.dialogue.state import Draft, Place, Slot
from core.kernel.states import UNSORTED, Kind

_NOT_THIS = re.compile(
    r"\b(?:bukan|bukannya|not|instead of|sanes|dudu|lain)\b(?P<wrong>.*?)"
    r"\b(?:tapi|tetapi|melainkan|but|tapinya|nanging|yang benar|yg bener|yang bener|yg benar)\b(?P<right>.+)",
    re.IGNORECASE | re.DOTALL,
)
_RIGHT_FIRST = re.compile(
    r"^(?P<right>.+?)[\s,;.]*\b(?:bukan|not)\b(?!\s+(?:main|hanya|cuma))(?P<wrong>.+)$", re.IGNORECASE | re.DOTALL
)
_THEN_RIGHT = re.compile(r"\b(?:bukan|not)\b(?P<wrong>[^,;]+)[,;]\s*(?P<right>.+)", re.IGNORECASE | re.DOTALL)
_DENIES_FIRST = re.compile(r"^(?:\W*\w+){0,2}?\W*\b(?:bukan|bukannya|not|sanes|dudu)\b", re.IGNORECASE)
_LONGEST = 300


def difference(before: Draft | None, after: Draft) -> tuple[Reply, ...]:
    """A sentence for each part that is another now; nothing where nothing is."""
    told = []
    if before is None or not same_place(before.place, after.place):
        told.append(Reply("changed-place", {"place": told_place(after.place)}))
    if before is None or (before.kind, before.category) != (after.kind, after.category):
        args: dict[str, str | int] = {"kind": after.kind or Kind.COMPLAINT, "category": after.category or UNSORTED}
        told.append(Reply("changed-category", args))
    if before is None or before.description != after.description:
        told.append(Reply("changed-description"))
    if before is None or before.photo_messages != after.photo_messages:
        told.append(Reply("changed-photos", {"photos": len(after.photo_messages)}))
    return tuple(told)


def same_place(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.words, one.area_code, one.lat, one.lon) == (other.words, other.area_code, other.lat, other.lon)


def right_part(text: str) -> str | None:
    """What is right in "bukan A tapi B" and in "B, bukan A"; None where the text is built otherwise."""
    if len(text) > _LONGEST:
        return None
    found = _NOT_THIS.search(text) or _THEN_RIGHT.search(text) or _RIGHT_FIRST.match(text.strip())
    if found is None or is_small_talk(PlainWords.of(found["right"]), Slot.PLACE):
        return None  # the "eh" of "eh bukan, kelurahan Cikini" is not what is right
    return found["right"].strip(" ,.;:")


def denies_first(text: str) -> bool:
    """ "Bukan Tebet Timur tapi Tebet Barat": puts right what was understood, whatever else it names."""
    return len(text) <= _LONGEST and bool(_DENIES_FIRST.match(text) and _NOT_THIS.search(text))


def right_one(options: Sequence[Place], text: str) -> Place | None:
    """Of several places the one that is named as the right one."""
    said = set(PlainWords.of(right_part(text) or "").tokens)
    named = [one for one in options if set(PlainWords.of(one.kelurahan or "").tokens) <= said and one.kelurahan]
    return named[0] if len(named) == 1 else None
