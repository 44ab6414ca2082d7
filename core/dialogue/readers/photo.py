"""Is there a photo? Words can only say that there is none, or that it will come."""

from __future__ import annotations

from core.dialogue.answers import ShortAnswer, about_photo, answer
from core.dialogue.buttons import press
from core.dialogue.faq import is_question
from core.dialogue.outcome import Reply, Turn
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def speaks_of_none(incoming: Utterance) -> bool:
    """Whether words about photos, that name neither a place nor ask, tell why there is none."""
    if incoming.message.media or incoming.facts.place.place or is_question(incoming.words, incoming.text):
        return False
    return about_photo(incoming.words)


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    draft = state.draft
    if draft is None or incoming.message.media or incoming.message.pin:
        return None
    match answer(incoming, Slot.PHOTO):
        case ShortAnswer.YES:
            return Turn(state, (Reply("photo-awaited"),))
        case ShortAnswer.AGAIN | ShortAnswer.BACK:
            return None
        case None if not speaks_of_none(incoming):
            return None
    return press(state, f"skip:{draft.key}", incoming.facts)
