"""Trains heads: linear SVMs, whose probabilities are fitted on held-out folds (cross-validation)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.svm import LinearSVC

from nlu.model.heads import Calibration, Doubles, Floats, Head, Ints, softmax

FOLDS: Final = 5


@dataclass(frozen=True)
class TrainedHead:
    """A head, and the probabilities that it gave to its training texts while they were held out."""

    head: Head
    held_out: Doubles
    truth: Ints
    weights: Doubles
    """The weights of the held-out texts: together they have the labels as often as real life has."""


@dataclass(frozen=True)
class TrainingRows:
    """What the classifiers are trained on."""

    views: Sequence[csr_matrix]
    """The rows as each classifier sees them."""
    labels: npt.NDArray[Any]
    weights: Floats
    """How many times each row counts."""
    origin: Ints
    """The number of the text that each row comes from."""

    @classmethod
    def of(
        cls, x: csr_matrix, y: npt.NDArray[Any], variants: csr_matrix | None, views: Sequence[Floats]
    ) -> TrainingRows:
        rows, origin, weights = x, np.arange(len(y)), np.ones(len(y), dtype=np.float32)
        if variants is not None:
            # a variant that is no different counts as the same row twice, which is quicker than two rows
            varied = np.flatnonzero(abs(x - variants).sum(axis=1).A1)
            weights += 1
            weights[varied] = 1
            rows, origin = vstack([x, variants[varied]]).tocsr(), np.concatenate([origin, varied])
        return cls([(rows @ diags(view)).tocsr() for view in views] or [rows], y[origin], weights[origin], origin)

    def fit(
        self, texts: npt.NDArray[np.bool_], labels: Sequence[str], c: float, balance: float
    ) -> tuple[Floats, Floats]:
        """Trains a classifier on each view of the rows of these texts. Returns the mean of their weights and biases."""
        chosen = texts[self.origin]
        fits = [
            fit_svms(view[chosen], self.labels[chosen], self.weights[chosen], labels, c, balance) for view in self.views
        ]
        return np.mean([weights for weights, _ in fits], axis=0), np.mean([bias for _, bias in fits], axis=0)


def fit_svms(
    x: csr_matrix, y: npt.NDArray[Any], weights: Floats, labels: Sequence[str], c: float, balance: float
) -> tuple[Floats, Floats]:
    """Returns weights and bias of one-against-rest linear SVMs, in the order of ``labels``.

    weights: of the rows. c: the inverse of the regularisation.
    balance: the exponent of the class weights: 1 gives every label the same weight, 0 leaves them as they are.
    """
    present, which = np.unique(y, return_inverse=True)
    counts = np.bincount(which, weights=weights)
    lift = (counts.max() / counts) ** balance
    svm = LinearSVC(C=c, class_weight=dict(zip(present, lift / lift.mean(), strict=True)), random_state=0)
    svm.fit(x, y, sample_weight=weights)
    coefficients = np.zeros((x.shape[1], len(labels)), dtype=np.float32)
    bias = np.full(len(labels), -1, dtype=np.float32)
    columns = [labels.index(name) for name in svm.classes_]
    if len(columns) == 2:
        coefficients[:, columns] = np.stack([-svm.coef_[0], svm.coef_[0]], axis=1)
        bias[columns] = [-svm.intercept_[0], svm.intercept_[0]]
    else:
        coefficients[:, columns], bias[columns] = svm.coef_.T, svm.intercept_
    return coefficients, bias


def fit_scale(scores: npt.NDArray[Any], truth: Ints, weights: Doubles, log_priors: Floats) -> float:
    """Returns the inverse temperature of the softmax with the lowest log loss on held-out texts."""
    rows = np.arange(len(truth))

    def log_loss(log_scale: float) -> float:
        p = softmax(scores * np.exp(log_scale) + log_priors)[rows, truth]
        return float(-(weights * np.log(np.clip(p, 1e-12, None))).sum())

    return float(np.exp(minimize_scalar(log_loss, bounds=(-3, 4), method="bounded").x))


def folds_of(y: Sequence[str], count: int = FOLDS) -> Ints:
    """Returns a fold for each text. Runs of neighbours with one label stay together.

    Sentences written one after the other resemble each other. Apart in training and in held-out data they would
    flatter the model.
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
    balance: float = 1.0,
    variants: csr_matrix | None = None,
    views: Sequence[Floats] = (),
    frequency: Mapping[str, float] | None = None,
    step: Callable[[], None] = lambda: None,
) -> TrainedHead:
    """Returns a calibrated head.

    c, balance: see fit_svms. variants: of the rows of ``x``, with the same labels: trained on, not held out.
    views: factors for the columns of ``x``. A classifier is trained on each view, and their mean is the head: linear
    as each of them, but it can't rely on what only one of them sees.
    frequency: how often the labels occur in real life, 1 where it doesn't say. A ``balance`` below 1 lets the
    classifiers learn part of that from the training data, which is taken off the priors.
    step: called after each of the FOLDS + 1 fits.
    """
    labels = tuple(sorted(set(y)))
    target = np.asarray(y)
    truth = np.searchsorted(labels, target).astype(np.int64)
    priors = np.array([(frequency or {}).get(name, 1.0) for name in labels])
    counts = np.bincount(truth, minlength=len(labels))
    log_priors = (np.log(priors) - (1 - balance) * np.log(counts / counts.mean())).astype(np.float32)
    weights = (priors / counts)[truth]
    weights /= weights.sum()

    rows = TrainingRows.of(x, target, variants, views)
    tests = [folds == fold for fold in range(FOLDS)]
    tests = [test for test in tests if test.any() and len(set(target[~test])) > 1]
    everything = np.ones(len(y), dtype=bool)
    fits = []
    for fitted in Parallel(n_jobs=-1, return_as="generator")(
        delayed(rows.fit)(texts, labels, c, balance) for texts in (*(~test for test in tests), everything)
    ):
        fits.append(fitted)
        step()
    scores = np.zeros((len(y), len(labels)), dtype=np.float32)
    for test, (w, b) in zip(tests, fits[:-1], strict=True):
        scores[test] = x[test] @ w + b
    scale = fit_scale(scores, truth, weights, log_priors)
    probabilities = softmax(scores * scale + log_priors)
    calibration = Calibration.fit(probabilities, truth, weights)
    head = Head(labels, *fits[-1], scale, log_priors, calibration)
    return TrainedHead(head, calibration.apply(probabilities), truth, weights)
