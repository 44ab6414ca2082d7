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
from core.location.tokens import Token, plain, tokens_of
from core.location.word_readings import KEPT_WORDS
from core.location.words import CityWords

_RT_RW = re.compile(
    r"\b(?:rt\W{0,3}rw\W{0,3}0*(?P<rt1>\d{1,3})\W{1,3}0*(?P<rw1>\d{1,3})"
    r"|rt\W{0,3}0*(?P<rt2>\d{1,3})\W{1,3}(?:rw\W{0,3})?0*(?P<rw2>\d{1,3})"
    r"|rt\W{0,3}0*(?P<rt3>\d{1,3})\W{0,3}rw\W{0,3}0*(?P<rw3>\d{1,3}))\b"
)
_RT = re.compile(r"\brt\W{0,3}0*(\d{1,3})\b|\brt0*(\d{1,3})(?=rw)")
_RW = re.compile(r"(?:\b|(?<=\d))rw\W{0,3}0*(\d{1,3})\b")
_POSTAL = re.compile(r"(?<![\d.,/])\d{5}(?![\d/]|[.,]\d)")
_LEAST_FUZZY_MARKER = 7
_LEAST_FUZZY_NAME = 7
_WORDS = 600, 100
"""As many as the longest text that is looked at has if its words are of the usual length."""
_NAMES = 30, 10
"""So many of the names, and of the streets and landmarks, that a text begins and ends with are looked at."""


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a text, with what stands around it.

    levels: the markers before it. weak: it is a part of a street's name, a direction of travel, a namesake.
    after_rw: the number of an RW stands right before it, where addresses have the kelurahan.
    passing: weak for what stands before it (a street, a river, a direction of travel).
    """

    match: Match
    levels: frozenset[Level]
    weak: bool
    after_rw: bool
    passing: bool


@dataclass(frozen=True, slots=True)
class TextReading:
    """All that was found. `answer`: the text says names only, as a reply to a question does."""

    mentions: tuple[NameMention, ...]
    hits: tuple[PlaceHit, ...]
    postal: tuple[Area, ...]
    postal_marked: bool
    spot: Spot
    answer: bool


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
        # Once more: some characters come apart into a dozen.
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
            _spot(text, tokens, hits, postal),
            answer,
        )

    def _level(self, word: str) -> Level | None:
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
        if match.start == 0 or tokens[match.start].stop:
            return False
        words, before = self._words, tokens[match.start - 1].text
        return before in words.street or before in words.line or before in words.toward

    def _is_namesake(self, tokens: Sequence[Token], match: Match) -> bool:
        words = self._words
        if match.end >= len(tokens) or tokens[match.end].stop or tokens[match.end - 1].dot:
            return False
        after = tokens[match.end].text
        if after in words.tails or after in words.directions:
            return True
        # "Mangga Besar 4" is a street; "15/04" behind a name is RT/RW, "80 cm" a depth.
        follows = tokens[match.end + 1] if match.end + 1 < len(tokens) else None
        return after.isdigit() and len(after) <= 2 and (follows is None or follows.stop or len(follows.text) > 3)

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
    """Of very many words the first and the last; where some are left out, a name ends as at a comma."""
    tokens = tokens_of(text)
    first, last = _WORDS
    if len(tokens) <= first + last:
        return tokens
    return [*tokens[:first], replace(tokens[-last], stop=True), *tokens[1 - last :]]


def _is_chance_likeness(mention: NameMention) -> bool:
    """Whether an everyday word is only like a short name: text is full of words one edit away from one."""
    match = mention.match
    short = match.words == 1 and match.length < _LEAST_FUZZY_NAME
    return bool(match.misspelt) and short and not mention.levels


def _as_address(mentions: list[NameMention]) -> list[NameMention]:
    """A name said twice in a row is that of a kelurahan and of its kecamatan, as addresses put it."""
    found = list(mentions)
    for at in range(len(found) - 1):
        first, second = found[at], found[at + 1]
        repeated = first.match.entry is second.match.entry and first.match.entry.dual
        if repeated and second.match.start == first.match.end and not (first.levels or second.levels):
            found[at] = replace(first, levels=frozenset({Level.KELURAHAN}), weak=False)
            found[at + 1] = replace(second, levels=frozenset({Level.KECAMATAN}), weak=False)
    return found


def _is_after_rw(tokens: Sequence[Token], start: int) -> bool:
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


def _spot(text: str, tokens: Sequence[Token], hits: Sequence[PlaceHit], postal: Sequence[Area]) -> Spot:
    rt = rw = None
    both = _RT_RW.search(text)
    if both:
        numbers = [number for number in both.groups() if number]
        rt, rw = numbers[0], numbers[1]
    else:
        one, other = _RT.search(text), _RW.search(text)
        rt = next((number for number in one.groups() if number), None) if one else None
        rw = other[1] if other else None

    def said(street: bool) -> str | None:
        hit = next((hit for hit in hits if hit.street is street), None)
        return text[tokens[hit.start].start : tokens[hit.end - 1].end] if hit else None

    return Spot(said(True), said(False), rt, rw, postal[0].postal_code if postal else None)
