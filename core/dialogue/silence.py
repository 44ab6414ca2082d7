"""A report whose reporter fell silent: reminded of once, then filed as it is for a person to complete."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.dialogue import assistance, drafting, questions
from core.dialogue.facts import Facts
from core.dialogue.outcome import Choice, OpenTicket, Reply, Turn
from core.dialogue.state import ConversationState, DescriptionPart, Draft, Opened, Place, Slot

_REMINDED_AFTER = 4
"""A part so large of the whole time that a report waits."""


def due(state: ConversationState, now: datetime, patience: timedelta) -> datetime | None:
    """When something is done about what the citizen left half told; None where nothing waits for an answer.

    In danger nobody is asked for a report, and who has cancelled one is not asked for it again.
    """
    if not patience or not _drafts(state) or state.danger is not None or state.asked is Slot.CANCEL:
        return None
    return now + (patience / _REMINDED_AFTER if wants_reminder(state) else patience)


def wants_reminder(state: ConversationState) -> bool:
    return state.draft is not None and state.draft.has_content and not state.draft.reminded


def remind(state: ConversationState, facts: Facts) -> Turn:
    """The open question once more, and what becomes of the report without an answer."""
    assert state.draft is not None
    turn = assistance.resume(state.with_draft(drafting.put(state.draft, reminded=True)), facts)
    return Turn(turn.state, (Reply("left-reminder"), *turn.replies))


def give_up(state: ConversationState, facts: Facts, numbers: Iterator[str], photo_only: str) -> Turn:
    """All that was left half told becomes tickets; what says nothing ends without a word, like an unmade correction.

    `photo_only` stands in place of the words of a report that has none.
    """
    actions, replies = [], []
    done = state.put(draft=None, asked=None, options=(), apart=(), misses=0)
    for draft in _drafts(state):
        if not draft.has_content or draft.amends is not None:
            continue
        whole, number = as_it_is(draft, photo_only), next(numbers)
        opened = Opened(number=number, draft=whole, at=facts.now)
        done = done.with_opened(opened).put(sent_draft=whole.key, ticket=number)
        actions.append(OpenTicket(number, whole))
        choices = (Choice(f"change:{whole.key}", "button-change"), Choice(f"drop:{whole.key}", "button-cancel"))
        replies.append(Reply("left-filed", {"number": number}, choices))
    return Turn(done.without_question(), tuple(replies), tuple(actions), passing=True)


def as_it_is(draft: Draft, photo_only: str) -> Draft:
    """A draft as a ticket can be made of it: what is missing or was only guessed is left to a person."""
    if not draft.parts:
        said = DescriptionPart(message_id=draft.photo_messages[0], text=photo_only)
        draft = drafting.put(draft, parts=(said,))
    if draft.kind is None:
        draft = drafting.leave_to_person(draft, "kind")
    if draft.category is None or questions.guessed(draft):
        draft = drafting.leave_to_person(draft, "category")
    if draft.place is None and not questions.is_question(draft):
        draft = drafting.leave_to_person(drafting.put(draft, place=_as_said(draft)), "place")
    return drafting.put(draft, category_options=(), place_options=())


def _as_said(draft: Draft) -> Place | None:
    """The reporter's words, and what all places have in common that these could mean."""
    options = draft.place_options
    words = "; ".join(draft.place_hints) or next((option.words for option in options if option.words), None)
    if not options:
        return Place(words=words) if words else None
    known = options[0].model_dump()
    common = {name: value for name, value in known.items() if all(getattr(o, name) == value for o in options)}
    return Place(**{**common, "words": words})


def _drafts(state: ConversationState) -> tuple[Draft, ...]:
    """Those that stand apart, and the open one as the last."""
    apart = tuple(one.draft for one in state.apart if one.draft is not None)
    return (*apart, state.draft) if state.draft is not None else apart
