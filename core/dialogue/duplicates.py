"""An open ticket about the same matter is offered, once, before a report that is whole becomes another one."""

from __future__ import annotations

from core.dialogue import drafting
from core.dialogue.facts import Facts
from core.dialogue.outcome import Choice, Join, Reply, Turn
from core.dialogue.questions import GIVE_UP_AFTER
from core.dialogue.state import ConversationState, Draft, Offer, Slot

JOIN, ALONE = "join", "alone"


def instead_of_opening(state: ConversationState, draft: Draft, facts: Facts, *first: Reply) -> Turn | None:
    """The question whether an open ticket is meant, or that ticket where the citizen has told it twice; else None."""
    if draft.alone:
        return None
    found = facts.duplicate(draft)
    if found is None:
        return None
    if found.repeated:
        return _part_of(state, drafting.put(draft, offer=found), found, *first)
    asked_before = draft.offer is not None and draft.offer.number != found.number
    if asked_before or draft.tried(Slot.DUPLICATE) >= GIVE_UP_AFTER:
        return None
    asked = drafting.try_again(drafting.put(draft, offer=found), Slot.DUPLICATE)
    return Turn(state.put(draft=asked, asked=Slot.DUPLICATE, misses=0), (*first, ask(draft, found)))


def ask(draft: Draft, offer: Offer) -> Reply:
    """Is this ticket meant? Only what everybody may know of it is told."""
    args: dict[str, str | int] = {
        "number": offer.number,
        "category": offer.category,
        "place": offer.area or "none",
        "date": offer.since.isoformat(),
        "stage": offer.state,
        "followers": offer.followers,
    }
    own = "-own" if offer.own else ""
    choices = (
        Choice(f"{JOIN}:{draft.key}", f"button-join{own}"),
        Choice(f"{ALONE}:{draft.key}", "button-alone"),
    )
    return Reply(f"ask-duplicate{own}", args, choices)


def join(state: ConversationState, draft: Draft, facts: Facts) -> Turn | None:
    """The citizen means the ticket that was offered; None where that was closed meanwhile."""
    offer = draft.offer
    if offer is None:
        return None
    view = next((view for view in (*facts.named, *facts.own) if view.number == offer.number), None)
    if view is None or not view.is_open:
        return None
    return _part_of(state, draft, offer)


def _part_of(state: ConversationState, draft: Draft, offer: Offer, *first: Reply) -> Turn:
    """The draft ends: what it told stands in the ticket."""
    ended = state.put(draft=None, sent_draft=draft.key)
    told = Reply("same-ticket" if offer.own else "joined", {**_added(draft, offer), "number": offer.number})
    ended = ended.without_question() if ended.waiting else ended.put(asked=None, options=(), ticket=offer.number)
    return Turn(ended, (*first, told), (Join(offer.number, draft, offer.says_more),))


def _added(draft: Draft, offer: Offer) -> dict[str, str]:
    return {
        "category": offer.category,
        "words": "yes" if offer.says_more else "no",
        "photo": "yes" if draft.photo_messages else "no",
    }
