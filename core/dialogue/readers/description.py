"""What happened? Whatever is told is the answer; here only that somebody has nothing to tell, or has told it before."""

from __future__ import annotations

from core.dialogue import drafting
from core.dialogue.answers import ShortAnswer, answer
from core.dialogue.going_on import go_on
from core.dialogue.outcome import Reply, Turn
from core.dialogue.questions import GIVE_UP_AFTER
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    draft = state.draft
    if draft is None or incoming.message.media:
        return None
    said = answer(incoming, Slot.DESCRIPTION)
    if said is None or (said is ShortAnswer.AGAIN and not draft.parts):
        return None
    if not draft.parts:
        return go_on(state, incoming.facts, Reply("description-needed"))
    draft = drafting.try_again(draft, Slot.DESCRIPTION)
    if draft.tried(Slot.DESCRIPTION) >= GIVE_UP_AFTER or said in (
        ShortAnswer.AS_SAID,
        ShortAnswer.YES,
        ShortAnswer.GO_ON,
    ):
        draft = drafting.leave_to_person(draft, "category")
    return go_on(state.with_draft(draft), incoming.facts)
