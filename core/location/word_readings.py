"""Which words of names a written word may stand for: itself, what it abbreviates, what it misspells by a letter.

Misspelt words are found through the words with one letter left out (symmetric deletion, as in SymSpell), and checked
with rapidfuzz.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

from core.location.words import CityWords

KEPT_WORDS = 20_000
"""So many words are remembered with their readings. None is longer than the longest name, so they take no more than
some ten megabytes."""
_LEAST_FUZZY = 4
"""Letters. Shorter words of names are like too many other words to be read as misspelt."""
_ABBREVIATION_LETTERS = range(2, 7)
_LEAST_BEGINNING = 3
"""So many first letters of a word abbreviate it; fewer only with a full stop."""
_LEAST_CONSONANTS = 3
"""So many letters without vowels abbreviate a word that has them in this order."""
_LEAST_LEFT_OUT = 2
_VOWELS = frozenset("aeiou")


class MatchKind(IntEnum):
    """How a written word was read, from sure to unsure."""

    EXACT = 0
    KNOWN_ABBREVIATION = 1
    """It stands in the city's list of abbreviations."""
    LIKELY_ABBREVIATION = 2
    """It only has the form of an abbreviation."""
    MISSPELT = 3


@dataclass(frozen=True, slots=True)
class WordReading:
    word: str
    kind: MatchKind


class WordReadings:
    """Reads single words as words of names, and remembers how."""

    def __init__(self, vocabulary: Iterable[str], words: CityWords) -> None:
        self._words = words
        self._vocabulary = frozenset(vocabulary)
        self._near: dict[str, list[str]] = defaultdict(list)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._vocabulary):
            self._by_letter[word[0]].append(word)
            if len(word) >= _LEAST_FUZZY:
                for part in {word, *_shortened(word)}:
                    self._near[part].append(word)
        self.longest = max(map(len, self._vocabulary), default=0) + 1
        """What is longer is not even a misspelt name."""
        self._kept: dict[tuple[str, bool], tuple[WordReading, ...]] = {}

    def knows(self, word: str) -> bool:
        """Whether the word is part of a name."""
        return word in self._vocabulary

    def of_word(self, text: str, dot: bool) -> tuple[WordReading, ...]:
        """Returns the readings of a word. `dot`: a full stop follows it, as after an abbreviation."""
        if len(text) > self.longest:
            return ()
        kept = self._kept.get((text, dot))
        if kept is None:
            if len(self._kept) >= KEPT_WORDS:
                self._kept.clear()
            kept = self._kept[text, dot] = tuple(self._read(text, dot))
        return kept

    def of_pair(self, joined: str) -> tuple[WordReading, ...]:
        """Returns the reading of two words that may be one word of a name, written apart."""
        return (WordReading(joined, MatchKind.EXACT),) if joined in self._vocabulary else ()

    def _read(self, text: str, dot: bool) -> Iterator[WordReading]:
        known = list(self._known(text))
        yield from known
        if known or text in self._words.common or text.isdigit() or self._words.is_marker(text):
            return
        misspelt = self._misspelt(text)
        for word in misspelt:
            yield WordReading(word, MatchKind.MISSPELT)
        if len(text) in _ABBREVIATION_LETTERS:
            for word in self._by_letter.get(text[0], ()):
                if word not in misspelt and _abbreviates(text, dot, word):
                    yield WordReading(word, MatchKind.LIKELY_ABBREVIATION)

    def _known(self, text: str) -> Iterator[WordReading]:
        if text in self._vocabulary:
            yield WordReading(text, MatchKind.EXACT)
        for word in dict.fromkeys(self._words.abbreviations.get(text, ())):
            if word in self._vocabulary and word != text:
                yield WordReading(word, MatchKind.KNOWN_ABBREVIATION)

    def _misspelt(self, text: str) -> list[str]:
        if len(text) < _LEAST_FUZZY - 1:
            return []
        near: set[str] = set()
        for part in (text, *_shortened(text)):
            near.update(self._near.get(part, ()))
        return sorted(word for word in near if OSA.distance(text, word, score_cutoff=1) == 1)


def _abbreviates(text: str, dot: bool, word: str) -> bool:
    """Whether the text has the form of an abbreviation of the word: its beginning, or its consonants in order."""
    if len(word) < len(text) + _LEAST_LEFT_OUT:
        return False
    if word.startswith(text):
        return len(text) >= _LEAST_BEGINNING or dot
    if len(text) < _LEAST_CONSONANTS or any(letter in _VOWELS for letter in text[1:]):
        return False
    letters = iter(word)
    return all(letter in letters for letter in text)


def _shortened(word: str) -> list[str]:
    """The word with each of its letters left out."""
    return [word[:at] + word[at + 1 :] for at in range(len(word))]
