"""Working time: stretches of it, and the hours of a week."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from core.config.base import Section


@dataclass(frozen=True)
class WorkingSpan:
    """A stretch of working time, written `6h` (working hours) or `7d` (working days of the usual length)."""

    amount: float
    days: bool


_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([hd])")


def _read_span(value: object) -> WorkingSpan:
    if isinstance(value, WorkingSpan):
        return value
    found = _SPAN.fullmatch(str(value).strip())
    if found is None or float(found.group(1)) <= 0:
        raise ValueError(f"{value!r} is no stretch of working time; write 6h for working hours, 7d for working days")
    return WorkingSpan(float(found.group(1)), found.group(2) == "d")


SpanOf = Annotated[WorkingSpan, BeforeValidator(_read_span)]


Hours = tuple[tuple[time, time], ...]
"""When a day's work begins and ends; several pairs where there is a break."""


def _read_hours(value: object) -> Hours:
    """ "07:30-12:00, 13:00-16:00" as pairs; nothing for a day off."""
    if isinstance(value, tuple):
        return value
    pairs = [part.strip() for part in str(value or "").split(",") if part.strip()]
    hours = tuple(_read_pair(pair) for pair in pairs)
    for (_, earlier), (later, _) in pairwise(hours):
        if later < earlier:
            raise ValueError(f"{value!r} overlaps; write the hours of a day in their order")
    return hours


def _read_pair(pair: str) -> tuple[time, time]:
    begin, _, end = pair.partition("-")
    try:
        first, last = time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())
    except ValueError as error:
        raise ValueError(f'{pair!r} are no hours; write them as "07:30-16:00", in quotes') from error
    if last <= first:
        raise ValueError(f"{pair!r} ends before it begins; night shifts are written as two days' hours")
    return first, last


HoursOf = Annotated[Hours, BeforeValidator(_read_hours)]


_OFFICE_HOURS: Hours = ((time(7, 30), time(16)),)


class Week(Section):
    """The working hours of each day; none on a day off."""

    mon: HoursOf = _OFFICE_HOURS
    tue: HoursOf = _OFFICE_HOURS
    wed: HoursOf = _OFFICE_HOURS
    thu: HoursOf = _OFFICE_HOURS
    fri: HoursOf = _OFFICE_HOURS
    sat: HoursOf = ()
    sun: HoursOf = ()

    @property
    def days(self) -> tuple[Hours, ...]:
        """Monday first, as `date.weekday` counts."""
        return (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)


def _some_work(week: Week) -> Week:
    if not any(week.days):
        raise ValueError("nobody works on any day; give the hours of at least one")
    return week


class Working(Section):
    """When the city works."""

    week: Annotated[Week, AfterValidator(_some_work)] = Week()
    country: str | None = "ID"
    """Whose public holidays are days off (ISO 3166 code)."""
    joint_leave: bool = True
    """Whether the days of joint leave (cuti bersama) are days off as well."""
    closed: tuple[date, ...] = ()
    """Further days off."""
    open: tuple[date, ...] = ()
    """Holidays on which work goes on all the same."""
