"""How names of people look, and where in a text one begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from core.protection.scrub.lexicon import vocabulary, words

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[’'`‘-](?=[^\W\d_]))*+")
_GAP = re.compile(r"\.?[ \t\u00a0]{1,3}|\.(?=[^\W\d_])")
MOST_WORDS = 4
_INITIAL = 3
"""Letters. A word that short with a full stop is an initial or a title."""
_LONGEST_ACRONYM = 4
_LOOKED_AT, _MOSTLY = 400, 0.7
_INFLECTED = re.compile(r"(?:di|me[mnr]?|mem|meng|meny|ber|ter|ke|pe[mn]?|se)\w{4,}|\w{4,}(?:kan|nya|lah|kah)")


class NameSureness(IntEnum):
    """How sure it is that a name follows."""

    PERHAPS = 0
    SURE = 1
    """The first word is taken even if it does not look like a name."""
    SURELY_WRITTEN = 2
    """With a capital the first word is taken even if it is an everyday word ("nama saya Bunga")."""


class Name(NamedTuple):
    start: int
    end: int
    words: tuple[str, ...]
    """Without titles."""
    titled: bool
    known: bool
    """Whether the first word is a common name, and not an everyday word in small letters."""
    small: bool
    """Whether capitals say nothing here: there are none, or all the text is in capitals."""
    acronym: bool

    @property
    def first(self) -> str:
        return self.words[0]


class NameReader:
    """Reads names in one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._capitals_tell = not _shouted(text)

    def read(self, place: int, sureness: NameSureness = NameSureness.PERHAPS) -> Name | None:
        """The name that begins here."""
        start, end, titled = place, place, ""
        taken: list[str] = []
        while len(taken) < MOST_WORDS and (word := WORD.match(self._text, place)):
            said = word.group()
            if not taken and said.casefold() in words("titles"):
                titled = said
                # "hub: Pak Sabar": behind a title an everyday word with a capital is a name.
                sureness = NameSureness.SURELY_WRITTEN if sureness is NameSureness.SURE else sureness
            elif self._goes_on(word, taken, sureness):
                taken.append(said)
                end = word.end()
            else:
                break
            gap = _GAP.match(self._text, word.end())
            if gap is None or (gap.group()[0] == "." and len(said) > _INITIAL):
                break
            place = gap.end()
        if not taken and titled.casefold() in words("given"):
            taken, titled, end = [titled], "", start + len(titled)
        if not taken or (len(taken) == 1 and len(taken[0]) == 1):
            return None
        return self._made(start, end, taken, titled)

    def _made(self, start: int, end: int, taken: Sequence[str], titled: str) -> Name:
        first = next((word for word in taken if len(word) > 1), taken[0])
        small = self._small(first)
        return Name(
            start,
            end,
            tuple(taken),
            titled=bool(titled),
            known=is_given(first, small=small),
            small=small,
            acronym=self._capitals_tell and first.isupper() and len(first) <= _LONGEST_ACRONYM,
        )

    def _goes_on(self, word: re.Match[str], taken: Sequence[str], sureness: NameSureness) -> bool:
        """Whether this word is part of the name that began with those."""
        plain, small = word.group().casefold(), self._small(word.group())
        if plain in words("given") or (taken and plain in words("particles")):
            return True
        if not taken and not small and sureness > NameSureness.PERHAPS and not _never_a_name(plain):
            return (
                sureness is NameSureness.SURELY_WRITTEN
                or not _is_word(plain, small=False)
                or self._named_on(word.end())
            )
        if _is_word(plain, small=small):
            return False
        if not small:
            return not taken or not self._small(taken[0])
        # In small letters a name has no end that could be seen: a second unknown word is the last one.
        return not taken or (sureness > NameSureness.PERHAPS and self._small(taken[0]) and len(taken) == 1)

    def _named_on(self, place: int) -> bool:
        """Whether a word follows that is written like a name and is no everyday word: "Melati Kusumaningrum"."""
        gap = _GAP.match(self._text, place)
        following = WORD.match(self._text, gap.end()) if gap else None
        if following is None or self._small(following.group()):
            return False
        plain = following.group().casefold()
        return plain in words("given") or not _is_word(plain, small=False)

    def _small(self, said: str) -> bool:
        return not self._capitals_tell or not said[0].isupper()


def is_given(said: str, *, small: bool) -> bool:
    """Whether a word is a common name. `small`: it may be in small letters, so it must not be an everyday word, too."""
    plain = said.casefold()
    return plain in words("given") and not (small and plain in words("given_and_word"))


def is_everyday(said: str) -> bool:
    """Whether a word occurs in everyday reports and is no common name."""
    plain = said.casefold()
    return plain not in words("given") and _is_word(plain, small=False)


def _never_a_name(plain: str) -> bool:
    return plain in words("no_names") or plain in words("offices")


def _is_word(plain: str, *, small: bool) -> bool:
    if _never_a_name(plain) or plain in vocabulary():
        return True
    return small and _INFLECTED.fullmatch(plain) is not None


def _shouted(text: str) -> bool:
    """Whether nearly all letters are capitals; looked at from the beginning of a long text."""
    beginning = text[:_LOOKED_AT]
    capitals = sum(map(str.isupper, beginning))
    return capitals > _MOSTLY * sum(map(str.isalpha, beginning))
