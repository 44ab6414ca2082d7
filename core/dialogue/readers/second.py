"""Is the second matter of a message to be reported, too?"""

from __future__ import annotations

from core.dialogue.answers import ShortAnswer, answer
from core.dialogue.buttons import press
from core.dialogue.outcome import Turn
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    if state.second is None or incoming.message.media or incoming.message.pin:
        return None
    match answer(incoming, Slot.SECOND):
        case ShortAnswer.YES | ShortAnswer.GO_ON | ShortAnswer.BOTH:
            return press(state, f"second:{state.second.key}:yes", incoming.facts)
        case ShortAnswer.NO | ShortAnswer.LATER | ShortAnswer.UNKNOWN | ShortAnswer.BACK:
            return press(state, f"second:{state.second.key}:no", incoming.facts)
    return None
