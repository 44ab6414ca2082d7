from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, Polygon

from core.location import Areas, Boundaries, Gazetteer, LocationDataError
from tests.core.location import town


@pytest.fixture(scope="module")
def areas(files: town.Files) -> Areas:
    return Areas.load(files.areas)


@pytest.fixture(scope="module")
def boundaries(files: town.Files, areas: Areas) -> Boundaries:
    return Boundaries.load(files.boundaries, areas)


@pytest.mark.parametrize("code", town.KELURAHAN)
def test_a_point_inside_finds_its_area(boundaries: Boundaries, code: str) -> None:
    assert boundaries.find(*town.middle(code)) == code


def test_topojson_says_the_same_as_geojson(tmp_path: Path, areas: Areas, boundaries: Boundaries) -> None:
    path = town.write_json(tmp_path / "boundaries.topojson", town.topology())
    other = Boundaries.load(path, areas)
    assert other.codes == boundaries.codes
    for code in town.KELURAHAN:
        assert other.shape(code).symmetric_difference(boundaries.shape(code)).area < 1e-9


@given(st.floats(-2.2, -1.7), st.floats(109.9, 110.2))
def test_every_point_agrees_with_plain_containment(lat: float, lon: float) -> None:
    boundaries = Boundaries({code: Polygon(town.ring(code)) for code in town.KELURAHAN})
    holding = [code for code in town.KELURAHAN if Polygon(town.ring(code)).intersects(Point(lon, lat))]
    assert boundaries.find(lat, lon) == (min(holding) if holding else None)


def test_the_nearest_area_and_its_distance_are_in_metres(boundaries: Boundaries) -> None:
    lat, lon = town.corner("99.71.01.1001")
    near = boundaries.nearest(lat - 0.001, lon + 0.01)
    assert near.code == "99.71.01.1001"
    assert near.distance_m == pytest.approx(110.6, abs=0.5)


def test_areas_around_a_point_come_with_their_share_of_the_circle(boundaries: Boundaries) -> None:
    lat, lon = town.corner("99.71.02.1002")
    near = boundaries.within(lat + 0.01, lon + 0.0001, 50)
    assert [one.code for one in near] == ["99.71.02.1002", "99.71.01.1002"]
    assert near[0].distance_m == 0
    assert sum(one.share for one in near) == pytest.approx(1, abs=0.01)
    assert near[0].share > near[1].share


Change = Callable[[dict[str, Any]], None]


def _shift(code: str, metres: float) -> Change:
    def change(document: dict[str, Any]) -> None:
        feature = _feature(document, code)
        feature["geometry"]["coordinates"][0] = [[x + metres / 111_000, y] for x, y in town.ring(code)]

    return change


def _feature(document: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in document["features"] if one["properties"]["code"] == code)


def _drop(document: dict[str, Any]) -> None:
    document["features"] = [one for one in document["features"] if one["properties"]["code"] != "99.72.01.1003"]


def _code(value: object) -> Change:
    def change(document: dict[str, Any]) -> None:
        _feature(document, "99.71.02.1002")["properties"]["code"] = value

    return change


def _swap_axes(document: dict[str, Any]) -> None:
    for one in document["features"]:
        one["geometry"]["coordinates"][0] = [[y, x] for x, y in one["geometry"]["coordinates"][0]]


def _project(document: dict[str, Any]) -> None:
    for one in document["features"]:
        one["geometry"]["coordinates"][0] = [[x * 111_320, y * 110_574] for x, y in one["geometry"]["coordinates"][0]]


def _exchange(document: dict[str, Any]) -> None:
    one, other = _feature(document, "99.71.01.1001"), _feature(document, "99.71.01.1002")
    one["properties"]["code"], other["properties"]["code"] = "99.71.01.1002", "99.71.01.1001"


def _hole(document: dict[str, Any]) -> None:
    lat, lon = town.middle("99.71.02.1002")
    inner = [[lon, lat], [lon + 0.002, lat], [lon, lat + 0.002], [lon, lat]]
    _feature(document, "99.71.02.1002")["geometry"]["coordinates"].append(inner)


def _bow_tie(document: dict[str, Any]) -> None:
    ring = town.ring("99.71.02.1002")
    ring[1], ring[2] = ring[2], ring[1]
    _feature(document, "99.71.02.1002")["geometry"]["coordinates"][0] = ring


def _geometry(value: object) -> Change:
    def change(document: dict[str, Any]) -> None:
        _feature(document, "99.71.02.1002")["geometry"] = value

    return change


def _crs(document: dict[str, Any]) -> None:
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32748"}}


@pytest.mark.parametrize(
    ("change", "where", "fault"),
    [
        (_drop, "file", "no boundary for 99.72.01.1003 Pasar Delima"),
        (_code(None), "feature 5", "has no code"),
        (_code("Duku Sawit"), "feature 5", "not a Kemendagri code"),
        (_code("99.71.02.1009"), "feature 5", "not in the list of areas"),
        (_code("99.71.02.1001"), "feature 5 (99.71.02.1001 Rawa Teratai Selatan)", "stands here twice"),
        (_swap_axes, "feature 1 (99.71.01.1001 Melati)", "swapped"),
        (_project, "feature 1 (99.71.01.1001 Melati)", "another projection"),
        (_crs, "crs", "EPSG::32748"),
        (_exchange, "feature 1 (99.71.01.1002 Kebon Anggur)", "Check whether codes are exchanged"),
        (_hole, "99.71.02.1002 Duku Sawit", "belongs to no area"),
        (_shift("99.71.02.1002", 100), "99.71.02.1002 Duku Sawit", "overlaps 99.72.01.1002 Kenanga Muara"),
        (_shift("99.71.02.1002", 200_000), "feature 5 (99.71.02.1002 Duku Sawit)", "km from the known point"),
        (_bow_tie, "feature 5 (99.71.02.1002 Duku Sawit)", "Self-intersection"),
        (_geometry(None), "feature 5 (99.71.02.1002 Duku Sawit)", "geometry is nothing"),
        (_geometry({"type": "Point", "coordinates": [110, -2]}), "feature 5", "geometry is Point"),
        (_geometry({"type": "Polygon", "coordinates": "x"}), "feature 5", "geometry"),
    ],
)
def test_a_bad_boundary_is_refused_with_its_feature_named(
    tmp_path: Path, areas: Areas, change: Change, where: str, fault: str
) -> None:
    document = town.collection()
    change(document)
    with pytest.raises(LocationDataError) as caught:
        Boundaries.load(town.write_json(tmp_path / "boundaries.geojson", document), areas)
    assert caught.value.where.startswith(where)
    assert fault in str(caught.value)
    assert caught.value.mend


def test_cracks_from_rounding_are_let_pass(tmp_path: Path, areas: Areas) -> None:
    document = town.collection()
    _shift("99.71.02.1002", 0.02)(document)
    boundaries = Boundaries.load(town.write_json(tmp_path / "boundaries.geojson", document), areas)
    assert boundaries.find(*town.middle("99.71.02.1002")) == "99.71.02.1002"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"type": "Topology"}', '{"type": "FeatureCollection"}'])
def test_a_file_that_is_no_collection_is_refused(tmp_path: Path, areas: Areas, content: str) -> None:
    path = tmp_path / "boundaries.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LocationDataError):
        Boundaries.load(path, areas)


def test_random_points_of_a_real_city_agree_with_plain_containment(city: Gazetteer) -> None:
    boundaries = city.boundaries
    assert boundaries is not None
    west, south, east, north = boundaries.bounds
    shapes = [(code, boundaries.shape(code)) for code in boundaries.codes]
    chance = random.Random(7)
    inside = 0
    for _ in range(1_000):
        lat, lon = chance.uniform(max(south, -6.4), north - 0.8), chance.uniform(west + 0.25, east)
        point = Point(lon, lat)
        holding = next((code for code, shape in shapes if shape.intersects(point)), None)
        inside += holding is not None
        assert boundaries.find(lat, lon) == holding
    assert inside > 100


def test_both_forms_of_a_real_citys_boundaries_load(operators_files: Path, city: Gazetteer) -> None:
    topo = Boundaries.load(operators_files / "jakarta_kelurahan.topojson", city.areas)
    assert topo.codes == tuple(area.code for area in city.areas.kelurahan)
