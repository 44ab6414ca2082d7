"""A message as plain words: what everyday spelling does to a word is undone, so that a short list knows many."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

MOST = 40
"""Words looked at; no answer to a question has more."""
_LONGEST = 1_000
_KEPT_WORDS = 20_000
"""Words whose forms are remembered; citizens write any number of others."""
_WORD = re.compile(r"\w+(?:['’]\w+)*|[👍👎👌✅❌🙏⭐★*🙅🙆🚫💯👏☑✔✖]", re.UNICODE)
_AGAIN = re.compile(r"(\w)\1+")
_TWICE = re.compile(r"^([a-z]{2,})2$")
_BEGINNINGS = ("di", "ke", "nge", "me", "ny", "ng", "se")
_ENDINGS = ("nya", "kan", "ken", "in", "na", "ne", "an", "kah", "lah", "pun", "i", "s", "ed")
_SHORTEST_STEM = 3
_VOWELS = frozenset("aeiou")
_SHORTEST_BONES = 3


@dataclass(frozen=True)
class PlainWords:
    """`tokens`: lower case, doubled letters written once ("iyaaa" is "iya"), "buru2" as "buru", without punctuation."""

    tokens: tuple[str, ...]
    longer: bool = False
    """There are more words than were looked at."""

    @classmethod
    def of(cls, text: str) -> PlainWords:
        found = _WORD.findall(unicodedata.normalize("NFKC", text[:_LONGEST]).casefold())
        whole = tuple(plain(word) for word in found)
        return cls(whole[:MOST], len(whole) > MOST or len(text) > _LONGEST)

    @cached_property
    def with_stems(self) -> frozenset[str]:
        """The words, and what is left of them without their endings."""
        return frozenset(self.tokens).union(*map(stems, self.tokens))

    def __len__(self) -> int:
        return len(self.tokens)


@lru_cache(_KEPT_WORDS)
def plain(word: str) -> str:
    """One word as the lists know it."""
    if word.isdigit():
        return word
    word = word.replace("'", "").replace("’", "")
    if twice := _TWICE.match(word):
        word = twice[1]
    return _AGAIN.sub(r"\1", word)


@lru_cache(_KEPT_WORDS)
def stems(word: str) -> tuple[str, ...]:
    """The word without what may stand before and behind it: "ditampilin" holds "tampil", "fotonya" "foto"."""
    begun = [word, *(word.removeprefix(one) for one in _BEGINNINGS if word.startswith(one))]
    ended = [one.removesuffix(ending) for one in begun for ending in _ENDINGS if one.endswith(ending)]
    twice = [one.removesuffix(ending) for one in ended for ending in _ENDINGS if one.endswith(ending)]
    found = dict.fromkeys(one for one in (*begun[1:], *ended, *twice) if len(one) >= _SHORTEST_STEM)
    return tuple(found)


@lru_cache(_KEPT_WORDS)
def bones(word: str) -> str | None:
    """The consonants of a word that is written without its vowels ("bntang", "btl"); None if it has them."""
    vowels = sum(letter in _VOWELS for letter in word)
    left = bones_of(word) if word.isalpha() and vowels <= 1 else None
    return left if left and (not vowels or len(left) > _SHORTEST_BONES) else None


@lru_cache(_KEPT_WORDS)
def bones_of(word: str) -> str | None:
    """The consonants of a word; None if they are too few to tell it by."""
    left = "".join(letter for letter in word if letter not in _VOWELS)
    return left if len(left) >= _SHORTEST_BONES else None


def phrase(words: str) -> tuple[str, ...]:
    """A phrase of a list, as the words of a message are."""
    return PlainWords.of(words).tokens
