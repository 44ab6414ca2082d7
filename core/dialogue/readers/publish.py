"""May it be shown without a name? Whatever is no consent leaves it private."""

from __future__ import annotations

from core.dialogue.answers import ShortAnswer, answer
from core.dialogue.buttons import press
from core.dialogue.outcome import Turn
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    if state.ticket is None or incoming.message.media or incoming.message.pin:
        return None
    match answer(incoming, Slot.PUBLISH):
        case ShortAnswer.YES | ShortAnswer.GO_ON | ShortAnswer.BOTH:
            return press(state, f"public:{state.ticket}:yes", incoming.facts)
        case ShortAnswer.NO | ShortAnswer.LATER | ShortAnswer.UNKNOWN | ShortAnswer.AS_SAID:
            return press(state, f"public:{state.ticket}:no", incoming.facts)
    return None
