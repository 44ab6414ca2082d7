"""Linear classifiers over the same features, with calibrated probabilities."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit, logit

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_SMALLEST: Final = 1e-9


def softmax(scores: npt.NDArray[Any]) -> Doubles:
    """Probabilities of each row of scores."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True), dtype=np.float64)
    return shifted / shifted.sum(axis=-1, keepdims=True)


@dataclass(frozen=True)
class Calibration:
    """Corrects the probability of the likeliest label (Platt scaling of the top label).

    A softmax says 0.98 where held-out answers are right in 94 of 100, and too little where it is in doubt. The top
    probability becomes ``expit(slope * logit(probability) + intercept)``; the others keep their proportions and share
    the rest. Within the bounds of ``fit`` the order of the labels stays.
    Source: Gupta, Ramdas: Top-label calibration and multiclass-to-binary reductions (2022).
    """

    slope: float = 1.0
    intercept: float = 0.0

    @classmethod
    def fit(cls, probabilities: Doubles, truth: Ints, weights: Doubles) -> Calibration:
        """Returns the calibration with the lowest log loss on held-out texts; ``weights`` are those of the texts."""
        right = probabilities.argmax(axis=1) == truth
        logits = logit(_clipped(probabilities.max(axis=1)))

        def log_loss(found: Doubles) -> float:
            confidence = _clipped(expit(found[0] * logits + found[1]))
            return float(-(weights * np.log(np.where(right, confidence, 1 - confidence))).sum())

        slope, intercept = minimize(log_loss, (1.0, 0.0), bounds=((0.05, 1.0), (0.0, 3.0))).x
        return cls(float(slope), float(intercept))

    def apply(self, probabilities: Doubles) -> Doubles:
        """Returns the calibrated probabilities, for one text or a row for each."""
        likeliest = probabilities.argmax(axis=-1, keepdims=True)
        top = np.take_along_axis(probabilities, likeliest, axis=-1)
        confidence = expit(self.slope * logit(_clipped(top)) + self.intercept)
        calibrated = probabilities * (1 - confidence) / np.maximum(1 - top, _SMALLEST)
        np.put_along_axis(calibrated, likeliest, confidence, axis=-1)
        return calibrated


def _clipped(probabilities: Doubles) -> Doubles:
    """Probabilities without 0 and 1, whose logits are infinite."""
    return np.clip(probabilities, _SMALLEST, 1 - _SMALLEST)


@dataclass(frozen=True)
class Head:
    """The classifier of one question: act, kind or category.

    Probabilities are ``softmax(scale * scores + log_priors)``, calibrated. Scale and calibration are fitted on
    held-out folds. The priors say how frequent the labels are in real life; the training data do not, since they have
    about as many sentences of each.
    """

    labels: tuple[str, ...]
    weights: Floats  # features x labels
    bias: Floats
    scale: float
    """The inverse temperature of the softmax."""
    log_priors: Floats
    calibration: Calibration = Calibration()
    thresholds: dict[str, float] = field(default_factory=dict)
    curve: list[dict[str, float]] = field(default_factory=list)
    """Held-out coverage and accuracy by threshold, for the documentation."""

    def probabilities(self, ids: Ints, values: Floats) -> Doubles:
        """Returns the probability of each label. Without any known feature all are equally likely."""
        if not len(ids):
            return np.full(len(self.labels), 1 / len(self.labels))
        scores = values @ self.weights[ids] + self.bias
        return self.calibration.apply(softmax(scores * self.scale + self.log_priors))


def save_heads(heads: Mapping[str, Head], folder: Path) -> None:
    """Writes all heads into a folder."""
    arrays: dict[str, Any] = {}
    names = {}
    for name, head in heads.items():
        arrays[f"{name}.weights"] = head.weights
        arrays[f"{name}.bias"] = head.bias
        arrays[f"{name}.log_priors"] = head.log_priors
        names[name] = {
            "labels": head.labels,
            "scale": head.scale,
            "calibration": asdict(head.calibration),
            "thresholds": head.thresholds,
            "curve": head.curve,
        }
    (folder / "heads.json").write_text(json.dumps(names))
    np.savez(folder / "heads.npz", **arrays)


def load_heads(folder: Path) -> dict[str, Head]:
    """Reads what ``save_heads`` wrote."""
    names = json.loads((folder / "heads.json").read_text())
    with np.load(folder / "heads.npz", allow_pickle=False) as arrays:
        return {
            name: Head(
                tuple(meta["labels"]),
                arrays[f"{name}.weights"],
                arrays[f"{name}.bias"],
                meta["scale"],
                arrays[f"{name}.log_priors"],
                Calibration(**meta["calibration"]),
                meta["thresholds"],
                meta["curve"],
            )
            for name, meta in names.items()
        }
