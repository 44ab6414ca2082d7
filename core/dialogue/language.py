"""Which language a citizen writes. Unsure texts keep the language that the conversation had."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from core.dialogue.word_lists import word_lists

_SURE = 0.8
_WORDS_NEEDED = 2
_MOST = 500
_NO_WORD = re.compile(r"\S*\d\S*|/\S+")
"""Ticket numbers, house numbers and commands are of no language."""
_NAME = re.compile(r"(?<=\S )[A-Z]\w*(?:[ -][A-Z]\w*)*")
"""Capitals inside a sentence: names of places are Indonesian, whoever writes them."""
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
        said = _NAME.sub(" ", _NO_WORD.sub(" ", text[:_MOST]))
        words = said.split()
        if len(words) < _WORDS_NEEDED:
            return None
        if by_words := _by_little_words(words):
            return by_words
        best = self._detector.compute_language_confidence_values(said)[0]
        if best.value < _SURE:
            return None
        return "en" if best.language == Language.ENGLISH else "id"


def _by_little_words(words: list[str]) -> str | None:
    """The language of most of the little words; None where neither has clearly more."""
    said = [word.casefold().strip(".,;:!?()\"'“”") for word in words]
    english, indonesian = (sum(word in _little_words()[code] for word in said) for code in ("en", "id"))
    if english >= 2 * indonesian and english > 0:
        return "en"
    return "id" if indonesian >= 2 * english and indonesian > 0 else None


@cache
def _detector() -> LanguageDetector:
    languages = LanguageDetectorBuilder.from_languages(Language.INDONESIAN, Language.ENGLISH)
    return languages.with_preloaded_language_models().build()


@cache
def _little_words() -> Mapping[str, frozenset[str]]:
    return {code: frozenset(words) for code, words in word_lists("little_words.yml").items()}
