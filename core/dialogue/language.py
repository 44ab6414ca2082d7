"""Which language a citizen writes. Unsure texts keep the language that the conversation had."""

from __future__ import annotations

import re
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

_SURE = 0.8
_WORDS_NEEDED = 2
_NO_WORD = re.compile(r"\S*\d\S*|/\S+")
"""Ticket numbers, house numbers and commands are of no language."""
_SWITCH = {"english": "en", "english please": "en", "in english": "en", "bahasa indonesia": "id", "indonesia": "id"}
_ENGLISH = re.compile(r"\bmy (?:personal )?data\b|^forget me\b", re.IGNORECASE)
"""Too short for statistics, and too weighty to be answered in a language that is not understood."""


class LanguageGuesser:
    def __init__(self) -> None:
        # Loaded at start, or the first citizen of the day would wait for it.
        self._detector = _detector()

    def guess(self, text: str) -> str | None:
        """`id` or `en`, or None when the text is too short or too mixed to tell."""
        if wish := _SWITCH.get(text.strip().casefold().rstrip(".!?")):
            return wish
        if _ENGLISH.search(text):
            return "en"
        words = _NO_WORD.sub(" ", text[:500]).split()
        if len(words) < _WORDS_NEEDED:
            return None
        best = self._detector.compute_language_confidence_values(" ".join(words))[0]
        if best.value < _SURE:
            return None
        return "en" if best.language == Language.ENGLISH else "id"


@cache
def _detector() -> LanguageDetector:
    languages = LanguageDetectorBuilder.from_languages(Language.INDONESIAN, Language.ENGLISH)
    return languages.with_preloaded_language_models().build()
