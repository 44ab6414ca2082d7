"""How sure an answer has to be to be taken: thresholds chosen on held-out data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from nlu.labels import UNCLEAR
from nlu.model.fitting import TrainedHead
from nlu.model.heads import Doubles, Head

CLEAR: Final = "clear"
PAIR: Final = "pair"


def with_thresholds(name: str, trained: TrainedHead, wanted: Mapping[str, float]) -> Head:
    """Returns the head with the lowest thresholds that keep its answers as accurate as ``wanted``.

    ``clear`` is the threshold for taking the likeliest label. For the category ``pair`` is that for offering the
    two likeliest, of which one has to be right as often as wanted.
    """
    labels, probabilities, truth = trained.head.labels, trained.held_out, trained.truth
    rows = np.arange(len(truth))
    real = np.ones(len(truth), dtype=bool)
    if UNCLEAR in labels:
        # what the bot shows are the real categories; texts without content are never right
        column = labels.index(UNCLEAR)
        probabilities = probabilities.copy()
        probabilities[:, column] = -1
        real = truth != column
    order = np.argsort(-probabilities, axis=1)
    first, second = order[:, 0], order[:, min(1, len(labels) - 1)]
    sure = probabilities[rows, first]
    curve = coverage_curve(sure, (first == truth) & real, trained.weights)
    thresholds = {CLEAR: threshold_for(curve, wanted[name])}
    if name == "category":
        unsure = sure < thresholds[CLEAR]
        both = sure + probabilities[rows, second]
        hit = ((first == truth) | (second == truth)) & real
        pairs = coverage_curve(both[unsure], hit[unsure], trained.weights[unsure])
        thresholds[PAIR] = threshold_for(pairs, wanted["pair"])
    return replace(trained.head, thresholds=thresholds, curve=curve)


def coverage_curve(sure: Doubles, right: npt.NDArray[Any], weights: Doubles) -> list[dict[str, float]]:
    """Returns for each threshold the share of the texts above it (coverage), and how many of them are right."""
    curve: list[dict[str, float]] = []
    for percent in range(100):
        threshold = percent / 100
        above = sure >= threshold
        share = weights[above].sum() / max(weights.sum(), 1e-12)
        if share < 0.01:
            break
        accuracy = (weights * right)[above].sum() / weights[above].sum()
        curve.append(
            {
                "threshold": threshold,
                "coverage": round(float(share), 4),
                "accuracy": round(float(accuracy), 4),
            }
        )
    return curve


def threshold_for(curve: Sequence[Mapping[str, float]], accuracy: float) -> float:
    """Returns the lowest threshold above which the answers are as accurate as wanted; 1 if none is."""
    good = 1.0
    for point in reversed(curve):
        if point["accuracy"] < accuracy:
            break
        good = point["threshold"]
    return good
