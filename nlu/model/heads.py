"""Linear classifiers over the same features, with confidences that mean what they say."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix, diags, vstack
from scipy.special import expit, logit
from sklearn.svm import LinearSVC

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FOLDS: Final = 5


def softmax(scores: npt.NDArray[Any]) -> Doubles:
    """Probabilities of each row of scores."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True), dtype=np.float64)
    return shifted / shifted.sum(axis=-1, keepdims=True)


@dataclass(frozen=True)
class Calibration:
    """How far the likeliest answer can be relied on (Platt scaling of the top label).

    A softmax says 0.98 where held-out answers are right in 94 of 100, and too little where it is
    in doubt. The likeliest answer's chance becomes ``expit(slope * logit(chance) + shift)``, the
    others share the rest as before. Within the bounds of ``fit`` their order stays.
    Source: Gupta, Ramdas: Top-label calibration and multiclass-to-binary reductions (2022).
    """

    slope: float = 1.0
    shift: float = 0.0

    @classmethod
    def fit(cls, chances: Doubles, truth: Ints, weights: Doubles) -> Calibration:
        """The one under which held-out answers are least surprising."""
        right = chances.argmax(axis=1) == truth
        seen = logit(_open(chances.max(axis=1)))

        def surprise(found: Doubles) -> float:
            sure = _open(expit(found[0] * seen + found[1]))
            return float(-(weights * np.log(np.where(right, sure, 1 - sure))).sum())

        slope, shift = minimize(surprise, (1.0, 0.0), bounds=((0.05, 1.0), (0.0, 3.0))).x
        return cls(float(slope), float(shift))

    def of(self, chances: Doubles) -> Doubles:
        """The chances as they are to be told."""
        likeliest = chances.argmax(axis=-1, keepdims=True)
        top = np.take_along_axis(chances, likeliest, axis=-1)
        sure = expit(self.slope * logit(_open(top)) + self.shift)
        told = chances * (1 - sure) / np.maximum(1 - top, _LEAST)
        np.put_along_axis(told, likeliest, sure, axis=-1)
        return told


_LEAST: Final = 1e-9


def _open(chances: Doubles) -> Doubles:
    """Without 0 and 1, whose logits are infinite."""
    return np.clip(chances, _LEAST, 1 - _LEAST)


@dataclass(frozen=True)
class Head:
    """One question's classifier.

    Chances are ``softmax(scale * scores + offsets)``, brought down to how sure that is. Scale and
    sureness were found on held-out folds. The offsets are the logarithms of how frequent the labels
    are in real life, because the training data has about as many sentences of each.
    """

    labels: tuple[str, ...]
    weights: Floats  # features x labels
    bias: Floats
    scale: float
    offsets: Floats
    sureness: Calibration = Calibration()
    thresholds: dict[str, float] = field(default_factory=dict)
    curve: list[dict[str, float]] = field(default_factory=list)
    """Held-out coverage and accuracy by threshold, for the documentation."""

    def chances(self, ids: Ints, values: Floats) -> Doubles:
        """The chance of each label. Without any known feature all are equally likely."""
        if not len(ids):
            return np.full(len(self.labels), 1 / len(self.labels))
        scores = values @ self.weights[ids] + self.bias
        return self.sureness.of(softmax(scores * self.scale + self.offsets))


@dataclass(frozen=True)
class Trained:
    """A head and the chances it gave to its training texts while they were held out."""

    head: Head
    held_out: Doubles
    truth: Ints
    weights: Doubles
    """What each held-out text counts, so that labels are mixed as in real life."""


def fit_scores(
    x: csr_matrix, y: npt.NDArray[Any], often: Floats, labels: Sequence[str], c: float, evenness: float
) -> tuple[Floats, Floats]:
    """Weights and bias of one-against-rest linear SVMs, in the order of ``labels``.

    ``often`` is how many times each row counts. ``evenness`` says how far rare labels are lifted:
    1 to the weight of the frequent ones, 0 not.
    """
    present, which = np.unique(y, return_inverse=True)
    counts = np.bincount(which, weights=often)
    lift = (counts.max() / counts) ** evenness
    svm = LinearSVC(C=c, class_weight=dict(zip(present, lift / lift.mean(), strict=True)), random_state=0)
    svm.fit(x, y, sample_weight=often)
    weights = np.zeros((x.shape[1], len(labels)), dtype=np.float32)
    bias = np.full(len(labels), -1, dtype=np.float32)
    columns = [labels.index(name) for name in svm.classes_]
    if len(columns) == 2:
        weights[:, columns] = np.stack([-svm.coef_[0], svm.coef_[0]], axis=1)
        bias[columns] = [-svm.intercept_[0], svm.intercept_[0]]
    else:
        weights[:, columns], bias[columns] = svm.coef_.T, svm.intercept_
    return weights, bias


def fit_scale(scores: npt.NDArray[Any], truth: Ints, weights: Doubles, offsets: Floats) -> float:
    """The factor before the softmax under which held-out answers are least surprising."""
    rows = np.arange(len(truth))

    def surprise(log_scale: float) -> float:
        p = softmax(scores * np.exp(log_scale) + offsets)[rows, truth]
        return float(-(weights * np.log(np.clip(p, 1e-12, None))).sum())

    return float(np.exp(minimize_scalar(surprise, bounds=(-3, 4), method="bounded").x))


def folds_of(y: Sequence[str], count: int = FOLDS) -> Ints:
    """A fold number per example: runs of neighbours of one label stay together.

    Sentences written one after the other resemble each other. Apart in training and in
    held-out data they would flatter the model.
    """
    folds = np.zeros(len(y), dtype=np.int64)
    labels = np.asarray(y)
    for label in sorted(set(y)):
        where = np.flatnonzero(labels == label)
        folds[where] = np.arange(len(where)) * count // len(where)
    return folds


def fit_head(
    x: csr_matrix,
    y: Sequence[str],
    folds: Ints,
    *,
    c: float,
    evenness: float = 1.0,
    more: csr_matrix | None = None,
    views: Sequence[Floats] = (),
    frequency: Mapping[str, float] | None = None,
    step: Callable[[], None] = lambda: None,
) -> Trained:
    """A calibrated head.

    ``more`` are variants of the rows of ``x`` with the same labels: trained on, not held out.
    ``views`` are factors for the columns of ``x``; a classifier is trained on each view, and their
    mean is the head: linear as each of them, but it can't lean on what only one of them sees.
    ``frequency`` is how often the labels occur in real life, 1 where it doesn't say; what the
    training data already tells of it (an ``evenness`` below 1) is taken off.
    ``step`` is called after each of the FOLDS + 1 fits.
    """
    labels = tuple(sorted(set(y)))
    target = np.asarray(y)
    truth = np.searchsorted(labels, target).astype(np.int64)
    often = np.array([(frequency or {}).get(name, 1.0) for name in labels])
    counts = np.bincount(truth, minlength=len(labels))
    offsets = (np.log(often) - (1 - evenness) * np.log(counts / counts.mean())).astype(np.float32)
    weights = (often / counts)[truth]
    weights /= weights.sum()

    trained, origin, times = x, np.arange(len(y)), np.ones(len(y), dtype=np.float32)
    if more is not None:
        # a variant that is no different counts as the same row twice, which is quicker than two rows
        varied = np.flatnonzero(abs(x - more).sum(axis=1).A1)
        times += 1
        times[varied] = 1
        trained, origin = vstack([x, more[varied]]).tocsr(), np.concatenate([origin, varied])
    seen = [(trained @ diags(view)).tocsr() for view in views] or [trained]

    def fit(rows: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
        chosen = rows[origin]
        names, often = target[origin[chosen]], times[origin[chosen]]
        fits = [fit_scores(view[chosen], names, often, labels, c, evenness) for view in seen]
        return np.mean([w for w, _ in fits], axis=0), np.mean([b for _, b in fits], axis=0)

    tests = [folds == fold for fold in range(FOLDS)]
    tests = [test for test in tests if test.any() and len(set(target[~test])) > 1]
    everything = np.ones(len(y), dtype=bool)
    fits = []
    for fitted in Parallel(n_jobs=-1, return_as="generator")(
        delayed(fit)(rows) for rows in (*(~test for test in tests), everything)
    ):
        fits.append(fitted)
        step()
    scores = np.zeros((len(y), len(labels)), dtype=np.float32)
    for test, (w, b) in zip(tests, fits[:-1], strict=True):
        scores[test] = x[test] @ w + b
    scale = fit_scale(scores, truth, weights, offsets)
    chances = softmax(scores * scale + offsets)
    sureness = Calibration.fit(chances, truth, weights)
    return Trained(Head(labels, *fits[-1], scale, offsets, sureness), sureness.of(chances), truth, weights)


def coverage_curve(sure: Doubles, right: npt.NDArray[Any], weights: Doubles) -> list[dict[str, float]]:
    """Share of the texts above each threshold, and how many of them are right."""
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
    """The lowest threshold above which the answers are as accurate as wanted; 1 if none is."""
    good = 1.0
    for point in reversed(curve):
        if point["accuracy"] < accuracy:
            break
        good = point["threshold"]
    return good


def save_heads(heads: Mapping[str, Head], folder: Path) -> None:
    """Write into a folder."""
    arrays: dict[str, Any] = {}
    names = {}
    for name, head in heads.items():
        arrays[f"{name}.weights"] = head.weights
        arrays[f"{name}.bias"] = head.bias
        arrays[f"{name}.offsets"] = head.offsets
        names[name] = {
            "labels": head.labels,
            "scale": head.scale,
            "sureness": asdict(head.sureness),
            "thresholds": head.thresholds,
            "curve": head.curve,
        }
    (folder / "heads.json").write_text(json.dumps(names))
    np.savez(folder / "heads.npz", **arrays)


def load_heads(folder: Path) -> dict[str, Head]:
    """Read what ``save_heads`` wrote."""
    names = json.loads((folder / "heads.json").read_text())
    with np.load(folder / "heads.npz", allow_pickle=False) as arrays:
        return {
            name: Head(
                tuple(meta["labels"]),
                arrays[f"{name}.weights"],
                arrays[f"{name}.bias"],
                meta["scale"],
                arrays[f"{name}.offsets"],
                Calibration(**meta["sureness"]),
                meta["thresholds"],
                meta["curve"],
            )
            for name, meta in names.items()
        }
