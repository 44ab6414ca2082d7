"""Pieces of a text that are to go, and how they are put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class TextSpan(NamedTuple):
    start: int
    end: int
    stands: str
    """What is written in its place."""


def settled(found: Iterable[TextSpan]) -> list[TextSpan]:
    """Returns the spans in order and without overlaps: the one that begins first and, of several, the longest."""
    kept: list[TextSpan] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end > kept[-1].end:
            kept[-1] = kept[-1]._replace(end=span.end)
    return kept


def replaced(text: str, spans: Sequence[TextSpan], stands: str | None = None) -> str:
    """The text with something else in the place of each span: `stands`, or what the span says."""
    parts, done = [], 0
    for span in spans:
        parts += [text[done : span.start], span.stands if stands is None else stands]
        done = span.end
    return "".join((*parts, text[done:]))
