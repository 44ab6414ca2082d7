"""The questions that can be asked of the counts: how many, how long, how well liked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Unpack

from sqlalchemy.orm import Session

from core.kernel.states import COLOUR_NAMES
from core.reports.counts.dimensions import Dimension, Key, Only
from core.reports.counts.durations import quantile
from core.reports.counts.totals import Totals, totals


@dataclass(frozen=True)
class Finishing:
    """How long it took to finish tickets, read off a histogram: as exact as its spans (see durations.py)."""

    count: int
    median: timedelta
    nine_tenths: timedelta
    """The time within which nine of ten were finished."""


@dataclass(frozen=True)
class Satisfaction:
    count: int
    mean: float


@dataclass(frozen=True)
class CountedOutcome:
    """What became of the tickets of one sort."""

    colours: Mapping[str, int]
    """How many have each colour."""
    finishing: Finishing | None
    satisfaction: Satisfaction | None


def counts(session: Session, *, by: Sequence[Dimension], **only: Unpack[Only]) -> dict[Key, int]:
    """Returns how many tickets there are of each combination of these dimensions; those without any are left out."""
    return {key: found.n for key, found in totals(session, by, only).items() if found.n}


def finishing(session: Session, *, by: Sequence[Dimension] = (), **only: Unpack[Only]) -> dict[Key, Finishing]:
    """Returns how long the tickets took that are done. Conditions of time are about the day they were opened."""
    spans: dict[Key, Counter[int]] = defaultdict(Counter)
    for (*key, took), found in totals(session, (*by, Dimension.TOOK), only).items():
        spans[tuple(key)][int(took)] += found.n
    return {key: answer for key, held in spans.items() if (answer := _finishing(held))}


def satisfaction(session: Session, *, by: Sequence[Dimension] = (), **only: Unpack[Only]) -> dict[Key, Satisfaction]:
    """Returns how reporters rated the work, where any did."""
    return {key: answer for key, found in totals(session, by, only).items() if (answer := _satisfaction([found]))}


def outcomes(
    session: Session, *, by: Sequence[Dimension] = (), spans: bool, **only: Unpack[Only]
) -> dict[Key, CountedOutcome]:
    """Returns colours, finishing times (only with `spans`) and ratings at once: one statement instead of three."""
    parts: dict[Key, dict[Key, Totals]] = defaultdict(dict)
    inner = (Dimension.COLOUR, Dimension.TOOK) if spans else (Dimension.COLOUR,)
    for key, found in totals(session, (*by, *inner), only).items():
        parts[key[: len(by)]][key[len(by) :]] = found
    return {key: answer for key, held in parts.items() if (answer := _outcome(held)) and any(answer.colours.values())}


def _outcome(held: Mapping[Key, Totals]) -> CountedOutcome:
    colours, spans = dict.fromkeys(COLOUR_NAMES, 0), Counter[int]()
    for (colour, *took), found in held.items():
        colours[colour] += found.n
        spans.update({int(span): found.n for span in took})
    return CountedOutcome(colours, _finishing(spans), _satisfaction(held.values()))


def _finishing(spans: Mapping[int, int]) -> Finishing | None:
    done = {span: number for span, number in spans.items() if span >= 0 and number}
    return Finishing(sum(done.values()), quantile(done, 0.5), quantile(done, 0.9)) if done else None


def _satisfaction(parts: Collection[Totals]) -> Satisfaction | None:
    rated = sum(found.rated for found in parts)
    return Satisfaction(rated, sum(found.stars for found in parts) / rated) if rated else None
