"""What is not solved yet? Everything that is said is noted for those who work on it."""

from __future__ import annotations

from core.dialogue.answers import ShortAnswer, answer
from core.dialogue.outcome import AddInformation, Reply, Turn
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    if state.ticket is None:
        return None
    done = state.without_question()
    if incoming.has_pictures or incoming.message.pin:
        return Turn(done, (Reply("reason-noted", {"number": state.ticket}),), (AddInformation(state.ticket),))
    if answer(incoming, Slot.COMPLAINT_REASON) in (ShortAnswer.NO, ShortAnswer.GO_ON, ShortAnswer.LATER):
        return Turn(done, (Reply("reason-none", {"number": state.ticket}),))
    return None
