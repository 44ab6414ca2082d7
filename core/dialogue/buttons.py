"""What pressing a button does. Ids are `verb:subject:value`; the subject makes a stale press harmless."""

from __future__ import annotations

from collections.abc import Callable

from core.dialogue import danger, drafting, duplicates, matters, own_data, proof, questions, survey
from core.dialogue.answers import GOOD_FROM
from core.dialogue.facts import Facts, KnownTicket
from core.dialogue.going_on import ask_again, go_on, settle
from core.dialogue.outcome import Action, AddInformation, Choice, Follow, Rate, Reopen, Reply, SetPublic, Turn, Withdraw
from core.dialogue.state import ConversationState, Draft, Opened, Slot
from core.dialogue.tickets import status
from core.kernel.states import State

SATISFIED, NOT_SATISFIED = 4, 2
"""Stars that plain words and the two buttons stand for: the best and the worst are for those who name them."""
UNDO = "undo"


def press(state: ConversationState, button_id: str, facts: Facts) -> Turn:
    verb, subject, value = (*button_id.split(":", 2), "", "")[:3]
    if verb in _DRAFT_VERBS:
        return _press_on_draft(state, verb, subject, value, facts)
    if verb == own_data.VERB:
        return _about_own_data(state, subject, facts)
    if verb == own_data.COPY and own_data.KEY.fullmatch(subject):
        return own_data.hand_out(state, subject, facts)
    if verb == proof.VERB:
        return ask_again(state, facts, Reply("not-you"))
    if verb == danger.SAFE:
        return danger.end(state)
    if verb == survey.VERB:
        return _answer_survey(state, subject, value, facts)
    if verb == matters.VERB:
        return matters.press_second(state, subject, value, facts) or _expired(state, facts)
    if verb == UNDO:
        return _undo(state, subject, facts)
    if verb == "follow":
        named = next((view for view in (*facts.named, *facts.own) if view.number == subject), None)
        return _follow(state, named) if named else _expired(state, facts)
    if verb in _TICKET_VERBS:
        view = facts.of_citizen(subject)
        if view is not None and view.joined and verb in _ITS_REPORTERS:
            return ask_again(state, facts, Reply("not-your-report", {"number": view.number}))
        return _TICKET_VERBS[verb](state, view, value) if view else _expired(state, facts)
    return _expired(state, facts)


def _answer_survey(state: ConversationState, quarter: str, value: str, facts: Facts) -> Turn:
    """A report that is being put together goes first."""
    if state.survey is not None and state.draft is not None:
        return ask_again(state, facts, Reply("survey-later"))
    return survey.press(state, quarter, value) or _expired(state, facts)


def _about_own_data(state: ConversationState, answer: str, facts: Facts) -> Turn:
    turn = own_data.answer_forget(state, answer, facts)
    return turn if turn.state.asked is Slot.FORGET or turn.actions else ask_again(turn.state, facts, *turn.replies)


def _expired(state: ConversationState, facts: Facts) -> Turn:
    return ask_again(state, facts, Reply("button-expired"))


# --- buttons of an open draft ----------------------------------------------------------------------


def _press_on_draft(state: ConversationState, verb: str, key: str, value: str, facts: Facts) -> Turn:
    if state.draft is not None and state.draft.key == key:
        return _DRAFT_VERBS[verb](state, state.draft, value, facts)
    if state.opened and state.opened.draft.key == key and verb in _OPENED_VERBS:
        return _OPENED_VERBS[verb](state, facts)
    if state.sent_draft == key and state.ticket:
        return ask_again(state, facts, Reply("already-sent", {"number": state.ticket}))
    return _expired(state, facts)


def _send(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    if questions.missing(draft) not in (Slot.CONFIRM, Slot.PHOTO):
        return go_on(state, facts)
    return settle(state, draft, facts)


def _change(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    return Turn(state.put(asked=Slot.CHANGE), (questions.ask_change(draft),))


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
        to_person = drafting.leave_to_person(changed, "category")
        return go_on(state.with_draft(to_person), facts, Reply("category-to-person"))
    if value not in _EMPTIED:
        return _expired(state, facts)
    emptied = state.with_draft(drafting.put(draft, **_EMPTIED[value]))
    if value == Slot.PHOTO:
        return Turn(emptied.put(asked=Slot.PHOTO), (questions.ask(Slot.PHOTO, draft, facts),))
    return go_on(emptied, facts)


def _drop(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    """Asked once, and not for good: what was told can be taken up again."""
    if value != "yes" and (draft.parts or draft.photo_messages or draft.place):
        return Turn(state.put(asked=Slot.CANCEL), (questions.ask_drop(draft),))
    left = state.put(draft=None, asked=None, options=(), misses=0)
    if not draft.parts:
        return Turn(left.without_question(), (Reply("cancelled"),))
    return Turn(left.put(dropped=draft).without_question(), (Reply("cancelled", choices=_undo_choice(draft)),))


def _undo_choice(draft: Draft) -> tuple[Choice, ...]:
    return (Choice(f"{UNDO}:{draft.key}", "button-undo"),)


def _undo(state: ConversationState, key: str, facts: Facts) -> Turn:
    """What was cancelled is there again."""
    if state.dropped is None or state.dropped.key != key or state.draft is not None:
        return _expired(state, facts)
    restored = drafting.put(state.dropped, amends=None)
    return go_on(state.put(draft=restored, dropped=None), facts, Reply("restored"))


def _join(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    if draft.offer is None:
        return _expired(state, facts)
    joined = duplicates.join(state, draft, facts)
    return joined or _open_alone(state, draft, facts, Reply("duplicate-gone", {"number": draft.offer.number}))


def _alone(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    return _open_alone(state, draft, facts)


def _open_alone(state: ConversationState, draft: Draft, facts: Facts, *first: Reply) -> Turn:
    return go_on(state.with_draft(drafting.put(draft, alone=True, sure=True)), facts, *first)


def _skip_photo(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    return go_on(state.with_draft(drafting.put(draft, photo_skipped=True)), facts)


def _continue(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    return go_on(state, facts)


def _choose_category(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    if value in draft.category_options:
        chosen = drafting.put(draft, category=value, category_options=(), sure=True)
        return go_on(state.with_draft(chosen), facts)
    draft = drafting.try_again(drafting.put(draft, category_options=()), Slot.CATEGORY)
    draft = drafting.leave_to_person(draft, "category")
    return go_on(state.with_draft(draft), facts, Reply("category-to-person"))


def _choose_area(state: ConversationState, draft: Draft, value: str, facts: Facts) -> Turn:
    if value.isascii() and value.isdigit() and int(value) < len(draft.place_options):
        place = draft.place_options[int(value)]
        return go_on(state.with_draft(drafting.settle(draft, place)), facts)
    draft = drafting.try_again(drafting.put(draft, place_options=()), Slot.PLACE)
    return go_on(state.with_draft(draft), facts)


def amendable(number: str, facts: Facts) -> KnownTicket | None:
    """The citizen's ticket of this number, while nobody has taken it up."""
    view = facts.of_citizen(number)
    return view if view is not None and view.state is State.RECEIVED else None


# --- buttons of the ticket that was just opened ------------------------------------------------------


def amending(state: ConversationState, opened: Opened | None = None) -> ConversationState:
    """A ticket (the one that was opened last) is a draft again, which puts it right once it is whole."""
    opened = opened or state.opened
    assert opened is not None
    draft = drafting.put(opened.draft, amends=opened.number, sure=True)
    return state.set_aside().put(draft=draft)


def _change_opened(state: ConversationState, facts: Facts) -> Turn:
    again = amending(state)
    assert again.draft is not None
    return Turn(again.put(asked=Slot.CHANGE), (questions.ask_change(again.draft),))


def _withdraw_opened(state: ConversationState, facts: Facts) -> Turn:
    assert state.opened is not None
    view = amendable(state.opened.number, facts)
    if view is None:
        return ask_again(state, facts, Reply("too-late-to-withdraw", {"number": state.opened.number}))
    return Turn(state.with_question(Slot.WITHDRAW, view.number), (questions.ask_withdraw(view),))


_OPENED_VERBS: dict[str, Callable[[ConversationState, Facts], Turn]] = {
    "change": _change_opened,
    "drop": _withdraw_opened,
}


_DRAFT_VERBS: dict[str, Callable[[ConversationState, Draft, str, Facts], Turn]] = {
    "send": _send,
    "change": _change,
    "edit": _edit,
    "drop": _drop,
    "skip": _skip_photo,
    "goon": _continue,
    "cat": _choose_category,
    "area": _choose_area,
    duplicates.JOIN: _join,
    duplicates.ALONE: _alone,
}


# --- buttons about a ticket; they work weeks later, too --------------------------------------------


def _publish(state: ConversationState, view: KnownTicket, value: str) -> Turn:
    public = value == "yes"
    reply = Reply("made-public" if public else "kept-private", {"number": view.number})
    return Turn(_answered(state, Slot.PUBLISH, view.number), (reply,), (SetPublic(view.number, public),))


def _answered(state: ConversationState, asked: Slot, number: str) -> ConversationState:
    """This question is answered, whether it was the open one or one that waited."""
    if state.asked is asked and state.ticket == number:
        return state.without_question()
    return state.put(waiting=tuple(one for one in state.waiting if (one.asked, one.ticket) != (asked, number)))


def _withdraw(state: ConversationState, view: KnownTicket, value: str) -> Turn:
    done = _answered(state, Slot.WITHDRAW, view.number)
    if value != "yes":
        return Turn(done, (Reply("kept", {"number": view.number}),))
    if view.state != "received":
        return Turn(done, (Reply("too-late-to-withdraw", {"number": view.number}),))
    done = _answered(done, Slot.PUBLISH, view.number)
    choices: tuple[Choice, ...] = ()
    if state.opened and state.opened.number == view.number:
        done, choices = done.put(dropped=state.opened.draft, opened=None), _undo_choice(state.opened.draft)
    return Turn(done, (Reply("withdrawn", {"number": view.number}, choices),), (Withdraw(view.number),))


def _judge(state: ConversationState, view: KnownTicket, value: str) -> Turn:
    """By the two buttons, or with the stars that were named before it was proven who named them."""
    stars = int(value) if value in ("1", "2", "3", "4", "5") else None
    return judge(state, view, good=value == "yes" or (stars or 0) >= GOOD_FROM, stars=stars)


def judge(
    state: ConversationState, view: KnownTicket, *, good: bool, stars: int | None = None, said: bool = False
) -> Turn:
    """ "Sudah beres" rates; "belum beres" rates, reopens within the allowed days, and asks what is wrong.

    `said`: the message tells what is wrong already.
    """
    done = _answered(state, Slot.SOLVED, view.number)
    if not view.is_done:
        return Turn(done, (Reply("not-done-yet", {"number": view.number, "stage": view.stands}),))
    if good:
        actions = () if view.rated and stars is None else (Rate(view.number, stars or SATISFIED),)
        return Turn(done, (Reply("rated" if actions else "rated-already", {"number": view.number}),), actions)
    told: list[Action] = [Rate(view.number, stars or NOT_SATISFIED)]
    told += [Reopen(view.number)] if view.can_reopen else []
    told += [AddInformation(view.number)] if said else []
    key = "reopened" if view.can_reopen else "too-late-to-reopen"
    if said:
        return Turn(done, (Reply(f"{key}-noted", {"number": view.number}),), tuple(told))
    asked = done.with_question(Slot.COMPLAINT_REASON, view.number)
    return Turn(asked, (Reply(key, {"number": view.number}),), tuple(told))


def _add(state: ConversationState, view: KnownTicket, value: str) -> Turn:
    """What was said before the citizen had proven to be the one who said it."""
    return Turn(state, (Reply("information-added", {"number": view.number}),), (AddInformation(view.number, value),))


def _status(state: ConversationState, view: KnownTicket, value: str) -> Turn:
    return Turn(state, (status(view),))


def _follow(state: ConversationState, view: KnownTicket) -> Turn:
    return Turn(state, (Reply("following", {"number": view.number}),), (Follow(view.number),))


_ITS_REPORTERS = frozenset({"public", "withdraw"})
"""What nobody else may decide, even if they joined the ticket."""
_TICKET_VERBS: dict[str, Callable[[ConversationState, KnownTicket, str], Turn]] = {
    "public": _publish,
    "add": _add,
    "status": _status,
    "withdraw": _withdraw,
    "done": _judge,
}
