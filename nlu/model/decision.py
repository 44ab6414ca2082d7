"""Whether to take an answer or to ask: thresholds chosen from held-out data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from nlu.labels import UNCLEAR
from nlu.model.heads import Head, Trained, coverage_curve, threshold_for

COMMIT: Final = "commit"
ASK_TWO: Final = "ask_two"
ASK_OPEN: Final = "ask_open"

Ranking = Sequence[tuple[str, float]]


class Thresholds:
    """Names of the thresholds that a head carries."""

    CLEAR: Final = "clear"
    PAIR: Final = "pair"

    @staticmethod
    def choose(name: str, trained: Trained, wanted: Mapping[str, float]) -> Head:
        """The head with the lowest thresholds that keep its answers as accurate as ``wanted``.

        For the category ``clear`` is for taking the likeliest one, and ``pair`` for offering the
        two likeliest: then one of them has to be right as often as wanted.
        """
        labels, chances, truth = trained.head.labels, trained.held_out, trained.truth
        rows = np.arange(len(truth))
        real = np.ones(len(truth), dtype=bool)
        if UNCLEAR in labels:
            # what the bot shows are the real categories; texts without content are never right
            column = labels.index(UNCLEAR)
            chances = chances.copy()
            chances[:, column] = -1
            real = truth != column
        order = np.argsort(-chances, axis=1)
        first, second = order[:, 0], order[:, min(1, len(labels) - 1)]
        sure = chances[rows, first]
        curve = coverage_curve(sure, (first == truth) & real, trained.weights)
        thresholds = {Thresholds.CLEAR: threshold_for(curve, wanted[name])}
        if name == "category":
            unsure = sure < thresholds[Thresholds.CLEAR]
            both = sure + chances[rows, second]
            hit = ((first == truth) | (second == truth)) & real
            pairs = coverage_curve(both[unsure], hit[unsure], trained.weights[unsure])
            thresholds[Thresholds.PAIR] = threshold_for(pairs, wanted["pair"])
        return replace(trained.head, thresholds=thresholds, curve=curve)


def decide(
    rankings: Mapping[str, Ranking],
    unclear: float,
    thresholds: Mapping[str, Mapping[str, float]],
    *,
    readable: bool = True,
) -> dict[str, Any]:
    """What to do with the three answers.

    ``category`` is ``commit`` (take the likeliest), ``ask_two`` (offer the two likeliest) or
    ``ask_open`` (nothing fits, or the text says nothing); ``kind_clear`` and ``act_clear`` say
    whether those may be taken without asking. The thresholds stand beside, for explanation.
    Of a text that isn't ``readable`` nothing is taken.
    """

    def clear(name: str) -> bool:
        ranking = rankings[name]
        least = thresholds.get(name, {}).get(Thresholds.CLEAR, 1.0)
        return readable and bool(ranking) and ranking[0][1] >= least

    categories = rankings["category"]
    pair = sum(chance for _, chance in categories[:2])
    if not categories or not readable or unclear >= categories[0][1]:
        category = ASK_OPEN
    elif clear("category"):
        category = COMMIT
    elif pair >= thresholds.get("category", {}).get(Thresholds.PAIR, 1.0):
        category = ASK_TWO
    else:
        category = ASK_OPEN
    return {
        "category": category,
        "kind_clear": clear("kind"),
        "act_clear": clear("act"),
        "unclear": round(unclear, 4),
        "thresholds": {name: dict(values) for name, values in thresholds.items()},
    }
