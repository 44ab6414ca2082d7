"""What a citizen may ask about the own data (UU 27/2022): to have them, and to have them forgotten.

Known by words alone, never by the model, so that it works while the model is away; and answered whoever else speaks
in the conversation.
"""

from __future__ import annotations

import re

from core.dialogue.facts import Answered, Facts
from core.dialogue.outcome import Choice, Erase, Escalate, OfferDownload, Reason, Reply, Turn
from core.dialogue.reading import OWN_DATA, known_word, typed_option
from core.dialogue.state import ConversationState, Slot
from core.kernel.messages import Inbound
from core.kernel.states import OPEN_STATES
from core.kernel.states import State as TicketState

_KEEP, _WITHDRAW, _NO = "keep", "withdraw", "no"
VERB = "erase"
COPY = "data"
KEY = re.compile(r"[0-9a-f]{8}")


def concerns(state: ConversationState, inbound: Inbound, answered: Answered | None = None) -> bool:
    """Whether a message is about it: then the bot answers even while a moderator speaks or the citizen is barred."""
    if answered and answered.options and answered.options[0].id.partition(":")[0] in (VERB, COPY):
        return True
    said = known_word(inbound.text)
    if said in OWN_DATA or (inbound.pressed or "").startswith(f"{VERB}:"):
        return True
    if state.asked is not Slot.FORGET or not state.options:
        return False
    return said in ("affirm", "deny", "cancel") or typed_option(inbound.text, state.options) is not None


def ask_forget(state: ConversationState, facts: Facts) -> Turn:
    """Say what goes and what stays, and ask."""
    still_open = [view for view in facts.own if view.mine and view.state in OPEN_STATES]
    choices = [Choice(f"{VERB}:{_KEEP}", "button-forget")]
    if any(view.state is TicketState.RECEIVED and not view.joined for view in still_open):
        choices.append(Choice(f"{VERB}:{_WITHDRAW}", "button-forget-withdraw"))
    choices.append(Choice(f"{VERB}:{_NO}", "button-do-not-forget"))
    numbers = ", ".join(view.number for view in still_open)
    asked = Reply("ask-forget", {"numbers": numbers or "none"}, tuple(choices))
    return Turn(state.model_copy(update={"asked": Slot.FORGET}), (asked,))


def answer_forget(state: ConversationState, answer: str, facts: Facts) -> Turn:
    """A button of a question that is not the open one any more asks it again: this can't be undone."""
    if state.asked is not Slot.FORGET or answer not in (_KEEP, _WITHDRAW, _NO):
        return ask_forget(state, facts)
    if answer == _NO:
        return Turn(state.model_copy(update={"asked": None}), (Reply("not-forgotten"),))
    return Turn(ConversationState(), (Reply("forgotten"),), (Erase(withdraw=answer == _WITHDRAW),))


def hand_out(state: ConversationState, key: str, facts: Facts) -> Turn:
    """A copy of everything, behind a link that works once; by a person where no link can be made.

    `key`: of the message that asked for it.
    """
    if not facts.can_link:
        return Turn(state, (Reply("own-data-by-person"),), (Escalate(Reason.PRIVACY),))
    return Turn(state, (Reply("own-data", {"download": key}),), (OfferDownload(key),))
