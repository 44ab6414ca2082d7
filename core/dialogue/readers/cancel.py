"""Is it really to be cancelled?"""

from __future__ import annotations

from core.dialogue.answers import ShortAnswer, answer
from core.dialogue.buttons import press
from core.dialogue.going_on import go_on
from core.dialogue.outcome import Reply, Turn
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def read_drop(state: ConversationState, incoming: Utterance) -> Turn | None:
    """A draft: silence or doubt keeps it."""
    if state.draft is None:
        return None
    match answer(incoming, Slot.CANCEL):
        case ShortAnswer.YES:
            return press(state, f"drop:{state.draft.key}:yes", incoming.facts)
        case ShortAnswer.NO | ShortAnswer.GO_ON | ShortAnswer.BACK | ShortAnswer.LATER | ShortAnswer.UNKNOWN:
            return go_on(state, incoming.facts, Reply("kept-draft"))
    return None


def read_withdraw(state: ConversationState, incoming: Utterance) -> Turn | None:
    """A ticket."""
    if state.ticket is None:
        return None
    match answer(incoming, Slot.CANCEL):
        case ShortAnswer.YES:
            return press(state, f"withdraw:{state.ticket}:yes", incoming.facts)
        case ShortAnswer.NO | ShortAnswer.GO_ON | ShortAnswer.BACK | ShortAnswer.LATER | ShortAnswer.UNKNOWN:
            return press(state, f"withdraw:{state.ticket}:no", incoming.facts)
    return None
