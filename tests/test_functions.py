"""No function is longer than a screen. How complex one may be, ruff says (pyproject.toml)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.test_names import FOLDERS, ROOT

MOST = 80
"""Lines, its docstring and its decorators with it."""
HISTORY = ROOT / "core/storage/migrations/versions"
"""A migration tells what was done to the tables one day; nobody changes it afterwards."""


def test_no_function_is_longer_than_a_screen() -> None:
    files = [
        path
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if ".venv" not in path.parts and HISTORY not in path.parents
    ]
    found = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": length
        for path in files
        for node, length in functions(path)
    }
    assert len(found) > 1000
    assert {name: length for name, length in found.items() if length > MOST} == {}


def functions(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min((decorator.lineno for decorator in node.decorator_list), default=node.lineno)
            yield node, (node.end_lineno or first) - first + 1
