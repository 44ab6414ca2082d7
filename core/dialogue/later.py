"""What is said after the ticket: how it stands, whether it may be shown, and numbers of other people's tickets."""

from __future__ import annotations

from dataclasses import replace

from core.dialogue import faq, subject
from core.dialogue.answers import unknown_words
from core.dialogue.buttons import press
from core.dialogue.facts import KnownTicket
from core.dialogue.going_on import ask_again
from core.dialogue.outcome import Choice, Reply, Turn
from core.dialogue.reading import read_act
from core.dialogue.state import ConversationState, Slot
from core.dialogue.subject import listed
from core.dialogue.tickets import status
from core.dialogue.utterance import Utterance

_LONGEST_QUESTION = 8
_LONGEST_CONSENT = 10
_OF_A_NUMBER = 2
"""Words that a written number makes."""
_OF_ANYBODY = frozenset({"follow", "forget", "own_data", "human"})
"""Acts that mean the same beside any number."""
_GENERAL_TOPICS = frozenset({None, "how_long", "how_to_follow"})


def read(state: ConversationState, incoming: Utterance) -> Turn | None:
    """The turn of a message about tickets that exist; None if it is something else."""
    if incoming.message.media or incoming.message.pin or not incoming.text:
        return None
    return _consent(state, incoming) or _of_others(state, incoming) or _status(state, incoming)


def _passing(state: ConversationState, incoming: Utterance, *replies: Reply) -> Turn:
    """Said in passing: a draft's question comes back, one about a ticket keeps its buttons."""
    if any(reply.choices for reply in replies):
        return Turn(state, replies)
    return ask_again(state, incoming.facts, *replies)


# --- may it be shown? ---------------------------------------------------------------------------------


def _consent(state: ConversationState, incoming: Utterance) -> Turn | None:
    """Consent is given and taken back at any time."""
    wished = _wished(incoming)
    own = [view for view in (incoming.tickets or incoming.facts.own) if view.mine]
    named = incoming.tickets or subject.by_topic(incoming, own)
    if wished is None or not own or (state.asked is Slot.PUBLISH and not named):
        return None
    if set(incoming.words.tokens) & listed("name"):
        return _passing(state, incoming, Reply("fact-who_sees_my_name"))
    last = subject.last_spoken_of(state, incoming.facts)
    chosen = [view for view in (named or own) if view.mine and view.public is not wished]
    if len(chosen) > 1 and last in chosen:
        chosen = [last] if last else chosen
    if not chosen:
        key = "made-public" if wished else "kept-private"
        stays = named[0] if named else last or own[0]
        return _passing(state, incoming, Reply(key, {"number": stays.number}))
    if len(chosen) > 1:
        return Turn(state, (subject.ask_which(chosen, "public", "yes" if wished else "no"),))
    number = chosen[0].number
    if wished and chosen[0].category in incoming.facts.manner.private:
        return _passing(state, incoming, Reply("never-public", {"number": number}))
    turn = press(state, f"public:{number}:{'yes' if wished else 'no'}", incoming.facts)
    return with_draft_again(state, turn, incoming)


def with_draft_again(state: ConversationState, turn: Turn, incoming: Utterance) -> Turn:
    if state.draft is None:
        return turn
    again = ask_again(turn.state.put(asked=state.asked), incoming.facts)
    return replace(turn, state=again.state, replies=(*turn.replies, *again.replies))


def _wished(incoming: Utterance) -> bool | None:
    """True: to be shown, False: to be hidden; None if a message says neither, or more."""
    tokens = set(incoming.words.tokens)
    if len(incoming.words) > _LONGEST_CONSENT or "?" in incoming.text or tokens & listed("asks"):
        return None
    of_consent = listed("shown") | listed("refused") | listed("hidden") | listed("no_topic") | listed("name")
    beside = [word for word in unknown_words(incoming.words, Slot.PUBLISH) if word not in of_consent]
    topic = sum(bool(subject.by_topic(incoming, incoming.facts.own)) for _ in beside[:1])
    if len(beside) > 1 + topic + _OF_A_NUMBER * len(incoming.facts.mentioned):
        return None
    if tokens & listed("hidden") or (tokens & listed("shown") and tokens & listed("refused")):
        return False
    return True if tokens & listed("shown") else None


# --- how does it stand? ---------------------------------------------------------------------------------


def _of_others(state: ConversationState, incoming: Utterance) -> Turn | None:
    """A number of a ticket that another conversation reported: what everybody may know of it, and following it."""
    others = [view for view in incoming.facts.mentioned if not view.mine]
    act = read_act(incoming.message, incoming.understanding)
    if not others or len(others) < len(incoming.facts.mentioned) or act in _OF_ANYBODY or state.draft is not None:
        return None
    number = others[0].number
    told = replace(status(others[0]), choices=(Choice(f"follow:{number}", "button-follow"),))
    return Turn(state, (told,) if act == "ask_status" else (told, Reply("not-from-here", {"number": number})))


def _status(state: ConversationState, incoming: Utterance) -> Turn | None:
    """ "Yang lampu gimana?", "kapan diperbaiki?": a question about a ticket that exists."""
    tokens = set(incoming.words.tokens)
    asks_when = bool(tokens & listed("when"))
    if not (asks_when or _asks_how_it_stands(incoming)) or tokens & listed("general"):
        return None
    if len(incoming.words) > _LONGEST_QUESTION or (state.asked is Slot.SOLVED and "?" not in incoming.text):
        return None
    found = _meant(state, incoming)
    if not found:
        return None
    if len(found) > 1:
        return Turn(state, (subject.ask_which(found, "status", ""),))
    view = found[0]
    told = [status(view)]
    if asks_when and view.estimate and view.is_open:
        told.append(Reply("status-estimate", {"estimate": view.estimate.isoformat()}))
    return _passing(state, incoming, *told)


def _asks_how_it_stands(incoming: Utterance) -> bool:
    tokens = set(incoming.words.tokens)
    asks = faq.is_question(incoming.words, incoming.text)
    return bool(tokens & listed("status")) or bool(asks and tokens & listed("already"))


def _meant(state: ConversationState, incoming: Utterance) -> tuple[KnownTicket, ...]:
    own = tuple(view for view in incoming.facts.own if view.mine)
    if incoming.tickets:
        return tuple(view for view in incoming.tickets if view.mine)
    if fitting := subject.by_topic(incoming, own):
        return fitting
    topic = faq.topic(incoming.words, incoming.text)
    names_another = subject.topic_words(incoming.words) or incoming.facts.place.says_something
    if state.draft is not None or names_another or topic not in _GENERAL_TOPICS:
        return ()
    last = subject.last_spoken_of(state, incoming.facts)
    return (last,) if last else ()
