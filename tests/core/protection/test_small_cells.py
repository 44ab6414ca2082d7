"""What a table may say about few reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.protection.small_cells import FEWEST, small_cells


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ({"a": 9, "b": 5, "c": 3}, ""),
        ({"a": 9, "b": 2, "c": 1}, "bc"),
        ({"a": 9, "b": 2}, "ab"),
        ({"a": 9, "b": 5, "c": 2}, "bc"),
        ({"a": 9, "b": 5, "c": 1, "d": 1}, "bcd"),
        ({"a": 9, "b": 0, "c": 3}, ""),
        ({"a": 1}, "a"),
        ({}, ""),
    ],
)
def test_small_cells_are_told_together_and_never_one_alone(cells: dict[str, int], hidden: str) -> None:
    assert small_cells(cells) == set(hidden)


@given(st.dictionaries(st.integers(), st.integers(min_value=0, max_value=9)))
def test_nothing_below_the_threshold_can_be_read_or_subtracted(cells: dict[int, int]) -> None:
    hidden = small_cells(cells)
    told = {cell: size for cell, size in cells.items() if cell not in hidden}
    assert all(size == 0 or size >= FEWEST for size in told.values())
    if hidden and any(told.values()):
        assert len(hidden) > 1
        assert sum(cells[cell] for cell in hidden) >= FEWEST
