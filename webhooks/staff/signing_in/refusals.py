"""Why something about an account was refused, as the pages say it."""

from __future__ import annotations

from core.staff.errors import StaffError
from core.staff.passwords import LONGEST, SHORTEST
from webhooks.language import say

_IN_SECONDS = 90
"""So long a wait is told in seconds, a longer one in minutes."""


def refusal(error: StaffError | str) -> str:
    reason = error.reason if isinstance(error, StaffError) else error
    return say(f"staff-signing-in-refusal-{reason}", shortest=SHORTEST, longest=LONGEST)


def spoken(seconds: int) -> str:
    if seconds < _IN_SECONDS:
        return say("staff-signing-in-seconds", seconds=seconds)
    return say("staff-signing-in-minutes", minutes=-(-seconds // 60))


def too_many(seconds: int) -> str:
    return say("staff-signing-in-too-many", wait=spoken(seconds))
