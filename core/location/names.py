"""Finding names of areas in words: exact, abbreviated, misspelt by a letter, in other order, joined or split.

All spellings of the names stand in one tree of words. A text is read by walking the tree from each of its words, with
each reading that a word may have (word_readings.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

from core.location import weights
from core.location.areas import Areas
from core.location.spellings import NameEntry, Spelling, Spellings, joinings
from core.location.tokens import Token
from core.location.word_readings import MatchKind, WordReading, WordReadings
from core.location.words import CityWords

_SHORT = 5
"""Letters. A misspelt word of a shorter one is read, but never sure."""
_REORDERED_WORDS = (2, 3)
"""Names of so many words are found in any order."""


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in words `start` to `end` (exclusive) of a text."""

    start: int
    end: int
    entry: NameEntry
    words: int
    """Of the name. The next four: how many of them were read so."""
    abbreviated: int = 0
    likely: int = 0
    misspelt: int = 0
    misspelt_short: int = 0
    reordered: bool = False
    length: int = 0
    """Letters of the name."""

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

    def extended(self, reading: WordReading, end: int) -> Match:
        """The match with one more word of the name."""
        kind = reading.kind
        return replace(
            self,
            end=end,
            words=self.words + 1,
            abbreviated=self.abbreviated + (kind is MatchKind.KNOWN_ABBREVIATION),
            likely=self.likely + (kind is MatchKind.LIKELY_ABBREVIATION),
            misspelt=self.misspelt + (kind is MatchKind.MISSPELT),
            misspelt_short=self.misspelt_short + (kind is MatchKind.MISSPELT and len(reading.word) < _SHORT),
            length=self.length + len(reading.word),
        )


@dataclass(slots=True)
class _Node:
    """A word in the tree of spellings."""

    children: dict[str, _Node] = field(default_factory=dict)
    names: list[tuple[str, bool]] = field(default_factory=list)
    """Keys of the names whose spelling ends here, and whether it has the words in another order."""


class AreaNames:
    """All names of a city's areas and of its neighbours, ready to be found."""

    def __init__(self, areas: Areas, words: CityWords) -> None:
        spellings = Spellings(areas, words)
        self._entries = spellings.entries
        self._root = _Node()
        for key, spelling in spellings.written:
            self._add(key, spelling)
        self.readings = WordReadings(_words_in(self._root), words)

    def knows(self, key: str) -> bool:
        """Whether these joined words are a name."""
        return key in self._entries

    def in_name(self, word: str) -> bool:
        """Whether the word is part of a name."""
        return self.readings.knows(word)

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Returns the names in a text in reading order, the best reading of each stretch.

        Several matches over the same words mean that they can be read as several names.
        """
        matches: list[Match] = []
        for start in range(len(tokens)):
            self._walk(tokens, start, self._root, Match(start, start, _NOTHING, 0), matches)
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

    def _add(self, key: str, spelling: Spelling) -> None:
        for joined in joinings(spelling):
            self._insert(key, joined, reordered=False)
        if len(spelling) in _REORDERED_WORDS and len(set(spelling)) == len(spelling):
            for order in permutations(spelling):
                if order != spelling:
                    self._insert(key, order, reordered=True)

    def _insert(self, key: str, spelling: Spelling, *, reordered: bool) -> None:
        node = self._root
        for word in spelling:
            node = node.children.setdefault(word, _Node())
        if not any(other == key for other, _ in node.names):
            node.names.append((key, reordered))

    def _walk(self, tokens: Sequence[Token], at: int, node: _Node, so_far: Match, out: list[Match]) -> None:
        """Adds to `out` every name that goes on from this node of the tree with the words from `at`."""
        if at >= len(tokens) or (at > so_far.start and self._ends_name(tokens, at)):
            return
        for reading, after in self._steps(tokens, at):
            child = node.children.get(reading.word)
            if child is None:
                continue
            match = so_far.extended(reading, after)
            for key, reordered in child.names:
                found = replace(match, entry=self._entries[key], reordered=reordered)
                if _plausible(found):
                    out.append(found)
            if child.children:
                self._walk(tokens, after, child, match, out)

    def _ends_name(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a name cannot go on with this word: a comma stands before it, or the full stop of a sentence.

        After a whole word of a name a full stop ends a sentence; after a shorter one it marks an abbreviation.
        """
        before = tokens[at - 1]
        return tokens[at].stop or (before.dot and self.readings.knows(before.text))

    def _steps(self, tokens: Sequence[Token], at: int) -> Iterator[tuple[WordReading, int]]:
        """The readings of the word here, alone and joined with the next, and the word that follows each."""
        token = tokens[at]
        for reading in self.readings.of_word(token.text, token.dot):
            yield reading, at + 1
        if at + 1 >= len(tokens) or tokens[at + 1].stop or token.dot:
            return
        if len(token.text) + len(tokens[at + 1].text) <= self.readings.longest:
            for reading in self.readings.of_pair(token.text + tokens[at + 1].text):
                yield reading, at + 2


_NOTHING = NameEntry("")


def _same_reading(match: Match, other: Match) -> bool:
    """Whether two names fit the same words equally well, so that both may be meant."""
    same_words = (match.start, match.end) == (other.start, other.end)
    return same_words and match.penalty <= other.penalty and match.entry is not other.entry


def _plausible(match: Match) -> bool:
    """Whether enough of the name was written as it is. Names of neighbours have to be spelt correctly."""
    if match.likely and match.likely == match.words:
        return False
    if match.misspelt and match.entry.neighbour is not None:
        return False
    return match.misspelt + match.likely <= max(1, match.words - 1)


def _words_in(node: _Node) -> Iterable[str]:
    for word, child in node.children.items():
        yield word
        yield from _words_in(child)
