"""Keeps the direction of foreign words from reaching what stands around them (UAX #9)."""

from __future__ import annotations

import re

_OPENERS, _ISOLATE, _END = "\u2066\u2067\u2068", "\u2068", "\u2069"
_DIRECTED = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufeff"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters that are written from right to left, and the controls of direction."""


def isolated(words: str) -> str:
    """Words as they are, between isolating marks if they could turn their surroundings.

    Most can't, and stay bare: a mark would hang on to links and numbers that somebody copies. Isolates that the words
    open or close themselves are made up for, so that theirs end where ours do.
    """
    if not _DIRECTED.search(words):
        return words
    unopened = unclosed = 0
    for character in words:
        if character in _OPENERS:
            unclosed += 1
        elif character == _END and unclosed:
            unclosed -= 1
        elif character == _END:
            unopened += 1
    return _ISOLATE * (unopened + 1) + words + _END * (unclosed + 1)
