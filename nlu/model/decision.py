"""Whether to take an answer or to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from nlu.model.thresholds import CLEAR, PAIR

COMMIT: Final = "commit"
ASK_TWO: Final = "ask_two"
ASK_OPEN: Final = "ask_open"

Ranking = Sequence[tuple[str, float]]


def decide(
    rankings: Mapping[str, Ranking],
    unclear: float,
    thresholds: Mapping[str, Mapping[str, float]],
    *,
    readable: bool = True,
) -> dict[str, Any]:
    """Returns what to do with the three answers.

    ``category`` is ``commit`` (take the likeliest), ``ask_two`` (offer the two likeliest) or
    ``ask_open`` (nothing fits, or the text says nothing); ``kind_clear`` and ``act_clear`` say
    whether those may be taken without asking. The thresholds are returned, too, to explain that.

    unclear: the probability that the text says nothing. readable: whether any of its words is known;
    if not, nothing is taken.
    """

    def clear(name: str) -> bool:
        ranking = rankings[name]
        least = thresholds.get(name, {}).get(CLEAR, 1.0)
        return readable and bool(ranking) and ranking[0][1] >= least

    categories = rankings["category"]
    pair = sum(probability for _, probability in categories[:2])
    if not categories or not readable or unclear >= categories[0][1]:
        category = ASK_OPEN
    elif clear("category"):
        category = COMMIT
    elif pair >= thresholds.get("category", {}).get(PAIR, 1.0):
        category = ASK_TWO
    else:
        category = ASK_OPEN
    return {
        "category": category,
        "kind_clear": clear("kind"),
        "act_clear": clear("act"),
        "unclear": round(unclear, 4),
        "thresholds": {name: dict(values) for name, values in thresholds.items()},
    }
