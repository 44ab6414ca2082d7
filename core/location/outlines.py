"""The areas as GeoJSON for a map page: simplified outlines, or points where no boundaries were given."""

from __future__ import annotations

from typing import Any

from shapely.geometry import mapping

from core.location.resolver import Gazetteer

_TOLERANCE = 0.0004
"""Degrees, about 45 m: invisible on a phone, and a tenth of the weight."""
_DIGITS = 4


def outlines(gazetteer: Gazetteer) -> dict[str, Any]:
    """A FeatureCollection with code and name of every kelurahan (RFC 7946)."""
    features = []
    for area in gazetteer.areas.kelurahan:
        if gazetteer.boundaries is None:
            geometry: dict[str, Any] = {"type": "Point", "coordinates": (area.lon, area.lat)}
        else:
            shape = gazetteer.boundaries.shape(area.code)
            geometry = mapping(shape.simplify(_TOLERANCE, preserve_topology=True))
        properties = {"code": area.code, "name": area.kelurahan, "kecamatan": area.kecamatan}
        features.append({"type": "Feature", "properties": properties, "geometry": _rounded(geometry)})
    return {"type": "FeatureCollection", "features": features}


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _round(geometry["coordinates"])}


def _round(value: Any) -> Any:
    return round(value, _DIGITS) if isinstance(value, float) else [_round(part) for part in value]
