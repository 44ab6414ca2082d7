"""Finds in the words for a place what was taken from the description: whole, or in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from core.protection.scrub.lexicon import MOST
from core.protection.scrub.names import of_another
from core.protection.scrub.reading_names import WORD, is_everyday
from core.protection.scrub.spans import TextSpan

_AS_GOOD_AS_NOTHING = 3
"""Characters. Shorter pieces occur in too many words to be looked for."""
_NAME, _HOUSE = "[nama]", "[nomor rumah]"
_PERSONAL_NUMBERS = frozenset({"[telepon]", "[nomor]", "[nik]", "[tanggal lahir]"})
_FEWEST_DIGITS = 4
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"(?<!\w)\+?\d(?:[ \t.\-/()]{0,3}+\d)*+(?!\w)")
_HOUSE_NUMBER = re.compile(r"(?P<before>\w+)(?P<gap>[ \t.]{1,3})(?P<number>\d{1,5}[a-z]?)(?!\w)", re.IGNORECASE)
_NOT_OF_HOUSES = frozenset({"rt", "rw", "km", "koridor", "sdn", "smpn", "sman", "halte"})
_PARTS = re.compile(r"([,;])")
_BARE = re.compile(r"[\s.:]*(?:\[[a-z ]+\][\s.:]*)+")


def repeated(place: str, taken: Sequence[tuple[str, str]], clean: str) -> list[TextSpan]:
    """Returns where pieces that were `taken` stand in the place, except those that the `clean` text still has."""
    pieces = list(dict.fromkeys(taken))[:MOST]
    return [
        *_whole(place, pieces, clean),
        *_names(place, pieces, clean),
        *_numbers(place, pieces),
        *_houses(place, pieces, clean),
    ]


def without_bare_placeholders(place: str) -> str:
    """Leaves out the parts between commas that are only placeholders, if there are other parts."""
    first, *others = _PARTS.split(place)
    parts = [("", first), *zip(others[::2], others[1::2], strict=True)]
    kept = [(mark, part) for mark, part in parts if not _BARE.fullmatch(part)]
    if not kept or len(kept) == len(parts):
        return place
    return (kept[0][1] + "".join(mark + part for mark, part in kept[1:])).strip()


def _whole(place: str, pieces: Sequence[tuple[str, str]], clean: str) -> Iterator[TextSpan]:
    for piece, stands in pieces:
        pattern = re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)", re.IGNORECASE)
        again = list(islice(pattern.finditer(place), MOST)) if len(piece) >= _AS_GOOD_AS_NOTHING else []
        if again and not pattern.search(clean):
            yield from (TextSpan(*found.span(), stands) for found in again)


def _names(place: str, pieces: Sequence[tuple[str, str]], clean: str) -> Iterator[TextSpan]:
    gone = {word.casefold() for piece, stands in pieces if stands == _NAME for word in WORD.findall(piece)}
    gone = {word for word in gone if len(word) >= _AS_GOOD_AS_NOTHING and not is_everyday(word)}
    if gone:
        gone.difference_update(map(str.casefold, WORD.findall(clean)))
        for word in WORD.finditer(place):
            if word.group().casefold() in gone and not of_another(place, word.start()):
                yield TextSpan(*word.span(), _NAME)


def _numbers(place: str, pieces: Sequence[tuple[str, str]]) -> Iterator[TextSpan]:
    gone = [("".join(_DIGITS.findall(piece)), stands) for piece, stands in pieces if stands in _PERSONAL_NUMBERS]
    for number in islice(_NUMBER.finditer(place), MOST) if gone else ():
        digits = "".join(_DIGITS.findall(number.group()))
        stands = next((stands for whole, stands in gone if digits in whole), None)
        if len(digits) >= _FEWEST_DIGITS and stands:
            yield TextSpan(*number.span(), stands)


def _houses(place: str, pieces: Sequence[tuple[str, str]], clean: str) -> Iterator[TextSpan]:
    """Returns where house numbers that were taken stand, by their digits ("5" of "5B").

    Not those that `clean` still has after the same word.
    """
    gone = {digits for piece, stands in pieces if stands == _HOUSE for digits in _DIGITS.findall(piece)}
    if gone:
        left = {_told(found) for found in _HOUSE_NUMBER.finditer(clean)}
        for found in _HOUSE_NUMBER.finditer(place):
            before, digits = _told(found)
            if digits in gone and before not in _NOT_OF_HOUSES and (before, digits) not in left:
                yield TextSpan(*found.span("number"), _HOUSE)


def _told(found: re.Match[str]) -> tuple[str, str]:
    number = _DIGITS.match(found["number"])
    return found["before"].casefold(), number.group() if number else ""
