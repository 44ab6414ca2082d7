"""The arithmetic of the evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nlu.measuring.evaluate import (
    LabelledRow,
    accuracy_at,
    calibration_error,
    f1_scores,
    judge,
    macro,
    percentile,
    read_rows,
    timed,
)


def parse(category: str, confidence: float, decision: str = "commit", kind: str = "complaint") -> dict[str, Any]:
    return {
        "intent": {"name": "report", "confidence": 1.0},
        "kind": {"name": kind, "confidence": 1.0},
        "category": {"name": category, "confidence": confidence},
        "category_ranking": [{"name": category, "confidence": confidence}, {"name": "pohon", "confidence": 0.1}],
        "decision": {"category": decision},
    }


def test_confidence_that_is_kept_has_no_calibration_error() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)
    assert calibration_error([1.0, 1.0], [True, False]) == pytest.approx(0.5)
    assert calibration_error([], []) == 0


def test_accuracy_of_the_surest_rows() -> None:
    assert accuracy_at(0.5, [0.9, 0.1, 0.8, 0.2], [True, False, True, False]) == 1
    assert accuracy_at(1.0, [0.9, 0.1, 0.8, 0.2], [True, False, True, False]) == 0.5


def test_f1_counts_every_label_the_same() -> None:
    scores = f1_scores(["a", "a", "b"], ["a", "b", "b"])
    assert scores["a"] == {"n": 2, "precision": 1, "recall": 0.5, "f1": pytest.approx(2 / 3)}
    assert macro(scores) == pytest.approx(2 / 3)


def test_a_hit_on_an_alternative_counts() -> None:
    rows = [
        LabelledRow("x", category="jalan", alternatives=frozenset({"saluran_banjir"})),
        LabelledRow("y", category="jalan"),
    ]
    result = judge(rows, [parse("saluran_banjir", 0.9), parse("saluran_banjir", 0.9)])
    assert result.category["accuracy"] == 0.5


def test_an_unclear_text_is_right_when_the_bot_would_ask() -> None:
    rows = [LabelledRow("x", category="tidak_jelas"), LabelledRow("y", category="tidak_jelas")]
    result = judge(rows, [parse("jalan", 0.3, "ask_open"), parse("jalan", 0.9, "commit")])
    assert result.category["accuracy"] == 0.5
    assert result.category["ece"] == 0


def test_what_is_not_known_is_not_counted() -> None:
    result = judge([LabelledRow("x"), LabelledRow("y", kind="aspiration")], [parse("jalan", 0.9), parse("jalan", 0.9)])
    assert result.category == {}
    assert result.kind == {"n": 1, "accuracy": 0, "macro_f1": 0}


def test_two_buttons_help_when_one_of_them_is_right() -> None:
    rows = [LabelledRow("x", category="pohon"), LabelledRow("y", category="jalan")]
    result = judge(rows, [parse("jalan", 0.5, "ask_two"), parse("sampah", 0.5, "ask_two")])
    assert result.decisions["ask_two_has_it"] == 0.5


def test_columns_are_found_by_their_names(tmp_path: Path) -> None:
    file = tmp_path / "rows.tsv"
    file.write_text(
        'kind\tx\ttext\talt_category\tcategory\nrequest\t1\t"ada" apa\tjalan,pohon\tsampah\nother\t2\ty\t\t\n'
    )
    assert read_rows(file) == [
        LabelledRow('"ada" apa', "information", "sampah", frozenset({"jalan", "pohon"})),
        LabelledRow("y", "", "", frozenset()),
    ]


def test_only_the_text_has_to_be_there(tmp_path: Path) -> None:
    file = tmp_path / "rows.tsv"
    file.write_text("text\nhalo\n")
    assert read_rows(file) == [LabelledRow("halo")]
    file.write_text("teks\nhalo\n")
    with pytest.raises(ValueError, match="no column named 'text'"):
        read_rows(file)


def test_times_are_milliseconds_of_each_text() -> None:
    parses, took = timed(lambda text: {"text": text}, ["a", "b"])
    assert [item["text"] for item in parses] == ["a", "b"]
    assert all(0 <= ms < 1000 for ms in took)
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile([], 0.5) == 0
