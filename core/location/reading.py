"""What a text says about the place: names of areas with their markers, landmarks, streets, postal code, RT/RW."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from core.kernel.excerpt import excerpt, first_and_last
from core.location.areas import Areas
from core.location.model import Area, Level, Spot
from core.location.names import AreaNames, Match
from core.location.places import PlaceHit, PlaceIndex
from core.location.spots import read_spot
from core.location.tokens import Token, plain, tokens_of
from core.location.word_readings import KEPT_WORDS
from core.location.words import CityWords

_POSTAL = re.compile(r"(?<![\d.,/])\d{5}(?![\d/]|[.,]\d)")
_LEAST_FUZZY_MARKER = 7
"""Letters. Shorter markers are like too many other words to be read with a letter wrong."""
_LEAST_FUZZY_NAME = 7
"""Letters. The same for names of one word, unless a marker stands before them."""
_LONGEST_STREET_NUMBER = 2
"""Figures of the number of a street ("Mangga Besar 4")."""
_LONGEST_UNIT = 3
"""Letters of a unit ("cm") that makes the number before it a measure."""
_WORDS = 600, 100
"""So many at the beginning and at the end of a text are read: all of them, if its words are of usual length."""
_NAMES = 30, 10
"""So many of the first and of the last names are looked at, and so many streets and landmarks."""


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a text, with what stands around it."""

    match: Match
    levels: frozenset[Level]
    """What the markers before it ("Kel.", "Kec.") say that it is."""
    weak: bool
    """Whether it seems to be part of the name of something else, or where somebody comes from or goes to."""
    after_rw: bool
    """Whether the number of an RW stands right before it, where addresses have the kelurahan."""
    passing: bool
    """Whether it is weak for what stands before it: a word for a street, a river, a direction of travel."""


@dataclass(frozen=True, slots=True)
class TextReading:
    """All that was found in a text."""

    mentions: tuple[NameMention, ...]
    hits: tuple[PlaceHit, ...]
    postal: tuple[Area, ...]
    """The areas with the first postal code of this city in the text."""
    postal_marked: bool
    """Whether a word for it stands before the postal code."""
    spot: Spot
    answer: bool
    """Whether the text says names only, as a reply to a question does."""


NOTHING_READ = TextReading((), (), (), False, Spot(), False)


class TextReader:
    """Reads texts with the names, places and words of one city."""

    def __init__(self, areas: Areas, words: CityWords, names: AreaNames, places: PlaceIndex) -> None:
        self._areas = areas
        self._words = words
        self._names = names
        self._places = places
        self._long_markers: Mapping[str, Level] = {
            word: level for word, level in words.levels.items() if len(word) >= _LEAST_FUZZY_MARKER
        }
        self._longest_marker = max(map(len, self._long_markers), default=0)
        self._kept_markers: dict[str, Level | None] = {}

    def read(self, text: str) -> TextReading:
        # Cut twice, because making a text plain can make it longer: some characters come apart into a dozen.
        text = excerpt(plain(excerpt(text)))
        tokens = _words(text)
        matches = first_and_last(self._names.find(tokens), *_NAMES)
        answer = self._is_answer(tokens, {at for match in matches for at in range(match.start, match.end)})
        mentions = [self._mention(tokens, match) for match in matches]
        mentions = [mention for mention in mentions if answer or not _is_chance_likeness(mention)]
        mentions = _as_address(mentions)
        matches = [mention.match for mention in mentions]
        inside = {at for match in matches for at in range(match.start, match.end)}
        hits = [
            hit
            for hit in first_and_last(self._places.find(tokens), *_NAMES)
            # What is wholly a name of an area says less as the stop or shop that was named after it.
            if hit.marked or not all(at in inside for at in range(hit.start, hit.end))
        ]
        mentions = [mention for mention in mentions if not _swallowed(mention, hits)]
        postal, marked = self._postal(text, tokens)
        return TextReading(
            tuple(mentions),
            tuple(hits),
            postal,
            marked,
            read_spot(text, tokens, hits, postal),
            answer,
        )

    def _level(self, word: str) -> Level | None:
        """What a word announces if it is a marker, be it with a letter wrong."""
        found = self._words.levels.get(word)
        if found is not None or not _LEAST_FUZZY_MARKER - 1 <= len(word) <= self._longest_marker + 1:
            return found
        if word not in self._kept_markers:
            if len(self._kept_markers) >= KEPT_WORDS:
                self._kept_markers.clear()
            self._kept_markers[word] = next(
                (lv for marker, lv in self._long_markers.items() if OSA.distance(word, marker, score_cutoff=1) <= 1),
                None,
            )
        return self._kept_markers[word]

    def _mention(self, tokens: Sequence[Token], match: Match) -> NameMention:
        levels = set()
        at = match.start - 1
        while at >= 0:
            level = self._level(tokens[at].text)
            if level is not None:
                levels.add(level)
            elif not (tokens[at].text in self._words.filler and at > 0 and self._level(tokens[at - 1].text)):
                break
            at -= 1
        passing = not levels and self._is_passing(tokens, match)
        weak = passing or (not levels and self._is_namesake(tokens, match))
        return NameMention(match, frozenset(levels), weak, _is_after_rw(tokens, match.start), passing)

    def _is_passing(self, tokens: Sequence[Token], match: Match) -> bool:
        """Whether a word for a street, a river or a direction of travel stands before the name."""
        if match.start == 0 or tokens[match.start].stop:
            return False
        words, before = self._words, tokens[match.start - 1].text
        return before in words.street or before in words.line or before in words.toward

    def _is_namesake(self, tokens: Sequence[Token], match: Match) -> bool:
        """Whether what follows makes it the name of something else: "Raya", a direction, a small number."""
        words = self._words
        if match.end >= len(tokens) or tokens[match.end].stop or tokens[match.end - 1].dot:
            return False
        after = tokens[match.end].text
        if after in words.tails or after in words.directions:
            return True
        # "Mangga Besar 4" is a street; "15/04" behind a name is RT/RW, "80 cm" a depth.
        follows = tokens[match.end + 1] if match.end + 1 < len(tokens) else None
        return (
            after.isdigit()
            and len(after) <= _LONGEST_STREET_NUMBER
            and (follows is None or follows.stop or len(follows.text) > _LONGEST_UNIT)
        )

    def _postal(self, text: str, tokens: Sequence[Token]) -> tuple[tuple[Area, ...], bool]:
        for match in _POSTAL.finditer(text):
            areas = self._areas.with_postal_code(match[0])
            if areas:
                before = [token.text for token in tokens if token.end <= match.start()]
                return areas, bool(before) and before[-1] in self._words.postal
        return (), False

    def _is_answer(self, tokens: Sequence[Token], inside: set[int]) -> bool:
        """Whether nothing but names, markers and figures was said."""
        for at, token in enumerate(tokens):
            known = at in inside or token.text.isdigit() or token.text in ("rt", "rw")
            if not (known or self._level(token.text) is not None or token.text in self._words.filler):
                return False
        return bool(inside)


def _words(text: str) -> Sequence[Token]:
    """Returns the words of a text; of very many the first and the last. No name spans the gap between these."""
    tokens = tokens_of(text)
    first, last = _WORDS
    if len(tokens) <= first + last:
        return tokens
    return [*tokens[:first], replace(tokens[-last], stop=True), *tokens[1 - last :]]


def _is_chance_likeness(mention: NameMention) -> bool:
    """Whether a single word was read as a short name with a letter wrong, and no marker says that it is a name.

    Text is full of words that differ from such a name by one letter.
    """
    match = mention.match
    short = match.words == 1 and match.length < _LEAST_FUZZY_NAME
    return bool(match.misspelt) and short and not mention.levels


def _as_address(mentions: list[NameMention]) -> list[NameMention]:
    """Marks a name that is said twice in a row: addresses put first the kelurahan, then the kecamatan of that name."""
    found = list(mentions)
    for at in range(len(found) - 1):
        first, second = found[at], found[at + 1]
        repeated = first.match.entry is second.match.entry and first.match.entry.dual
        if repeated and second.match.start == first.match.end and not (first.levels or second.levels):
            found[at] = replace(first, levels=frozenset({Level.KELURAHAN}), weak=False)
            found[at + 1] = replace(second, levels=frozenset({Level.KECAMATAN}), weak=False)
    return found


def _is_after_rw(tokens: Sequence[Token], start: int) -> bool:
    """Whether "RW 05", "RT 01/05" or the like ends right before this word."""
    before = [token.text for token in tokens[max(0, start - 4) : start]]
    return len(before) > 1 and before[-1].isdigit() and ("rw" in before[-2:] or "rt" in before[-4:-2])


def _swallowed(mention: NameMention, hits: Sequence[PlaceHit]) -> bool:
    """Whether a name is only a part of the name of a street or landmark that was found."""
    if mention.levels:
        return False
    start, end = mention.match.start, mention.match.end
    return any(
        hit.start <= start and end <= hit.end and (hit.end - hit.start) > (end - start) and hit.place.codes
        for hit in hits
    )
