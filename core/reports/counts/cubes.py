"""Which combinations of dimensions are counted beforehand, and for which periods."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from core.reports.counts import periods
from core.reports.counts.dimensions import DERIVED_FROM, TIME_LEVELS, Dimension
from core.reports.counts.durations import NOT_DONE

COLUMNS = tuple(one.value for one in Dimension if one not in TIME_LEVELS and one not in DERIVED_FROM)
"""The columns of the table that hold a dimension."""


@dataclass(frozen=True)
class Cube:
    name: str
    dimensions: tuple[Dimension, ...]
    levels: tuple[int, ...]
    """Of its periods, the longest first."""

    def knows(self, needed: Collection[Dimension]) -> bool:
        """Whether tickets can be told apart by all these dimensions."""
        return all(one in self.dimensions or DERIVED_FROM.get(one) in self.dimensions for one in needed)

    @property
    def columns(self) -> dict[str, Dimension]:
        """The columns it fills, and the dimension that stands in each."""
        return {DERIVED_FROM.get(one, one).value: one for one in self.dimensions}

    @property
    def unused(self) -> dict[str, str | int]:
        """The other columns, and the value that all its rows have there."""
        return {name: NOT_DONE if name == Dimension.TOOK else "" for name in COLUMNS if name not in self.columns}


def _cube(finest: int, *dimensions: Dimension) -> Cube:
    levels = tuple(level for level in periods.LEVELS if level <= finest)
    return Cube("+".join(dimension[:2] for dimension in dimensions) or "all", dimensions, levels)


_D = Dimension
CUBES = (
    _cube(periods.DAY),
    _cube(periods.DAY, _D.STATE, _D.TOOK),
    _cube(periods.DAY, _D.KIND, _D.STATE, _D.CHANNEL, _D.PUBLIC),
    _cube(periods.MONTH, _D.KOTA, _D.STATE, _D.TOOK),
    _cube(periods.MONTH, _D.CATEGORY, _D.KIND, _D.STATE, _D.PUBLIC),
    _cube(periods.MONTH, _D.CATEGORY, _D.KOTA, _D.STATE),
    _cube(periods.MONTH, _D.CATEGORY, _D.STATE, _D.TOOK),
    _cube(periods.MONTH, _D.UNIT, _D.KIND, _D.STATE),
    _cube(periods.MONTH, _D.AREA, _D.KIND, _D.STATE, _D.PUBLIC),
    _cube(periods.MONTH, _D.AREA, _D.STATE, _D.TOOK),
    _cube(periods.MONTH, _D.UNIT, _D.TOOK),
    _cube(periods.YEAR, _D.CATEGORY, _D.AREA, _D.KIND, _D.STATE, _D.PUBLIC),
    _cube(periods.YEAR, _D.CATEGORY, _D.UNIT, _D.AREA, _D.KIND, _D.STATE),
)
"""The smallest first. Where a month has about as many combinations as tickets, years are the finest periods."""
