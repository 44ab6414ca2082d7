"""Holds the understanding to what this city knows: a model may be older or newer than config.yml.

A label that nobody knows is no guess at all. Where it was the best one, nothing is sure: the citizen is asked, or a
person sorts it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import structlog

from core import metrics
from core.dialogue.drafting import UNCLEAR
from core.ports import Entity, Guess, Understander, Understanding
from core.tickets.states import Kind

log = structlog.get_logger()


@dataclass(frozen=True)
class _Unclear:
    name: str = UNCLEAR
    confidence: float = 0.0


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

    def __init__(self, understander: Understander, categories: Collection[str]) -> None:
        self._understander = understander
        self._categories = frozenset((*categories, UNCLEAR))
        self._kinds = frozenset(kind.value for kind in Kind)

    def parse(self, text: str) -> Understanding:
        """Raises UnderstandingUnavailableError, as the other one does."""
        meant = self._understander.parse(text)
        kinds = self._known("kind", meant.kinds, self._kinds)
        categories = self._known("category", meant.categories, self._categories)
        decided_on = 1 if meant.category_decision == "commit" else 2
        stands = bool(categories) and list(categories[:decided_on]) == list(meant.categories[:decided_on])
        return _Known(
            act=meant.act,
            act_clear=meant.act_clear,
            kinds=kinds,
            kind_clear=meant.kind_clear and bool(kinds) and kinds[0] == meant.kinds[0],
            categories=categories or (_Unclear(),),
            category_decision=meant.category_decision if stands else "ask_open",
            entities=meant.entities,
        )

    def _known(self, what: str, guesses: Sequence[Guess], names: Collection[str]) -> Sequence[Guess]:
        for guess in guesses[:2]:  # those below them decide nothing
            if guess.name not in names:
                metrics.UNKNOWN_LABELS.labels(what).inc()
                log.warning("understanding.unknown_label", what=what, label=guess.name[:64])
        return [guess for guess in guesses if guess.name in names]
