from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openlocationcode import openlocationcode
from PIL import Image

from core.location import FoundBy, Position, PositionProblem, photo_position
from core.location.coordinates import Frame, check, find_typed
from core.location.links import read_links

FRAME = Frame(-2.1, 109.9, -1.7, 110.2)
LETTERS = {"LS": "S", "LU": "N", "BT": "E", "BB": "W"}
LAT, LON = -2.0312, 110.0456


def positions(text: str) -> list[tuple[float, float]]:
    found = find_typed(text, FRAME, LETTERS)
    return [(round(one.position.lat, 4), round(one.position.lon, 4)) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "-2.0312,110.0456",
        "-2.0312, 110.0456",
        "lokasi -2.0312 110.0456 ya",
        "(-2.0312; 110.0456)",
        "-2,0312 110,0456",
        "lat: -2.0312, long: 110.0456",
        "lat -2.0312 lon 110.0456",
        "2.0312 LS, 110.0456 BT",
        "S2.0312 E110.0456",
        "110.0456 E, 2.0312 S",
        "−2.0312, 110.0456",
        "-2.0312°, 110.0456°",
        "2°01'52.3\"S 110°02'44.2\"E",
        "2° 1' 52.3\" LS, 110° 2' 44.2\" BT",
        "S 2°1.872' E 110°2.736'",
        "2°01′52.3″S 110°02′44.2″E",
    ],
)
def test_typed_coordinates_are_read(text: str) -> None:
    assert positions(text) == [(LAT, LON)]


@pytest.mark.parametrize(
    "text",
    [
        "air naik 1.5 sampai 2.5 meter",
        "harga 10,5 12,5 ribu",
        "0812-3456-7890",
        "RT 05/03 RW 2.1",
        "tanggal 12.03 14.30",
        "",
        "versi 1.2.3.4",
    ],
)
def test_other_figures_are_no_coordinates(text: str) -> None:
    assert positions(text) == []


def test_accuracy_follows_from_the_digits_typed() -> None:
    (coarse,) = find_typed("-2.03, 110.04", FRAME, LETTERS)
    (fine,) = find_typed("-2.03123, 110.04567", FRAME, LETTERS)
    assert coarse.position.accuracy_m == pytest.approx(555)
    assert fine.position.accuracy_m == pytest.approx(0.555)


@given(st.floats(-2.09, -1.71), st.floats(109.91, 110.19))
def test_a_plus_code_leads_back_to_its_place(lat: float, lon: float) -> None:
    code = openlocationcode.encode(lat, lon)
    # Maps show the short form without the first four letters.
    for written in (code, f"di {code[4:].lower()} ya"):
        (typed,) = find_typed(written, FRAME, LETTERS)
        assert typed.position.found is FoundBy.PLUS_CODE
        assert typed.position.lat == pytest.approx(lat, abs=0.0002)
        assert typed.position.lon == pytest.approx(lon, abs=0.0002)


@pytest.mark.parametrize(
    ("lat", "lon", "problem"),
    [
        (LAT, LON, None),
        (LON, LAT, PositionProblem.SWAPPED),
        (-LAT, LON, PositionProblem.SIGN),
        (LAT, -LON, PositionProblem.SIGN),
        (LON, -LAT, PositionProblem.SWAPPED),
    ],
)
def test_order_and_sign_are_mended_and_named(lat: float, lon: float, problem: PositionProblem | None) -> None:
    checked = check(Position(lat, lon), FRAME)
    assert (checked.lat, checked.lon, checked.problem) == (LAT, LON, problem)


@pytest.mark.parametrize(
    ("lat", "lon", "problem"),
    [
        (0.0, 0.0, PositionProblem.ZERO),
        (91.0, 10.0, PositionProblem.OUT_OF_RANGE),
        (10.0, 181.0, PositionProblem.OUT_OF_RANGE),
        (float("nan"), 110.0, PositionProblem.OUT_OF_RANGE),
        (float("inf"), 110.0, PositionProblem.OUT_OF_RANGE),
        (52.0, 5.0, None),
    ],
)
def test_positions_that_are_none_are_named(lat: float, lon: float, problem: PositionProblem | None) -> None:
    assert check(Position(lat, lon), FRAME).problem is problem


@pytest.mark.parametrize(
    "link",
    [
        "https://www.google.com/maps/@-2.0312,110.0456,17z",
        "https://www.google.com/maps/place/X/@-2.05,110.01,17z/data=!3m1!4b1!4m5!3m4!8m2!3d-2.0312!4d110.0456",
        "https://maps.google.com/?q=-2.0312,110.0456",
        "https://maps.google.com/maps?q=-2.0312%2C110.0456&z=17&hl=id",
        "https://maps.google.com/?q=loc:-2.0312,110.0456",
        "https://www.google.co.id/maps?ll=-2.0312,110.0456&z=16",
        "https://www.google.com/maps/search/?api=1&query=-2.0312%2C110.0456",
        "https://www.google.com/maps/search/-2.0312,+110.0456?entry=tts",
        "https://www.google.com/maps/dir//-2.0312,110.0456/@-2.05,110.01,12z",
        "https://www.google.com/maps/dir/?api=1&destination=-2.0312,110.0456",
        "https://www.google.com/maps/place/2%C2%B001'52.3%22S+110%C2%B002'44.2%22E/",
        "maps.google.com/?q=-2.0312,110.0456",
        "geo:-2.0312,110.0456",
        "geo:-2.0312,110.0456;crs=wgs84;u=12",
        "geo:0,0?q=-2.0312,110.0456(Rumah)",
        "https://maps.apple.com/?ll=-2.0312,110.0456&q=Rumah",
        "https://maps.apple.com/place?coordinate=-2.0312,110.0456&name=X",
        "https://www.openstreetmap.org/?mlat=-2.0312&mlon=110.0456#map=17/-2.05/110.01",
        "https://www.openstreetmap.org/#map=17/-2.0312/110.0456",
        "https://waze.com/ul?ll=-2.0312,110.0456&navigate=yes",
        "https://ul.waze.com/ul?place=abc&ll=-2.0312%2C110.0456",
        "https://example.org/show?lat=-2.0312&lon=110.0456",
    ],
)
def test_map_links_are_read_without_the_network(link: str) -> None:
    links = read_links(f"lihat {link} tolong", FRAME)
    (position,) = links.positions
    assert (round(position.lat, 4), round(position.lon, 4)) == (LAT, LON)
    assert position.found is FoundBy.MAP_LINK
    assert not links.unfollowed
    assert "lihat" in links.rest
    assert "http" not in links.rest


def test_coded_links_of_waze_and_openstreetmap_are_decoded() -> None:
    # Known pairs: geohash "u4pruydqqvj" is 57.64911, 10.40744; the code of the OpenStreetMap wiki is 51.511, 0.055.
    (waze,) = read_links("https://waze.com/ul/hu4pruydqqvj", FRAME).positions
    assert [waze.lat, waze.lon] == pytest.approx([57.64911, 10.40744], abs=1e-4)
    (osm,) = read_links("https://osm.org/go/0EEQjEEb", FRAME).positions
    assert [osm.lat, osm.lon] == pytest.approx([51.511, 0.055], abs=1e-3)


@pytest.mark.parametrize(
    "link",
    ["https://maps.app.goo.gl/abcDEF12", "https://goo.gl/maps/xyz", "https://maps.apple/p/abc", "https://w3w.co/a.b.c"],
)
def test_short_links_are_said_to_need_the_network(link: str) -> None:
    assert read_links(link, FRAME).unfollowed


def test_a_place_name_in_a_link_is_given_back_as_words() -> None:
    links = read_links("https://maps.google.com/?q=Kelurahan+Duku+Sawit", FRAME)
    assert links.words == ("Kelurahan Duku Sawit",)
    assert not links.positions


@pytest.mark.parametrize("text", ["RT 05/03 kel./kec. Melati", "https://t.me/x", "lihat t.co/abc", "dan/atau"])
def test_what_is_no_map_link_says_nothing(text: str) -> None:
    links = read_links(text, FRAME)
    assert (links.positions, links.words, links.unfollowed) == ((), (), False)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_links_and_coordinates(text: str) -> None:
    links = read_links(text, FRAME)
    find_typed(links.rest, FRAME, LETTERS)
    read_links("https://maps.google.com/?q=" + text, FRAME)


def jpeg(gps: dict[int, object]) -> bytes:
    exif = Image.Exif()
    exif[0x8825] = gps
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photo_gives_the_position_of_its_exif() -> None:
    position = photo_position(jpeg({1: "S", 2: (2.0, 1.0, 52.32), 3: "E", 4: (110.0, 2.0, 44.16), 31: 12.5}))
    assert position is not None
    assert (round(position.lat, 4), round(position.lon, 4)) == (LAT, LON)
    assert position.found is FoundBy.PHOTO
    assert position.accuracy_m == pytest.approx(12.5)


@pytest.mark.parametrize(
    "photo",
    [
        b"",
        b"not a photo",
        jpeg({}),
        jpeg({1: "S", 2: (2.0, 1.0, 52.32)}),
        jpeg({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}),
    ],
)
def test_a_photo_without_position_gives_none(photo: bytes) -> None:
    assert photo_position(photo) is None
