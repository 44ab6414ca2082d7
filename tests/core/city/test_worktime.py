"""Working time: what is added never lands outside of it, and adds up."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.city.worktime import WorkingTime, working_time
from core.config import Hours, Week, Working, WorkingSpan
from core.kernel.errors import ConfigError

JAKARTA = ZoneInfo("Asia/Jakarta")
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = working_time(Working(), JAKARTA)


def at(text: str, zone: ZoneInfo = JAKARTA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def is_open(calendar: WorkingTime, moment: datetime) -> bool:
    """Whether somebody works then; the last instant of a day's work counts."""
    return calendar.add(moment, timedelta()) == moment


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


# --- examples --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-01-05 10:00", 2, "2026-01-05 12:00"),
        ("2026-01-05 10:00", 6, "2026-01-05 16:00"),
        ("2026-01-05 15:00", 2, "2026-01-06 08:30"),
        ("2026-01-05 10:00", 8.5, "2026-01-06 10:00"),
        ("2026-01-09 15:00", 2, "2026-01-12 08:30"),  # Friday to Monday
        ("2026-01-10 12:00", 0, "2026-01-12 07:30"),  # Saturday
        ("2026-01-05 03:00", 1, "2026-01-05 08:30"),
        ("2026-01-15 15:00", 2, "2026-01-19 08:30"),  # Isra Mi'raj on Friday the 16th, then the weekend
        ("2026-03-17 15:30", 1, "2026-03-25 08:00"),  # Nyepi and Idul Fitri with their joint leave
    ],
)
def test_time_is_counted_on_working_days_only(start: str, span: float, end: str) -> None:
    assert OFFICE.add(at(start), hours(span)) == at(end)


def test_joint_leave_and_single_days_can_be_switched() -> None:
    without = working_time(Working(joint_leave=False, closed=(date(2026, 1, 6),), open=(date(2026, 1, 16),)), JAKARTA)
    assert without.add(at("2026-02-13 15:00"), hours(2)) == at("2026-02-16 08:30")
    assert OFFICE.add(at("2026-02-13 15:00"), hours(2)) == at("2026-02-18 08:30")
    assert without.add(at("2026-01-05 15:00"), hours(2)) == at("2026-01-07 08:30")
    assert without.add(at("2026-01-15 15:00"), hours(2)) == at("2026-01-16 08:30")


def test_a_break_is_no_working_time() -> None:
    day: Hours = ((time(8), time(12)), (time(13), time(16)))
    week = Week(mon=day, tue=day, wed=day, thu=day, fri=day)
    worked = working_time(Working(week=week, country=None), JAKARTA)
    assert worked.add(at("2026-01-05 11:00"), hours(2)) == at("2026-01-05 14:00")
    assert worked.between(at("2026-01-05 11:00"), at("2026-01-05 14:00")) == hours(2)
    assert not is_open(worked, at("2026-01-05 12:30"))
    assert worked.span(WorkingSpan(2, True)) == hours(14)


def test_a_working_day_is_the_usual_one_of_the_week() -> None:
    assert OFFICE.span(WorkingSpan(1, True)) == hours(8.5)
    assert OFFICE.span(WorkingSpan(6, False)) == hours(6)


def test_the_change_of_the_clocks_in_spring_takes_no_working_time_away() -> None:
    worked = working_time(Working(country=None), BERLIN)
    assert worked.add(at("2026-03-27 15:00", BERLIN), hours(2)) == at("2026-03-30 08:30", BERLIN)


def test_a_country_whose_holidays_nobody_knows_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"tickets\.working\.country: the holidays of 'XX'"):
        working_time(Working(country="XX"), JAKARTA)


def test_days_off_without_end_are_an_error_not_an_endless_loop() -> None:
    never = WorkingTime(JAKARTA, Week().days, lambda day: True)
    with pytest.raises(ValueError, match="ten years"):
        never.add(at("2026-01-05 10:00"), hours(1))


def test_time_is_not_taken_away() -> None:
    with pytest.raises(ValueError, match="added"):
        OFFICE.add(at("2026-01-05 10:00"), hours(-1))


# --- properties ------------------------------------------------------------------------------------

moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
spans = st.timedeltas(timedelta(0), timedelta(hours=120))


@st.composite
def one_day(draw: st.DrawFn) -> Hours:
    marks = sorted(draw(st.sets(st.integers(0, 47), min_size=0, max_size=6)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return tuple((time(a // 2, a % 2 * 30), time(b // 2, b % 2 * 30)) for a, b in pairs)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingTime:
    week = [draw(one_day()) for _ in range(7)]
    if not any(week):
        week[0] = ((time(9), time(17)),)
    off = draw(st.frozensets(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=20))
    zone = draw(st.sampled_from([JAKARTA, BERLIN, ZoneInfo("America/St_Johns")]))
    return WorkingTime(zone, tuple(week), lambda day: day in off)


@given(calendars(), moments, spans)
def test_adding_never_lands_outside_working_time(calendar: WorkingTime, moment: datetime, span: timedelta) -> None:
    end = calendar.add(moment, span)
    assert end >= moment + span
    assert is_open(calendar, end)
    local = end.astimezone(calendar.zone)
    assert not calendar.is_off(local.date())
    assert any(begin <= local.time() <= close for begin, close in calendar.week[local.weekday()])


@given(calendars(), moments, spans, spans)
def test_adding_twice_is_adding_the_sum(
    calendar: WorkingTime, moment: datetime, first: timedelta, second: timedelta
) -> None:
    assert calendar.add(calendar.add(moment, first), second) == calendar.add(moment, first + second)


@given(calendars(), moments, moments, spans, spans)
def test_later_and_longer_never_end_earlier(
    calendar: WorkingTime, one: datetime, other: datetime, short: timedelta, long: timedelta
) -> None:
    assert calendar.add(min(one, other), short) <= calendar.add(max(one, other), short)
    assert calendar.add(one, min(short, long)) <= calendar.add(one, max(short, long))


@given(calendars(), moments, spans)
def test_what_was_added_lies_between(calendar: WorkingTime, moment: datetime, span: timedelta) -> None:
    assert calendar.between(moment, calendar.add(moment, span)) == span


@given(calendars(), moments, moments)
def test_nothing_lies_between_a_moment_and_an_earlier_one(
    calendar: WorkingTime, one: datetime, other: datetime
) -> None:
    assert calendar.between(max(one, other), min(one, other)) == timedelta(0)
