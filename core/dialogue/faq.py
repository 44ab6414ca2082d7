"""What people ask in the middle about the service itself; the topics stand in `faq.yml`, the answers in the wording."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from core.dialogue.plain_words import PlainWords
from core.dialogue.word_lists import Line, line, plain_list, stands_in, word_lists

_FILE = "faq.yml"
_LONGEST = 18
"""Words; whoever writes more tells something besides."""


def topic(words: PlainWords, text: str) -> str | None:
    """The topic that is asked about; None if it is none of the list, or no question."""
    if words.longer or not words.tokens or len(words) > _LONGEST or not is_question(words, text):
        return None
    fitting = [(len(one), name) for name, lines in _topics().items() for one in lines if stands_in(one, words)]
    return max(fitting, default=(0, None), key=lambda found: found[0])[1]


def plainly_asks(words: PlainWords, text: str) -> bool:
    """Whether it can be nothing but a question; "tolong cepet ya" could be an answer, too."""
    return "?" in text or _has_question_word(words) or words.tokens[-1] in plain_list(_FILE, "surely_at_the_end")


def is_question(words: PlainWords, text: str) -> bool:
    """Whether a message asks: by its mark, or by its words."""
    if "?" in text or _has_question_word(words):
        return True
    return len(words) > 1 and words.tokens[-1] in plain_list(_FILE, "at_the_end")


def _has_question_word(words: PlainWords) -> bool:
    return not plain_list(_FILE, "asking").isdisjoint(words.tokens)


@cache
def _topics() -> Mapping[str, tuple[Line, ...]]:
    return {name: tuple(map(line, lines)) for name, lines in word_lists(_FILE)["topics"].items()}
