"""Is the open ticket meant that was offered? Whoever does not know gets their own: staff can still join the two."""

from __future__ import annotations

from core.dialogue.answers import ShortAnswer, answer
from core.dialogue.buttons import press
from core.dialogue.duplicates import ALONE, JOIN
from core.dialogue.outcome import Turn
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    draft = state.draft
    if draft is None or incoming.message.media or incoming.message.pin:
        return None
    match answer(incoming, Slot.DUPLICATE):
        case ShortAnswer.YES | ShortAnswer.AS_SAID | ShortAnswer.GO_ON | ShortAnswer.BOTH:
            return press(state, f"{JOIN}:{draft.key}", incoming.facts)
        case ShortAnswer.NO | ShortAnswer.UNKNOWN | ShortAnswer.LATER:
            return press(state, f"{ALONE}:{draft.key}", incoming.facts)
    return None
