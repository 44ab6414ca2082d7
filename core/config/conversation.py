"""`conversation`: how the bot talks."""

from __future__ import annotations

import re
from datetime import timedelta
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
    private: tuple[str, ...] = ("pelayanan_aparatur", "pungli")
    """Categories whose reports are never offered to the public."""
