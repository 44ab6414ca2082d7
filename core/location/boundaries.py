"""Boundaries of the kelurahan: reading and checking an operator's file, and finding the area of a point.

Files: GeoJSON (RFC 7946) FeatureCollection or TopoJSON, WGS 84 longitude and latitude, one Polygon or
MultiPolygon for each kelurahan, its Kemendagri code in a property.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely import MultiPolygon, Point, Polygon, STRtree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from core.location import topojson
from core.location.areas import Areas, normal_code
from core.location.geometry import Plane
from core.location.model import LocationDataError

CODE_PROPERTIES = ("code", "kode", "kode_kemendagri", "kemendagri", "KODE_KEL", "kode_desa")
"""Names of the property that may hold the code, the first one present counts."""

TOLERATED_M2 = 200.0
"""Gaps and overlaps up to this size come from rounding of coordinates and are let pass."""

_FAR_M = 50_000.0
_NEAR_M = 500.0
_WGS84 = ("crs84", "epsg:4326", "epsg::4326", "wgs84", "wgs 84")


@dataclass(frozen=True, slots=True)
class Near:
    """An area and its distance from a point in metres (0: inside).

    share: how much of the circle that was asked for it covers, 0 to 1.
    """

    code: str
    distance_m: float
    share: float = 0.0


class Boundaries:
    """Which area holds a point. Build it with `load`, or from checked polygons by code."""

    def __init__(self, polygons: dict[str, Polygon | MultiPolygon]) -> None:
        self.codes: tuple[str, ...] = tuple(sorted(polygons))
        self._shapes: list[Polygon | MultiPolygon] = [polygons[code] for code in self.codes]
        self._tree = STRtree(self._shapes)
        self.bounds: tuple[float, float, float, float] = tuple(shapely.total_bounds(self._shapes).tolist())
        self.plane = Plane((self.bounds[1] + self.bounds[3]) / 2)
        self._flat = [_flatten(polygon, self.plane) for polygon in self._shapes]
        self._flat_tree = STRtree(self._flat)

    @classmethod
    def load(cls, path: Path, areas: Areas) -> Boundaries:
        """Reads and checks the file; raises LocationDataError naming the feature, the fault and the mend."""
        polygons = _read(path, areas)
        boundaries = cls(polygons)
        _check_overlaps(path, boundaries, areas)
        _check_gaps(path, boundaries, areas)
        return boundaries

    def shape(self, code: str) -> Polygon | MultiPolygon:
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


def _flatten(polygon: Polygon | MultiPolygon, plane: Plane) -> BaseGeometry:
    return shapely.transform(polygon, lambda xy: xy * [plane.per_lon, plane.per_lat])


def _document(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise LocationDataError(path, "file", error.strerror or "cannot be opened", "Check path and rights") from None
    except ValueError as error:
        raise LocationDataError(path, "file", f"is not JSON ({error})", "Export it as GeoJSON or TopoJSON") from None
    if not isinstance(document, dict):
        raise LocationDataError(path, "file", "is not an object", "Export it as GeoJSON or TopoJSON")
    return document


def _features(path: Path, document: dict[str, Any]) -> list[dict[str, Any]]:
    kind = document.get("type")
    try:
        if kind == "Topology":
            return list(topojson.features(document))
        if kind == "FeatureCollection":
            return [dict(feature) for feature in document["features"]]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise LocationDataError(
            path, "file", f"is a broken {kind} ({error!r})", "Export it again as GeoJSON or TopoJSON"
        ) from None
    raise LocationDataError(
        path, "file", f"has type {kind!r}", "Export it as a GeoJSON FeatureCollection or as TopoJSON"
    )


def _check_projection(path: Path, document: dict[str, Any]) -> None:
    crs = document.get("crs")
    if crs is None:
        return
    name = str((crs.get("properties") or {}).get("name", crs)) if isinstance(crs, dict) else str(crs)
    if not any(known in name.lower() for known in _WGS84):
        raise LocationDataError(path, "crs", f"projection is {name}", "Convert it to WGS 84 degrees (EPSG:4326)")


def _read(path: Path, areas: Areas) -> dict[str, Polygon | MultiPolygon]:
    document = _document(path)
    _check_projection(path, document)
    polygons: dict[str, Polygon | MultiPolygon] = {}
    for number, feature in enumerate(_features(path, document), 1):
        properties = feature.get("properties") or {}
        code = _code(path, f"feature {number}", properties, areas)
        where = f"feature {number} ({code} {areas[code].name})"
        if code in polygons:
            raise LocationDataError(path, where, f"code {code} stands here twice", "Merge or remove one of them")
        polygons[code] = _polygon(path, where, feature.get("geometry"))
        _check_position(path, where, polygons[code], areas, code)
    absent = [area for area in areas.kelurahan if area.code not in polygons]
    if absent:
        named = ", ".join(f"{area.code} {area.name}" for area in absent[:5])
        more = f" and {len(absent) - 5} more" if len(absent) > 5 else ""
        raise LocationDataError(path, "file", f"no boundary for {named}{more}", "Add the missing features")
    _check_exchanged(path, polygons, areas)
    return polygons


def _code(path: Path, where: str, properties: dict[str, Any], areas: Areas) -> str:
    key = next((name for name in CODE_PROPERTIES if properties.get(name) not in (None, "")), None)
    if key is None:
        raise LocationDataError(path, where, "has no code", f"Add a property {CODE_PROPERTIES[0]!r}")
    code = normal_code(str(properties[key]))
    if code is None:
        raise LocationDataError(
            path, where, f"{properties[key]!r} is not a Kemendagri code", "Write it as 31.75.06.1001"
        )
    if areas.get(code) is None:
        raise LocationDataError(path, where, f"code {code} is not in the list of areas", "Mend code or list")
    return code


def _polygon(path: Path, where: str, geometry: Any) -> Polygon | MultiPolygon:
    try:
        found = shape(geometry) if geometry else None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError) as error:
        raise LocationDataError(path, where, f"its geometry cannot be read ({error})", "Export it again") from None
    if not isinstance(found, Polygon | MultiPolygon) or found.is_empty:
        kind = "nothing" if found is None or found.is_empty else found.geom_type
        raise LocationDataError(path, where, f"its geometry is {kind}", "Give a Polygon or MultiPolygon")
    if not all(math.isfinite(value) for value in found.bounds):
        raise LocationDataError(path, where, "a coordinate is not a number", "Export it again")
    if found.has_z:
        found = shapely.force_2d(found)
    return found if found.is_valid else _mended(path, where, found)


def _mended(path: Path, where: str, broken: Polygon | MultiPolygon) -> Polygon | MultiPolygon:
    """The valid shape, where only rounding made an outline touch itself (TopoJSON quantizes coordinates)."""
    mended = shapely.make_valid(broken, method="structure", keep_collapsed=False)
    plane = Plane(broken.bounds[1])
    changed = abs((mended.area - broken.area) * plane.per_lat * plane.per_lon)
    if not isinstance(mended, Polygon | MultiPolygon) or mended.is_empty or changed > TOLERATED_M2:
        reason = shapely.is_valid_reason(broken)
        raise LocationDataError(path, where, f"its outline is wrong: {reason}", "Mend the crossing in the outline")
    return mended


def _check_position(path: Path, where: str, polygon: Polygon | MultiPolygon, areas: Areas, code: str) -> None:
    area = areas[code]
    plane = Plane(area.lat)
    point = Point(plane.xy(area.lat, area.lon))
    west, south, east, north = polygon.bounds

    def away(box: tuple[float, float, float, float]) -> float:
        return point.distance(shapely.box(*plane.xy(box[1], box[0]), *plane.xy(box[3], box[2])))

    distance = away((west, south, east, north))
    if distance <= _FAR_M:
        return
    if away((south, west, north, east)) <= _FAR_M:
        raise LocationDataError(
            path, where, "latitude and longitude are swapped", "Write longitude first, then latitude"
        )
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:
        raise LocationDataError(
            path,
            where,
            f"coordinates such as {west:.0f}, {south:.0f} are not degrees: another projection",
            "Convert it to WGS 84 degrees (EPSG:4326)",
        )
    raise LocationDataError(
        path,
        where,
        f"lies {distance / 1000:.0f} km from the known point of {code}",
        "Mend the code or the coordinates",
    )


def _check_exchanged(path: Path, polygons: dict[str, Polygon | MultiPolygon], areas: Areas) -> None:
    codes = list(polygons)
    tree = STRtree(list(polygons.values()))
    for number, code in enumerate(codes, 1):
        area = areas[code]
        plane = Plane(area.lat)
        if polygons[code].intersects(Point(area.lon, area.lat)):
            continue
        there = [codes[index] for index in tree.query(Point(area.lon, area.lat), predicate="intersects")]
        off = _flatten(polygons[code], plane).distance(Point(plane.xy(area.lat, area.lon)))
        for other in there:
            # A point may lie a little beside its own outline; it is wrong when the outlines are exchanged, too.
            mutual = polygons[code].intersects(Point(areas[other].lon, areas[other].lat))
            if mutual or off > 4 * _NEAR_M:
                raise LocationDataError(
                    path,
                    f"feature {number} ({code} {area.name})",
                    f"the known point of {code} lies in the outline of {other} {areas[other].name}",
                    "Check whether codes are exchanged",
                )


def _check_overlaps(path: Path, boundaries: Boundaries, areas: Areas) -> None:
    flat = boundaries._flat
    left, right = boundaries._flat_tree.query(flat, predicate="intersects")
    for i, j in zip(left.tolist(), right.tolist(), strict=True):
        if i >= j:
            continue
        size = flat[i].intersection(flat[j]).area
        if size > TOLERATED_M2:
            raise LocationDataError(
                path,
                _named(boundaries.codes[i], areas),
                f"overlaps {_named(boundaries.codes[j], areas)} by {size:,.0f} m²",
                "Cut the overlap from one of them",
            )


def _check_gaps(path: Path, boundaries: Boundaries, areas: Areas) -> None:
    whole = shapely.union_all(boundaries._flat)
    for polygon in _polygons([whole]):
        for ring in polygon.interiors:
            gap = Polygon(ring)
            if gap.area <= TOLERATED_M2:
                continue
            around = boundaries._flat_tree.query(gap, predicate="dwithin", distance=1.0)
            names = ", ".join(_named(boundaries.codes[index], areas) for index in sorted(around)[:4])
            centre = gap.representative_point()
            lat, lon = centre.y / boundaries.plane.per_lat, centre.x / boundaries.plane.per_lon
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
