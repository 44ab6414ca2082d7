"""The quarterly survey in the talk: asked for first, one question a message, and laid aside for whatever comes between.

What was answered so far stands in the state alone, and is gone from it with the last answer.
"""

from __future__ import annotations

from dataclasses import replace

from core.dialogue.outcome import AnswerSurvey, Choice, Erase, Escalate, Reply, Turn
from core.dialogue.state import ConversationState, OpenSurvey, Slot
from core.kernel.skm import BEST, ELEMENTS, WORST

VERB = "skm"
_CONSENT = "ask"
STOP = "stop"
YES, NO = "yes", "no"


def invite(state: ConversationState, survey: OpenSurvey) -> Turn:
    """Ask whether the citizen would answer it."""
    asked = state.put(survey=survey, asked=Slot.SURVEY, misses=0)
    return Turn(asked, (question(survey),))


def remind(state: ConversationState, survey: OpenSurvey) -> Turn:
    """The question that is open, once more."""
    aside = state.set_aside().put(asked=Slot.SURVEY)
    return Turn(aside, (Reply("survey-reminder"), question(survey)))


def question(survey: OpenSurvey) -> Reply:
    if not survey.agreed:
        consent = (
            Choice(_button(survey, _CONSENT, YES), "button-survey-yes"),
            Choice(_button(survey, _CONSENT, NO), "button-survey-no"),
        )
        return Reply("ask-survey", {"unit": survey.name}, consent)
    at = len(survey.values)
    grades = range(WORST, BEST + 1)
    choices = tuple(Choice(_button(survey, str(at), str(grade)), f"button-survey-{grade}") for grade in grades)
    return Reply(f"ask-survey-{ELEMENTS[at]}", {"unit": survey.name}, choices)


def _button(survey: OpenSurvey, what: str, value: str) -> str:
    return f"{VERB}:{survey.quarter}:{what}:{value}"


def button(survey: OpenSurvey, value: str) -> str:
    """The button that an answer in words stands for."""
    return _button(survey, str(len(survey.values)) if survey.agreed else _CONSENT, value)


def press(state: ConversationState, quarter: str, value: str) -> Turn | None:
    """What an answer does; None for one to a question that is not the open one."""
    survey, (what, _, answered) = state.survey, value.partition(":")
    if survey is None or survey.quarter != quarter:
        return None
    if answered in (STOP, NO):
        return Turn(ended(state), (Reply("survey-stopped" if survey.agreed else "survey-declined"),))
    if answered == YES and not survey.agreed:
        return _go_on(state, survey.model_copy(update={"agreed": True}))
    if what == str(len(survey.values)) and answered in map(str, range(WORST, BEST + 1)):
        return _take(state, survey, int(answered))
    return None


def _take(state: ConversationState, survey: OpenSurvey, grade: int) -> Turn:
    pressed = button(survey, str(grade))
    answered = survey.model_copy(update={"agreed": True, "values": (*survey.values, grade)})
    if len(answered.values) < len(ELEMENTS):
        return replace(_go_on(state, answered), actions=(AnswerSurvey(pressed),))
    return Turn(ended(state), (Reply("survey-done"),), (AnswerSurvey(pressed, answered),))


def _go_on(state: ConversationState, survey: OpenSurvey) -> Turn:
    asked = state.set_aside().put(survey=survey, asked=Slot.SURVEY, misses=0)
    return Turn(asked, (question(survey),))


def ended(state: ConversationState) -> ConversationState:
    """Nothing is asked any more, and nothing of it is left in the talk."""
    without = state.put(survey=None)
    return without.without_question() if state.asked is Slot.SURVEY else without


def resumed(turn: Turn) -> Turn:
    """The survey goes on as soon as nothing else is open; danger ends it."""
    state, survey = turn.state, turn.state.survey
    if survey is None:
        return turn
    if state.danger is not None:
        return replace(turn, state=ended(state))
    if not survey.agreed or not _is_free(turn):
        return turn
    asked = state.put(asked=Slot.SURVEY)
    return replace(turn, state=asked, replies=(*turn.replies, question(survey)), passing=False)


def _is_free(turn: Turn) -> bool:
    """Whether the survey's question can stand behind what is said: nothing else is asked or offered there."""
    if turn.state.draft is not None or turn.state.asked not in (None, Slot.SURVEY) or not turn.replies:
        return False
    if any(isinstance(action, Escalate | Erase) for action in turn.actions):
        return False
    return not any(reply.choices or reply.key.startswith("ask-") for reply in turn.replies)
