"""Takes a city's own labelled history as training data.

``python -m nlu.training.importer FILE.csv --text COL --category COL --map FILE [--kind COL]``. The map has
one line for each of the city's categories, ``their name = our code``, or ``their name = kind.code``
(``Usulan taman = aspiration.taman_rth``); ``#`` begins a comment, and ``-`` as the code leaves
the rows of that name out. Rows of a name that the map lacks are counted and left out.

Writes ``var/nlu/learned/import-NAME.yml``; train afterwards.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from nlu import models
from nlu.labels import ALL_CATEGORIES, KINDS, report_label
from nlu.measuring.evaluate import normal_kind
from nlu.training.learned import Example, scrubbed, write_examples

DEFAULT_KIND: Final = "complaint"
PER_LABEL: Final = 2000
"""At most so many rows are taken per kind and category: more make training slower, not better."""


def read_map(path: Path) -> dict[str, tuple[str, str]]:
    """Returns for each name (in lower case) kind or "", and our code or "" to leave out. Raises ValueError."""
    mapping = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        theirs, equals, ours = (part.strip() for part in line.rpartition("="))
        kind, _, code = ours.rpartition(".")
        known = code in ALL_CATEGORIES or ours == "-"
        if not equals or not theirs or not known or kind not in ("", *KINDS):
            raise ValueError(f"{path}:{number}: expected 'their name = our code', found {line!r}")
        mapping[theirs.lower()] = ("", "") if ours == "-" else (kind, code)
    return mapping


def convert(
    rows: Iterable[Mapping[str, str]],
    mapping: Mapping[str, tuple[str, str]],
    *,
    text: str,
    category: str,
    kind: str = "",
) -> tuple[list[Example], Counter[str]]:
    """Returns examples from the rows of a file, and how often each unknown name occurs."""
    unknown: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    seen: set[str] = set()
    examples = []
    for row in rows:
        theirs = (row.get(category) or "").strip()
        if theirs.lower() not in mapping:
            unknown[theirs] += 1
            continue
        mapped_kind, code = mapping[theirs.lower()]
        words = scrubbed(row.get(text) or "")
        if not code or not words or words.lower() in seen:
            continue
        chosen = mapped_kind or normal_kind(row.get(kind) or "") or DEFAULT_KIND
        label = report_label(chosen, code)
        if taken[label] >= PER_LABEL:
            continue
        taken[label] += 1
        seen.add(words.lower())
        examples.append(Example(words, chosen, code))
    return examples, unknown


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="nlu.training.importer", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--text", required=True, metavar="COL", help="column of the text")
    parser.add_argument("--category", required=True, metavar="COL", help="column of the category")
    parser.add_argument("--kind", default="", metavar="COL", help="column of the kind, if any")
    parser.add_argument("--map", required=True, type=Path, help="their names = our codes")
    parser.add_argument("--delimiter", default=",", help="what separates the columns")
    parser.add_argument("--out", type=Path, default=models.LEARNED, help="folder to write into")
    options = parser.parse_args(argv)
    try:
        mapping = read_map(options.map)
        with options.file.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter=options.delimiter.replace("\\t", "\t"))
            columns = [c for c in (options.text, options.category, options.kind) if c]
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise ValueError(f"{options.file}: no column {missing[0]!r} in {reader.fieldnames}")
            examples, unknown = convert(
                reader,
                mapping,
                text=options.text,
                category=options.category,
                kind=options.kind,
            )
    except (OSError, ValueError, csv.Error) as error:
        raise SystemExit(f"nlu.training.importer: {error}") from None
    for name, count in unknown.most_common():
        print(f"left out, not in the map: {name!r} ({count} rows)", file=sys.stderr)
    if not examples:
        raise SystemExit("nlu.training.importer: no row could be taken")
    path = options.out / f"import-{options.file.stem}.yml"
    write_examples(path, examples)
    print(f"{len(examples)} examples in {path}; now: {models.TRAIN_COMMAND}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
