"""The training data keeps its promises."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from nlu.labels import ACTS, ALL_CATEGORIES, CATEGORIES, KINDS, REPORT, split_report_label

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "nlu" / "data"
DEV = ROOT.parent / "shared" / "data" / "reports_dev.tsv"
ENTITIES = {"place", "ticket_number", "rt_rw", "time"}
ANNOTATION = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")

FILES = sorted(DATA.rglob("*.yml"))


@cache
def items(path: Path) -> list[dict[str, Any]]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = content["nlu"]
    return found


def lines(item: dict[str, Any]) -> list[str]:
    return [line.removeprefix("- ") for line in item["examples"].strip().splitlines()]


def plain(line: str) -> str:
    return " ".join(ANNOTATION.sub(r"\1", line).lower().split())


def examples() -> list[tuple[str, str]]:
    """(label, line) of every training sentence."""
    return [
        (item["intent"], line) for path in FILES for item in items(path) if "intent" in item for line in lines(item)
    ]


def test_there_is_training_data() -> None:
    assert len(examples()) >= 10_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_holds_lists_of_known_labels(path: Path) -> None:
    for item in items(path):
        for line in item["examples"].strip().splitlines():
            assert line.startswith("- "), line
        if "lookup" in item:
            assert item["lookup"] in {"area", *ACTS, *KINDS, *ALL_CATEGORIES}
        elif item["intent"].startswith(f"{REPORT}/"):
            split_report_label(item["intent"])
        else:
            assert item["intent"] in ACTS
            assert item["intent"] != REPORT


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_annotations_are_whole_and_of_known_kinds(path: Path) -> None:
    for item in items(path):
        if "intent" not in item:
            continue
        for line in lines(item):
            assert {kind for _, kind in ANNOTATION.findall(line)} <= ENTITIES, line
            assert not re.search(r"\]\(|\[\s*\]", ANNOTATION.sub("", line)), line


def test_no_sentence_stands_twice() -> None:
    counts = Counter(plain(line) for _, line in examples())
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_sentence_is_another_one_in_a_different_order_or_with_another_number() -> None:
    bags: dict[frozenset[str], list[str]] = {}
    for _, line in examples():
        spoken = re.findall(r"[^\W\d_]+", plain(line))
        if len(spoken) > 4:
            bags.setdefault(frozenset(spoken), []).append(line)
    assert [alike for alike in bags.values() if len(alike) > 1] == []


def test_every_act_kind_and_category_has_enough_sentences() -> None:
    acts = Counter(label.partition("/")[0] for label, _ in examples())
    assert {act: acts[act] for act in ACTS if acts[act] < 120} == {}
    pairs = [split_report_label(label) for label, _ in examples() if label.startswith(f"{REPORT}/")]
    categories = Counter(category for _, category in pairs)
    assert {c: categories[c] for c in CATEGORIES if categories[c] < 220} == {}
    kinds = Counter(kind for kind, _ in pairs)
    assert {k: kinds[k] for k in KINDS if kinds[k] < 1400} == {}


def test_no_sentence_of_the_evaluation_set_is_trained_on() -> None:
    if not DEV.exists():
        pytest.skip("the evaluation set is not beside this checkout")
    with DEV.open(encoding="utf-8", newline="") as file:
        measured = {" ".join(row["text"].lower().split()) for row in csv.DictReader(file, delimiter="\t", quoting=3)}
    # two or three words ("sampah menumpuk") are nobody's sentence
    ours = {plain(line) for _, line in examples() if len(line.split()) > 3}
    assert sorted(ours & measured) == []
