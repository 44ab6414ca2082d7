"""From a position to the area or areas that it may lie in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import shapely
from shapely import Point, STRtree

from core.location import weights
from core.location.areas import Areas
from core.location.boundaries import Boundaries
from core.location.coordinates import Frame
from core.location.geometry import Plane
from core.location.model import Area, FoundBy, NeighbourCity, Outside, Position, PositionProblem
from core.location.words import CityWords

UNUSABLE = frozenset({PositionProblem.OUT_OF_RANGE, PositionProblem.ZERO})
MENDED = frozenset({PositionProblem.SWAPPED, PositionProblem.SIGN})


@dataclass(frozen=True, slots=True)
class Located:
    """What a position says."""

    position: Position
    areas: tuple[Area, ...] = ()
    """The area that holds it first; more when the border is nearer than the position is accurate."""
    shares: tuple[float, ...] = ()
    """How much of the circle of its accuracy each of the areas has."""
    approximate: bool = False
    """No boundary holds it: the nearest area was taken."""
    by_points: bool = False
    """There are no boundaries: the areas with the nearest points were taken."""
    outside: Outside | None = None

    @property
    def doubtful(self) -> bool:
        """Whether the position may not be that of the matter, so that it has to be confirmed."""
        return self.position.problem in MENDED or self.position.found is FoundBy.PHOTO

    def chance(self, number: int) -> float:
        """The chance that the report is about the area with this number."""
        chance = weights.DOUBTFUL_PIN if self.doubtful else weights.PIN
        chance = weights.NEAREST_AREA if self.approximate else chance
        return chance * (self.shares[number] if self.shares else 1 / len(self.areas))


class Locator:
    """Finds areas by boundaries, or by the nearest points of areas where there are none."""

    def __init__(self, areas: Areas, words: CityWords, boundaries: Boundaries | None) -> None:
        self._areas = areas
        self._words = words
        self._boundaries = boundaries
        west, south, east, north = (
            boundaries.bounds
            if boundaries is not None
            else shapely.total_bounds([Point(area.lon, area.lat) for area in areas.kelurahan]).tolist()
        )
        self.frame = Frame(south, west, north, east).grown(weights.FRAME_MARGIN_DEGREES)
        self._plane = Plane((south + north) / 2)
        self._points = [Point(self._plane.xy(area.lat, area.lon)) for area in areas.kelurahan]
        self._point_tree = STRtree(self._points)
        self._spacing = _usual_distances(self._points)

    def locate(self, position: Position) -> Located:
        """Returns where a checked position lies."""
        if self._boundaries is None:
            return self._by_points(position)
        return self._by_boundaries(position, self._boundaries)

    def _by_boundaries(self, position: Position, boundaries: Boundaries) -> Located:
        lat, lon, accuracy = position.lat, position.lon, position.accuracy_m
        code = boundaries.find(lat, lon)
        if code is not None and not accuracy:
            return Located(position, (self._areas[code],), (1.0,))
        if code is not None and accuracy:
            near = boundaries.within(lat, lon, accuracy)
            near.sort(key=lambda one: one.code != code)
            return Located(position, tuple(self._areas[one.code] for one in near), tuple(one.share for one in near))
        nearest = boundaries.nearest(lat, lon)
        area = self._areas[nearest.code]
        if nearest.distance_m <= weights.CRACK_M:
            return Located(position, (area,), approximate=True)
        if self._words.at_sea(lat, lon):
            return Located(replace(position, problem=PositionProblem.AT_SEA), (area,), approximate=True)
        outside = Outside(self._neighbour(lat, lon), position.found)
        if accuracy is not None and nearest.distance_m <= accuracy:
            return Located(position, (area,), approximate=True, outside=outside)
        return Located(position, outside=outside)

    def _by_points(self, position: Position) -> Located:
        point = Point(self._plane.xy(position.lat, position.lon))
        order = self._nearest_points(point)
        areas = tuple(self._areas.kelurahan[index] for index in order[: weights.NEAREST_POINTS])
        if self._words.at_sea(position.lat, position.lon):
            at_sea = replace(position, problem=PositionProblem.AT_SEA)
            return Located(at_sea, areas[:1], approximate=True, by_points=True)
        distance = self._points[order[0]].distance(point)
        near = self._neighbour(position.lat, position.lon)
        nearer = near is not None and distance > self._plane.distance(position.lat, position.lon, near.lat, near.lon)
        if distance > weights.FAR_SHARE * self._spacing[order[0]] or nearer:
            return Located(position, by_points=True, outside=Outside(near, position.found))
        return Located(position, areas, approximate=True, by_points=True)

    def _nearest_points(self, point: Point) -> list[int]:
        """The numbers of the areas whose points are near, the nearest first; at least one."""
        reach = weights.NEAREST_POINTS * max(self._spacing)
        near = self._point_tree.query(point, predicate="dwithin", distance=reach).tolist()
        near = near or [int(self._point_tree.nearest(point))]
        return sorted(near, key=lambda index: self._points[index].distance(point))

    def _neighbour(self, lat: float, lon: float) -> NeighbourCity | None:
        near = [
            (self._plane.distance(lat, lon, one.lat, one.lon), number)
            for number, one in enumerate(self._words.neighbour_points)
        ]
        distance, number = min(near, default=(weights.NEXT_DOOR_M, 0))
        return self._words.neighbour_points[number] if distance < weights.NEXT_DOOR_M else None


def _usual_distances(points: Sequence[Point]) -> list[float]:
    """For each point the mean distance to the nearest others."""
    distances = []
    for point in points:
        others = sorted(point.distance(other) for other in points)[1 : weights.NEAREST_POINTS + 1]
        distances.append(sum(others) / len(others) if others else weights.LONE_AREA_M)
    return distances
