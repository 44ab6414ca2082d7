"""What happened? Whatever is told is the answer; here only that somebody has nothing to tell, or has told it before."""

from __future__ import annotations

from dataclasses import replace

from core.dialogue import drafting
from core.dialogue.answers import ShortAnswer, answer
from core.dialogue.going_on import go_on
from core.dialogue.outcome import Escalate, Reason, Reply, Turn
from core.dialogue.questions import GIVE_UP_AFTER
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance

_CALLS_A_PERSON = 3


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    draft = state.draft
    if draft is None or incoming.message.media:
        return None
    said = answer(incoming, Slot.DESCRIPTION)
    if said is None or (said is ShortAnswer.AGAIN and not draft.parts):
        return None
    if not draft.parts:
        return _nothing_yet(state, said, incoming)
    draft = drafting.try_again(draft, Slot.DESCRIPTION)
    if draft.tried(Slot.DESCRIPTION) >= GIVE_UP_AFTER or said in (
        ShortAnswer.AS_SAID,
        ShortAnswer.YES,
        ShortAnswer.GO_ON,
    ):
        draft = drafting.leave_to_person(draft, "category")
    return go_on(state.with_draft(draft), incoming.facts)


def _nothing_yet(state: ConversationState, said: ShortAnswer, incoming: Utterance) -> Turn:
    """Asked in other words; who would skip it is told once why that can't be, and the third time a person helps."""
    misses = state.misses + 1
    if misses >= _CALLS_A_PERSON:
        turn = go_on(state, incoming.facts, Reply("not-understood-person"))
        return replace(turn, state=turn.state.put(misses=0), actions=(*turn.actions, Escalate(Reason.NOT_UNDERSTOOD)))
    first = (Reply("description-needed"),) if misses == 1 and said is not ShortAnswer.YES else ()
    turn = go_on(state, incoming.facts, *first)
    return replace(turn, state=turn.state.put(misses=misses))
