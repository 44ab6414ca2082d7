"""What the dialogue says about tickets that exist."""

from __future__ import annotations

import re

from core.dialogue.buttons import press
from core.dialogue.facts import Facts, KnownTicket
from core.dialogue.outcome import Reply, Turn
from core.dialogue.state import ConversationState

_SHOWN = 3
_STARS = re.compile(r"\b([1-5])\s*(?:bintang|star|stars|/\s*5|⭐)|⭐", re.IGNORECASE)
_DISSATISFIED = re.compile(
    r"\b(belum|blm|blom|blum|kurang|jelek|kecewa|asal|parah|buruk|not|bad|gagal|percuma|bohong|masih|lagi)\b",
    re.IGNORECASE,
)


def status_replies(facts: Facts) -> tuple[Reply, ...]:
    """The state of the tickets that were named, otherwise of the citizen's own."""
    unknown = tuple(Reply("number-unknown", {"number": number}) for number in facts.unknown_numbers)
    views = facts.mentioned or (() if unknown else facts.own[:_SHOWN])
    if not views and not unknown:
        return (Reply("status-none"),)
    return (*(_status(view) for view in views), *unknown)


def _status(view: KnownTicket) -> Reply:
    args = {
        "number": view.number,
        "category": view.category,
        "kind": view.kind,
        "state": view.main_state or view.state,
        "area": view.area or "-",
        "date": view.opened_at.isoformat(),
        "changed": view.changed_at.isoformat(),
    }
    if view.main_state:
        return Reply("status-merged", args)
    if view.mine and view.note:
        return Reply("status-with-note", {**args, "note": view.note})
    return Reply("status", args)


def rate_in_words(state: ConversationState, text: str, facts: Facts) -> Turn | None:
    """A judgement in words is taken as the button that it means, if there is work to judge."""
    done = next(
        (view for view in (*facts.mentioned, *facts.own) if view.mine and view.state in ("resolved", "answered")), None
    )
    if done is None:
        return None
    stars = _STARS.search(text)
    satisfied = int(stars.group(1) or 5) >= 3 if stars else not _DISSATISFIED.search(text)
    return press(state, f"done:{done.number}:{'yes' if satisfied else 'no'}", facts)
