"""Finding names of areas in words: exact, abbreviated, misspelt by a letter, in other order, joined or split.

All spellings of the names stand in one tree of words. A written word has few readings (itself, what it
abbreviates, what it is one edit away from), so a text is read by walking the tree from each of its words. The
readings of a word are worked out once and kept. Near misses are found through the words with one letter left
out (symmetric deletion, as in SymSpell), and checked with rapidfuzz.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import permutations

from rapidfuzz.distance import OSA

from core.location import weights
from core.location.areas import Areas
from core.location.tokens import Token, words_of
from core.location.words import CityWords

_LEAST_FUZZY = 4
"""Shorter words have too many neighbours to be read as misspelt."""
_SHORT = 5
"""A misspelt word below this length is read, but never sure."""
_VOWELS = frozenset("aeiou")
KEPT_WORDS = 20_000
"""None is longer than the longest name, so what is kept of them stays below some ten megabytes."""


class MatchKind(IntEnum):
    """How a written word was read, from sure to unsure."""

    EXACT = 0
    KNOWN_ABBREVIATION = 1
    LIKELY_ABBREVIATION = 2
    MISSPELT = 3


@dataclass(frozen=True, slots=True)
class NameEntry:
    """Everything that one name means, by codes. `family`: the kelurahan that begin with this name."""

    key: str
    kelurahan: tuple[str, ...] = ()
    kecamatan: tuple[str, ...] = ()
    kota: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    neighbour: int | None = None
    city: bool = False
    everyday: bool = False

    @property
    def dual(self) -> bool:
        """Both a kelurahan and a kecamatan have this name."""
        return bool(self.kelurahan and self.kecamatan)


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in words `start` to `end` (exclusive) of a text."""

    start: int
    end: int
    entry: NameEntry
    words: int
    abbreviated: int = 0
    likely: int = 0
    misspelt: int = 0
    misspelt_short: int = 0
    reordered: bool = False
    length: int = 0

    @property
    def exact(self) -> bool:
        return not (self.likely or self.misspelt or self.reordered)

    @property
    def penalty(self) -> float:
        return (
            weights.MISSPELT_PENALTY * self.misspelt
            + weights.CUT_OFF_PENALTY * self.likely
            + weights.REORDERED_PENALTY * self.reordered
            + weights.ABBREVIATED_PENALTY * self.abbreviated
        )

    @property
    def score(self) -> float:
        return self.length - self.penalty


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    names: list[tuple[str, bool]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _WordReading:
    word: str
    kind: MatchKind


class AreaNames:
    """All names of a city's areas and of its neighbours, ready to be found."""

    def __init__(self, areas: Areas, words: CityWords) -> None:
        self._words = words
        self._entries: dict[str, NameEntry] = {}
        self._root = _Node()
        spellings = _spellings(areas, words, self._entries)
        for key, spelling in spellings:
            self._add(key, spelling)
        self._vocabulary = frozenset(_words_in(self._root))
        self._near: dict[str, list[str]] = defaultdict(list)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._vocabulary):
            self._by_letter[word[0]].append(word)
            if len(word) >= _LEAST_FUZZY:
                for part in {word, *_shortened(word)}:
                    self._near[part].append(word)
        self.longest = max(map(len, self._vocabulary), default=0) + 1
        """What is longer is not even a misspelt name."""
        self._kept: dict[tuple[str, bool], tuple[_WordReading, ...]] = {}

    def knows(self, key: str) -> bool:
        """Whether this joined spelling is a name."""
        return key in self._entries

    def in_name(self, word: str) -> bool:
        """Whether the word is part of a name."""
        return word in self._vocabulary

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """The names in a text in reading order, the best reading of each stretch.

        Several matches over the same words mean that they can be read as several names.
        """
        matches: list[Match] = []
        for start in range(len(tokens)):
            self._walk(tokens, start, start, self._root, Match(start, start, _NOTHING, 0), matches)
        if not matches:
            return matches
        matches.sort(key=lambda match: (-match.score, match.start))
        taken: list[Match] = []
        by_word: dict[int, list[Match]] = defaultdict(list)
        for match in matches:
            words = range(match.start, match.end)
            if all(_same_reading(match, other) for at in words for other in by_word.get(at, ())):
                taken.append(match)
                for at in words:
                    by_word[at].append(match)
        return sorted(taken, key=lambda match: match.start)

    def _add(self, key: str, spelling: Sequence[str]) -> None:
        for joined in _joinings(tuple(spelling)):
            self._insert(key, joined, False)
        if 2 <= len(spelling) <= 3 and len(set(spelling)) == len(spelling):
            for order in permutations(spelling):
                if order != tuple(spelling):
                    self._insert(key, order, True)

    def _insert(self, key: str, spelling: Sequence[str], reordered: bool) -> None:
        node = self._root
        for word in spelling:
            node = node.children.setdefault(word, _Node())
        if not any(other == key for other, _ in node.names):
            node.names.append((key, reordered))

    def _walk(self, tokens: Sequence[Token], start: int, at: int, node: _Node, so_far: Match, out: list[Match]) -> None:
        if at >= len(tokens) or (at > start and tokens[at].stop):
            return
        token = tokens[at]
        # A full stop after a whole word of a name ends a sentence; after a shorter one it marks an abbreviation.
        if at > start and tokens[at - 1].dot and tokens[at - 1].text in self._vocabulary:
            return
        steps: list[tuple[_WordReading, int]] = [(reading, at + 1) for reading in self._readings(token)]
        together = len(token.text) + len(tokens[at + 1].text) <= self.longest if at + 1 < len(tokens) else False
        if together and not tokens[at + 1].stop and not token.dot:
            steps.extend((reading, at + 2) for reading in self._pair_readings(token.text + tokens[at + 1].text))
        for reading, after in steps:
            child = node.children.get(reading.word)
            if child is None:
                continue
            kind = reading.kind
            match = replace(
                so_far,
                end=after,
                words=so_far.words + 1,
                abbreviated=so_far.abbreviated + (kind is MatchKind.KNOWN_ABBREVIATION),
                likely=so_far.likely + (kind is MatchKind.LIKELY_ABBREVIATION),
                misspelt=so_far.misspelt + (kind is MatchKind.MISSPELT),
                misspelt_short=so_far.misspelt_short + (kind is MatchKind.MISSPELT and len(reading.word) < _SHORT),
                length=so_far.length + len(reading.word),
            )
            for key, reordered in child.names:
                found = replace(match, entry=self._entries[key], reordered=reordered)
                if _plausible(found):
                    out.append(found)
            if child.children:
                self._walk(tokens, start, after, child, match, out)

    def _readings(self, token: Token) -> tuple[_WordReading, ...]:
        if len(token.text) > self.longest:
            return ()
        key = (token.text, token.dot)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= KEPT_WORDS:
                self._kept.clear()
            kept = self._kept[key] = tuple(self._read(token.text, token.dot))
        return kept

    def _read(self, text: str, dot: bool) -> Iterable[_WordReading]:
        seen = set()
        if text in self._vocabulary:
            seen.add(text)
            yield _WordReading(text, MatchKind.EXACT)
        for word in self._words.abbreviations.get(text, ()):
            if word in self._vocabulary and word not in seen:
                seen.add(word)
                yield _WordReading(word, MatchKind.KNOWN_ABBREVIATION)
        if text in self._words.common or text.isdigit() or seen:
            return
        for word in self._misspelt(text) if not self._words.is_marker(text) else ():
            seen.add(word)
            yield _WordReading(word, MatchKind.MISSPELT)
        if 2 <= len(text) <= 6 and not self._words.is_marker(text):
            for word in self._by_letter.get(text[0], ()):
                if word not in seen and _abbreviates(text, dot, word):
                    yield _WordReading(word, MatchKind.LIKELY_ABBREVIATION)

    def _pair_readings(self, text: str) -> tuple[_WordReading, ...]:
        return (_WordReading(text, MatchKind.EXACT),) if text in self._vocabulary else ()

    def _misspelt(self, text: str) -> list[str]:
        if len(text) < _LEAST_FUZZY - 1:
            return []
        near: set[str] = set()
        for part in (text, *_shortened(text)):
            near.update(self._near.get(part, ()))
        return sorted(word for word in near if OSA.distance(text, word, score_cutoff=1) == 1)


_NOTHING = NameEntry("")


def _same_reading(match: Match, other: Match) -> bool:
    """Whether two names fit the same words equally well, so that both may be meant."""
    same_words = (match.start, match.end) == (other.start, other.end)
    return same_words and match.penalty <= other.penalty and match.entry is not other.entry


def _plausible(match: Match) -> bool:
    if match.likely and match.likely == match.words:
        return False
    if match.misspelt and match.entry.neighbour is not None:
        return False
    return match.misspelt + match.likely <= max(1, match.words - 1)


def _abbreviates(text: str, dot: bool, word: str) -> bool:
    if len(word) < len(text) + 2:
        return False
    if word.startswith(text):
        return len(text) >= 3 or dot
    if len(text) < 3 or any(letter in _VOWELS for letter in text[1:]):
        return False
    letters = iter(word)
    return all(letter in letters for letter in text)


def _shortened(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _joinings(spelling: tuple[str, ...]) -> list[tuple[str, ...]]:
    """All ways of writing neighbouring words together."""
    if len(spelling) == 1:
        return [spelling]
    rest = _joinings(spelling[1:])
    return [(spelling[0], *tail) for tail in rest] + [(spelling[0] + tail[0], *tail[1:]) for tail in rest]


def _words_in(node: _Node) -> Iterable[str]:
    for word, child in node.children.items():
        yield word
        yield from _words_in(child)


def _spellings(areas: Areas, words: CityWords, entries: dict[str, NameEntry]) -> list[tuple[str, tuple[str, ...]]]:
    """Fills `entries` by joined name and returns (joined name, spelling) for every way of writing one."""
    spellings: list[tuple[str, tuple[str, ...]]] = []

    def entry(spelling: tuple[str, ...]) -> NameEntry:
        key = "".join(spelling)
        spellings.append((key, spelling))
        return entries.get(key) or NameEntry(key, everyday=key in words.everyday)

    def put(found: NameEntry) -> None:
        entries[found.key] = found

    for area in areas.kelurahan:
        found = entry(words_of(area.name))
        put(replace(found, kelurahan=(*found.kelurahan, area.code)))
    for area in areas.kecamatan:
        found = entry(words_of(area.name))
        put(replace(found, kecamatan=(*found.kecamatan, area.code)))
    for area in areas.kota:
        found = entry(words_of(area.name))
        put(replace(found, kota=(*found.kota, area.code)))
    for root, family in _families(areas, words).items():
        found = entry(root)
        put(replace(found, family=tuple(code for code in family if code not in found.kelurahan)))
    for written, name in words.aliases.items():
        target = entries.get("".join(words_of(name)))
        if target is not None and "".join(written) not in entries:
            spellings.append((target.key, written))
    for number, (_, names) in enumerate(words.neighbours):
        for written in names:
            put(replace(entry(written), neighbour=number))
    for written in words.city:
        put(replace(entry(written), city=True))
    return spellings


def _families(areas: Areas, words: CityWords) -> dict[tuple[str, ...], list[str]]:
    """Beginnings of longer names, with the kelurahan that begin so: names that lost their direction
    ("X" of "X North"), and names of areas themselves ("X" of "X Y")."""
    names = {area.code: words_of(area.name) for area in areas.kelurahan}
    roots: dict[tuple[str, ...], int] = defaultdict(int)
    for name in names.values():
        root = name
        while len(root) > 1 and root[-1] in words.directions:
            root = root[:-1]
        if root != name:
            roots[root] += 1
    beginnings = {root for root, members in roots.items() if members > 1 or len(root) > 1}
    beginnings.update(names.values())
    found = {
        root: [code for code, name in names.items() if name[: len(root)] == root and name != root]
        for root in beginnings
    }
    return {root: codes for root, codes in found.items() if codes}
