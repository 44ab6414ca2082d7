"""Measures the current model on labelled texts. ``python -m nlu.measuring.evaluate FILE.tsv [--json]``

The file is tab-separated with a header; columns are found by name: ``text``, and where known
``kind``, ``category``, ``alt_category`` (further right answers, separated by commas, semicolons
or bars). An empty cell is unknown and isn't counted.

How things are counted:

- category: the likeliest category is right if it is ``category`` or one of ``alt_category``. A row
  of ``tidak_jelas`` is right when the bot would ask. ``macro_f1`` is the mean over the categories
  that occur. ``at_coverage_80`` is the accuracy of the surest 80 % of the rows. ``ece`` is the
  expected calibration error in ten equally wide bins, over the rows with a real category.
- kind: ``request`` counts as ``information``; other words than our three (``other``) are skipped.
- parse_ms: one text at a time through Rasa's graph, in this process.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from nlu import models
from nlu.labels import KINDS, UNCLEAR

KIND_ALIASES: Final = {"request": "information", "permintaan": "information"}
BINS: Final = 10

Parse = dict[str, Any]


@dataclass(frozen=True)
class LabelledRow:
    """One labelled text; "" is unknown."""

    text: str
    kind: str = ""
    category: str = ""
    alternatives: frozenset[str] = frozenset()
    group: str = ""


@dataclass
class EvaluationResult:
    """The results for one file, or for one group of its rows."""

    category: dict[str, float] = field(default_factory=dict)
    kind: dict[str, float] = field(default_factory=dict)
    decisions: dict[str, float] = field(default_factory=dict)
    acts: dict[str, int] = field(default_factory=dict)
    per_category: dict[str, dict[str, float]] = field(default_factory=dict)


def read_rows(path: Path, group: str = "") -> list[LabelledRow]:
    """Returns the rows of a tab-separated file. Raises ValueError if it has no column ``text``."""
    # a cell may hold quotation marks of its own, so they have no meaning here
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if "text" not in (reader.fieldnames or ()):
            raise ValueError(f"{path}: no column named 'text' (found: {reader.fieldnames})")
        return [
            LabelledRow(
                text=line["text"] or "",
                kind=normal_kind(line.get("kind") or ""),
                category=(line.get("category") or "").strip(),
                alternatives=frozenset(filter(None, re.split(r"[,;|\s]+", line.get("alt_category") or ""))),
                group=(line.get(group) or "") if group else "",
            )
            for line in reader
        ]


def normal_kind(name: str) -> str:
    """Returns the kind of this name, or "" if it is none of ours."""
    name = name.strip().lower()
    name = KIND_ALIASES.get(name, name)
    return name if name in KINDS else ""


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Returns the expected calibration error: the mean distance between confidence and accuracy in ten bins, weighted
    by their rows."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, ok in zip(confidences, right, strict=True):
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, ok))
    total = sum(map(len, bins))
    return sum(abs(sum(c for c, _ in b) - sum(ok for _, ok in b)) for b in bins) / max(total, 1)


def accuracy_at(coverage: float, confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Returns the accuracy of the share of the rows (coverage) with the highest confidence."""
    order = sorted(range(len(right)), key=lambda i: -confidences[i])
    kept = order[: max(1, round(coverage * len(order)))]
    return sum(right[i] for i in kept) / max(len(kept), 1)


def f1_scores(truth: Sequence[str], guesses: Sequence[str]) -> dict[str, dict[str, float]]:
    """Returns rows, precision, recall and F1 of every label that is true for any row."""
    scores = {}
    for label in sorted(set(truth)):
        hits = sum(t == g == label for t, g in zip(truth, guesses, strict=True))
        told, there = list(guesses).count(label), list(truth).count(label)
        precision, recall = hits / told if told else 0.0, hits / there
        both = precision + recall
        scores[label] = {
            "n": there,
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / both if both else 0.0,
        }
    return scores


def macro(scores: dict[str, dict[str, float]]) -> float:
    """Returns the macro F1: the mean over all labels, each counting the same."""
    return sum(score["f1"] for score in scores.values()) / max(len(scores), 1)


def judge(rows: Sequence[LabelledRow], parses: Sequence[Parse]) -> EvaluationResult:
    """Compares parses with what is known of their rows."""
    result = EvaluationResult()
    _judge_categories(result, rows, parses)
    pairs = [(r.kind, p["kind"]["name"]) for r, p in zip(rows, parses, strict=True) if r.kind]
    if pairs:
        truth, guesses = [t for t, _ in pairs], [g for _, g in pairs]
        result.kind = {
            "n": len(pairs),
            "accuracy": sum(t == g for t, g in pairs) / len(pairs),
            "macro_f1": macro(f1_scores(truth, guesses)),
        }
    for parse in parses:
        act = str(parse["intent"]["name"])
        result.acts[act] = result.acts.get(act, 0) + 1
    return result


def _judge_categories(result: EvaluationResult, rows: Sequence[LabelledRow], parses: Sequence[Parse]) -> None:
    truth, guesses, right, sure = [], [], [], []
    real_right, real_sure = [], []
    commits, asked_two, asked_open = [], [], []
    for row, parse in zip(rows, parses, strict=True):
        if not row.category:
            continue
        decision = parse["decision"]["category"]
        guess, confidence = parse["category"]["name"], parse["category"]["confidence"]
        if row.category == UNCLEAR:
            ok = decision != "commit"
            guess = UNCLEAR if ok else guess
        else:
            ok = guess in row.alternatives | {row.category}
            real_right.append(ok)
            real_sure.append(confidence)
        truth.append(guess if ok else row.category)
        guesses.append(guess)
        right.append(ok)
        sure.append(confidence)
        if decision == "commit":
            commits.append(ok)
        elif decision == "ask_two":
            two = {item["name"] for item in parse["category_ranking"][:2]}
            asked_two.append(bool(two & (row.alternatives | {row.category})))
        else:
            asked_open.append(ok)
    if not truth:
        return
    scores = f1_scores(truth, guesses)
    n = len(truth)
    result.category = {
        "n": n,
        "accuracy": sum(right) / n,
        "macro_f1": macro(scores),
        "at_coverage_80": accuracy_at(0.8, sure, right),
        "ece": calibration_error(real_sure, real_right),
    }
    result.per_category = scores
    result.decisions = {
        "commit": len(commits) / n,
        "commit_right": sum(commits) / max(len(commits), 1),
        "ask_two": len(asked_two) / n,
        "ask_two_has_it": sum(asked_two) / max(len(asked_two), 1),
        "ask_open": len(asked_open) / n,
    }


def timed(parse: Callable[[str], Parse], texts: Iterable[str]) -> tuple[list[Parse], list[float]]:
    """Parses each text alone. Returns the parses, and the milliseconds that each took."""
    parses, took = [], []
    for text in texts:
        began = time.perf_counter()
        parses.append(parse(text))
        took.append((time.perf_counter() - began) * 1000)
    return parses, took


def percentile(values: Sequence[float], share: float) -> float:
    """Returns the value that this share of all values doesn't exceed; 0 for no values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def report(result: EvaluationResult, took: Sequence[float]) -> dict[str, Any]:
    """Returns the figures in the form of the JSON output."""
    return {
        "category": result.category,
        "kind": result.kind,
        "decisions": result.decisions,
        "acts": result.acts,
        "parse_ms": {"p50": percentile(took, 0.5), "p99": percentile(took, 0.99)},
    }


def rounded(value: Any) -> Any:
    """Returns the same with all numbers rounded to four digits."""
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def print_table(results: dict[str, EvaluationResult], took: Sequence[float], *, details: bool) -> None:
    """Prints the figures for people, one line per group."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if Console().is_terminal else 140)
    table = Table("rows", "n", "accuracy", "macro F1", "at 80 %", "ECE", "commits", "of them right")
    kinds = Table("rows", "n", "kind accuracy", "kind macro F1")
    for name, result in results.items():
        c, k, d = result.category, result.kind, result.decisions
        if c:
            figures = [c[x] for x in ("accuracy", "macro_f1", "at_coverage_80", "ece")]
            figures += [d["commit"], d["commit_right"]]
            table.add_row(name, str(int(c["n"])), *(f"{x:.3f}" for x in figures))
        if k:
            kinds.add_row(name, str(int(k["n"])), f"{k['accuracy']:.3f}", f"{k['macro_f1']:.3f}")
    console.print(table)
    console.print(kinds)
    if details:
        rows = Table("category", "n", "precision", "recall", "F1")
        for name, score in results["all"].per_category.items():
            figures = [score[x] for x in ("precision", "recall", "f1")]
            rows.add_row(name, str(int(score["n"])), *(f"{x:.3f}" for x in figures))
        console.print(rows)
    acts = sorted(results["all"].acts.items(), key=lambda item: -item[1])
    console.print("acts: " + ", ".join(f"{name} {count}" for name, count in acts))
    console.print(f"parse: p50 {percentile(took, 0.5):.2f} ms, p99 {percentile(took, 0.99):.2f} ms")


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="nlu.measuring.evaluate", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON alone")
    parser.add_argument("--by", default="", metavar="COLUMN", help="figures per value of a column")
    parser.add_argument("--details", action="store_true", help="figures per category")
    parser.add_argument("--model", type=Path, help="model file; the current one by default")
    options = parser.parse_args(argv)
    try:
        rows = read_rows(options.file, options.by)
    except (OSError, ValueError) as error:
        raise SystemExit(f"nlu.measuring.evaluate: {error}") from None
    try:
        from nlu.serving.runtime import ModelRuntime

        model = ModelRuntime(options.model or models.current())
    except models.ModelMissing as error:
        raise SystemExit(f"nlu.measuring.evaluate: {error}") from None
    model.parse("pemanasan")
    parses, took = timed(model.parse, (row.text for row in rows))

    results = {"all": judge(rows, parses)}
    if options.by:
        for value in sorted({row.group for row in rows}):
            chosen = [i for i, row in enumerate(rows) if row.group == value]
            results[value] = judge([rows[i] for i in chosen], [parses[i] for i in chosen])
    if options.json:
        figures = report(results["all"], took)
        if options.by:
            figures["by"] = {
                name: {"category": result.category, "kind": result.kind}
                for name, result in results.items()
                if name != "all"
            }
        print(json.dumps(rounded(figures)))
    else:
        print_table(results, took, details=options.details)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
