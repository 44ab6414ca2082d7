"""Several matters in one talk: a second one in the same message, and a report that another one was begun beside."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from core.dialogue import drafting
from core.dialogue.answers import begins_with_place
from core.dialogue.drafting import clear_category, key_of
from core.dialogue.facts import Facts, Matter
from core.dialogue.going_on import go_on, resume
from core.dialogue.outcome import Choice, OpenTicket, Reply, Turn
from core.dialogue.plain_words import PlainWords
from core.dialogue.questions import ask_publish
from core.dialogue.state import ConversationState, DescriptionPart, Draft, Slot
from core.dialogue.utterance import Utterance
from core.kernel.ports import Understander

VERB = "second"
_BETWEEN = re.compile(r"[\s,]*(?:[;&+]|\b(?:sama|dan|serta|plus|juga|terus|trus|and|also)\b)\s*", re.IGNORECASE)
"""A comma alone parts a matter from its place far more often than from another matter."""
_LONGEST = 300
"""Characters; a story is one matter, whatever occurs in it."""
_MOST_TRIED = 3
_A_MATTER = 2
"""Words."""
_TELLING = frozenset({"report", "give_place"})
"""What the model takes a matter for; one beside its place may look like an answer to where it is."""
_SECOND = "/2"
_MOST_APART = 5


# --- two matters in one message --------------------------------------------------------------------------


def told_together(text: str, understander: Understander) -> tuple[Matter, ...]:
    """Two matters of different categories that one message tells; nothing where it tells of one.

    Raises UnderstandingUnavailableError.
    """
    if len(text) > _LONGEST:
        return ()
    for between in islice(_BETWEEN.finditer(text), _MOST_TRIED):
        parts = text[: between.start()].strip(), text[between.end() :].strip()
        if any(len(part.split()) < _A_MATTER for part in parts):
            continue
        # The second part is not understood for nothing: most first parts are no matter by themselves.
        first = _matter(parts[0], understander)
        second = _matter(parts[1], understander) if first else None
        if first and second and first.category != second.category:
            return first, second
    return ()


def _matter(text: str, understander: Understander) -> Matter | None:
    """A part that begins like an address is the place of the other one."""
    if begins_with_place(PlainWords.of(text)):
        return None
    understanding = understander.parse(text)
    category = clear_category(understanding)
    tells = not understanding.act_clear or understanding.act.name in _TELLING
    return Matter(text, drafting.likely_kind(understanding), category) if category and tells else None


def split(draft: Draft, incoming: Utterance) -> tuple[Draft, Draft | None]:
    """A draft of the first matter that a message tells, and one of the second."""
    if not incoming.facts.matters or not draft.parts:
        return draft, None
    first, second = incoming.facts.matters
    message = incoming.message
    sorted_ = drafting.put(draft, category=first.category, category_options=(), sure=True)
    part = DescriptionPart(message_id=message.message_id + _SECOND, text=second.text)
    key = key_of(message.account, message.message_id + _SECOND)
    beside = Draft(key=key, parts=(part,), kind=second.kind, category=second.category, sure=True)
    return drafting.spare_person(sorted_, "category"), beside


def press_second(state: ConversationState, key: str, value: str, facts: Facts) -> Turn | None:
    """The second matter becomes a report at the same place, or is left; None if it was not offered."""
    second, opened = state.second, state.opened
    if second is None or second.key != key or opened is None or state.draft is not None:
        return None
    left = state.put(second=None)
    done = left.without_question() if state.asked is Slot.SECOND else left
    if value != "yes":
        asked = (ask_publish(done.ticket),) if done.asked is Slot.PUBLISH and done.ticket else ()
        return Turn(done, (Reply("second-left"), *asked))
    return go_on(done.set_aside().put(draft=drafting.put(second, place=opened.draft.place)), facts)


# --- a report beside another one -------------------------------------------------------------------------


def begins_another(state: ConversationState, draft: Draft, incoming: Utterance) -> bool:
    """Whether a message tells of another matter at a place of its own, while a report is put together."""
    category, place = clear_category(incoming.understanding), incoming.facts.place.place
    if draft.amends or draft.category is None or category in (None, draft.category):
        return False
    if place is None or state.asked is Slot.CHANGE or incoming.act not in (None, *_TELLING):
        return False
    if draft.place is None:
        return not begins_with_place(incoming.words)
    return draft.place.area_code != place.area_code


def leave(state: ConversationState) -> ConversationState:
    """The open report waits for another one."""
    left = ConversationState(draft=state.draft, asked=state.asked, options=state.options, waits=True)
    return state.put(draft=None, asked=None, options=(), apart=(*state.apart, left)[-_MOST_APART:])


def come_next(before: ConversationState, turn: Turn, facts: Facts) -> Turn:
    """Once a report is done: the second matter of its message is offered, or the one that waited is asked about."""
    state = turn.state
    opened = any(isinstance(action, OpenTicket) for action in turn.actions)
    answered = before.asked is Slot.SECOND and state.asked is not Slot.SECOND
    ended = before.draft is not None or opened or answered
    if state.draft is not None or state.danger is not None or not ended:
        return turn
    if opened and state.second is not None and _told_with(state):
        return _offer_second(turn, state, state.second)
    left = next((one for one in state.apart if one.waits and one.draft), None)
    if left is None or left.draft is None or state.dropped is not None:
        return turn
    back = state.set_aside().put(
        draft=left.draft, asked=left.asked, apart=tuple(one for one in state.apart if one is not left)
    )
    asked = resume(back, left.draft, facts)
    told = Reply("back-to-left", {"category": left.draft.category or "lainnya"})
    return replace(turn, state=asked.state, replies=(*_briefly(turn), told, *asked.replies), passing=False)


def _told_with(state: ConversationState) -> bool:
    """Whether the second matter was told in the message that the new ticket began with."""
    assert state.second is not None
    told = {part.message_id.removesuffix(_SECOND) for part in state.second.parts}
    return state.opened is not None and bool(told & state.opened.draft.messages)


def _offer_second(turn: Turn, state: ConversationState, second: Draft) -> Turn:
    choices = (
        Choice(f"{VERB}:{second.key}:yes", "button-second-yes"),
        Choice(f"{VERB}:{second.key}:no", "button-second-no"),
    )
    offer = Reply("ask-second", {"category": second.category or "lainnya"}, choices)
    asked = state.set_aside().put(asked=Slot.SECOND)
    return replace(turn, state=asked, replies=(*_briefly(turn), offer))


def _briefly(turn: Turn) -> tuple[Reply, ...]:
    """The ticket's number without the questions behind it: only one is asked at a time."""
    return tuple(
        replace(reply, args={**reply.args, "public": "later", "photo": "no"}, choices=())
        if reply.key == "opened"
        else reply
        for reply in turn.replies
    )
