"""Which of these is it about?"""

from __future__ import annotations

from core.dialogue import drafting
from core.dialogue.answers import ShortAnswer, answer
from core.dialogue.buttons import press
from core.dialogue.going_on import go_on
from core.dialogue.outcome import Reply, Turn
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    draft = state.draft
    if draft is None:
        return None
    match answer(incoming, Slot.CATEGORY):
        case ShortAnswer.BOTH if draft.category_options:
            # One unit begins; a person sees that it may be the other's, too.
            chosen = drafting.put(draft, category=draft.category_options[0], category_options=(), sure=True)
            return go_on(
                state.with_draft(drafting.leave_to_person(chosen, "category")), incoming.facts, Reply("category-both")
            )
        case (
            ShortAnswer.UNKNOWN
            | ShortAnswer.NO
            | ShortAnswer.GO_ON
            | ShortAnswer.LATER
            | ShortAnswer.AS_SAID
            | ShortAnswer.YES
        ):
            return press(state, f"cat:{draft.key}:-", incoming.facts)
    return None
