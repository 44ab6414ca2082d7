"""Reads a message's act: from the button, the option typed, a known word, or the understanding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from core.dialogue.state import Option
from core.dialogue.word_lists import word_lists
from core.kernel.excerpt import excerpt
from core.kernel.messages import Inbound
from core.kernel.ports import Understanding

_POLITE, _CORRECTING, _PARTICLES = "polite", "correcting", "particles"
_ALL = frozenset({"semua", "seluruh", "all", "of"})
_LONGEST_REQUEST = 12
_LONGEST_CHOICE = 3
"""Digits; nobody is offered a thousand options."""
_LONGEST_MAIL = 60
_SENTENCE_END = re.compile(r"[.!?\n]+")
OWN_DATA = frozenset({"forget", "own_data"})
"""Acts that a citizen has a right to: polite words around them are no reason to misunderstand."""
_SAID_LOOSELY = frozenset({"cancel", "thank", "greet", "start_report"})
"""Acts that stay what they are with a particle beside them: "ga jadi deh", "mau lapor dong"."""
_FIRST_WORD = re.compile(r"(\w++)[\s,.:;!-]++")
_LONGEST_WORDS = 1_000
"""Characters; no message that is nothing but known words is longer."""
_LONGEST_LABEL = 200
_A_FOREIGN_WORD = 2
"""Letters."""
_FOLLOW = re.compile(r"^(ikuti|pantau|follow|/start)\b", re.IGNORECASE)


@cache
def _words() -> Mapping[str, str]:
    acts = {
        act: phrases
        for act, phrases in word_lists("words.yml").items()
        if act not in (_POLITE, _CORRECTING, _PARTICLES)
    }
    return {_plain(phrase): act for act, phrases in acts.items() for phrase in phrases}


@cache
def _around(what: str) -> frozenset[str]:
    """Words that stand beside what is meant: _POLITE or _CORRECTING."""
    return frozenset(word_lists("words.yml")[what])


def _plain(text: str) -> str:
    kept = re.sub(r"[^\w\s/'?👍👎👌✅❌🙏]+", " ", text.casefold())
    kept = kept if kept.strip() == "?" else kept.replace("?", " ")
    return " ".join(kept.split())


def known_word(text: str) -> str | None:
    """The act that a whole message says by itself, if it is one of the known words."""
    if len(text := text.strip()) > _LONGEST_WORDS:
        return None
    plain = _plain(text)
    if known := _words().get(plain):
        return known
    if (loose := _words().get(_stripped(plain, _around(_PARTICLES)))) in _SAID_LOOSELY:
        return loose
    bare = _words().get(_wish_of(plain))
    if bare in OWN_DATA:
        return bare
    # A mail says more around it; it is asked for once more anyway.
    sentences = _SENTENCE_END.split(text) if len(plain.split()) <= _LONGEST_MAIL else []
    says_so = any(_words().get(_wish_of(_plain(sentence))) == "forget" for sentence in sentences)
    return "forget" if says_so else None


def _wish_of(plain: str) -> str:
    """ "Tolong hapus semua data saya ya kak" is "hapus data saya"; what asks for more than that stays as it is."""
    return " ".join(word for word in _stripped(plain, _around(_POLITE)).split() if word not in _ALL)


def _stripped(plain: str, around: frozenset[str]) -> str:
    """Without what stands before and behind; a long text stays as it is."""
    words = plain.split()
    if len(words) > _LONGEST_REQUEST:
        return plain
    begin, end = 0, len(words)
    while begin < end and words[begin] in around:
        begin += 1
    while end > begin and words[end - 1] in around:
        end -= 1
    return " ".join(words[begin:end])


def without_correction(text: str) -> str:
    """ "Eh salah, di Tebet Timur" names Tebet Timur; words that only correct say nothing of the place."""
    said, at = text.strip(), 0
    while (first := _FIRST_WORD.match(said, at)) and first[1].casefold() in _around(_CORRECTING):
        at = first.end()
    return said[at:] or text


def without_politeness(text: str) -> str:
    """ "Pela Mampang ya min, tolong" names Pela Mampang."""
    words = text.split()
    while len(words) > 1 and words[-1].casefold().strip(",.;:!?()") in _around(_POLITE) | _around(_PARTICLES):
        words.pop()
    return " ".join(words).rstrip(" ,;:") if len(words) < len(text.split()) else text


def typed_option(text: str, options: tuple[Option, ...]) -> str | None:
    """The id of the option whose label or number was typed instead of pressed."""
    if not options or len(text := text.strip()) > _LONGEST_LABEL:
        return None
    plain = _plain(text)
    if plain.isascii() and plain.isdigit() and len(plain) <= _LONGEST_CHOICE and 1 <= int(plain) <= len(options):
        return options[int(plain) - 1].id
    return next((option.id for option in options if _plain(option.label) == plain and plain), None)


def legible(text: str) -> bool:
    """Whether there is a letter or digit that the understanding can read: emoji and other scripts say nothing to it."""
    # Once more: some characters come apart into a dozen.
    apart = excerpt(unicodedata.normalize("NFKD", excerpt(text)))
    return any(one.isascii() and one.isalnum() for one in apart)


def in_foreign_script(text: str) -> bool:
    """Whether there are words, but none in letters that the understanding reads."""
    return not legible(text) and sum(one.isalpha() for one in excerpt(text)) >= _A_FOREIGN_WORD


def read_act(inbound: Inbound, understanding: Understanding | None) -> str | None:
    """The dialogue act of a text, or None when nothing is sure: then it is taken as content."""
    if known := known_word(inbound.text):
        return known
    if not legible(inbound.text):
        return "other"
    if _FOLLOW.match(inbound.text.strip()):
        return "follow"
    return understanding.act.name if understanding is not None and understanding.act_clear else None
