"""TopoJSON to GeoJSON features, after the TopoJSON specification 1.0 (github.com/topojson/topojson-specification).

Only what boundaries need: Polygon and MultiPolygon, quantized or not. The libraries that exist either encode,
or pull in a data frame stack to decode.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Ring = list[list[float]]


def features(topology: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """GeoJSON features of every object of a topology.

    Raises ValueError, KeyError, IndexError or TypeError when the document is not well formed.
    """
    arcs = _absolute_arcs(topology)
    for member in topology["objects"].values():
        for geometry in member["geometries"] if member["type"] == "GeometryCollection" else [member]:
            yield {
                "type": "Feature",
                "id": geometry.get("id"),
                "properties": geometry.get("properties") or {},
                "geometry": _geometry(geometry, arcs),
            }


def _absolute_arcs(topology: dict[str, Any]) -> list[Ring]:
    transform = topology.get("transform")
    if transform is None:
        return [[[float(x), float(y)] for x, y, *_ in arc] for arc in topology["arcs"]]
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy, *_ in arc:
            x, y = x + dx, y + dy
            points.append([x * scale_x + shift_x, y * scale_y + shift_y])
        arcs.append(points)
    return arcs


def _ring(indexes: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for index in indexes:
        # A negative index is the one's complement of an arc that is walked backwards.
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _geometry(geometry: dict[str, Any], arcs: list[Ring]) -> dict[str, Any] | None:
    kind = geometry["type"]
    if kind == "Polygon":
        return {"type": kind, "coordinates": [_ring(ring, arcs) for ring in geometry["arcs"]]}
    if kind == "MultiPolygon":
        return {
            "type": kind,
            "coordinates": [[_ring(ring, arcs) for ring in polygon] for polygon in geometry["arcs"]],
        }
    return None if kind is None else {"type": kind, "coordinates": []}
