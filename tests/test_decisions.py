"""docs/decisions.md keeps up with the project."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DECISIONS = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")


def dependencies() -> Iterator[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for group in (project["project"]["dependencies"], *project["dependency-groups"].values()):
        yield from (re.split(r"[\[<>=~! ]", wanted)[0] for wanted in group)


def anchor(heading: str) -> str:
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


HEADINGS = re.findall(r"(?m)^## (.+)$", DECISIONS)


@pytest.mark.parametrize("name", sorted(dependencies()))
def test_each_dependency_has_its_line(name: str) -> None:
    lines = [line for line in DECISIONS.splitlines() if line.startswith("| ")]
    assert any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", line.split("|")[1]) for line in lines)


def test_each_decision_has_a_date_and_stands_in_the_list_above() -> None:
    assert [heading for heading in HEADINGS if not re.match(r"20\d\d-\d\d-\d\d \S", heading)] == ["Dependencies"]
    listed = re.findall(r"\]\(#([^)]+)\)", DECISIONS)
    assert listed == [anchor(heading) for heading in HEADINGS]


def test_no_two_decisions_have_one_heading() -> None:
    assert len(set(HEADINGS)) == len(HEADINGS)
