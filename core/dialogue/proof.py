"""What only the citizen may do, and what becomes of messages whose sender may be somebody else.

An unproven message may report and ask: its report is put together apart from everything else. For what needs a
proof it changes nothing: the bot asks the citizen's own address, by a message whose buttons hold what was wished,
and a proven answer to that one presses them. So what was asked is remembered where it was asked, and neither
words nor buttons nor numbers have a way around.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.dialogue import assistance, survey
from core.dialogue.answers import choice
from core.dialogue.drafting import key_of
from core.dialogue.facts import Answered, Facts, KnownTicket
from core.dialogue.outcome import (
    Action,
    AddInformation,
    Amend,
    AnswerSurvey,
    Choice,
    Erase,
    Escalate,
    Follow,
    Join,
    OfferDownload,
    OpenTicket,
    Rate,
    Reason,
    Reopen,
    Reply,
    SetPublic,
    Turn,
    Withdraw,
)
from core.dialogue.reading import known_word, read_act
from core.dialogue.state import ConversationState, Option
from core.dialogue.utterance import Utterance

VERB = "proof"
NOT_ME = f"{VERB}:no"
ANSWERS_A_DAY = 5
"""Unproven messages that one address gets answers to: forged ones must not flood whom they are said to be from."""
_MOST_APART = 5
_LONGEST_ANSWER = 6

FREE: frozenset[type[Action]] = frozenset({OpenTicket, Escalate})
"""Whoever it is may report, and may call a person."""
NEEDS_PROOF: Mapping[type[Action], Callable[[Any, str], tuple[str, str]]] = {
    SetPublic: lambda act, said: (
        "publish" if act.public else "hide",
        f"public:{act.number}:{'yes' if act.public else 'no'}",
    ),
    Amend: lambda act, said: ("add", f"add:{act.number}:{said}"),
    AddInformation: lambda act, said: ("add", f"add:{act.number}:{act.said or said}"),
    Rate: lambda act, said: ("rate", f"done:{act.number}:{act.stars}"),
    Reopen: lambda act, said: ("rate", f"done:{act.number}:no"),
    Withdraw: lambda act, said: ("withdraw", f"withdraw:{act.number}:yes"),
    Follow: lambda act, said: ("follow", f"follow:{act.number}"),
    Join: lambda act, said: ("follow", f"follow:{act.number}"),
    OfferDownload: lambda act, said: ("data", f"data:{act.key}"),
    Erase: lambda act, said: ("erase", f"erase:{'withdraw' if act.withdraw else 'keep'}"),
    AnswerSurvey: lambda act, said: ("survey", act.button),
}
"""Action -> what it is called in the wording, and the button that does it; `said` is the message's own key."""
_BY_THE_CITIZEN = frozenset({"public", "add", "done", "withdraw", "follow", "data", "erase", VERB})
"""Verbs of buttons that say by themselves what they are about."""

Route = Callable[[ConversationState, Utterance], Turn]


@dataclass(frozen=True)
class _Wish:
    what: str
    button: str

    @property
    def number(self) -> str:
        return self.button.split(":")[1] if self.what not in ("data", "erase") else "none"


# --- who may be somebody else ------------------------------------------------------------------------


def doubted(state: ConversationState, incoming: Utterance, route: Route) -> Turn:
    """Answer a message that nobody has proven. `route`: what it would mean, were it the citizen's."""
    facts, message = incoming.facts, incoming.message
    if facts.doubt.today >= ANSWERS_A_DAY:
        return Turn(state, actions=(Escalate(Reason.UNPROVEN),))
    meant = route(state, incoming)
    said = key_of(message.account, message.message_id)
    if state.survey is not None and any(isinstance(action, AnswerSurvey) for action in meant.actions):
        # "Is it you?" would have a yes for an answer; the survey has its own.
        return _ask_once(state, (Reply("prove-first"), survey.question(state.survey)), facts)
    wish = next((_wish(action, said) for action in meant.actions if type(action) not in FREE), None)
    if wish is not None:
        return _ask_for_proof(state, wish, facts)
    if asked := _guarded_question(meant):
        return _ask_once(state, asked, facts)
    if state.draft is not None and _answers_open_question(state, incoming):
        again = assistance.resume(state, facts).replies
        return Turn(state, (Reply("prove-first"), *again), passing=True, about=state.draft.key)
    return _begin_apart(state, incoming, route)


def _wish(action: Action, said: str) -> _Wish:
    return _Wish(*NEEDS_PROOF[type(action)](action, said))


def _ask_for_proof(state: ConversationState, wish: _Wish, facts: Facts) -> Turn:
    choices = (Choice(wish.button, "button-prove-yes"), Choice(NOT_ME, "button-prove-no"))
    return _ask_once(state, (Reply("prove", {"what": wish.what, "number": wish.number}, choices),), facts)


def _guarded_question(meant: Turn) -> tuple[Reply, ...]:
    """The question that the citizen would be asked before it is done: it asks for the proof by itself."""
    if any(isinstance(action, OpenTicket) for action in meant.actions):
        return ()
    asked = [reply for reply in meant.replies if reply.choices and _verb(reply.choices[0].id) in _BY_THE_CITIZEN]
    return (Reply("prove-first"), asked[-1]) if asked else ()


def _ask_once(state: ConversationState, replies: tuple[Reply, ...], facts: Facts) -> Turn:
    if replies[-1].choices[0].id in facts.doubt.asked:
        return Turn(state)
    return Turn(state, replies, passing=True)


def _answers_open_question(state: ConversationState, incoming: Utterance) -> bool:
    if choice(incoming.words, state.options) is not None:
        return True
    return known_word(incoming.message.text) in ("affirm", "deny", "skip", "cancel")


def _begin_apart(state: ConversationState, incoming: Utterance, route: Route) -> Turn:
    """As if somebody wrote for the first time; what is begun so touches nothing that stands there already."""
    facts = incoming.facts
    public = replace(facts, mentioned=_public(facts.mentioned), own=_public(facts.own), named=_public(facts.named))
    turn = route(ConversationState(), replace(incoming, facts=public))
    actions = tuple(action for action in turn.actions if type(action) in FREE)
    begun = turn.state.draft
    if begun is None:
        return Turn(state, turn.replies, actions, passing=True)
    beside = (*state.apart, ConversationState(draft=begun, asked=turn.state.asked))[-_MOST_APART:]
    return Turn(state.put(apart=beside), turn.replies, actions, passing=True, about=begun.key)


def _public(views: tuple[KnownTicket, ...]) -> tuple[KnownTicket, ...]:
    return tuple(replace(view, mine=False, note=None, can_reopen=False) for view in views)


# --- the citizen, answering one of our messages ------------------------------------------------------


def in_light_of(state: ConversationState, answered: Answered) -> ConversationState:
    """The report that the answered message was about is the open one; the one that was open stands beside it."""
    begun = next((one for one in state.apart if one.draft and one.draft.key == answered.draft_key), None)
    if begun is None:
        return state
    left = (ConversationState(draft=state.draft, asked=state.asked, options=state.options),) if state.draft else ()
    beside = (*(one for one in state.apart if one is not begun), *left)
    changes = {"draft": begun.draft, "asked": begun.asked, "options": answered.options, "misses": 0, "apart": beside}
    return state.model_copy(update=changes)


def button_meant(incoming: Utterance, options: tuple[Option, ...]) -> str | None:
    """The button of the answered message that a number, its label, yes or no stands for."""
    message = incoming.message
    if not options or _verb(options[0].id) not in _BY_THE_CITIZEN or message.pressed:
        return None
    if chosen := choice(incoming.words, options):
        return chosen
    longer = len(message.text.split()) > _LONGEST_ANSWER or message.media
    if longer or not message.text.strip():
        return None
    of_question = [option.id for option in options if _verb(option.id) == _verb(options[0].id)]
    negative = of_question[-1] if len(of_question) > 1 else options[-1].id
    return {"affirm": options[0].id, "deny": negative}.get(read_act(message, incoming.understanding) or "")


def _verb(button: str) -> str:
    return button.partition(":")[0]
