"""One turn of the conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.dialogue import drafting, own_data, proof, questions
from core.dialogue.buttons import press
from core.dialogue.facts import Facts, KnownTicket, PlaceReading
from core.dialogue.outcome import Action, AddInformation, Erase, Escalate, Follow, Reason, Reply, Turn
from core.dialogue.reading import known_word, legible, read_act, typed_option, without_correction
from core.dialogue.state import ConversationState, Draft, Place, Slot
from core.dialogue.tickets import rate_in_words, status_replies
from core.kernel.messages import Inbound, MediaKind
from core.kernel.ports import Understanding

_UNREADABLE = {
    MediaKind.VOICE: "voice-kept",
    MediaKind.VIDEO: "video-kept",
    MediaKind.DOCUMENT: "document-kept",
    MediaKind.STICKER: "sticker",
}
_MISSES_BEFORE_A_PERSON = 3


def step(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    """Decide what a message means here, what to answer and what to do."""
    if inbound.proven:
        state = proof.in_light_of(state, facts.answered) if facts.answered else state
        turn = _of_the_citizen(state, inbound, understanding, facts)
    else:
        turn = proof.doubted(state, inbound, understanding, facts, _route)
    if facts.among_many:
        turn = replace(turn, replies=_without_promise(turn.replies))
    erased = any(isinstance(action, Erase) for action in turn.actions)
    apart = () if erased else turn.state.apart or state.apart
    return replace(turn, state=turn.state.model_copy(update={"group": inbound.group, "apart": apart}))


def _of_the_citizen(
    state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts
) -> Turn:
    """A short answer to a message of ours that asked about a ticket is an answer to that one, whatever came since."""
    options = facts.answered.options if facts.answered else ()
    button = proof.button_meant(inbound, understanding, options)
    if button is None:
        return _route(state, inbound, understanding, facts)
    if button.startswith(f"{own_data.VERB}:"):
        state = state.model_copy(update={"asked": Slot.FORGET})
    turn = press(state, button, facts)
    if state.draft is None or turn.state.draft != state.draft:
        return turn
    open_question = {"asked": state.asked, "options": state.options, "ticket": state.ticket}
    return replace(turn, state=turn.state.model_copy(update=open_question), passing=True)


_AMONG_MANY = {
    "human-called": "human-called-many",
    "human-waiting": "human-waiting-many",
    "not-understood-person": "not-understood-person-many",
    "own-data-by-person": "own-data-by-person-many",
    "voice-kept": "attachment-kept-many",
    "video-kept": "attachment-kept-many",
    "document-kept": "attachment-kept-many",
}
"""What promises that a person will answer, and what is true where very many of one address wait."""


def _without_promise(replies: Sequence[Reply]) -> tuple[Reply, ...]:
    return tuple(replace(reply, key=_AMONG_MANY.get(reply.key, reply.key)) for reply in replies)


def _route(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    if inbound.deletes:
        return _deleted(state, inbound)
    if inbound.edits:
        return _edited(state, inbound)
    if inbound.pressed:
        return press(state, inbound.pressed, facts)
    if inbound.group and inbound.group == state.group and state.draft and not inbound.text:
        return Turn(state.with_draft(drafting.take_photos(state.draft, inbound)))
    unreadable = next((_UNREADABLE[m.kind] for m in inbound.media if m.kind in _UNREADABLE), None)
    if unreadable and not inbound.text.strip():
        return _unreadable(state, inbound, unreadable, facts)
    if not (inbound.text.strip() or inbound.media or inbound.pin):
        return _repeat(state, facts, Reply("empty"))
    if chosen := typed_option(inbound.text, state.options):
        return press(state, chosen, facts)
    act = read_act(inbound, understanding) if inbound.text.strip() else None
    handler = _ACTS.get(act or "", _content)
    return handler(state, inbound, understanding, facts)


Handler = Callable[[ConversationState, Inbound, Understanding | None, Facts], Turn]


def _go_on(state: ConversationState, facts: Facts, *first: Reply) -> Turn:
    """Say what there is to say and ask for the next missing thing."""
    state, question = questions.ask_next(state.model_copy(update={"misses": 0}), facts)
    return Turn(state, (*first, question))


def _repeat(state: ConversationState, facts: Facts, *first: Reply) -> Turn:
    """Answer something in passing; an open draft goes on from where it stood.

    Whether an emergency becomes a report was asked already: nobody in danger is asked for more.
    """
    undecided = state.draft is None or (state.draft.urgent and state.asked is None)
    return Turn(state, first) if undecided else _go_on(state, facts, *first)


# --- content: a report, or a piece of one ---------------------------------------------------------


def _content(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    """A text, photo or pin that is no command: it belongs to the draft, or begins one."""
    if state.asked is Slot.COMPLAINT_REASON and state.ticket and inbound.text.strip():
        done = state.model_copy(update={"asked": None})
        return Turn(done, (Reply("reason-noted", {"number": state.ticket}),), (AddInformation(state.ticket),))
    draft = state.draft or drafting.new_draft(inbound)
    draft = drafting.take_photos(draft, inbound)
    says_something = bool(inbound.text.strip() or inbound.pin)
    answers_place = state.draft is not None and state.asked is Slot.PLACE and says_something
    tells_more = not answers_place or _is_report(understanding)
    if not answers_place or inbound.pin or not _is_report(understanding) or facts.place.says_something:
        draft = drafting.take_place(
            draft, inbound, understanding, facts, asked=answers_place or inbound.pin is not None
        )
    elif answers_place:
        draft = drafting.try_again(draft, Slot.PLACE)
    if tells_more:
        draft = drafting.take_text(draft, inbound, understanding)
    return _go_on(state.with_draft(draft), facts)


def _is_report(understanding: Understanding | None) -> bool:
    if understanding is None or not understanding.act_clear or understanding.act.name != "report":
        return False
    # A bare address reads like a report without content.
    return understanding.categories[0].name != drafting.UNCLEAR


def _give_place(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    if state.draft is None or state.draft.place is None:
        draft = drafting.want_place(drafting.take_photos(state.draft or drafting.new_draft(inbound), inbound))
        draft = drafting.take_place(draft, inbound, understanding, facts, asked=True)
        return _go_on(state.with_draft(draft), facts)
    if facts.place.place and state.draft.place:
        return _place_again(state, state.draft, state.draft.place, inbound, facts.place.place, facts)
    return _content(state, inbound, understanding, facts)


def _place_again(
    state: ConversationState, draft: Draft, known: Place, inbound: Inbound, said: Place, facts: Facts
) -> Turn:
    """The place is said once more: a correction if it is another one, otherwise perhaps more of the same one."""
    same = known.area_code == said.area_code
    place = drafting.refined(draft, known, said, inbound.text) if same else said
    return _go_on(state.with_draft(drafting.settle(draft, place)), facts, Reply("go-on" if same else "corrected"))


def _emergency(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    """112 first. The text is kept as a draft, but nobody in danger is asked for a photo."""
    draft = state.draft or drafting.new_draft(inbound)
    draft = drafting.take_photos(drafting.take_place(draft, inbound, understanding, facts, asked=False), inbound)
    draft = drafting.put(drafting.take_text(draft, inbound, understanding), urgent=True)
    already = state.draft is not None and state.draft.urgent
    actions = () if already else (Escalate(Reason.EMERGENCY, urgent=True),)
    reply = Reply("emergency", choices=questions.continue_or_drop(draft))
    return Turn(state.model_copy(update={"draft": draft, "asked": None, "misses": 0}), (reply,), actions)


# --- short answers ---------------------------------------------------------------------------------


def _affirm(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    return _short_answer(state, inbound, understanding, facts, yes=True)


def _deny(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    return _short_answer(state, inbound, understanding, facts, yes=False)


def _short_answer(
    state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts, *, yes: bool
) -> Turn:
    """Yes or no is the first or the last button of the question that was asked."""
    draft = state.draft
    names_place = draft is not None and known_word(inbound.text) is None and facts.place.says_something
    if draft is not None and not yes:
        # "Not Tebet Barat" gives no place if Tebet Barat was offered.
        names_place = names_place and not _is_known(draft, facts.place.place)
    if _longer_than_an_answer(inbound) or names_place:
        return _content(state, inbound, understanding, facts)
    match state.asked:
        case Slot.CONFIRM if draft:
            return press(state, f"send:{draft.key}" if yes else f"change:{draft.key}", facts)
        case Slot.PUBLISH | Slot.WITHDRAW | Slot.COMPLAINT_REASON | Slot.FORGET if state.options:
            return press(state, state.options[0 if yes else -1].id, facts)
        case Slot.PLACE if draft and draft.place_options and (not yes or len(draft.place_options) == 1):
            return press(state, f"area:{draft.key}:{0 if yes else '-'}", facts)
        case Slot.PHOTO if draft and not yes:
            return press(state, f"skip:{draft.key}", facts)
        case Slot.CATEGORY if draft and not yes:
            return press(state, f"cat:{draft.key}:-", facts)
        case None if draft and draft.urgent:
            return press(state, f"goon:{draft.key}" if yes else f"drop:{draft.key}", facts)
        case None if state.options and state.options[0].id.startswith("done:"):
            return press(state, state.options[0 if yes else -1].id, facts)
        case _:
            return _repeat(state, facts, Reply("affirm-nothing" if draft is None else "go-on"))


def _is_known(draft: Draft, place: Place | None) -> bool:
    """Whether the place is the draft's, or one that was offered."""
    known = {one.area_code for one in (*draft.place_options, draft.place) if one}
    return place is not None and place.area_code in known


def _longer_than_an_answer(inbound: Inbound) -> bool:
    """ "Tidak ada lampu di gang kami" begins like an answer, but is content."""
    return known_word(inbound.text) is None and (len(inbound.text.split()) > 6 or bool(inbound.media))


def _skip(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    draft = state.draft
    if draft is None:
        return Turn(state, (Reply("nothing-to-skip"),))
    match questions.missing(draft):
        case Slot.PHOTO:
            return press(state, f"skip:{draft.key}", facts)
        case Slot.CATEGORY:
            return press(state, f"cat:{draft.key}:-", facts)
        case Slot.PLACE if draft.tried(Slot.PLACE):
            return _go_on(state.with_draft(drafting.settle_vaguely(draft, facts)), facts)
        case Slot.PLACE:
            draft = drafting.try_again(draft, Slot.PLACE)
            return _go_on(state.with_draft(draft), facts, Reply("place-needed"))
        case _:
            return _go_on(state, facts, Reply("description-needed"))


def _correct(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    if state.draft is None:
        return _add_to_one_of(facts.own, state, inbound, understanding, facts)
    matter = drafting.clear_category(understanding)
    if facts.place.place and state.draft.place and not matter:
        said = inbound.model_copy(update={"text": without_correction(inbound.text)})
        fresh = drafting.put(state.draft, place_hints=())
        draft = drafting.take_place(fresh, said, understanding, facts, asked=True)
        return _go_on(state.with_draft(draft), facts, Reply("corrected"))
    if matter or _longer_than_an_answer(inbound):
        draft = drafting.take_text(drafting.put(state.draft, category=None), inbound, understanding)
        draft = drafting.put(draft, category=draft.category or state.draft.category)
        if facts.place.place and not _is_known(draft, facts.place.place):
            draft = drafting.take_place(draft, inbound, understanding, facts, asked=False)
        return _go_on(state.with_draft(draft), facts, Reply("corrected"))
    return press(state, f"change:{state.draft.key}", facts)


def _cancel(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    if state.asked is Slot.FORGET:
        return press(state, f"{own_data.VERB}:no", facts)
    if state.draft:
        return press(state, f"drop:{state.draft.key}", facts)
    withdrawable = next(
        (view for view in (*facts.mentioned, *facts.own) if view.mine and view.state == "received"), None
    )
    if withdrawable is None:
        return Turn(state.model_copy(update={"asked": None}), (Reply("nothing-to-cancel"),))
    asked = state.model_copy(update={"asked": Slot.WITHDRAW, "ticket": withdrawable.number})
    return Turn(asked, (questions.ask_withdraw(withdrawable),))


# --- talk around the report ------------------------------------------------------------------------


def _say(key: str) -> Handler:
    def say(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
        return _repeat(state, facts, Reply(key))

    return say


def _start_report(
    state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts
) -> Turn:
    draft = drafting.take_photos(state.draft or drafting.new_draft(inbound), inbound)
    return _go_on(state.with_draft(draft), facts)


def _human(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    """Who wants a person is not asked on; the open question can be answered all the same."""
    if facts.waits_for_person:
        return Turn(state, (Reply("human-waiting"),))
    return Turn(state, (Reply("human-called"),), (Escalate(Reason.ASKED),))


def _greet(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    """ "Halo?" of somebody who waits for a person is no first greeting."""
    return _repeat(state, facts, Reply("human-waiting" if facts.waits_for_person else "greeting"))


def _forget(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    return own_data.ask_forget(state, facts)


def _own_data(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    turn = own_data.hand_out(state, drafting.key_of(inbound.account, inbound.message_id), facts)
    return _repeat_with(state, facts, turn.actions, *turn.replies)


def _ask_status(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    return _repeat(state, facts, *status_replies(facts))


def _follow(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    if not facts.mentioned:
        greeting = inbound.text.strip().casefold().startswith("/start") and not facts.unknown_numbers
        return (
            _repeat(state, facts, Reply("greeting")) if greeting else _ask_status(state, inbound, understanding, facts)
        )
    actions = tuple(Follow(view.number) for view in facts.mentioned)
    return _repeat_with(state, facts, actions, *(Reply("following", {"number": v.number}) for v in facts.mentioned))


def _repeat_with(state: ConversationState, facts: Facts, actions: tuple[Action, ...], *first: Reply) -> Turn:
    turn = _repeat(state, facts, *first)
    return replace(turn, actions=(*turn.actions, *actions))


def _add_information(
    state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts
) -> Turn:
    """More about the citizen's ticket of the same category; what is clearly of another one is a new report."""
    about = drafting.clear_category(understanding)
    fitting = [view for view in facts.own if about in (None, view.category)]
    return _add_to_one_of(fitting, state, inbound, understanding, facts)


def _add_to_one_of(
    own: Sequence[KnownTicket],
    state: ConversationState,
    inbound: Inbound,
    understanding: Understanding | None,
    facts: Facts,
) -> Turn:
    """The ticket that the message names, or the newest one."""
    target = next((view for view in (*facts.mentioned, *own) if view.mine), None)
    if state.draft or target is None:
        return _content(state, inbound, understanding, facts)
    return Turn(state, (Reply("information-added", {"number": target.number}),), (AddInformation(target.number),))


def _rate(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    turn = None if state.draft else rate_in_words(state, inbound.text, facts)
    return turn or _add_to_one_of(facts.own, state, inbound, understanding, facts)


def _other(state: ConversationState, inbound: Inbound, understanding: Understanding | None, facts: Facts) -> Turn:
    """Not understood. What answers an open question is taken as its answer all the same."""
    waits = state.draft is not None and state.asked in (Slot.PLACE, Slot.DESCRIPTION, Slot.COMPLAINT_REASON)
    if (waits and legible(inbound.text)) or inbound.pin or inbound.media:
        return _content(state, inbound, understanding, facts)
    misses = state.misses + 1
    missed = state.model_copy(update={"misses": misses})
    if misses < _MISSES_BEFORE_A_PERSON:
        turn = _repeat(missed, facts, Reply("not-understood"))
        return replace(turn, state=turn.state.model_copy(update={"misses": misses}))
    settled = missed.model_copy(update={"misses": 0})
    return _repeat_with(settled, facts, (Escalate(Reason.NOT_UNDERSTOOD),), Reply("not-understood-person"))


# --- messages that are no plain text ---------------------------------------------------------------


def _unreadable(state: ConversationState, inbound: Inbound, key: str, facts: Facts) -> Turn:
    turn = _repeat(state, facts, Reply(key))
    for_person = any(m.kind in (MediaKind.VOICE, MediaKind.VIDEO, MediaKind.DOCUMENT) for m in inbound.media)
    return replace(turn, actions=(Escalate(Reason.ATTACHMENT),)) if for_person else turn


def _edited(state: ConversationState, inbound: Inbound) -> Turn:
    """An edit replaces its part of an open draft; afterwards it is shown to staff, never a new report."""
    draft = state.draft
    if draft and any(part.message_id == inbound.edits for part in draft.parts):
        parts = tuple(
            part.model_copy(update={"text": inbound.text}) if part.message_id == inbound.edits else part
            for part in draft.parts
        )
        return Turn(state.with_draft(drafting.put(draft, parts=parts)), (Reply("edit-taken"),))
    return Turn(state, (Reply("edit-noted"),))


def _deleted(state: ConversationState, inbound: Inbound) -> Turn:
    draft = state.draft
    if draft is None:
        return Turn(state, (Reply("delete-noted"),))
    parts = tuple(part for part in draft.parts if part.message_id != inbound.deletes)
    photos = tuple(message for message in draft.photo_messages if message != inbound.deletes)
    return Turn(state.with_draft(drafting.put(draft, parts=parts, photo_messages=photos)), (Reply("delete-taken"),))


def photo_located(state: ConversationState, message_id: str, reading: PlaceReading) -> Turn | None:
    """A photo's own data name a place: offered once, if the report that it belongs to has none yet."""
    draft = state.draft
    wanted = draft and message_id in draft.photo_messages and draft.place is None and not draft.place_options
    if draft is None or not wanted or not reading.options:
        return None
    asked = state.model_copy(update={"asked": Slot.PLACE})
    return Turn(
        asked.with_draft(drafting.put(draft, place_options=reading.options)),
        (questions.ask_photo_place(draft, reading.options[0]),),
    )


def photo_refused(state: ConversationState, message_id: str, reason: str) -> Turn:
    """A picture turned out to be unusable when it was fetched. `reason` is a wording key."""
    draft = state.draft
    if draft is None or message_id not in draft.photo_messages:
        return Turn(state, (Reply(reason),))
    photos = list(draft.photo_messages)
    photos.remove(message_id)
    return Turn(state.with_draft(drafting.put(draft, photo_messages=tuple(photos))), (Reply(reason),))


_ACTS: dict[str, Handler] = {
    "report": _content,
    "start_report": _start_report,
    "give_place": _give_place,
    "emergency": _emergency,
    "affirm": _affirm,
    "deny": _deny,
    "skip": _skip,
    "correct": _correct,
    "cancel": _cancel,
    "ask_status": _ask_status,
    "follow": _follow,
    "add_information": _add_information,
    "rate": _rate,
    "human": _human,
    "forget": _forget,
    "own_data": _own_data,
    "greet": _greet,
    "help": _say("help"),
    "thank": _say("thanks"),
    "abuse": _say("abuse"),
    "other": _other,
}
