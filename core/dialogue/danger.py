"""Danger now: known before anything else, by words (`emergency.yml`) or by the model.

It is a state of its own. While it lasts nothing is asked, no draft grows, and a person has been called; the way back is
offered once somebody says that they are safe.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from core.dialogue.outcome import Choice, Escalate, Reason, Reply, Turn
from core.dialogue.plain_words import PlainWords, phrase, plain
from core.dialogue.reading import known_word
from core.dialogue.state import ConversationState, Danger
from core.dialogue.utterance import Utterance
from core.dialogue.word_lists import Line, line, stands_in, word_lists

OTHER = "other"
"""Danger of a kind that no list knows."""
_PERHAPS = 0.4
"""A missed emergency is worse than a false one: it is taken before it is as sure as other acts have to be."""
_LASTS = timedelta(hours=6)
"""Whoever writes again so much later writes about something else."""
_LONGEST_ALL_CLEAR = 8
_SELF_HARM = "self_harm"
SAFE = "safe"


@dataclass(frozen=True)
class _Kind:
    name: str
    phrases: tuple[Line, ...]
    unless: frozenset[str]


def kind_of(words: PlainWords) -> str | None:
    """The kind of danger that unmistakable words tell of; meant for messages of a sentence or two."""
    if words.longer:
        return None
    elsewhen = bool(set(words.tokens) & _lists().unless)  # as they stand: "kayaknya" is no "kayak"
    for kind in _lists().kinds:
        if words.with_stems & kind.unless or (elsewhen and kind.name != _SELF_HARM):
            continue
        if any(stands_in(one, words) for one in kind.phrases):
            return kind.name
    return None


def heard(incoming: Utterance) -> str | None:
    """The kind of danger that a message tells of, or None."""
    if kind := kind_of(incoming.words):
        return kind
    act = incoming.understanding.act if incoming.understanding else None
    return OTHER if act is not None and act.name == "emergency" and act.confidence >= _PERHAPS else None


def is_on(state: ConversationState, now: datetime) -> bool:
    return state.danger is not None and now - state.danger.since < _LASTS


def begin(state: ConversationState, kind: str, incoming: Utterance) -> Turn:
    """Numbers first. A draft that is open stays as it was, and waits."""
    danger = Danger(kind=kind, since=incoming.facts.now)
    reply = Reply("danger", _args(kind, incoming), (Choice(f"{SAFE}:{kind}", "button-safe"),))
    told = state.model_copy(update={"danger": danger, "misses": 0})
    return Turn(told, (reply,), (Escalate(Reason.EMERGENCY, urgent=True),))


def go_on(state: ConversationState, incoming: Utterance) -> Turn:
    """Whatever is said now: another danger, that it is over, or more for the person who was called."""
    assert state.danger is not None
    kind = heard(incoming)
    if kind is not None and kind not in (state.danger.kind, OTHER):
        return begin(state, kind, incoming)
    if incoming.message.pressed == f"{SAFE}:{state.danger.kind}" or _all_clear(incoming.words, state.danger.kind):
        return end(state)
    if "thank" in (incoming.act, known_word(incoming.message.text)):
        return Turn(state, (Reply("thanks"),))
    reply = Reply(
        "danger-listening", _args(state.danger.kind, incoming), (Choice(f"{SAFE}:{state.danger.kind}", "button-safe"),)
    )
    return Turn(state, (reply,), (Escalate(Reason.EMERGENCY, urgent=True),))


def end(state: ConversationState) -> Turn:
    """It is over; whoever had begun a report may go on with it."""
    calm = state.model_copy(update={"danger": None})
    return Turn(calm, (Reply("danger-over-draft" if state.draft else "danger-over"),))


def _args(kind: str, incoming: Utterance) -> dict[str, str | int]:
    numbers = incoming.facts.helplines
    return {"danger": kind, "helpline": numbers.get(kind, "none")}


def _all_clear(words: PlainWords, kind: str) -> bool:
    if len(words) > _LONGEST_ALL_CLEAR or kind_of(words):
        return False
    believed = _lists().safe if kind == _SELF_HARM else _lists().safe | _lists().over
    return any(words.tokens[at : at + len(one)] == one for one in believed for at in range(len(words)))


# --- the lists -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Lists:
    kinds: tuple[_Kind, ...]
    unless: frozenset[str]
    safe: frozenset[tuple[str, ...]]
    over: frozenset[tuple[str, ...]]


@cache
def _lists() -> _Lists:
    loaded = word_lists("emergency.yml")
    kinds = tuple(
        _Kind(name, tuple(map(line, one["phrases"])), frozenset(map(plain, one.get("unless", ()))))
        for name, one in loaded["kinds"].items()
    )
    return _Lists(
        kinds,
        frozenset(map(plain, loaded["unless"])),
        frozenset(map(phrase, loaded["safe"])),
        frozenset(map(phrase, loaded["over"])),
    )
