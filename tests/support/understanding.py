"""A stand-in for the NLU: a handful of words, so that tests of the dialogue need no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.kernel.errors import UnderstandingUnavailableError


@dataclass(frozen=True)
class Guess:
    name: str
    confidence: float


@dataclass(frozen=True)
class Entity:
    kind: str
    value: str


@dataclass(frozen=True)
class Meaning:
    """An Understanding that a test writes down."""

    act: Guess = Guess("report", 0.9)
    act_clear: bool = True
    kinds: Sequence[Guess] = (Guess("complaint", 0.9),)
    kind_clear: bool = True
    categories: Sequence[Guess] = (Guess("lainnya", 0.9),)
    category_decision: str = "commit"
    entities: Sequence[Entity] = field(default_factory=tuple)


_CATEGORIES = {
    "lampu": "lampu_jalan",
    "sampah": "sampah",
    "banjir": "saluran_banjir",
    "lubang": "jalan",
    "street lamp": "lampu_jalan",
}
_ACTS = {"gimana laporan": "ask_status", "bicara dengan": "human", "bodoh": "abuse", "pinjol": "other"}


def category(*names: str, decision: str = "commit") -> Meaning:
    """A clear report of these categories, the best first."""
    guesses = [Guess(name, 0.8 / (rank + 1)) for rank, name in enumerate(names)]
    return Meaning(categories=guesses, category_decision=decision)


def act(name: str) -> Meaning:
    return Meaning(act=Guess(name, 0.95), categories=(Guess("tidak_jelas", 0.5),), category_decision="ask_open")


class WordUnderstander:
    """Knows the words above; `away` makes it fail as a dead server does."""

    def __init__(self) -> None:
        self.away = False
        self.asked: list[str] = []

    def parse(self, text: str) -> Meaning:
        self.asked.append(text)
        if self.away:
            raise UnderstandingUnavailableError("unreachable: tests")
        plain = text.casefold()
        for words, name in _ACTS.items():
            if words in plain:
                return act(name)
        for word, name in _CATEGORIES.items():
            if word in plain:
                kind = "aspiration" if "usul" in plain else "complaint"
                return Meaning(kinds=(Guess(kind, 0.9),), categories=(Guess(name, 0.9), Guess("fasum", 0.05)))
        return Meaning(categories=(Guess("tidak_jelas", 0.6), Guess("jalan", 0.1)), category_decision="ask_open")
