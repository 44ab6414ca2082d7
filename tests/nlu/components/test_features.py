"""Features, heads and decisions by themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.model.decision import decide
from nlu.model.features import Features, char_grams, regular_terms, word_grams
from nlu.model.fitting import fit_head, folds_of
from nlu.model.heads import Calibration, Head, load_heads, save_heads, softmax
from nlu.model.thresholds import CLEAR, PAIR, coverage_curve, threshold_for
from nlu.text.regular import RegularText

TEXTS = ["sampah menumpuk", "sampah bau", "jalan rusak", "jalan berlubang", "lampu mati", "lampu padam"] * 5
LABELS = ["sampah", "sampah", "jalan", "jalan", "lampu", "lampu"] * 5


def readings(texts: list[str] = TEXTS) -> list[RegularText]:
    return [RegularText(tuple(text.split()), ("short",)) for text in texts]


def test_grams_of_words_and_of_pieces() -> None:
    assert list(word_grams(["a", "b", "c"], 1, 2)) == ["a", "b", "c", "a b", "b c"]
    assert list(char_grams(["ab"], 2, 3)) == [" a", "ab", "b ", " ab", "ab "]


def test_terms_are_found_in_their_regular_form() -> None:
    assert regular_terms({"jalan": ["jln rusak", "aspal"], "pkl": ["aspal"]}) == {
        "aspal": ["jalan", "pkl"],
        "jalan rusak": ["jalan"],
    }


def test_each_family_of_features_has_length_one() -> None:
    features = Features.fit(readings(), {"sampah": ["bau"]})
    ids, values = features.vector(RegularText(("sampah", "bau"), ("short",)))
    assert len(ids) == len(set(ids.tolist()))
    assert float(values @ values) == pytest.approx(5)


def test_a_text_of_unknown_words_has_no_features() -> None:
    features = Features.fit(readings())
    ids, values = features.vector(RegularText(("привет",)))
    assert len(ids) == len(values) == 0


def test_a_head_can_be_kept_from_looking_at_a_family() -> None:
    features = Features.fit(readings(), {"sampah": ["bau"]})
    x = features.matrix(readings())
    slim = features.without(x, "clues", "edges")
    assert (x.multiply(x)).sum() - (slim.multiply(slim)).sum() == pytest.approx(2 * len(TEXTS), rel=1e-4)


def test_features_come_back_from_disk(tmp_path: Path) -> None:
    features = Features.fit(readings(), {"sampah": ["bau"]})
    features.save(tmp_path)
    again = Features.load(tmp_path)
    text = RegularText(("sampah", "bau", "rusak"), ("short",))
    assert np.array_equal(features.vector(text)[0], again.vector(text)[0])
    assert np.allclose(features.vector(text)[1], again.vector(text)[1])


def test_a_head_learns_keeps_and_says_so_from_disk(tmp_path: Path) -> None:
    features = Features.fit(readings())
    x = features.matrix(readings())
    trained = fit_head(x, LABELS, folds_of(LABELS), c=1.0)
    chances = trained.head.probabilities(*features.vector(readings(["sampah busuk"])[0]))
    assert trained.head.labels[int(chances.argmax())] == "sampah"
    assert chances.sum() == pytest.approx(1)
    save_heads({"category": trained.head}, tmp_path)
    again = load_heads(tmp_path)["category"]
    assert np.allclose(again.probabilities(*features.vector(readings(["sampah busuk"])[0])), chances)
    assert trained.held_out.shape == (len(LABELS), 3)


def test_frequent_labels_win_where_the_words_do_not_decide() -> None:
    weights, bias = np.zeros((1, 2), np.float32), np.zeros(2, np.float32)
    head = Head(("a", "b"), weights, bias, 1.0, np.log([1, 3]).astype(np.float32))
    assert head.probabilities(np.array([0]), np.array([1.0], np.float32)).tolist() == pytest.approx([0.25, 0.75])


def test_without_any_known_feature_all_labels_are_equally_likely() -> None:
    head = Head(("a", "b"), np.ones((1, 2), np.float32), np.array([5, -5], np.float32), 1.0, np.zeros(2, np.float32))
    assert head.probabilities(np.zeros(0, np.int64), np.zeros(0, np.float32)).tolist() == [0.5, 0.5]


def boasting() -> tuple[np.ndarray, np.ndarray]:
    """Texts of which the answer is given 0.98 and is right in nine of ten, or given 0.4 and is right in six."""
    chances = np.array([[0.98, 0.01, 0.01], [0.4, 0.3, 0.3]] * 1000)
    number = np.arange(1000) % 10
    return chances, np.stack([number >= 9, number >= 6], axis=1).astype(np.int64).ravel()


def test_an_answer_is_as_sure_as_it_was_right_while_held_out() -> None:
    chances, truth = boasting()
    told = Calibration.fit(chances, truth, np.ones(len(truth)) / len(truth)).apply(chances)
    assert told.sum(axis=1) == pytest.approx(1)
    for kind in (0, 1):
        right = (truth[kind::2] == 0).mean()
        assert told[kind, 0] == pytest.approx(right, abs=0.02)


def test_how_sure_an_answer_is_never_changes_which_is_likeliest() -> None:
    chances = softmax(np.random.default_rng(7).normal(size=(5000, 4)) * 4)
    for slope, shift in ((0.05, 0.0), (0.6, 0.25), (1.0, 3.0)):
        told = Calibration(slope, shift).apply(chances)
        assert np.array_equal(np.argsort(-told, axis=1), np.argsort(-chances, axis=1))


def test_neighbours_of_one_label_share_a_fold() -> None:
    folds = folds_of(["a"] * 10 + ["b"] * 5)
    assert folds.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 0, 1, 2, 3, 4]


def test_the_threshold_is_the_lowest_that_is_accurate_from_there_on() -> None:
    sure, right = np.array([0.9, 0.8, 0.6, 0.5]), np.array([1, 1, 0, 1])
    curve = coverage_curve(sure, right, np.ones(4))
    assert threshold_for(curve, 0.99) == pytest.approx(0.61)
    assert threshold_for(curve, 0.6) == 0
    assert threshold_for([], 0.9) == 1


RANKING = [("jalan", 0.6), ("saluran_banjir", 0.3), ("pohon", 0.1)]


@pytest.mark.parametrize(
    ("clear", "pair", "unclear", "decision"),
    [(0.5, 0.8, 0.0, "commit"), (0.7, 0.8, 0.0, "ask_two"), (0.7, 0.95, 0.0, "ask_open"), (0.5, 0.8, 0.6, "ask_open")],
)
def test_the_bot_takes_offers_two_or_asks(clear: float, pair: float, unclear: float, decision: str) -> None:
    rankings = {"act": [("report", 0.9)], "kind": [("complaint", 0.9)], "category": RANKING}
    thresholds = {
        "act": {CLEAR: 0.95},
        "kind": {CLEAR: 0.8},
        "category": {CLEAR: clear, PAIR: pair},
    }
    decided = decide(rankings, unclear, thresholds)
    assert decided["category"] == decision
    assert (decided["act_clear"], decided["kind_clear"]) == (False, True)


def test_without_a_category_the_bot_asks() -> None:
    assert decide({"act": [], "kind": [], "category": []}, 0.0, {})["category"] == "ask_open"


def test_chances_of_huge_scores_are_finite() -> None:
    assert np.isfinite(softmax(np.array([[1e6, -1e6, 0]]))).all()


def test_a_head_of_several_views_is_their_mean() -> None:
    features = Features.fit(readings(), {"sampah": ["bau"]})
    x = features.matrix(readings())
    views = [features.view(), features.view("grams", "lists")]
    folds = folds_of(LABELS)
    both = fit_head(x, LABELS, folds, c=1.0, views=views).head
    apart = [fit_head(x, LABELS, folds, c=1.0, views=[view]).head for view in views]
    assert np.allclose(both.weights, (apart[0].weights + apart[1].weights) / 2)
    assert np.allclose(both.bias, (apart[0].bias + apart[1].bias) / 2)
    grams = slice(0, len(features.names["grams"]))
    assert not apart[1].weights[grams].any()
    assert apart[0].weights[grams].any()
