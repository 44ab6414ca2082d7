"""The figures that everybody may see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.kernel.states import State
from core.location.model import Area
from core.reports.figures import NOWHERE, TOGETHER, Figures, FiguresScope, TimeStep, figures
from tests.support.house import House
from tests.support.reports import KEBON_JERUK, put_report

SUKABUMI = "31.73.05.1002"
YEAR = (date(2025, 2, 1), date(2026, 1, 31))


def told(house: House, area: str | None = None, days: tuple[date | None, date | None] = (None, None)) -> Figures:
    areas = house.services.areas
    with house.services.database.read() as session:
        scope = FiguresScope(areas[area] if area else None, *days)
        return figures(session, areas, scope, {"sms_satu": "sms", "sms_dua": "sms"})


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_all_reports_are_counted_by_colour(house: House) -> None:
    for state in (State.RECEIVED, State.REOPENED, State.IN_PROGRESS, State.RESOLVED, State.WITHDRAWN):
        put_report(house, state=state, public=state is State.RECEIVED)
    whole = told(house).whole
    assert (whole.total, whole.colours) == (5, {"red": 2, "yellow": 1, "green": 1, "grey": 1})
    assert whole.green_share == 0.2


def test_parts_of_the_city_add_up_and_what_has_no_place_is_told_at_the_end(house: House) -> None:
    put_report(house)
    put_report(house, area_code=SUKABUMI)
    put_report(house, area_code="31.71.01.1001")
    put_report(house, area_code="31.71")
    put_report(house, area_code=None)
    assert [(line.key, line.total) for line in told(house).by_area] == [("31.73", 2), ("31.71", 2), (NOWHERE, 1)]
    assert [(line.key, line.total) for line in told(house, "31.71").by_area] == [("31.71.01", 1), (NOWHERE, 1)]
    in_kecamatan = told(house, "31.73.05")
    assert {line.key: line.total for line in in_kecamatan.by_area} == {KEBON_JERUK: 1, SUKABUMI: 1}
    assert in_kecamatan.whole.total == 2
    assert told(house, KEBON_JERUK).by_area == ()


def test_within_an_area_few_reports_of_a_kind_are_told_only_together(house: House) -> None:
    for category, number in (("sampah", 5), ("jalan", 4), ("pungli", 1), ("bansos_pmks", 1)):
        for _ in range(number):
            put_report(house, category=category, public=False)
    assert {line.key: line.total for line in told(house).by_category} == {
        "sampah": 5,
        "jalan": 4,
        "pungli": 1,
        "bansos_pmks": 1,
    }
    for area in ("31.73", "31.73.05"):
        lines = told(house, area).by_category
        assert [(line.key, line.total) for line in lines] == [("sampah", 5), (TOGETHER, 6)]


def test_within_a_kelurahan_only_public_reports_tell_what_they_are_about(house: House) -> None:
    for _ in range(9):
        put_report(house, category="jalan", public=False)
    put_report(house, category="bansos_pmks", public=True, state=State.WITHDRAWN)
    put_report(house, category="pungli", public=True)
    found = told(house, KEBON_JERUK)
    assert found.whole.total == 11
    assert [(line.key, line.total) for line in found.by_category] == [("pungli", 1)]
    assert [(line.key, line.total) for line in found.by_kind] == [("complaint", 1)]


def test_channels_are_told_of_the_whole_city_and_by_their_kind(house: House) -> None:
    for account in ("sms_satu", "sms_dua", "web"):
        put_report(house, channel=account)
    assert [(line.key, line.total) for line in told(house).by_channel] == [("sms", 2), ("web", 1)]
    assert told(house, "31.73").by_channel == ()


def test_times_and_ratings_are_told_of_three_or_more(house: House) -> None:
    now = house.clock()
    for days in (1, 2):
        put_report(house, state=State.RESOLVED, done_at=now, opened_at=now - timedelta(days=days), rating=5)
    assert told(house).whole.finishing is None
    assert told(house).whole.satisfaction is None
    put_report(house, state=State.RESOLVED, done_at=now, opened_at=now - timedelta(days=3), rating=2)
    whole = told(house).whole
    assert whole.finishing is not None
    assert whole.finishing.count == 3
    assert whole.satisfaction is not None
    assert whole.satisfaction.mean == 4.0
    (category,) = told(house).by_category
    assert category.finishing == whole.finishing


@pytest.mark.parametrize(
    ("level", "days", "step"),
    [
        (None, (date(2026, 1, 1), date(2026, 1, 31)), TimeStep.DAY),
        (None, (date(2025, 11, 1), date(2026, 1, 31)), TimeStep.WEEK),
        (None, YEAR, TimeStep.WEEK),
        (None, (None, None), TimeStep.MONTH),
        ("31.73", (date(2026, 1, 1), date(2026, 1, 31)), TimeStep.DAY),
        ("31.73", YEAR, TimeStep.MONTH),
        ("31.73.05", (date(2026, 1, 1), date(2026, 1, 31)), TimeStep.MONTH),
        (KEBON_JERUK, (date(2026, 1, 1), date(2026, 1, 31)), TimeStep.MONTH),
    ],
)
def test_the_smaller_the_place_the_longer_the_stretch(
    house: House, level: str | None, days: tuple[date | None, date | None], step: TimeStep
) -> None:
    area: Area | None = house.services.areas[level] if level else None
    assert FiguresScope(area, *days).step is step


def test_the_course_of_time_has_no_gaps(house: House) -> None:
    put_report(house, opened_at=moment("2025-11-03T02:00"))
    put_report(house, opened_at=moment("2025-11-09T16:59"))
    put_report(house, opened_at=moment("2025-11-23T17:30"))  # Monday already in Jakarta
    weeks = told(house, days=(date(2025, 11, 1), date(2025, 12, 31))).course
    assert weeks == (
        (date(2025, 10, 27), 0),
        (date(2025, 11, 3), 2),
        (date(2025, 11, 10), 0),
        (date(2025, 11, 17), 0),
        (date(2025, 11, 24), 1),
    )
    put_report(house, opened_at=moment("2026-02-01T02:00"))
    assert told(house).course == (
        (date(2025, 11, 1), 3),
        (date(2025, 12, 1), 0),
        (date(2026, 1, 1), 0),
        (date(2026, 2, 1), 1),
    )


def test_an_empty_city_has_figures_too(house: House) -> None:
    found = told(house)
    assert found.whole.total == 0
    assert found.whole.green_share == 0
    assert (found.by_area, found.by_category, found.course) == ((), (), ())
