"""Arithmetic with working time: pure, with the week and the days off handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from holidays.registry import EntityLoader

from core.config import Hours, Working, WorkingSpan
from core.kernel.errors import ConfigError

_NOTHING = timedelta(0)
_SEARCH = 3660
"""Days looked through for working time: a calendar that has none in ten years is broken."""


@dataclass(frozen=True)
class WorkingTime:
    """Working hours by weekday (Monday first) in a zone, and which dates are days off."""

    zone: ZoneInfo
    week: Sequence[Hours]
    is_off: Callable[[date], bool]

    def add(self, moment: datetime, span: timedelta) -> datetime:
        """The moment when `span` of working time has gone by since `moment`; always within working time.

        A span of nothing answers the moment itself, or the next one at which somebody works.
        """
        if span < _NOTHING:
            raise ValueError("working time can only be added")
        left = span
        for begin, end in self._stretches(moment):
            start = max(begin, moment)
            if left <= end - start:
                return start + left
            left -= end - start
        raise ValueError("nobody works within ten years: look at the days off")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments."""
        total = _NOTHING
        if end <= start:
            return total
        for begin, finish in self._stretches(start):
            if begin >= end:
                break
            total += min(finish, end) - max(begin, start)
        return total

    def span(self, span: WorkingSpan) -> timedelta:
        """A configured span as working time; a day is the usual (mean) working day of the week."""
        return span.amount * self._usual_day() if span.days else timedelta(hours=span.amount)

    def _usual_day(self) -> timedelta:
        lengths = [sum((_length(pair) for pair in hours), _NOTHING) for hours in self.week if hours]
        return sum(lengths, _NOTHING) / len(lengths)

    def _stretches(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Stretches of work that end at or after the moment, in UTC."""
        first = moment.astimezone(self.zone).date()
        for offset in range(_SEARCH):
            day = first + timedelta(days=offset)
            if self.is_off(day):
                continue
            for begin, end in self.week[day.weekday()]:
                stretch = (self._at(day, begin), self._at(day, end))
                if stretch[1] >= moment and stretch[0] < stretch[1]:
                    yield stretch

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


def _length(pair: tuple[time, time]) -> timedelta:
    begin, end = (timedelta(hours=t.hour, minutes=t.minute, seconds=t.second) for t in pair)
    return end - begin


def working_time(working: Working, zone: ZoneInfo) -> WorkingTime:
    """From config.yml. Raises ConfigError for a country whose holidays nobody knows."""
    closed, opened = frozenset(working.closed), frozenset(working.open)
    if working.country is None:
        return WorkingTime(zone, working.week.days, lambda day: day in closed)
    country, joint_leave = working.country, working.joint_leave
    # Asked of the names alone: the countries themselves are many, and only a deadline needs one.
    if country not in EntityLoader.get_country_codes():
        raise ConfigError(
            "tickets.working.country",
            f"the holidays of {country!r} are not known",
            "Write an ISO 3166 code such as ID, or leave it empty and list the days under `closed`",
        )

    def is_off(day: date) -> bool:
        if day in opened:
            return False
        return day in closed or day in _public_holidays(country, day.year, joint_leave=joint_leave)

    return WorkingTime(zone, working.week.days, is_off)


@lru_cache(maxsize=64)
def _public_holidays(country: str, year: int, *, joint_leave: bool) -> frozenset[date]:
    """One year's days off. Joint leave (cuti bersama) is the library's category `government`."""
    known = holidays.country_holidays(country, years=year)
    if joint_leave and holidays.GOVERNMENT in known.supported_categories:
        known = holidays.country_holidays(country, years=year, categories=(holidays.PUBLIC, holidays.GOVERNMENT))
    return frozenset(day for day in known if day.year == year)
