"""Normalises informal Indonesian: text in, words with positions out.

Pure Python without dependencies, because training, serving and tests all need exactly the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nlu.text.slang import MEANINGS

MAX_CHARS: Final = 3000
"""Longer texts are read up to here (and their end): the matter is said by then, and one message
must not occupy the server."""

_TAIL: Final = 600

_TOKEN: Final = re.compile(
    r"(?P<url>(?:https?://|www\.)\S++)"
    r"|(?P<mail>[\w.+-]{1,64}+@[\w-]+\.\w[\w.-]*)"
    r"|(?P<mention>@\w+)"
    r"|(?P<rt>\b(?:rt|rw)(?=[\s.:/]*\d))"
    r"|(?P<word>[^\W\d_]+(?:['’`][^\W\d_]+)*(?:2(?=n?y?a?\b))?)"
    r"|(?P<number>\d+)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)
_STRETCHED: Final = re.compile(r"([^\W\d_])\1{2,}")


@dataclass(frozen=True, slots=True)
class Word:
    """One token: ``text[start:end]``, and its normal form ("" if it carries no meaning)."""

    start: int
    end: int
    raw: str
    norm: str


@dataclass(frozen=True, slots=True)
class RegularText:
    """A tokenised text: its words in their normal form, and clues about the whole."""

    words: tuple[str, ...]
    clues: tuple[str, ...] = ()


def shorten(text: str) -> str:
    """Returns at most MAX_CHARS of a text, from its beginning and its end. Positions in the beginning stay valid."""
    if len(text) <= MAX_CHARS:
        return text
    return text[: MAX_CHARS - _TAIL] + " " + text[-_TAIL + 1 :]


def fold(word: str) -> str:
    """Returns a word in lower case, without accents and fancy alphabets; repeated letters (``bangettt``) once."""
    word = word.lower()
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in word if not unicodedata.combining(c))
    return _STRETCHED.sub(r"\1", word)


@lru_cache(maxsize=20_000)
def normal_form(word: str) -> str:
    """Returns the normal form of one written word; may be several words, or "" for a filler."""
    word = fold(word)
    doubled = word.endswith("2")
    if doubled:
        word = word[:-1]
    word = word.replace("'", "").replace("’", "").replace("`", "")
    word = MEANINGS.get(word, word)
    return f"{word} {word}" if doubled and word else word


@lru_cache(maxsize=64)
def words(text: str) -> tuple[Word, ...]:
    """Returns all tokens of a text in order, each with its normal form.

    Remembers the last few texts, because every component of the pipeline asks for the same one.
    """
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        raw = match.group()
        if kind == "word":
            norm = normal_form(raw)
        elif kind == "url":
            norm = "xurl"
        elif kind == "mark" and raw in "?!":
            norm = raw
        else:
            # numbers, RT/RW, marks: where something is, not what it is
            norm = ""
        found.append(Word(match.start(), match.end(), raw, norm))
    return tuple(found)
