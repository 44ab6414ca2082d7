"""Counts of tickets that stay fast with a million of them.

Triggers in the database write a row for every ticket that is opened, deleted or changed in a way that matters here
(TicketCountChange), in the transaction of the change itself. Rows are only ever added, so no two writers wait for
each other. The sweep adds these rows up into cubes (TicketCount): how many tickets there are of each combination of a
few dimensions, for each period in which they were opened. Every count reads both tables, so it is exact at any moment.

All combinations of all dimensions would be as many as there are tickets. So each cube has a few dimensions only, and
each question is answered by the first cube that has all it needs. Where a cube knows only whole months, the days at
the ends of the time asked for are counted from the tickets. A question that no cube answers is counted from the
tickets altogether: as right, but not as fast. If a page asks such a question, add a cube, and let a migration empty
both tables: the next start counts everything anew.
"""

from core.reports.counts.dimensions import Dimension, Key, Only
from core.reports.counts.questions import (
    CountedOutcome,
    Finishing,
    Satisfaction,
    counts,
    finishing,
    outcomes,
    satisfaction,
)
from core.reports.counts.upkeep import compact, rebuild, uncounted

__all__ = [
    "CountedOutcome",
    "Dimension",
    "Finishing",
    "Key",
    "Only",
    "Satisfaction",
    "compact",
    "counts",
    "finishing",
    "outcomes",
    "rebuild",
    "satisfaction",
    "uncounted",
]
