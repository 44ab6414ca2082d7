"""The stretches of time that the public pages offer: whole months, so that counts answer at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ALL = "semua"
_MONTHS = {"bulan-ini": (0, 0), "bulan-lalu": (1, 1), "3-bulan": (2, 0), "12-bulan": (11, 0)}
"""Key -> how many months ago it begins, and ends."""
PERIODS = (*_MONTHS, ALL)


@dataclass(frozen=True)
class Period:
    """Days, both ends included; without them all time. The wording calls it `period-<key>`."""

    key: str = ALL
    first: date | None = None
    last: date | None = None


def period(key: str, today: date) -> Period:
    """Raises KeyError for a key that is none of PERIODS."""
    if key == ALL:
        return Period()
    begins, ends = _MONTHS[key]
    return Period(key, _month(today, begins), _month(today, ends - 1) - timedelta(days=1))


def _month(day: date, ago: int) -> date:
    """The first day of the month that lies so many months before this day's; negative ones lie ahead."""
    years, month = divmod(day.year * 12 + day.month - 1 - ago, 12)
    return date(years, month + 1, 1)
