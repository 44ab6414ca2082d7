"""Keeps small figures from telling of single people: a cell of one or two reports in a small place may be known by
whoever lives there. Cells that are too small are told only together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

FEWEST = 3
"""Figures about fewer reports than this are not shown by themselves."""

_K = TypeVar("_K")


def small_cells(cells: Mapping[_K, int], fewest: int = FEWEST) -> frozenset[_K]:
    """Returns the cells that may be shown only as a sum.

    Their sum can be had by subtracting the others from the whole, so it must itself be large enough, and stand for
    more than one cell: where it isn't, the next smallest joins them.
    """
    smallest_first = sorted((size, n, cell) for n, (cell, size) in enumerate(cells.items()) if size)
    hidden: list[_K] = []
    together = 0
    for size, _, cell in smallest_first:
        enough = not hidden or (together >= fewest and len(hidden) > 1)
        if size >= fewest and enough:
            break
        hidden.append(cell)
        together += size
    return frozenset(hidden)
