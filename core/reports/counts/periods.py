"""Periods in which tickets are counted: all time, a year, a month, a day.

A level is the number of characters of an ISO date ("2026-11-22") that its periods keep.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ALL_TIME, YEAR, MONTH, DAY = 0, 4, 7, 10
LEVELS = (ALL_TIME, YEAR, MONTH, DAY)
FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(9000, 12, 31)
"""Between these days every ISO date has the same length."""
_ONE_DAY = timedelta(days=1)
_MOST_NAMED = 37
"""So many periods at most are named one by one in a question: three years of months, and the month after."""


@dataclass(frozen=True)
class PeriodSpan:
    """The days from `first` to `last`: whole periods of a level, or days without a level, which no count has."""

    level: int | None
    first: date
    last: date

    def names(self) -> list[str] | None:
        """The names of its periods, such as "2026-11"; None if they are too many."""
        level = self.level or ALL_TIME
        named, day, last = [self.first.isoformat()[:level]], self.first, self.last.isoformat()[:level]
        while named[-1] != last:
            if len(named) >= _MOST_NAMED:
                return None
            day = end(day, level) + _ONE_DAY
            named.append(day.isoformat()[:level])
        return named


def cut(first: date, last: date, levels: Sequence[int]) -> Iterator[PeriodSpan]:
    """Covers all days from first to last by periods of these levels, each as long as possible."""
    first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
    if first > last:
        return
    if not levels:
        yield PeriodSpan(None, first, last)
        return
    level, finer = levels[0], levels[1:]
    whole_from = first if first == begin(first, level) else end(first, level) + _ONE_DAY
    whole_to = last if last == end(last, level) else begin(last, level) - _ONE_DAY
    if whole_from > whole_to:
        yield from cut(first, last, finer)
        return
    yield from cut(first, whole_from - _ONE_DAY, finer)
    yield PeriodSpan(level, whole_from, whole_to)
    yield from cut(whole_to + _ONE_DAY, last, finer)


def begin(day: date, level: int) -> date:
    """The first day of the period that a day lies in."""
    return {ALL_TIME: FIRST_DAY, YEAR: day.replace(month=1, day=1), MONTH: day.replace(day=1), DAY: day}[level]


def end(day: date, level: int) -> date:
    """The last day of the period that a day lies in."""
    last_of_month = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return {ALL_TIME: LAST_DAY, YEAR: day.replace(month=12, day=31), MONTH: last_of_month, DAY: day}[level]
