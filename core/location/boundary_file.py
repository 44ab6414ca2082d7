"""Reading an operator's file of boundaries, and checking each outline in it.

GeoJSON (RFC 7946) FeatureCollection or TopoJSON, WGS 84 longitude and latitude, one Polygon or MultiPolygon for each
kelurahan, its Kemendagri code in a property.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import shapely
from shapely import MultiPolygon, Point, Polygon, STRtree
from shapely.geometry import shape

from core.location import topojson
from core.location.areas import Areas, normal_code
from core.location.geometry import TOLERATED_M2, Outline, Plane, flatten
from core.location.model import LocationDataError

CODE_PROPERTIES = ("code", "kode", "kode_kemendagri", "kemendagri", "KODE_KEL", "kode_desa")
"""Names of the property that may hold the code, the first one present counts."""

_OTHER_PLACE_M = 50_000.0
"""An outline so far from the known point of its area is that of another place, or has other coordinates."""
_FAR_OFF_M = 2_000.0
"""An outline so far from the known point of its area, which lies in another outline, has the wrong code."""
_WGS84 = ("crs84", "epsg:4326", "epsg::4326", "wgs84", "wgs 84")


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


def read_boundaries(path: Path, areas: Areas) -> dict[str, Outline]:
    """Returns the outline of every kelurahan by its code.

    Raises LocationDataError naming the feature, the fault and the mend.
    """
    document = _document(path)
    _check_projection(path, document)
    polygons: dict[str, Outline] = {}
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


def _polygon(path: Path, where: str, geometry: Any) -> Outline:
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


def _mended(path: Path, where: str, broken: Outline) -> Outline:
    """The valid shape of an outline that touches itself, if only rounding did that (TopoJSON quantizes coordinates)."""
    mended = shapely.make_valid(broken, method="structure", keep_collapsed=False)
    plane = Plane(broken.bounds[1])
    changed = abs((mended.area - broken.area) * plane.per_lat * plane.per_lon)
    if not isinstance(mended, Polygon | MultiPolygon) or mended.is_empty or changed > TOLERATED_M2:
        reason = shapely.is_valid_reason(broken)
        raise LocationDataError(path, where, f"its outline is wrong: {reason}", "Mend the crossing in the outline")
    return mended


def _check_position(path: Path, where: str, polygon: Outline, areas: Areas, code: str) -> None:
    """Raises LocationDataError for an outline that lies far from the known point of its area, saying why it may."""
    area = areas[code]
    plane = Plane(area.lat)
    point = Point(plane.xy(area.lat, area.lon))
    west, south, east, north = polygon.bounds

    def away(box: tuple[float, float, float, float]) -> float:
        return point.distance(shapely.box(*plane.xy(box[1], box[0]), *plane.xy(box[3], box[2])))

    distance = away((west, south, east, north))
    if distance <= _OTHER_PLACE_M:
        return
    if away((south, west, north, east)) <= _OTHER_PLACE_M:
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


def _check_exchanged(path: Path, polygons: dict[str, Outline], areas: Areas) -> None:
    """Raises LocationDataError for two areas whose codes seem to be exchanged."""
    codes = list(polygons)
    tree = STRtree(list(polygons.values()))
    for number, code in enumerate(codes, 1):
        area = areas[code]
        plane = Plane(area.lat)
        if polygons[code].intersects(Point(area.lon, area.lat)):
            continue
        there = [codes[index] for index in tree.query(Point(area.lon, area.lat), predicate="intersects")]
        off = flatten(polygons[code], plane).distance(Point(plane.xy(area.lat, area.lon)))
        for other in there:
            # A point may lie a little beside its own outline; it is wrong when the outlines are exchanged, too.
            mutual = polygons[code].intersects(Point(areas[other].lon, areas[other].lat))
            if mutual or off > _FAR_OFF_M:
                raise LocationDataError(
                    path,
                    f"feature {number} ({code} {area.name})",
                    f"the known point of {code} lies in the outline of {other} {areas[other].name}",
                    "Check whether codes are exchanged",
                )
