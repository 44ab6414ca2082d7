"""May it be shown without a name? Whatever is no consent leaves it private."""

from __future__ import annotations

import re
from dataclasses import replace

from core.dialogue.answers import ShortAnswer, about_photo, allows, answer, speaks_of_showing
from core.dialogue.buttons import press
from core.dialogue.outcome import Reply, Turn
from core.dialogue.plain_words import PlainWords
from core.dialogue.questions import ask_publish
from core.dialogue.reading import known_word
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    if state.ticket is None or incoming.message.media or incoming.message.pin:
        return None
    if known_word(incoming.message.text) == "thank":
        return None  # the "ya" of "makasih ya" is no consent
    said = _without_photo(incoming)
    if not said.text:
        return ask_publish_again(state)
    if about := _about_the_photo(incoming):
        return ask_publish_again(state, about)
    match answer(said, Slot.PUBLISH):
        case ShortAnswer.YES | ShortAnswer.BOTH:
            return press(state, f"public:{state.ticket}:yes", incoming.facts)
        case ShortAnswer.NO | ShortAnswer.LATER | ShortAnswer.UNKNOWN | ShortAnswer.AS_SAID | ShortAnswer.GO_ON:
            return press(state, f"public:{state.ticket}:no", incoming.facts)
    return None


_CLAUSES = re.compile(r"[,.;!\n]+|\b(?:tapi|tp|but|terus|trus|dan|and)\b", re.IGNORECASE)
_HAVING = frozenset({"ada", "punya", "sempat", "sempet", "have", "got", "aya", "ana", "ono", "no"})


def _without_photo(incoming: Utterance) -> Utterance:
    """The offer of a photo stands beside this question: that there is none answers only the one."""
    if not about_photo(incoming.words):
        return incoming
    clauses = [clause.strip() for clause in _CLAUSES.split(incoming.text) if clause.strip()]
    left = [clause for clause in clauses if not _tells_of_none(PlainWords.of(clause))]
    return replace(incoming, message=incoming.message.model_copy(update={"text": ", ".join(left)}))


def _tells_of_none(words: PlainWords) -> bool:
    return about_photo(words) and bool(_HAVING & set(words.tokens))


def _about_the_photo(incoming: Utterance) -> str | None:
    """What is told to words that speak of photos alone: "fotonya nyusul", "gelap kalo difoto"."""
    words = incoming.words
    if not about_photo(words) or speaks_of_showing(words) or allows(words):
        return None
    if "?" in incoming.text or incoming.facts.place.place:
        return None
    match answer(incoming, Slot.PHOTO):
        case ShortAnswer.LATER:
            return "photo-later"
        case ShortAnswer.NO | ShortAnswer.GO_ON | ShortAnswer.UNKNOWN:
            return "photo-not-needed"
    return None


def ask_publish_again(state: ConversationState, told: str = "photo-not-needed") -> Turn:
    assert state.ticket is not None
    return Turn(state, (Reply(told), ask_publish(state.ticket)))
