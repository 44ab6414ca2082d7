"""Training examples that this installation gathers itself, as Rasa training data."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nlu.labels import ALL_CATEGORIES, KINDS, report_label

# the store scrubs personal data before it keeps a correction; this is the second fence
_PERSONAL: Final = re.compile(
    r"[\w.+-]{1,64}@[\w-]+\.[\w.-]+"  # mail
    r"|(?<!\w)@\w+"  # mention
    r"|(?:\+?62|\b0)[\s\-]?8(?:[\s\-]?\d){7,12}\b"  # mobile number
    r"|\b\d{16}\b",  # NIK, KK
)
# brackets would be read as the annotation of an entity
_ANNOTATION: Final = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")"})


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its kind and category."""

    text: str
    kind: str
    category: str


def scrubbed(text: str) -> str:
    """Returns the text as one line without mail addresses, telephone and identity numbers, for training data."""
    text = _PERSONAL.sub(" ", text).translate(_ANNOTATION)
    return " ".join(text.split())


def read_corrections(path: Path) -> list[Example]:
    """Returns corrections from JSON lines ``{"text", "kind", "category"}``; the last one of a text counts.

    Raises ValueError, naming the line, if a line is none.
    """
    latest: dict[str, Example] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            example = Example(scrubbed(item["text"]), item["kind"], item["category"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f'{path}:{number}: expected {{"text", "kind", "category"}} ({error!r})') from None
        if example.kind not in KINDS or example.category not in ALL_CATEGORIES:
            raise ValueError(f"{path}:{number}: unknown kind or category in {line.strip()!r}")
        if example.text:
            latest.pop(example.text.lower(), None)
            latest[example.text.lower()] = example
    return list(latest.values())


def training_yaml(examples: Iterable[Example]) -> str:
    """Returns the examples as a Rasa training data file."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        by_label[report_label(example.kind, example.category)].append(example.text)
    lines = ['version: "3.1"', "nlu:"]
    for label, texts in sorted(by_label.items()):
        lines += [f"- intent: {label}", "  examples: |"]
        lines += [f"    - {text}" for text in texts]
    return "\n".join(lines) + "\n"


def write_examples(path: Path, examples: Sequence[Example]) -> None:
    """Replaces a training data file by these examples."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(training_yaml(examples), encoding="utf-8")
    part.replace(path)
