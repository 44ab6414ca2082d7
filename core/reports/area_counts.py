"""How many public reports there are in each kelurahan, by the colour of their state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.kernel.states import COLOURS
from core.location.areas import Areas
from core.reports.counts import Dimension, Only, counts
from core.reports.public import LISTED

_COLOURS = tuple(dict.fromkeys(COLOURS[state] for state in LISTED))


@dataclass(frozen=True)
class AreaCounts:
    by_area: Mapping[str, Mapping[str, int]]
    """Area code -> colour -> reports; an area without any is left out."""

    def inside(self, areas: Areas, code: str | None) -> Mapping[str, int]:
        """Returns the counts of an area with all that lie in it; without a code, of the whole city."""
        parts = areas.within(code) if code else self.by_area
        found = [self.by_area[part] for part in parts if part in self.by_area]
        return {colour: sum(counted[colour] for counted in found) for colour in _COLOURS}


def area_counts(session: Session, only: Only) -> AreaCounts:
    found: dict[str, dict[str, int]] = {}
    for (code, colour), number in counts(session, by=[Dimension.AREA, Dimension.COLOUR], **only).items():
        found.setdefault(code, dict.fromkeys(_COLOURS, 0))[colour] = number
    return AreaCounts(found)
