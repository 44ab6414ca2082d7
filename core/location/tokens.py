"""Text to words: lower case, without accents, letters and digits apart, with what stood between them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+|\d+")
_HASHTAG = re.compile(r"#\w+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STOPS = re.compile(r"[,;:!?()\[\]\n|…•]|\s[-–—]\s|\.\.")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text, and where it stands there."""

    text: str
    start: int
    end: int
    dot: bool
    """Whether a full stop follows it at once."""
    stop: bool
    """Whether a comma or the like stands before it."""


def plain(text: str) -> str:
    """Lower case without accents; words in hashtags are set apart where their capitals show them."""
    if "#" in text:
        text = _HASHTAG.sub(lambda match: _CAMEL.sub(" ", match[0]), text)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return text.lower()


def tokens_of(text: str) -> list[Token]:
    """The words of a text that went through `plain`."""
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        start = match.start()
        between = text[end:start]
        stop = between not in ("", " ", ".", ". ") and _STOPS.search(between) is not None
        end = match.end()
        found.append(Token(match[0], start, end, text[end : end + 1] == ".", stop))
    return found


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name."""
    return tuple(_WORD.findall(plain(name)))
