"""Holds the understanding to what this city knows: a model may be older or newer than config.yml.

A label that is an alias there is read as the code that it means now. One that nobody knows is no guess at all: where it
was the best one, nothing is sure, and the citizen is asked, or a person sorts it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from core.config import Config
from core.dialogue.drafting import UNCLEAR
from core.kernel import metrics
from core.kernel.ports import Entity, Guess, Understander, Understanding

log = structlog.get_logger()


@dataclass(frozen=True)
class _Guess:
    name: str
    confidence: float


@dataclass(frozen=True)
class _Known:
    act: Guess
    act_clear: bool
    kinds: Sequence[Guess]
    kind_clear: bool
    categories: Sequence[Guess]
    category_decision: str
    entities: Sequence[Entity]


class KnownLabels:
    """An understander in front of another one."""

    def __init__(self, understander: Understander, config: Config) -> None:
        self._understander = understander
        self._config = config

    def parse(self, text: str) -> Understanding:
        """Raises UnderstandingUnavailableError, as the other one does."""
        meant = self._understander.parse(text)
        kinds = self._translated("kind", meant.kinds, self._config.kind_of)
        categories = self._translated("category", meant.categories, self._category)
        decided_on = 1 if meant.category_decision == "commit" else 2
        stands = bool(categories) and all(self._category(guess.name) for guess in meant.categories[:decided_on])
        return _Known(
            act=meant.act,
            act_clear=meant.act_clear,
            kinds=kinds,
            kind_clear=meant.kind_clear and bool(kinds) and self._config.kind_of(meant.kinds[0].name) is not None,
            categories=categories or (_Guess(UNCLEAR, 0.0),),
            category_decision=meant.category_decision if stands else "ask_open",
            entities=meant.entities,
        )

    def _category(self, label: str) -> str | None:
        return label if label == UNCLEAR else self._config.category_of(label)

    def _translated(self, what: str, guesses: Sequence[Guess], code_of: Callable[[str], str | None]) -> Sequence[Guess]:
        codes = [code_of(guess.name) for guess in guesses]
        for guess, code in zip(guesses[:2], codes, strict=False):  # those below them decide nothing
            if code is None:
                metrics.UNKNOWN_LABELS.labels(what).inc()
                log.warning("understanding.unknown_label", what=what, label=guess.name[:64])
        return [
            guess if guess.name == code else _Guess(code, guess.confidence)
            for guess, code in zip(guesses, codes, strict=True)
            if code is not None
        ]
