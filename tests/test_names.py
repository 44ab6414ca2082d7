"""One word, one thing: no class name stands in two files, unless the reason is given here."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("benchmarks", "bots", "core", "nlu", "tanggap", "webhooks")

SHARED_ON_PURPOSE = {
    "Inbox": "bots/ declares what a poller needs of it, core fulfils it",
    "Ledger": "bots/ declares what a channel needs of it, core fulfils it",
    "Guess": "core declares what it needs of the understanding, the client fulfils it without importing core",
    "Entity": "core declares what it needs of the understanding, the client fulfils it without importing core",
}


def files_by_class_name() -> dict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            if ".venv" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    found[node.name].add(str(path.relative_to(ROOT)))
    return found


def test_no_class_name_stands_in_two_files_without_a_reason() -> None:
    twice = {name: sorted(files) for name, files in files_by_class_name().items() if len(files) > 1}
    assert set(twice) == set(SHARED_ON_PURPOSE), twice
