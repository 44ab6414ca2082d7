"""Checking that the boundaries of a city fit together: no overlaps, no holes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely import MultiPolygon, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from core.location.areas import Areas
from core.location.geometry import TOLERATED_M2, Plane
from core.location.model import LocationDataError


@dataclass(frozen=True, slots=True)
class FlatMap:
    """All outlines in metres."""

    codes: Sequence[str]
    shapes: Sequence[BaseGeometry]
    tree: STRtree
    """Of these shapes."""
    plane: Plane


def check_overlaps(path: Path, flat: FlatMap, areas: Areas) -> None:
    """Raises LocationDataError for two outlines that overlap by more than rounding."""
    left, right = flat.tree.query(flat.shapes, predicate="intersects")
    for i, j in zip(left.tolist(), right.tolist(), strict=True):
        if i >= j:
            continue
        size = flat.shapes[i].intersection(flat.shapes[j]).area
        if size > TOLERATED_M2:
            raise LocationDataError(
                path,
                _named(flat.codes[i], areas),
                f"overlaps {_named(flat.codes[j], areas)} by {size:,.0f} m²",
                "Cut the overlap from one of them",
            )


def check_gaps(path: Path, flat: FlatMap, areas: Areas) -> None:
    """Raises LocationDataError for a hole between outlines that is larger than rounding makes it."""
    whole = shapely.union_all(flat.shapes)
    for polygon in _polygons([whole]):
        for ring in polygon.interiors:
            gap = Polygon(ring)
            if gap.area <= TOLERATED_M2:
                continue
            around = flat.tree.query(gap, predicate="dwithin", distance=1.0)
            names = ", ".join(_named(flat.codes[index], areas) for index in sorted(around)[:4])
            centre = gap.representative_point()
            lat, lon = centre.y / flat.plane.per_lat, centre.x / flat.plane.per_lon
            raise LocationDataError(
                path,
                names,
                f"a hole of {gap.area:,.0f} m² at {lat:.6f}, {lon:.6f} belongs to no area",
                "Give it to one of them",
            )


def _polygons(shapes: Iterable[BaseGeometry]) -> Sequence[Polygon]:
    parts: list[Polygon] = []
    for item in shapes:
        if isinstance(item, Polygon):
            parts.append(item)
        elif isinstance(item, MultiPolygon):
            parts.extend(item.geoms)
    return parts


def _named(code: str, areas: Areas) -> str:
    return f"{code} {areas[code].name}"
