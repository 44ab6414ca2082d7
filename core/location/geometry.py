"""Flat metres for a city: good to about a per mille over 100 km, which is far below a phone's accuracy."""

from __future__ import annotations

import math
from dataclasses import dataclass

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
