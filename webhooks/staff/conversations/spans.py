"""How long something takes, or how long ago it was, in one unit."""

from __future__ import annotations

from datetime import datetime, timedelta

from webhooks.language import say

_UNITS = (
    (timedelta(days=1), "staff-conversations-days"),
    (timedelta(hours=1), "staff-conversations-hours"),
    (timedelta(minutes=1), "staff-conversations-minutes"),
)


def span(moment: datetime, now: datetime) -> str:
    """“12 minutes”; what is younger than a minute is “just now”."""
    passed = now - moment
    for unit, key in _UNITS:
        if passed >= unit:
            return say(key, count=passed // unit)
    return say("staff-conversations-just-now")


def ago(moment: datetime, now: datetime) -> str:
    """“12 minutes ago”."""
    said = span(moment, now)
    return say("staff-conversations-ago", span=said) if now - moment >= timedelta(minutes=1) else said
