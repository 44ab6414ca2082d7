"""Metres on a plane instead of degrees on a globe.

Over the 100 km of a city distances are wrong by about a per mille, far less than a phone's position.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Outline = Polygon | MultiPolygon

TOLERATED_M2 = 200.0
"""Gaps and overlaps up to this size come from rounding of coordinates and are let pass."""

_METRES_PER_DEGREE_LAT = 110_574.0
_METRES_PER_DEGREE_LON_AT_EQUATOR = 111_320.0


@dataclass(frozen=True, slots=True)
class Plane:
    """Degrees to metres around one latitude (equirectangular: straight lines stay straight)."""

    lat: float

    @property
    def per_lon(self) -> float:
        return _METRES_PER_DEGREE_LON_AT_EQUATOR * math.cos(math.radians(self.lat))

    @property
    def per_lat(self) -> float:
        return _METRES_PER_DEGREE_LAT

    def xy(self, lat: float, lon: float) -> tuple[float, float]:
        return lon * self.per_lon, lat * self.per_lat

    def distance(self, lat1: float, lon1: float, lat2: float, lon2: float) -> float:
        """Metres between two points."""
        return math.hypot((lon2 - lon1) * self.per_lon, (lat2 - lat1) * self.per_lat)


def flatten(outline: Outline, plane: Plane) -> BaseGeometry:
    """The outline in metres."""
    return shapely.transform(outline, lambda xy: xy * [plane.per_lon, plane.per_lat])
