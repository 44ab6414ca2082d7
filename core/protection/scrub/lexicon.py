"""The words that the finders go by: words.yml, and vocabulary.txt with words that are no names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import yaml

_HERE = Path(__file__).parent
_WORD = re.compile(r"\w+")
MOST = 300
"""So many finds of one kind in one text are looked at; a text with more is nobody's report."""


@cache
def _lists() -> dict[str, list[str]]:
    # The base loader leaves every word a string: "no" is no boolean here.
    lists: dict[str, list[str]] = yaml.load((_HERE / "words.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return lists


@cache
def words(name: str) -> frozenset[str]:
    return frozenset(_lists()[name])


@cache
def vocabulary() -> frozenset[str]:
    """Returns the words of everyday reports, without those that are names, too."""
    known = (_HERE / "vocabulary.txt").read_text(encoding="utf-8").split()
    return frozenset(known) - words("given")


def either(*phrases: Iterable[str]) -> str:
    """Returns a pattern of one of the phrases, the longest first. A space in it matches any spaces within a line."""
    every = sorted({phrase for some in phrases for phrase in some}, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"[ \t]{1,3}+") for phrase in every) + ")"


def any_of(*names: str) -> str:
    """Returns a pattern that matches one phrase of these lists."""
    return either(*(_lists()[name] for name in names))


class Writing:
    """A text, and which words stand in it: most phrases need not be looked for at all."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.said = frozenset(_WORD.findall(text.casefold()))

    def has(self, *names: str) -> bool:
        """Whether all words of one of the phrases stand in it, so that the phrase may."""
        return any(
            parts <= self.said
            for name in names
            for first, phrases in _by_first_word(name).items()
            if first in self.said
            for parts in phrases
        )


class Phrases:
    """Finds the phrases of some lists in texts."""

    def __init__(self, *names: str, before: str = "", after: str = r"(?!\w)") -> None:
        self._names = names
        self._pattern = re.compile(rf"\b(?=\w){before}{any_of(*names)}{after}", re.IGNORECASE)

    def within(self, writing: Writing) -> Iterator[re.Match[str]]:
        """Returns the first `MOST` finds in a text."""
        if writing.has(*self._names):
            yield from islice(self._pattern.finditer(writing.text), MOST)


@cache
def _by_first_word(name: str) -> dict[str, list[frozenset[str]]]:
    """The words of each phrase of a list, by the first one."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for phrase in words(name):
        parts = _WORD.findall(phrase)
        found[parts[0]].append(frozenset(parts))
    return dict(found)
