"""How long tickets took, as a histogram: the dimension `took` holds the number of a span of time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

SPAN_ENDS = (
    *(hours * _HOUR for hours in (1, 3, 6, 12)),
    *(days * _DAY for days in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 21, 30, 45, 60, 90, 180)),
)
"""Where the spans end, by number. One more follows, which has no end."""

NOT_DONE = -1
"""Stands for the number of a span while a ticket is not done."""


def quantile(spans: Mapping[int, int], part: float) -> timedelta:
    """The time within which this part of the tickets was done, given how many fall into each span.

    The tickets of a span are taken to be spread evenly over it; for the endless last one its beginning is returned.
    """
    wanted = part * sum(spans.values())
    for number, count in sorted(spans.items()):
        if wanted <= count:
            begin = SPAN_ENDS[number - 1] if number else timedelta()
            end = SPAN_ENDS[number] if number < len(SPAN_ENDS) else begin
            return begin + (end - begin) * (wanted / count)
        wanted -= count
    return timedelta()
