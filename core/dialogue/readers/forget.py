"""Is everything to be forgotten? It can't be undone, so only a clear yes counts."""

from __future__ import annotations

from core.dialogue import own_data
from core.dialogue.buttons import press
from core.dialogue.outcome import Turn
from core.dialogue.reading import known_word
from core.dialogue.state import ConversationState
from core.dialogue.utterance import Utterance


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    match known_word(incoming.message.text):
        case "affirm" if state.options:
            return press(state, state.options[0].id, incoming.facts)
        case "deny" | "cancel":
            return press(state, f"{own_data.VERB}:no", incoming.facts)
    return None
