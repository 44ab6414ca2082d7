"""The index and the grades of PermenPANRB 14/2017, and quarters."""

from __future__ import annotations

from datetime import date

import pytest

from core.kernel.skm import ELEMENTS, Quarter, grade_of, index_of


def test_the_index_is_the_mean_of_the_nine_elements_times_25() -> None:
    assert len(ELEMENTS) == 9
    assert index_of(9 * 4, 1) == 100
    assert index_of(9 * 1, 1) == 25
    assert index_of(9 * 3 + 9 * 4, 2) == 87.5
    assert index_of(28, 1) == 77.78


@pytest.mark.parametrize(
    ("index", "grade"),
    [(100, "A"), (88.31, "A"), (88.30, "B"), (76.61, "B"), (76.60, "C"), (65.00, "C"), (64.99, "D"), (25, "D")],
)
def test_each_grade_begins_at_its_limit(index: float, grade: str) -> None:
    assert grade_of(index) == grade


def test_a_quarter_is_read_and_knows_its_days() -> None:
    quarter = Quarter.read("2026q4")
    assert (str(quarter), quarter.first, quarter.after) == ("2026Q4", date(2026, 10, 1), date(2027, 1, 1))
    assert Quarter.of(date(2026, 3, 31)) == Quarter(2026, 1)
    assert Quarter.of(date(2026, 4, 1)) == Quarter(2026, 2)
    with pytest.raises(ValueError, match="2026Q4"):
        Quarter.read("2026Q5")
