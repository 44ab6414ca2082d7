"""What pressing a button does. Ids are `verb:subject:value`; the subject makes a stale press harmless."""

from __future__ import annotations

from collections.abc import Callable

from core.dialogue import drafting, own_data, proof, questions
from core.dialogue.facts import Facts, KnownTicket
from core.dialogue.outcome import AddInformation, Follow, OpenTicket, Rate, Reopen, Reply, SetPublic, Turn, Withdraw
from core.dialogue.state import ConversationState, Draft, Slot

SATISFIED, NOT_SATISFIED = 5, 1
"""Stars that the two buttons stand for."""


def press(state: ConversationState, button_id: str, facts: Facts) -> Turn:
    verb, subject, value = (*button_id.split(":", 2), "", "")[:3]
    if verb in _DRAFT_VERBS:
        return _press_on_draft(state, verb, subject, value, facts)
    if verb == own_data.VERB:
        return _about_own_data(state, subject, facts)
    if verb == own_data.COPY and own_data.KEY.fullmatch(subject):
        return own_data.hand_out(state, subject, facts)
    if verb == proof.VERB:
        return _ask(state, facts, Reply("not-you"))
    if verb == "follow":
        named = next((view for view in (*facts.named, *facts.own) if view.number == subject), None)
        return _follow(state, named) if named else _expired(state, facts)
    if verb in _TICKET_VERBS:
        view = next((v for v in facts.own if v.number == subject and v.mine), None)
        return _TICKET_VERBS[verb](state, view, value) if view else _expired(state, facts)
    return _expired(state, facts)


def _about_own_data(state: ConversationState, answer: str, facts: Facts) -> Turn:
    turn = own_data.answer_forget(state, answer, facts)
    return turn if turn.state.asked is Slot.FORGET or turn.actions else _ask(turn.state, facts, *turn.replies)


def _expired(state: ConversationState, facts: Facts) -> Turn:
    return _ask(state, facts, Reply("button-expired"))


def _ask(state: ConversationState, facts: Facts, *first: Reply) -> Turn:
    if state.draft is None:
        return Turn(state, first)
    state, question = questions.ask_next(state, facts)
    return Turn(state, (*first, question))


# --- buttons of an open draft ----------------------------------------------------------------------


def _press_on_draft(state: ConversationState, verb: str, key: str, value: str, facts: Facts) -> Turn:
    if state.draft is None or state.draft.key != key:
        if state.sent_draft == key and state.ticket:
            return _ask(state, facts, Reply("already-sent", {"number": state.ticket}))
        return _expired(state, facts)
    return _DRAFT_VERBS[verb](state, state.draft, value, facts)


def _send(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    if questions.missing(draft) not in (Slot.CONFIRM, Slot.PHOTO):
        return _ask(state, facts)
    number = facts.fresh_number
    opened = questions.opened(draft, number, facts.estimate)
    sent = ConversationState(asked=Slot.PUBLISH, ticket=number, sent_draft=draft.key, group=state.group)
    return Turn(sent, (opened, questions.ask_publish(number)), (OpenTicket(number, draft),))


def _change(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    return Turn(state.model_copy(update={"asked": Slot.CHANGE}), (questions.ask_change(draft),))


_EMPTIED: dict[str, dict[str, object]] = {
    Slot.DESCRIPTION: {
        "parts": (),
        "category": None,
        "category_options": (),
        "kind": None,
        "needs_person": (),
        "unread": False,
    },
    Slot.PLACE: {"place": None, "place_options": (), "place_hints": (), "tries": {Slot.PLACE: 0}},
    Slot.PHOTO: {"photo_messages": (), "photo_skipped": False},
}


def _edit(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    """Empty the chosen part, so that it is asked for again."""
    if value == Slot.CATEGORY:
        changed = drafting.put(draft, category=None, category_options=())
        return _ask(state.with_draft(drafting.leave_to_person(changed, "category")), facts, Reply("category-to-person"))
    if value not in _EMPTIED:
        return _expired(state, facts)
    return _ask(state.with_draft(drafting.put(draft, **_EMPTIED[value])), facts)


def _drop(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    return Turn(
        ConversationState(ticket=state.ticket, sent_draft=state.sent_draft, group=state.group), (Reply("cancelled"),)
    )


def _skip_photo(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    return _ask(state.with_draft(drafting.put(draft, photo_skipped=True)), facts)


def _continue(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    return _ask(state, facts)


def _choose_category(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    if value in draft.category_options:
        return _ask(state.with_draft(drafting.put(draft, category=value, category_options=())), facts)
    draft = drafting.try_again(drafting.put(draft, category_options=()), Slot.CATEGORY)
    draft = drafting.leave_to_person(draft, "category")
    return _ask(state.with_draft(draft), facts, Reply("category-to-person"))


def _choose_area(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    if value.isascii() and value.isdigit() and int(value) < len(draft.place_options):
        place = draft.place_options[int(value)]
        return _ask(state.with_draft(drafting.settle(draft, place)), facts)
    draft = drafting.try_again(drafting.put(draft, place_options=()), Slot.PLACE)
    return _ask(state.with_draft(draft), facts)


_DRAFT_VERBS: dict[str, Callable[[ConversationState, Draft, str, Facts], Turn]] = {
    "send": _send,
    "change": _change,
    "edit": _edit,
    "drop": _drop,
    "skip": _skip_photo,
    "goon": _continue,
    "cat": _choose_category,
    "area": _choose_area,
}


# --- buttons about a ticket; they work weeks later, too --------------------------------------------


def _publish(state: ConversationState, view: KnownTicket, value: str) -> Turn:
    public = value == "yes"
    reply = Reply("made-public" if public else "kept-private", {"number": view.number})
    return Turn(state.model_copy(update={"asked": None}), (reply,), (SetPublic(view.number, public),))


def _withdraw(state: ConversationState, view: KnownTicket, value: str) -> Turn:
    done = state.model_copy(update={"asked": None})
    if value != "yes":
        return Turn(done, (Reply("kept", {"number": view.number}),))
    if view.state != "received":
        return Turn(done, (Reply("too-late-to-withdraw", {"number": view.number}),))
    return Turn(done, (Reply("withdrawn", {"number": view.number}),), (Withdraw(view.number),))


def _judge(state: ConversationState, view: KnownTicket, value: str) -> Turn:
    """ "Sudah beres" rates; "belum beres" rates, reopens within the allowed days, and asks what is wrong."""
    if view.state not in ("resolved", "answered"):
        return Turn(state, (Reply("not-done-yet", {"number": view.number, "state": view.state}),))
    if value == "yes":
        reply = Reply("rated-already" if view.rated else "rated", {"number": view.number})
        actions = () if view.rated else (Rate(view.number, SATISFIED),)
        return Turn(state.model_copy(update={"asked": None}), (reply,), actions)
    asked = state.model_copy(update={"asked": Slot.COMPLAINT_REASON, "ticket": view.number})
    if view.can_reopen:
        reopened = (Rate(view.number, NOT_SATISFIED), Reopen(view.number))
        return Turn(asked, (Reply("reopened", {"number": view.number}),), reopened)
    return Turn(asked, (Reply("too-late-to-reopen", {"number": view.number}),), (Rate(view.number, NOT_SATISFIED),))


def _add(state: ConversationState, view: KnownTicket, value: str) -> Turn:
    """What was said before the citizen had proven to be the one who said it."""
    return Turn(state, (Reply("information-added", {"number": view.number}),), (AddInformation(view.number, value),))


def _follow(state: ConversationState, view: KnownTicket) -> Turn:
    return Turn(state, (Reply("following", {"number": view.number}),), (Follow(view.number),))


_TICKET_VERBS: dict[str, Callable[[ConversationState, KnownTicket, str], Turn]] = {
    "public": _publish,
    "add": _add,
    "withdraw": _withdraw,
    "done": _judge,
}
