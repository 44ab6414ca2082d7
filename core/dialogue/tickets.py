"""What the dialogue says about tickets that exist."""

from __future__ import annotations

from core.dialogue.facts import Facts, KnownTicket
from core.dialogue.outcome import Reply

_SHOWN = 3


def status_replies(facts: Facts, named: tuple[KnownTicket, ...]) -> tuple[Reply, ...]:
    """The state of the tickets that were named, otherwise of the citizen's own."""
    unknown = tuple(Reply("number-unknown", {"number": number}) for number in facts.unknown_numbers)
    views = named or (() if unknown else facts.own[:_SHOWN])
    if not views and not unknown:
        return (Reply("status-none"),)
    return (*(status(view) for view in views), *unknown)


def status(view: KnownTicket) -> Reply:
    args = {
        "number": view.number,
        "category": view.category,
        "kind": view.kind,
        "stage": view.stands,
        "area": view.area or "-",
        "date": view.opened_at.isoformat(),
        "changed": view.changed_at.isoformat(),
    }
    if view.main_state:
        return Reply("status-merged", args)
    if view.mine and view.note:
        return Reply("status-with-note", {**args, "note": view.note})
    return Reply("status", args)
