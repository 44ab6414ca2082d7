"""Is it solved? Good and bad words tell, and stars in any spelling."""

from __future__ import annotations

from core.dialogue.answers import Judgement, ShortAnswer, answer, satisfaction
from core.dialogue.buttons import judge
from core.dialogue.drafting import clear_category
from core.dialogue.facts import KnownTicket
from core.dialogue.outcome import Reply, Turn
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance

_LONGEST = 25
"""Words; a longer story is read whole before it is a judgement."""
_A_VERDICT = 3
"""Words; what is longer tells why, too."""


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    view = incoming.facts.of_citizen(state.ticket)
    if view is None or len(incoming.words) > _LONGEST or incoming.message.pin:
        return None
    place = incoming.facts.place.place
    if place is not None and place.kelurahan and place.kelurahan != view.area:
        return None  # the same fault elsewhere is another report
    if answer(incoming, Slot.SOLVED) is ShortAnswer.UNKNOWN or "cek" in incoming.words.tokens[-2:]:
        return Turn(state, (Reply("solved-awaited"),))
    found = satisfaction(incoming.words) or _by_model(incoming, view)
    if found is None:
        return None
    said = len(incoming.words) > _A_VERDICT or incoming.has_pictures
    return judge(state, view, good=found.good, stars=found.stars, said=said)


def _by_model(incoming: Utterance, view: KnownTicket) -> Judgement | None:
    """What the model takes it for; a report of the same matter, without a place, says that it is still there."""
    match incoming.act:
        case "affirm" | "thank":
            return Judgement(True)
        case "deny":
            return Judgement(False)
        case "report" if not incoming.facts.place.place:
            same = clear_category(incoming.understanding) == view.category
            return Judgement(False) if same else None
    return None
