"""Messages about messages: an edit is read like the message that it replaces, and what is deleted is taken out."""

from __future__ import annotations

from dataclasses import replace

from core.dialogue import drafting, questions, readers
from core.dialogue.buttons import amendable
from core.dialogue.corrections import same_place
from core.dialogue.going_on import amend, ask_again, go_on
from core.dialogue.outcome import Reply, Turn
from core.dialogue.state import ConversationState, DescriptionPart, Draft, GivenAnswer, Opened, Place, Slot
from core.dialogue.utterance import Utterance

_TAKEN, _NOTED = Reply("edit-taken"), Reply("edit-noted")
_NO_PLACE: dict[str, object] = {"place": None, "place_options": (), "place_hints": ()}


def edited(state: ConversationState, incoming: Utterance) -> Turn:
    """The text, place and category of a draft or of a fresh ticket change; an answer is given anew."""
    message_id = incoming.message.edits
    if state.draft is not None and message_id in state.draft.messages:
        return go_on(state.with_draft(_rewritten(state.draft, incoming)), incoming.facts, _TAKEN)
    if opened := state.opened_with(message_id):
        return _put_right(state, opened, _rewritten(opened.draft, incoming), incoming)
    if given := next((one for one in state.answers if one.message_id == message_id), None):
        return _answered_anew(state, given, incoming)
    return Turn(state, (_NOTED,), passing=True)


def _rewritten(draft: Draft, incoming: Utterance) -> Draft:
    """A draft with another text in place of the one that was edited; what the text no longer tells stays."""
    message = incoming.message
    part = DescriptionPart(message_id=message.edits or message.message_id, text=message.text)
    known = any(one.message_id == part.message_id for one in draft.parts)
    parts = tuple(part if one.message_id == part.message_id else one for one in draft.parts)
    changed = drafting.put(draft, parts=parts if known else (*parts, part))
    place = incoming.facts.place.place
    if place and not same_place(draft.place, place):
        changed = drafting.take_place(changed, incoming, asked=False)
    if category := drafting.clear_category(incoming.understanding):
        changed = drafting.spare_person(drafting.put(changed, category=category, category_options=()), "category")
    return changed


def _put_right(state: ConversationState, opened: Opened, changed: Draft, incoming: Utterance) -> Turn:
    """A ticket that nobody has taken up yet; of a later one the change is noted for those who work on it."""
    if amendable(opened.number, incoming.facts) is None or changed == opened.draft:
        return Turn(state, (_NOTED,), passing=True)
    turn = amend(state, drafting.put(changed, amends=opened.number), incoming.facts)
    return replace(turn, state=_as_it_was(turn.state, state), passing=True)


def _as_it_was(after: ConversationState, before: ConversationState) -> ConversationState:
    """The open question stays open."""
    return after.put(
        draft=before.draft,
        asked=before.asked,
        options=before.options,
        ticket=before.ticket,
        waiting=before.waiting,
        misses=before.misses,
    )


def _answered_anew(state: ConversationState, given: GivenAnswer, incoming: Utterance) -> Turn:
    if given.ticket is not None:
        return _about_ticket(state, given, given.ticket, incoming)
    opened = next((one for one in state.all_opened if one.draft.key == given.draft), None)
    if given.asked is Slot.PLACE and state.draft is not None and state.draft.key == given.draft:
        moved = drafting.take_place(drafting.put(state.draft, **_NO_PLACE), incoming, asked=True)
        return go_on(state.with_draft(moved), incoming.facts, _TAKEN)
    place = _place_near(opened, incoming) if opened and given.asked is Slot.PLACE else None
    if opened and place:
        return _put_right(state, opened, drafting.settle(opened.draft, place.worded(incoming.text)), incoming)
    return Turn(state, (_NOTED,), passing=True)


def _place_near(opened: Opened, incoming: Utterance) -> Place | None:
    """The place that the new words name; of several the one in the kecamatan that was meant before."""
    reading, before = incoming.facts.place, opened.draft.place
    near = [one for one in reading.options if before and one.kecamatan == before.kecamatan]
    return reading.place or (near[0] if len(near) == 1 else None)


def _about_ticket(state: ConversationState, given: GivenAnswer, number: str, incoming: Utterance) -> Turn:
    """The reader of the question reads the new words."""
    again = incoming.message.model_copy(update={"edits": None})
    asked = state.put(draft=None, asked=None).with_question(given.asked, number)
    turn = readers.read(asked, replace(incoming, message=again))
    if turn is None:
        return Turn(state, (_NOTED,), passing=True)
    if state.draft is None and turn.state.asked is Slot.COMPLAINT_REASON:
        return turn
    return replace(turn, state=_as_it_was(turn.state, state), passing=True)


def deleted(state: ConversationState, incoming: Utterance) -> Turn:
    """What was taken back is no part of a draft any more, nor of a ticket that nobody has taken up."""
    message_id, draft = incoming.message.deletes or "", state.draft
    if draft is not None and (message_id in draft.messages or _gave_place(state, message_id, draft)):
        left = _without(draft, message_id)
        left = drafting.put(left, **_NO_PLACE) if _gave_place(state, message_id, draft) else left
        if not (left.parts or left.photo_messages or left.place):
            return Turn(state.put(draft=None).without_question(), (Reply("delete-taken"),))
        return ask_again(state.with_draft(left), incoming.facts, Reply("delete-taken"))
    opened = state.opened_with(message_id)
    view = amendable(opened.number, incoming.facts) if opened else None
    if opened is None or view is None or message_id in opened.draft.photo_messages:
        return Turn(state, (Reply("delete-noted"),), passing=True)
    left = _without(opened.draft, message_id)
    if left.parts:
        return _put_right(state, opened, left, incoming)
    if state.draft is not None:
        return Turn(state, (Reply("delete-noted"),), passing=True)
    return Turn(state.with_question(Slot.WITHDRAW, view.number), (questions.ask_withdraw(view),))


def _gave_place(state: ConversationState, message_id: str, draft: Draft) -> bool:
    """Whether the message answered where it is."""
    place = (one for one in state.answers if one.asked is Slot.PLACE and one.draft == draft.key)
    return draft.place is not None and any(one.message_id == message_id for one in place)


def _without(draft: Draft, message_id: str) -> Draft:
    parts = tuple(part for part in draft.parts if part.message_id != message_id)
    photos = tuple(one for one in draft.photo_messages if one != message_id)
    return drafting.put(draft, parts=parts, photo_messages=photos)
