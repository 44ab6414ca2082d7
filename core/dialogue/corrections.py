"""What a correction changed, said truly: made from the draft before and after."""

from __future__ import annotations

import re

from core.dialogue.outcome import Reply
from core.dialogue.plain_words import PlainWords
from core.dialogue.questions import told_place
from core.dialogue.state import Draft, Place
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
    if found is None or not PlainWords.of(found["right"]).tokens:
        return None
    return found["right"].strip(" ,.;:")
