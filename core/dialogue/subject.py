"""Which ticket a message is about: by what it replies to, by number, topic or place, or by what was spoken of last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from core.dialogue.answers import says_nothing
from core.dialogue.drafting import clear_category, key_of
from core.dialogue.facts import Facts, KnownTicket
from core.dialogue.outcome import Choice, Join, Reply, Turn
from core.dialogue.plain_words import PlainWords, stems
from core.dialogue.state import ConversationState, Slot
from core.dialogue.utterance import Utterance
from core.dialogue.word_lists import plain_list

_A_DAY = timedelta(days=1)
_MOST_OFFERED = 5
_ASKED_BY = {"done": Slot.SOLVED, "public": Slot.PUBLISH}
_DRAFT_BUTTONS = frozenset({"send", "change", "edit", "drop", "skip", "goon", "cat", "area", "second", "join", "alone"})


def listed(name: str) -> frozenset[str]:
    """The words of a list of `later.yml`."""
    return plain_list("later.yml", name)


# --- by what it replies to ---------------------------------------------------------------------------


def replying(state: ConversationState, incoming: Utterance) -> Utterance:
    """The message, with the ticket that the earlier message was about which it replies to."""
    answered = incoming.facts.answered
    if answered is None:
        return incoming
    told = state.opened_with(answered.said) if answered.said else None
    number = answered.ticket or (told.number if told else None)
    return replace(incoming, about=incoming.facts.of_citizen(number))


def question_again(state: ConversationState, incoming: Utterance) -> ConversationState:
    """The question of the message that is replied to is the open one, if it can still be answered."""
    answered, view = incoming.facts.answered, incoming.about
    if answered is None or view is None or not answered.options or state.draft is not None:
        return state
    slot = _ASKED_BY.get(answered.options[0].id.partition(":")[0])
    if slot is None:
        return state
    waiting = {(one.asked, one.ticket) for one in state.waiting} | {(state.asked, state.ticket)}
    done = view.is_done
    if (slot, view.number) in waiting or (slot is Slot.SOLVED and done):
        return state.with_question(slot, view.number).put(options=answered.options)
    return state


def is_of_draft(button: str) -> bool:
    """Whether a button belongs to a report that is put together."""
    return button.partition(":")[0] in _DRAFT_BUTTONS


# --- by topic, and by what was spoken of last ------------------------------------------------------------


def topic_words(words: PlainWords) -> tuple[frozenset[str], ...]:
    """The words that name a matter or a place, each with what is left of it without its endings."""
    nothing = listed("status") | listed("when") | listed("already") | listed("no_topic")
    left = (token for token in words.tokens if token not in nothing and not says_nothing(token))
    return tuple(frozenset((token, *stems(token))) for token in left)


def by_topic(incoming: Utterance, tickets: Iterable[KnownTicket]) -> tuple[KnownTicket, ...]:
    """The tickets that most words of a message fit; none where no word fits any."""
    told, here = topic_words(incoming.words), _in_its_area(incoming, tickets)
    scores = {view.number: sum(bool(one & _words_of(view)) for one in told) for view in here}
    best = max(scores.values(), default=0)
    return tuple(view for view in here if best and scores[view.number] == best)


def _in_its_area(incoming: Utterance, tickets: Iterable[KnownTicket]) -> tuple[KnownTicket, ...]:
    """Without those that lie elsewhere, where the message names a place for sure."""
    place = incoming.facts.place.place
    return tuple(view for view in tickets if place is None or view.area in (None, place.kelurahan, place.kecamatan))


def _words_of(view: KnownTicket) -> frozenset[str]:
    tokens = PlainWords.of(f"{view.words} {view.area or ''} {view.category.replace('_', ' ')}").tokens
    return frozenset(bare for token in tokens for bare in (token, *stems(token)))


def last_spoken_of(state: ConversationState, facts: Facts) -> KnownTicket | None:
    """The citizen's ticket that was spoken of last; otherwise the newest."""
    mine = [view for view in facts.own if view.mine]
    for number in (state.spoken, state.ticket):
        if found := next((view for view in mine if view.number == number), None):
            return found
    return next(iter(mine), None)


# --- what is added ---------------------------------------------------------------------------------------


def of_addition(state: ConversationState, incoming: Utterance) -> tuple[KnownTicket, ...]:
    """The tickets that a message may be more about; none if it tells of a matter of its own."""
    named = [view for view in incoming.tickets if view.mine]
    if named:
        target = next((view for view in named if view.is_open), named[0])
        return () if _is_another_matter(incoming, target) else (target,)
    open_ones = tuple(view for view in incoming.facts.own if view.mine and view.is_open)
    last = last_spoken_of(state, incoming.facts)
    if not incoming.text:
        fresh = last is not None and last.is_open and (state.opened is not None or state.spoken is not None)
        return (last,) if fresh and last else ()
    if not _goes_back(incoming, open_ones):
        return ()
    fitting = by_topic(incoming, open_ones)
    if fitting or last is None or last not in _in_its_area(incoming, open_ones):
        return fitting
    return (last,) if set(incoming.words.tokens) & listed("goes_back") else ()


def _is_another_matter(incoming: Utterance, view: KnownTicket) -> bool:
    """People answer in the thread that they have, also to report something new; a number is meant."""
    about = clear_category(incoming.understanding)
    reports = incoming.act == "report" and not incoming.facts.mentioned
    return about not in (None, view.category) and (incoming.facts.place.place is not None or reports)


def _goes_back(incoming: Utterance, tickets: Sequence[KnownTicket]) -> bool:
    """Whether words speak of something told before: they say so, or name it as known ("lampunya juga kedip")."""
    if set(incoming.words.tokens) & listed("goes_back"):
        return True
    recent = [view for view in _in_its_area(incoming, tickets) if incoming.facts.now - view.opened_at < _A_DAY]
    if incoming.has_pictures and not incoming.facts.place.says_something:
        about = clear_category(incoming.understanding)
        return any(about in (None, view.category) for view in by_topic(incoming, recent))
    known = {token.removesuffix("nya") for token in incoming.words.tokens if token.endswith("nya")}
    return any(known & _words_of(view) for view in recent)


def ask_which(tickets: Sequence[KnownTicket], verb: str, value: str) -> Reply:
    """Which of these is meant? The button does what was wished."""
    choices = tuple(
        Choice(f"{verb}:{view.number}:{value}", "button-ticket", {"number": view.number, "category": view.category})
        for view in tickets[:_MOST_OFFERED]
    )
    return Reply("ask-which-ticket", choices=choices)


def ask_which_to_add(state: ConversationState, tickets: Sequence[KnownTicket], incoming: Utterance) -> Turn:
    message = incoming.message
    return Turn(state, (ask_which(tickets, "add", key_of(message.account, message.message_id)),))


# --- what was spoken of -----------------------------------------------------------------------------------


def spoken_of(turn: Turn, facts: Facts) -> str | None:
    """Number of the citizen's ticket that a turn was about; that of the last one."""
    numbers = [getattr(action, "number", None) for action in turn.actions]
    numbers += [reply.args.get("number") for reply in turn.replies]
    mine = {facts.fresh_number, *(view.number for view in (*facts.own, *facts.named) if view.mine)}
    mine |= {action.number for action in turn.actions if isinstance(action, Join)}
    return next((str(number) for number in reversed(numbers) if number in mine), None)
