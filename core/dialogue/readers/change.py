"""Which part is to be changed?"""

from __future__ import annotations

from core.dialogue.answers import ShortAnswer, answer, choice
from core.dialogue.buttons import press
from core.dialogue.going_on import go_on
from core.dialogue.outcome import Reply, Turn
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    if state.draft is None or incoming.message.media or incoming.message.pin:
        return None
    if part := choice(incoming.words, state.options):
        return press(state, part, incoming.facts)
    if answer(incoming, Slot.CONFIRM) not in (
        ShortAnswer.YES,
        ShortAnswer.NO,
        ShortAnswer.GO_ON,
        ShortAnswer.BACK,
        ShortAnswer.UNKNOWN,
    ):
        return None
    return go_on(state, incoming.facts, Reply("changed-nothing-draft"))
