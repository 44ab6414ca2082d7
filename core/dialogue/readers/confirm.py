"""Is the summary right?"""

from __future__ import annotations

from core.dialogue.answers import ShortAnswer, answer
from core.dialogue.buttons import press
from core.dialogue.outcome import Reply, Turn
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    draft = state.draft
    if draft is None or incoming.message.media or incoming.message.pin:
        return None
    match answer(incoming, Slot.CONFIRM):
        case ShortAnswer.YES | ShortAnswer.GO_ON | ShortAnswer.AS_SAID | ShortAnswer.UNKNOWN | ShortAnswer.BOTH:
            return press(state, f"send:{draft.key}", incoming.facts)
        case ShortAnswer.NO | ShortAnswer.BACK:
            return press(state, f"change:{draft.key}", incoming.facts)
        case ShortAnswer.LATER:
            return Turn(state, (Reply("waiting-for-yes"),))
    return None
