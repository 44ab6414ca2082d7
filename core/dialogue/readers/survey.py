"""How good was it? A grade in words or numbers, or that it is enough; before, whether it may be asked at all."""

from __future__ import annotations

from core.dialogue import survey
from core.dialogue.answers import ShortAnswer, answer, grade
from core.dialogue.buttons import press
from core.dialogue.outcome import Turn
from core.dialogue.reading import known_word
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    if state.survey is None or incoming.message.media or incoming.message.pin:
        return None
    value = _graded(incoming) if state.survey.agreed else _consent(incoming)
    if value is not None:
        return press(state, survey.button(state.survey, value), incoming.facts)
    if answer(incoming, Slot.SURVEY) is ShortAnswer.AGAIN:
        return Turn(state, (survey.question(state.survey),))
    return None


def _graded(incoming: Utterance) -> str | None:
    return survey.STOP if known_word(incoming.text) == "cancel" else grade(incoming.words)


def _consent(incoming: Utterance) -> str | None:
    """Whatever is no consent is none."""
    if known_word(incoming.text) == "cancel":
        return survey.NO
    match answer(incoming, Slot.SURVEY):
        case ShortAnswer.YES | ShortAnswer.GO_ON:
            return survey.YES
        case ShortAnswer.NO | ShortAnswer.LATER | ShortAnswer.UNKNOWN | ShortAnswer.BACK:
            return survey.NO
    return None
