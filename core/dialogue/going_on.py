"""What comes next of a draft: the question for what is missing, or its ticket where nothing is."""

from __future__ import annotations

from core.dialogue import corrections, drafting, duplicates, questions
from core.dialogue.facts import Facts
from core.dialogue.outcome import Amend, OpenTicket, Reply, Turn
from core.dialogue.state import ConversationState, Draft, Opened, Slot


def go_on(state: ConversationState, facts: Facts, *first: Reply) -> Turn:
    """Say what there is to say; then ask for what is missing of the draft, or make it a ticket."""
    draft = state.draft
    if draft is None:
        return Turn(state, first)
    slot = questions.next_slot(draft, facts)
    if slot is None:
        return settle(state, draft, facts, *first)
    return Turn(state.put(asked=slot, misses=0), (*first, questions.ask(slot, draft, facts)))


def ask_again(state: ConversationState, facts: Facts, *first: Reply) -> Turn:
    """Answer something in passing; the question that was open is asked once more, and counted as before."""
    if state.draft is None:
        # A question about a ticket is not asked again: it keeps its buttons.
        return Turn(state, first, passing=state.asked is not None)
    turn = resume(state, state.draft, facts)
    return Turn(turn.state, (*first, *turn.replies))


def resume(state: ConversationState, draft: Draft, facts: Facts) -> Turn:
    """The open question about a draft, as it stands."""
    if state.asked is Slot.CHANGE:
        return Turn(state, (questions.ask_change(draft),))
    if state.asked is Slot.CANCEL:
        return Turn(state, (questions.ask_drop(draft),))
    if state.asked is Slot.DUPLICATE and draft.offer is not None:
        return Turn(state, (duplicates.ask(draft, draft.offer),))
    # Asking again opens nothing: what is whole is confirmed.
    slot = questions.next_slot(draft, facts) or Slot.CONFIRM
    return Turn(state.put(asked=slot), (questions.ask(slot, draft, facts),))


def settle(state: ConversationState, draft: Draft, facts: Facts, *first: Reply) -> Turn:
    """Nothing is missing any more: a ticket is opened, unless there is one already or the draft corrects one."""
    if draft.amends:
        return amend(state, draft, facts)
    if (known := duplicates.instead_of_opening(state, draft, facts, *first)) is not None:
        return known
    number = facts.fresh_number
    opened = Opened(number=number, draft=draft.model_copy(update={"place_options": ()}), at=facts.now)
    public = questions.may_publish(draft, facts)
    told = state.with_opened(opened)
    told = told.put(draft=None, asked=None, options=(), sent_draft=draft.key, ticket=number, misses=0)
    told = told.with_question(Slot.PUBLISH, number) if public else told
    return Turn(
        told, (*first, questions.opened(draft, number, facts.forecast(draft), facts)), (OpenTicket(number, draft),)
    )


def amend(state: ConversationState, draft: Draft, facts: Facts) -> Turn:
    """The ticket as it is now; what is said of it is made from the difference, so that it is true."""
    assert draft.amends is not None
    number, kept = draft.amends, drafting.put(draft, amends=None)
    before = known.draft if (known := state.opened_as(number)) else None
    done = state.put_right(number, kept).put(draft=None, asked=None, options=(), misses=0)
    told = corrections.difference(before, kept)
    if not told:
        return Turn(done.without_question(), (Reply("changed-nothing", {"number": number}),))
    return Turn(done.without_question(), (*told, Reply("changed-ticket", {"number": number})), (Amend(number, kept),))
