"""The index of units, and that small numbers tell of nobody."""

from __future__ import annotations

import pytest

from core.dialogue.state import OpenSurvey
from core.kernel.skm import Quarter
from core.surveys.results import as_csv, results
from core.surveys.rounds import keep
from tests.support.house import House

QUARTER = Quarter(2026, 4)


def answered(house: House, **numbers: int) -> None:
    """So many answers about each unit, all of them "baik"."""
    with house.services.database.write() as session:
        for unit, number in numbers.items():
            for _ in range(number):
                keep(session, OpenSurvey(quarter=str(QUARTER), unit=unit, name=unit, agreed=True, values=(3,) * 9))


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ({"jalan": 2}, {}),
        ({"jalan": 3}, {"": 3, "jalan": 3}),
        ({"jalan": 5, "taman": 2}, {"": 7}),
        ({"jalan": 5, "taman": 2, "air": 2}, {"": 9, "jalan": 5, "*": 4}),
        ({"jalan": 5, "taman": 4}, {"": 9, "jalan": 5, "taman": 4}),
    ],
)
def test_units_that_too_few_answered_about_are_told_together_or_not(
    house: House, numbers: dict[str, int], told: dict[str, int]
) -> None:
    answered(house, **numbers)
    with house.services.database.read() as session:
        found = results(session, QUARTER)
    assert {line.unit: line.answers for line in found.lines} == told


def test_the_table_holds_index_grade_and_each_element(house: House) -> None:
    answered(house, jalan=3)
    with house.services.database.read() as session:
        lines = as_csv([results(session, QUARTER)], lambda unit: unit.upper() or "SEMUA").splitlines()
    assert lines[0].startswith("quarter,unit,name,answers,index,grade,requirements,")
    assert lines[2] == "2026Q4,jalan,JALAN,3,75.00,C,3.0,3.0,3.0,3.0,3.0,3.0,3.0,3.0,3.0"
