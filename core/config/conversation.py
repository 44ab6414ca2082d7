"""`conversation`: how the bot talks."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator

from core.config.base import Section

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_SPAN = re.compile(r"(\d+)\s*([smhd])")


def _read_time(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    found = _SPAN.fullmatch(str(value).strip())
    if found is None:
        raise ValueError(f"{value!r} is no stretch of time; write 30s, 10m, 24h or 7d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


ClockTime = Annotated[timedelta, BeforeValidator(_read_time)]
"""A stretch of time as the clock runs, written `10m` or `24h`."""


def _read_hours(value: object) -> tuple[time, time] | None:
    if value is None or isinstance(value, tuple):
        return value
    if value == "none":
        return None
    begins, dash, ends = str(value).partition("-")
    if not dash:
        raise ValueError(f"{value!r} is no stretch of the day; write 21:00-06:00, or none")
    return time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())


class ConversationSection(Section):
    confirm: Literal["unsure", "always"] = "unsure"
    """Whether a summary is confirmed before each ticket, or only where something was guessed."""
    grace: ClockTime = timedelta(minutes=10)
    """How long a correction changes a new ticket quietly, before its unit hears of it."""
    unanswered: ClockTime = timedelta(hours=24)
    """How long a report waits for its reporter's answer before it is filed as it is; 0s: for ever.

    After a quarter of it the reporter is reminded once.
    """
    solved_reminder: ClockTime = timedelta(days=3)
    """How long the question whether it is solved waits until it is asked once more; 0s: it is not."""
    gather: ClockTime = timedelta(minutes=3)
    """How long news of a report waits for more of it, so that several changes are one message."""
    quiet: Annotated[tuple[time, time] | None, BeforeValidator(_read_hours)] = (time(21), time(6))
    """From when until when no news is sent, in the city's time; None: at all hours."""
    private: tuple[str, ...] = ("pelayanan_aparatur", "pungli")
    """Categories whose reports are never offered to the public, nor to somebody else as the same matter."""
    duplicates: bool = True
    """Whether an open ticket about the same matter close by is offered instead of a new one."""
