"""What a moderator does to what the bot remembers, and how the bot goes on when the moderator has gone."""

from __future__ import annotations

from core.dialogue import drafting, going_on, own_data, questions, survey
from core.dialogue.facts import Facts
from core.dialogue.outcome import Reply, Turn
from core.dialogue.state import ConversationState, Draft, Place, Slot, Verdict


def resume(state: ConversationState, facts: Facts) -> Turn:
    """Ask once more what was asked last; without a reply if no question is open."""
    if state.asked is Slot.FORGET:
        return own_data.ask_forget(state, facts)
    if state.draft is not None:
        return going_on.resume(state, state.draft, facts)
    question = _open_question(state, facts)
    return Turn(state, (question,) if question else ())


def _open_question(state: ConversationState, facts: Facts) -> Reply | None:
    """The last question about a ticket, if it still makes sense; or that of the survey."""
    if state.asked is Slot.SURVEY and state.survey is not None:
        return survey.question(state.survey)
    view = next((view for view in facts.own if view.number == state.ticket), None)
    if view is None:
        return None
    match state.asked:
        case Slot.PUBLISH:
            return questions.ask_publish(view.number)
        case Slot.WITHDRAW if view.state == "received":
            return questions.ask_withdraw(view)
        case Slot.SOLVED:
            return questions.ask_satisfied(view.number)
        case Slot.COMPLAINT_REASON:
            return Reply("ask-complaint-reason", {"number": view.number})
    return None


def corrected(state: ConversationState, *, kind: str, category: str | None, place: Place | None) -> ConversationState:
    """The open draft as a person has put it right; what is None stays as it is."""
    assert state.draft is not None
    settled = {"kind"}
    draft = drafting.put(state.draft, kind=kind, verdict=_verdict(state.draft, kind, category))
    if category is not None:
        settled.add("category")
        draft = drafting.put(draft, category=category, category_options=())
    if place is not None:
        settled.add("place")
        said = draft.place.words if draft.place else "; ".join(draft.place_hints)
        words = place.words or said or None
        draft = drafting.put(draft, place=place.worded(words), place_options=(), place_hints=(), place_within=None)
    draft = drafting.put(draft, needs_person=tuple(what for what in draft.needs_person if what not in settled))
    return state.model_copy(update={"draft": drafting.put(draft, sure=True), "asked": questions.missing(draft)})


def _verdict(draft: Draft, kind: str, category: str | None) -> Verdict | None:
    """Also of what is only confirmed, if it was in doubt."""
    category = category or draft.category
    doubtful = {"kind", "category"} & set(draft.needs_person)
    if category is None or ((kind, category) == (draft.kind, draft.category) and not doubtful):
        return draft.verdict
    before = draft.verdict or Verdict(kind=kind, category=category, old_kind=draft.kind, old_category=draft.category)
    return before.model_copy(update={"kind": kind, "category": category})


def reported(state: ConversationState, number: str, *, keep_draft: bool) -> ConversationState:
    """A person has opened a ticket in the reporter's name. What is left to ask is whether it may be shown."""
    if keep_draft and state.draft is not None:
        return state
    sent = state.draft.key if state.draft else state.sent_draft
    return ConversationState(
        asked=Slot.PUBLISH, ticket=number, sent_draft=sent, group=state.group, apart=state.apart, survey=state.survey
    )
