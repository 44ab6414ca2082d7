"""Finds the house numbers that only say where the reporter lives. Streets and areas stay.

A number stays where the house is the place of the matter: in front of it, next to it, in it ("got di depan rumah saya
Jl. Mawar no 5 mampet"), or when something is wrong with the house itself ("rumah saya di Jl. Mawar no 5 kebanjiran").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

from core.protection.scrub.lexicon import MOST, Phrases, Writing, any_of, words
from core.protection.scrub.reading_names import is_everyday, is_given
from core.protection.scrub.spans import TextSpan

_STANDS = "[nomor rumah]"
_HOUSE = re.compile(
    r"(?<!\w)(?:(?:no|nomor|nomer|nmr|nmor|number|num)(?:[ \t.:]{1,3}|(?=\d))(?:rumah[ \t]{1,2})?"
    r"|#[ \t]?|rumah[ \t]{1,2}(?=\d))"
    r"[a-z]{0,2}[ \t.-]?\d{1,5}(?:[ \t]?[a-z](?!\w))?(?:[ \t]?[/-][ \t]?[a-z]?\d{1,4}[a-z]?)?(?!\w)"
    r"|(?<!\w)(?:blok|block|blk|kavling|kav|unit|kamar)[ \t.]{1,3}[a-z]{0,3}[ \t.]?\d{0,4}"
    r"[ \t]?[/-][ \t]?\d{1,4}[a-z]?(?!\w)"
    r"|(?<!\w)(?:lt|lantai)[ \t.]{1,3}\d{1,3}[ \t,]{1,3}(?:no|nomor|unit)[ \t.]{1,3}[a-z]{0,2}\d{0,4}[a-z]{0,2}(?!\w)"
    r"|(?<!\w)(?:unit|kamar)[ \t.]{1,3}(?:no[ \t.]{1,3})?[a-z]{0,2}\d{1,4}[a-z]{0,2}(?!\w)",
    re.IGNORECASE,
)
_STREET_NUMBER = re.compile(
    r"(?<!\w)(?:jl|jln|jalan|gang|gg)(?:\.[ \t]?|[ \t]{1,2})"
    r"(?:(?!(?:sdn?|smpn?|sman?|km|depan|dpn|dekat|samping|sebelah|seberang)\b)[^\W\d_]+\.?[ \t]{1,2}){1,4}?"
    r"(?:[ivx]{1,5}[ \t]?/[ \t]?)?((?!rt|rw)\d{1,4}[a-z]?(?:/\d{1,3})?)(?![\w.,]*\d|\w)",
    re.IGNORECASE,
)
_SELF = r"(?:saya|sy|aku|gw|gue|gua|kami|kita|ane|kulo|kula|abdi|i|we)"
_NEXT = r"(?:[ \t,]{1,3}(?:\[[a-z ]+\]|[\w'’.]{1,20}))"
_LIVING = Phrases("living", before=rf"(?:{_SELF}{_NEXT}{{0,5}}?[ \t,]{{1,3}})")
_LIVING_SELF = Phrases("living", after=rf"[ \t]{{1,2}}{_SELF}(?!\w)")
_OWN_HOUSE = Phrases("own_house")
_OWN_FLAT = Phrases(
    "own_flats", after=r"[ \t]{0,2}(?:[:=]|no(?!\w)\.?|nomor)?[ \t]{0,2}([a-z]{0,2}\d{1,4}[a-z]{0,2})(?!\w)"
)
_NAMED_HOUSE = re.compile(
    rf"\b(?=\w){_SELF}[ \t]{{1,2}}((?:\[nama\]|[^\W\d_]{{2,20}})(?:[ \t]{{1,2}}[^\W\d_]{{2,20}}){{0,2}}?)[ \t,]{{1,3}}"
    r"(?:rumah|rmh)[ \t]{1,2}(?=no|#|\d|jl|jln|jalan|blok|di\b)",
    re.IGNORECASE,
)
"""Who says their name and their house in one breath: "sy Joni rumah no 79"."""
_OWN_ADDRESS = Phrases("own_address")
_ADDRESS = Phrases("label_address", after="[ \t]{0,2}[:=]")
_PERSON_LABEL = re.compile(
    r"\b(?=[nhtwp])(?:nama|name|nik|no\.?[ \t]?(?:hp|wa|telp|ktp)|hp|telp|wa|telepon|pelapor|pekerjaan|ttl)[ \t]*[:=]",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_STOP = re.compile(r"[!?;\n]|\.(?=[ \t]|$)")
_ABBREVIATION = re.compile(
    r"(?:^|\W)(?:jl|jln|no|nmr|rt|rw|gg|kel|kec|kav|blk|komp|perum|h|hj|dr|kp|ds)$", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[!?;,\n]|(?<=\w)\.(?=[ \t])")
"""What stands before it tells nothing of the house: "lampu mati di depan. Rumah saya no 9"."""
_LONGEST = 160
"""So many characters after the lead are searched for the address."""
_BEFORE = 40
_WORDS_BEFORE = 4
_MATTER = re.compile(rf"\b(?=\w)(?:{any_of('matter')}|{any_of('vicinity')}[ \t]{{1,2}}rumah)(?!\w)", re.IGNORECASE)
_AROUND_HOUSE = Phrases(
    "vicinity",
    after=r"[ \t]{1,2}(?:rumah|rmh|house|kontrakan)(?:ku|nya|[ \t]{1,2}(?:saya|sy|kami|aku|itu|tersebut|tsb|my))?(?!\w)"
    r"(?![ \t,]{0,3}(?:di|no|nomor|jl|jln|jalan|blok|pak|bu|tetangga))",
)
_OTHER_PLACE = Phrases("other_places")
_FOLLOWING = re.compile(
    r"[ \t]{1,2}(?:(?:yang|yg|ini|itu|is|sudah|lagi|jadi|rt|rw|kel|kec)[ \t]{1,2}"
    r"|r[tw][ \t.]{0,2}\d{1,3}[ \t/]{0,2}){0,3}(\w+)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_MOST_NUMBERS = 3


def homes(writing: Writing) -> Iterator[TextSpan]:
    if not _DIGIT.search(writing.text):
        return
    yield from (TextSpan(*found.span(1), _STANDS) for found in _OWN_FLAT.within(writing))
    leads = sorted(_leads(writing))
    if not leads:
        return
    around, done = _Around(writing), 0
    for start, end, of_house in leads:
        if start < done:
            continue
        found = around.numbers(end, _end(writing.text, end))
        if not found:
            continue
        done = found[-1].end
        house_is_matter = of_house and _is_matter(writing.text, start, done)
        if not house_is_matter and not around.is_all_there_is(start, done):
            yield from found


def _leads(writing: Writing) -> Iterator[tuple[int, int, bool]]:
    """Returns where the text says where its writer lives: start, end, and whether the house itself is the subject."""
    leads = [(_LIVING, False), (_LIVING_SELF, False), (_OWN_HOUSE, True), (_OWN_ADDRESS, False)]
    if _PERSON_LABEL.search(writing.text):
        leads.append((_ADDRESS, False))
    for phrases, of_house in leads:
        yield from ((*found.span(), of_house) for found in phrases.within(writing))
    for found in islice(_NAMED_HOUSE.finditer(writing.text), MOST):
        said = found[1].split()
        if all(word == "[nama]" or is_given(word, small=False) or _written_like_a_name(word) for word in said):
            yield (*found.span(), True)


def _written_like_a_name(word: str) -> bool:
    return word[0].isupper() and not word.isupper() and not is_everyday(word)


def _end(text: str, begin: int) -> int:
    """Returns where the sentence ends. The full stop of an abbreviation does not end it."""
    for found in _STOP.finditer(text, begin, begin + _LONGEST):
        if found.group() != "." or not _ABBREVIATION.search(text[max(begin, found.start() - 6) : found.start()]):
            return found.start()
    return min(len(text), begin + _LONGEST)


def _is_matter(text: str, start: int, end: int) -> bool:
    """Whether the report is about this house: something in or around it, or something wrong with it."""
    clause = _CLAUSE_END.split(text[max(0, start - _BEFORE) : start])[-1]
    before = [word.casefold() for word in _WORD.findall(clause)][-_WORDS_BEFORE:]
    if before and (before[-1] == "di" or not words("vicinity").isdisjoint(before)):
        return True
    following = _FOLLOWING.match(text, end)
    return following is not None and following[1].casefold() in words("faults")


class _Around:
    """The other words about places in a text, read once."""

    def __init__(self, writing: Writing) -> None:
        text = writing.text
        self._numbers = [found.span() for found in _HOUSE.finditer(text)]
        self._of_streets = [found.span(1) for found in _STREET_NUMBER.finditer(text)]
        self._matters = [found.start() for found in _MATTER.finditer(text)]
        self._houses = [found.start() for found in _AROUND_HOUSE.within(writing)]
        self._places = [found.start() for found in _OTHER_PLACE.within(writing)]

    def numbers(self, begin: int, stop: int) -> list[TextSpan]:
        """Returns the house numbers of an address, up to where the text turns to something else."""
        matter = bisect_left(self._matters, begin)
        if matter < len(self._matters):
            stop = min(stop, self._matters[matter])
        houses = _within(self._numbers, begin, stop) or _within(self._of_streets, begin, stop)
        return [TextSpan(*span, _STANDS) for span in houses[:_MOST_NUMBERS]]

    def is_all_there_is(self, start: int, end: int) -> bool:
        """Whether the report is about something near the house, and only this address says where that is."""
        return _outside(self._houses, start, end) and not _outside(self._places, start, end)


def _within(spans: list[tuple[int, int]], begin: int, stop: int) -> list[tuple[int, int]]:
    return spans[bisect_left(spans, (begin, 0)) : bisect_left(spans, (stop, 0))]


def _outside(places: list[int], start: int, end: int) -> bool:
    return bool(places) and (places[0] < start or places[-1] >= end)
