"""Trains again with what moderators corrected, and keeps the better model.

``python -m nlu.training.learn --corrections FILE.jsonl --on FILE.tsv`` writes the corrections (JSON lines
``{"text", "kind", "category"}``) to ``var/nlu/learned/corrections.yml``, trains, measures the
model in use and the new one on the evaluation set (as ``nlu.measuring.evaluate`` does), shows both, and
switches only if the new one is not worse. Without ``--on`` about every fifth of the corrections is
held out and serves as the evaluation set. ``--back`` switches to the model before, and puts the
corrections back that it was trained with, so that the next start doesn't go forward again.

Exit code 0: switched (or nothing to do); 3: the new model is worse and the old one stays.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from nlu import models
from nlu.measuring.evaluate import LabelledRow, judge, read_rows, report, rounded, timed
from nlu.training.learned import Example, read_corrections, write_examples

WORSE: Final = 3
TOLERANCE: Final = 0.002
"""A measure that falls by less than this does not count as worse: it is noise."""

MEASURES: Final = (("category", "accuracy"), ("category", "macro_f1"), ("kind", "macro_f1"))
HOLD_OUT: Final = 5
LEAST_ROWS: Final = 20
CORRECTIONS: Final = "corrections.yml"
BEFORE: Final = "corrections.before"
"""The corrections that the model before was trained with. Its name keeps it from being training data."""


def measure(model: Path, rows: Sequence[LabelledRow]) -> dict[str, Any]:
    """Returns the figures of one model on the evaluation set."""
    from nlu.serving.runtime import ModelRuntime

    understanding = ModelRuntime(model)
    parses, took = timed(understanding.parse, (row.text for row in rows))
    return report(judge(rows, parses), took)


def is_worse(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether any measure that both have fell by more than noise."""
    return any(
        new[part][name] < old[part][name] - TOLERANCE
        for part, name in MEASURES
        if name in old[part] and name in new[part]
    )


def split(examples: Sequence[Example]) -> tuple[list[Example], list[LabelledRow]]:
    """Returns the corrections to train on, and about every fifth as evaluation set.

    Which ones depends on the text alone, so that a text that measures a model was never trained on.
    """
    kept, held = [], []
    for example in examples:
        if crc32(example.text.lower().encode()) % HOLD_OUT:
            kept.append(example)
        else:
            held.append(LabelledRow(example.text, example.kind, example.category))
    return kept, held


def table(old: dict[str, Any] | None, new: dict[str, Any]) -> str:
    """Returns both models' figures side by side."""
    lines = [f"{'':24}{'in use':>10}{'new':>10}"]
    for part in ("category", "kind"):
        for name, value in new[part].items():
            before = f"{old[part][name]:10.4g}" if old and name in old[part] else f"{'-':>10}"
            lines.append(f"{part + ' ' + name:24}{before}{value:10.4g}")
    return "\n".join(lines)


def learn(
    corrections: Path,
    evaluation: Path | None,
    *,
    as_json: bool,
    out: Path = models.MODELS,
    data: Path = models.DATA,
    learned: Path = models.LEARNED,
) -> int:
    """Trains a model, compares it with the one in use and switches if it is not worse. Returns the exit code."""
    from nlu.training.train import train

    examples, rows = _to_learn_and_to_measure(read_corrections(corrections), evaluation)
    target = learned / CORRECTIONS
    before = target.read_bytes() if target.exists() else None
    try:
        in_use: Path | None = models.current(out)
    except models.ModelMissing:
        in_use = None
    write_examples(target, examples)
    new = train(out, folders=(data, learned))
    if new == in_use:
        print(f"nothing new to learn; {new.name} stays in use", file=sys.stderr)
        return 0
    old_figures = measure(in_use, rows) if in_use else None
    new_figures = measure(new, rows)
    worse = old_figures is not None and is_worse(old_figures, new_figures)
    if worse:
        # the model in use was trained without them; keep its data as it was
        _put(target, before)
    else:
        _put(learned / BEFORE, before)
        models.switch(new)
    kept = in_use if worse and in_use else new
    if as_json:
        outcome = {
            "switched": not worse,
            "model": kept.name,
            "corrections": len(examples),
            "old": old_figures,
            "new": new_figures,
        }
        print(json.dumps(rounded(outcome)))
    else:
        print(table(old_figures, new_figures))
        print(
            f"the new model is worse, {kept.name} stays in use"
            if worse
            else f"now in use: {kept.name} (back to the one before: tanggap nlu learn --back)"
        )
    return WORSE if worse else 0


def _to_learn_and_to_measure(
    examples: list[Example], evaluation: Path | None
) -> tuple[list[Example], list[LabelledRow]]:
    """Returns corrections to train on and rows to measure on, which have no text in common."""
    if evaluation is not None:
        rows = read_rows(evaluation)
        measured = {row.text.strip().lower() for row in rows}
        return [example for example in examples if example.text.lower() not in measured], rows
    examples, rows = split(examples)
    if len(rows) < LEAST_ROWS:
        raise SystemExit(
            f"nlu.training.learn: too few corrections to hold {LEAST_ROWS} out for measuring; "
            "give an evaluation set with --on FILE.tsv"
        )
    return examples, rows


def go_back(out: Path = models.MODELS, learned: Path = models.LEARNED) -> Path:
    """Exchanges the model in use and the one before, and their corrections. Returns the model now in use."""
    model = models.switch_back(out)
    now, before = learned / CORRECTIONS, learned / BEFORE
    contents = [path.read_bytes() if path.exists() else None for path in (before, now)]
    _put(now, contents[0])
    _put(before, contents[1])
    return model


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(content)


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="nlu.training.learn", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--corrections", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--on", type=Path, metavar="FILE.tsv", help="evaluation set")
    parser.add_argument("--back", action="store_true", help="use the model before again")
    parser.add_argument("--json", action="store_true", help="print JSON alone")
    options = parser.parse_args(argv)
    try:
        if options.back:
            print(f"now in use: {go_back().name}")
            return 0
        if options.corrections is None:
            parser.error("give --corrections FILE.jsonl or --back")
        return learn(options.corrections, options.on, as_json=options.json)
    except (OSError, ValueError, models.ModelMissing) as error:
        raise SystemExit(f"nlu.training.learn: {error}") from None


if __name__ == "__main__":
    raise SystemExit(main())
