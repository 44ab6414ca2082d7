"""Features of a message as a whole, which help to tell an address from a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nlu.text.regular import RegularText, Word

_LENGTHS = (1, 2, 4, 8, 15)
_SHARES = (0.3, 0.6, 0.85)


def clues(row: Sequence[Word], kinds: Iterable[str], places: Sequence[tuple[int, int]]) -> list[str]:
    """Returns clues: which entities of fixed form it holds, how long it is, and how much of it is a place.

    ``kinds`` are the entities with a fixed form, ``places`` their characters from and to.
    """
    counted = [w for w in row if w.raw[0].isalnum()]
    length = sum(len(counted) > limit for limit in _LENGTHS)
    found = [f"has {kind}" for kind in sorted(set(kinds))]
    found.append(f"length {length}")
    if places:
        inside = sum(any(a <= w.start < b for a, b in places) for w in counted)
        share = inside / max(len(counted), 1)
        found.append(f"place {sum(share > limit for limit in _SHARES)}")
    else:
        found.append("no place")
    return found


def reading(
    row: Sequence[Word],
    kinds: Iterable[str] = (),
    places: Sequence[tuple[int, int]] = (),
) -> RegularText:
    """Returns the words and clues of one message."""
    return RegularText(
        tuple(part for word in row if word.norm for part in word.norm.split()),
        tuple(clues(row, kinds, places)) if row else (),
    )


def without_places(row: Sequence[Word], places: Sequence[tuple[int, int]]) -> RegularText:
    """Returns the words outside of the places: what a message says, wherever it is."""
    kept = [w for w in row if not any(a <= w.start < b for a, b in places)]
    return RegularText(tuple(part for word in kept if word.norm for part in word.norm.split()))
