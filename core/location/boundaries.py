"""Boundaries of the kelurahan: which area holds a point, and which areas are near it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely import Point, STRtree

from core.location.areas import Areas
from core.location.boundary_file import read_boundaries
from core.location.boundary_fit import FlatMap, check_gaps, check_overlaps
from core.location.geometry import Outline, Plane, flatten


@dataclass(frozen=True, slots=True)
class Near:
    """An area near a point."""

    code: str
    distance_m: float
    """0 if the point lies inside."""
    share: float = 0.0
    """The part of the circle around the point that the area covers, 0 to 1."""


class Boundaries:
    """Which area holds a point. Build it with `load`, or from checked polygons by code."""

    def __init__(self, polygons: dict[str, Outline]) -> None:
        self.codes: tuple[str, ...] = tuple(sorted(polygons))
        self._shapes: list[Outline] = [polygons[code] for code in self.codes]
        self._tree = STRtree(self._shapes)
        self.bounds: tuple[float, float, float, float] = tuple(shapely.total_bounds(self._shapes).tolist())
        self.plane = Plane((self.bounds[1] + self.bounds[3]) / 2)
        self._flat = [flatten(polygon, self.plane) for polygon in self._shapes]
        self._flat_tree = STRtree(self._flat)

    @classmethod
    def load(cls, path: Path, areas: Areas) -> Boundaries:
        """Reads and checks the file; raises LocationDataError naming the feature, the fault and the mend."""
        boundaries = cls(read_boundaries(path, areas))
        flat = FlatMap(boundaries.codes, boundaries._flat, boundaries._flat_tree, boundaries.plane)
        check_overlaps(path, flat, areas)
        check_gaps(path, flat, areas)
        return boundaries

    def shape(self, code: str) -> Outline:
        """The polygon of one area in degrees (x is the longitude). KeyError when there is none."""
        try:
            return self._shapes[self.codes.index(code)]
        except ValueError:
            raise KeyError(code) from None

    def find(self, lat: float, lon: float) -> str | None:
        """The code of the area that holds the point, None outside all; on a shared border the lower code."""
        hits = self._tree.query(Point(lon, lat), predicate="intersects")
        return self.codes[int(min(hits))] if len(hits) else None

    def nearest(self, lat: float, lon: float) -> Near:
        """The area nearest to a point, with its distance in metres."""
        point = Point(self.plane.xy(lat, lon))
        index = int(self._flat_tree.nearest(point))
        return Near(self.codes[index], float(self._flat[index].distance(point)))

    def within(self, lat: float, lon: float, metres: float) -> list[Near]:
        """All areas within so many metres of a point, the one with the largest share of that circle first."""
        point = Point(self.plane.xy(lat, lon))
        hits = self._flat_tree.query(point, predicate="dwithin", distance=metres)
        circle = point.buffer(max(metres, 0.01))
        near = [
            Near(
                self.codes[index],
                float(self._flat[index].distance(point)),
                round(float(self._flat[index].intersection(circle).area / circle.area), 4),
            )
            for index in hits.tolist()
        ]
        return sorted(near, key=lambda one: (-one.share, one.code))
