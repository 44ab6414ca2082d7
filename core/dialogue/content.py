"""Content: a report, a piece of one, or a detail of a ticket. Only what reads as such is kept as such."""

from __future__ import annotations

from dataclasses import replace

from core.dialogue import drafting, matters, questions, subject
from core.dialogue.answers import is_small_talk
from core.dialogue.buttons import amending, press
from core.dialogue.duplicates import ALONE
from core.dialogue.facts import KnownTicket
from core.dialogue.going_on import ask_again, go_on
from core.dialogue.outcome import AddInformation, Escalate, Reason, Reply, Turn
from core.dialogue.plain_words import PlainWords
from core.dialogue.readers.place import unknown as place_unknown
from core.dialogue.reading import legible
from core.dialogue.state import ConversationState, Draft, Place, Slot
from core.dialogue.utterance import Utterance

_MISSES_BEFORE_A_PERSON = 3
_ENOUGH_WORDS = 4
"""Words that tell something, while the understanding is away."""
_A_QUESTION = 8
_PERHAPS = 0.5


def tells_report(incoming: Utterance) -> bool:
    """Whether a message tells of a matter of its own, rather than answering or chatting."""
    heard = incoming.understanding
    if heard is None:
        return len(incoming.words) >= _ENOUGH_WORDS
    if not heard.categories or heard.categories[0].name == drafting.UNCLEAR:
        return False
    if incoming.act is not None:
        return incoming.act == "report"
    return heard.category_decision == "commit"


def is_about_more(incoming: Utterance) -> bool:
    """Whether a question is not about the service: it names a ticket, a place, or a matter in more than a few words."""
    if incoming.facts.mentioned or incoming.facts.unknown_numbers:
        return True
    return incoming.facts.place.says_something or (len(incoming.words) > _A_QUESTION and tells_report(incoming))


def names_matter(incoming: Utterance) -> bool:
    """Whether a message names what is wrong, whatever else it is (a place, a correction)."""
    heard = incoming.understanding
    if heard is None or not heard.categories:
        return False
    best = heard.categories[0]
    return best.name != drafting.UNCLEAR and (heard.category_decision != "ask_open" or best.confidence >= _PERHAPS)


def tells_beside_place(incoming: Utterance) -> bool:
    """Whether a message that names a place says something of the matter, too."""
    place = incoming.facts.place.place
    names = PlainWords.of(f"{place.area_name} {place.words or ''}").tokens if place else ()
    beside = PlainWords(tuple(token for token in incoming.words.tokens if token not in names))
    return not is_small_talk(beside, Slot.PLACE)


def take(state: ConversationState, incoming: Utterance) -> Turn:
    """A text, photo or pin that is no answer: it belongs to the draft or to a ticket, or begins a draft."""
    if state.asked is Slot.COMPLAINT_REASON and state.ticket and incoming.text:
        reply = Reply("reason-noted", {"number": state.ticket})
        return Turn(state.without_question(), (reply,), (AddInformation(state.ticket),))
    if state.draft is not None:
        return _more_of_draft(state, state.draft, incoming)
    found = subject.of_addition(state, incoming)
    if len(found) > 1:
        return subject.ask_which_to_add(state, found, incoming)
    return add_to(state, found[0], incoming) if found else begin(state, incoming)


def begin(state: ConversationState, incoming: Utterance) -> Turn:
    """A report of its own."""
    draft = drafting.take_photos(drafting.new_draft(incoming.message), incoming.message)
    asked = incoming.message.pin is not None
    draft = drafting.take_place(draft, incoming, asked=asked)
    draft = drafting.take_text(draft, incoming.message, incoming.understanding)
    draft, second = matters.split(draft, incoming)
    return go_on(state.set_aside().put(draft=draft, second=second, dropped=None), incoming.facts)


def _more_of_draft(state: ConversationState, draft: Draft, incoming: Utterance) -> Turn:
    if matters.begins_another(state, draft, incoming):
        return begin(matters.leave(state), incoming)
    if incoming.message.pin is not None and draft.place is not None and incoming.facts.place.place:
        return _pin_beside_place(state, draft, draft.place, incoming)
    more = drafting.take_photos(draft, incoming.message)
    thanks = (Reply("photo-taken"),) if incoming.has_pictures and not incoming.text else ()
    if not (incoming.text or incoming.message.pin):
        return go_on(state.with_draft(more), incoming.facts, *thanks)
    matter = tells_report(incoming) or (state.asked is Slot.DESCRIPTION and incoming.text)
    place = incoming.facts.place
    if state.asked is Slot.PLACE or incoming.message.pin is not None:
        if place.says_something or incoming.message.pin is not None or not matter:
            more = drafting.take_place(more, incoming, asked=not matter or incoming.message.pin is not None)
        if matter and not place.says_something:
            more = drafting.try_again(more, Slot.PLACE)
    elif draft.place is None or (matter and place.place and not same_area(draft.place, place.place)):
        more = drafting.take_place(more, incoming, asked=False)
    if matter or state.asked not in (Slot.PLACE, Slot.DESCRIPTION):
        more = drafting.take_text(more, incoming.message, incoming.understanding)
    return go_on(state.with_draft(more), incoming.facts, *thanks)


def same_area(one: Place | None, other: Place | None) -> bool:
    return one is not None and other is not None and one.area_code == other.area_code


def _pin_beside_place(state: ConversationState, draft: Draft, known: Place, incoming: Utterance) -> Turn:
    """A position makes a named place exact; one that lies elsewhere is asked about, and overrules nothing."""
    pinned = incoming.facts.place.place
    assert pinned is not None
    if same_area(known, pinned) or known.area_code is None:
        exact = pinned.worded(known.words).model_copy(update={"area_code": pinned.area_code})
        return go_on(state.with_draft(drafting.settle(draft, exact)), incoming.facts, Reply("pin-taken"))
    asked = state.put(asked=Slot.PLACE).with_draft(drafting.put(draft, place=None, place_options=(known, pinned)))
    assert asked.draft is not None
    which = questions.ask(Slot.PLACE, asked.draft, incoming.facts)
    return Turn(asked, (replace(which, key="ask-place-text-or-pin"),))


# --- what belongs to a ticket ------------------------------------------------------------------------


def add_to(state: ConversationState, view: KnownTicket, incoming: Utterance) -> Turn:
    """More about a ticket that exists: a position makes its place exact, anything else is added to it."""
    pinned = incoming.facts.place.place
    if incoming.message.pin is not None and pinned and state.opened and state.opened.number == view.number:
        again = amending(state)
        assert again.draft is not None
        if again.draft.place is None or again.draft.place.lat is None:
            known = again.draft.place
            if known is None or known.area_code is None or same_area(known, pinned):
                exact = pinned.worded(known.words) if known and known.words else pinned
                return go_on(again.with_draft(drafting.settle(again.draft, exact)), incoming.facts)
        return _pin_beside_place(again, again.draft, again.draft.place or Place(), incoming)
    key = "photo-added" if incoming.has_pictures and not incoming.text else "information-added"
    return Turn(state, (Reply(key, {"number": view.number}),), (AddInformation(view.number),))


def add_to_one_of(own: tuple[KnownTicket, ...], state: ConversationState, incoming: Utterance) -> Turn:
    """The ticket that the message names, or the newest one that is still worked on."""
    mine = [view for view in (*incoming.tickets, *own) if view.mine]
    target = next((view for view in mine if view.is_open), next(iter(mine), None))
    if state.draft or target is None:
        return take(state, incoming)
    return add_to(state, target, incoming)


# --- what is not understood --------------------------------------------------------------------------


def not_understood(state: ConversationState, incoming: Utterance) -> Turn:
    """Asked about in other words; the third time it is taken as it is, or a person is called."""
    misses = state.misses + 1
    if state.asked is Slot.PLACE and state.draft is not None:
        if not is_small_talk(incoming.words, Slot.PLACE) and legible(incoming.text):
            return go_on(state.with_draft(drafting.take_place(state.draft, incoming, asked=True)), incoming.facts)
        return place_unknown(state, state.draft, incoming)
    if state.asked is Slot.PUBLISH and misses >= 2:
        return Turn(state.without_question(), (Reply("not-understood"),))
    if state.asked is Slot.DUPLICATE and state.draft is not None and misses >= 2:
        return press(state, f"{ALONE}:{state.draft.key}", incoming.facts)
    missed = state.put(misses=misses)
    if misses < _MISSES_BEFORE_A_PERSON:
        turn = ask_again(missed, incoming.facts, Reply("not-understood" if state.draft is None else "not-this-answer"))
        return replace(turn, state=turn.state.put(misses=misses))
    turn = ask_again(missed.put(misses=0), incoming.facts, Reply("not-understood-person"))
    return replace(turn, actions=(*turn.actions, Escalate(Reason.NOT_UNDERSTOOD)))
