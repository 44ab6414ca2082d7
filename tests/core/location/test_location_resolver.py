from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.location import Ask, FoundBy, Gazetteer, LocationDataError, PlacePart, Position, PositionProblem
from tests.core.location import town
from tests.core.location.conftest import packaged_city

DUKU = "99.71.02.1002"
LAT, LON = town.middle(DUKU)


def test_a_pin_inside_an_area_is_committed(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(pin=(LAT, LON))
    assert answer.committed is not None
    assert answer.committed.code == DUKU
    assert answer.candidates[0].found == (FoundBy.PIN,)
    assert answer.missing == ()
    assert not answer.approximate


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"ini {LAT}, {LON}", FoundBy.COORDINATES),
        (f"https://maps.google.com/?q={LAT},{LON}", FoundBy.MAP_LINK),
        (f"geo:{LAT},{LON};u=20", FoundBy.MAP_LINK),
    ],
)
def test_a_position_in_the_text_counts_as_a_pin(gazetteer: Gazetteer, text: str, found: FoundBy) -> None:
    answer = gazetteer.resolve(text)
    assert answer.committed is not None
    assert answer.committed.code == DUKU
    assert answer.candidates[0].found == (found,)


def test_a_pin_nearer_to_a_border_than_it_is_accurate_asks_which_side(gazetteer: Gazetteer) -> None:
    lat, lon = LAT, town.corner(DUKU)[1] + 0.0002  # some 22 m east of the border
    assert gazetteer.resolve(pin=(lat, lon), accuracy_m=10).ask is None
    answer = gazetteer.resolve(pin=(lat, lon), accuracy_m=60)
    assert answer.committed is None
    assert answer.ask is Ask.NEAR_BORDER
    assert [area.name for area in answer.options] == ["Duku Sawit", "Kebon Anggur"]
    assert answer.candidates[0].confidence > answer.candidates[1].confidence


def test_words_decide_on_which_side_of_a_border_a_pin_lies(gazetteer: Gazetteer) -> None:
    lat, lon = LAT, town.corner(DUKU)[1] + 0.0002
    answer = gazetteer.resolve("Kel. Kebon Anggur", pin=(lat, lon), accuracy_m=60)
    assert answer.committed is not None
    assert answer.committed.name == "Kebon Anggur"


def test_coarse_coordinates_do_not_pick_one_of_many_areas(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("-2.0, 110.0").committed is None


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Kel. Lembah Indigo", ["Lembah Indigo", "Duku Sawit"]),
        ("di Lembah Indigo", ["Lembah Indigo", "Duku Sawit"]),
        ("Kec. Melati", ["Melati", "Duku Sawit"]),
        ("Sagara Timur", ["Sagara Timur", "Duku Sawit"]),
    ],
)
def test_words_and_pin_that_disagree_are_asked_about(gazetteer: Gazetteer, text: str, offered: list[str]) -> None:
    answer = gazetteer.resolve(text, pin=(LAT, LON))
    assert answer.committed is None
    assert answer.ask is Ask.TEXT_OR_PIN
    assert [area.name for area in answer.options] == offered


@pytest.mark.parametrize("text", ["Duku Sawit", "Cempedak", "Sagara Barat", "Jl. Merak 2", "kali melati", "halo", None])
def test_words_that_fit_or_say_little_leave_the_pin_as_it_is(gazetteer: Gazetteer, text: str | None) -> None:
    answer = gazetteer.resolve(text, pin=(LAT, LON))
    assert answer.committed is not None
    assert answer.committed.code == DUKU


def test_two_positions_that_disagree_are_asked_about(gazetteer: Gazetteer) -> None:
    lat, lon = town.middle("99.72.02.1003")
    answer = gazetteer.resolve(f"https://maps.google.com/?q={lat},{lon}", pin=(LAT, LON))
    assert answer.ask is Ask.TEXT_OR_PIN
    assert [area.name for area in answer.options] == ["Lembah Indigo", "Duku Sawit"]


@pytest.mark.parametrize(
    ("pin", "problem"),
    [((LON, LAT), PositionProblem.SWAPPED), ((-LAT, LON), PositionProblem.SIGN), ((LAT, -LON), PositionProblem.SIGN)],
)
def test_swapped_or_unsigned_coordinates_are_mended_and_confirmed(
    gazetteer: Gazetteer, pin: tuple[float, float], problem: PositionProblem
) -> None:
    answer = gazetteer.resolve(pin=pin)
    assert answer.committed is None
    assert answer.ask is Ask.CONFIRM
    assert answer.problem is problem
    assert [area.code for area in answer.options] == [DUKU]


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        ((0.0, 0.0), PositionProblem.ZERO),
        ((500.0, 10.0), PositionProblem.OUT_OF_RANGE),
        ((float("nan"), 110.0), PositionProblem.OUT_OF_RANGE),
    ],
)
def test_a_pin_that_is_none_is_not_used(
    gazetteer: Gazetteer, pin: tuple[float, float], problem: PositionProblem
) -> None:
    answer = gazetteer.resolve(pin=pin)
    assert (answer.committed, answer.ask, answer.problem) == (None, Ask.PLACE, problem)
    named = gazetteer.resolve("Kel. Duku Sawit", pin=pin)
    assert named.committed is not None


def test_a_pin_outside_says_where_it_is(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(pin=(-2.03, 110.19))
    assert answer.ask is Ask.OUTSIDE
    assert answer.outside is not None
    assert answer.outside.neighbour is not None
    assert (answer.outside.neighbour.name, answer.outside.found) == ("Hulu", FoundBy.PIN)
    far = gazetteer.resolve(pin=(-7.0, 115.0))
    assert far.ask is Ask.OUTSIDE
    assert far.outside is not None
    assert far.outside.neighbour is None


def test_a_pin_outside_with_words_from_inside_is_asked_about(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("Kel. Duku Sawit", pin=(-2.03, 110.19))
    assert answer.ask is Ask.TEXT_OR_PIN
    assert [area.name for area in answer.options] == ["Duku Sawit"]


def test_a_pin_at_sea_snaps_to_the_nearest_island(gazetteer: Gazetteer) -> None:
    island_lat, island_lon = town.middle("99.71.01.1001")
    answer = gazetteer.resolve(pin=(-1.85, island_lon))
    assert answer.committed is not None
    assert answer.committed.name == "Pulau Biru"
    assert answer.problem is PositionProblem.AT_SEA
    assert answer.approximate
    assert island_lat < -1.99


def test_a_pin_in_a_crack_of_the_map_takes_the_nearest_area(gazetteer: Gazetteer) -> None:
    lat, lon = town.corner("99.71.01.1001")
    answer = gazetteer.resolve(pin=(lat - 0.0001, lon + 0.01))
    assert answer.committed is not None
    assert answer.committed.name == "Melati"
    assert answer.approximate


def test_without_boundaries_the_nearest_points_are_offered_and_never_committed(
    without_boundaries: Gazetteer,
) -> None:
    answer = without_boundaries.resolve(pin=(LAT, LON))
    assert answer.committed is None
    assert answer.approximate
    assert answer.ask is Ask.CONFIRM
    assert answer.options[0].code == DUKU
    assert without_boundaries.resolve(pin=(-2.03, 110.19)).ask is Ask.OUTSIDE
    assert without_boundaries.resolve("Kel. Duku Sawit", pin=(LAT, LON)).committed is not None


def test_the_position_of_a_photo_is_offered_for_confirmation(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve(pin=Position(LAT, LON, FoundBy.PHOTO))
    assert answer.committed is None
    assert answer.ask is Ask.CONFIRM
    assert answer.candidates[0].found == (FoundBy.PHOTO,)


def test_a_short_link_asks_for_a_pin_unless_words_name_the_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("https://maps.app.goo.gl/abc").ask is Ask.SEND_PIN
    named = gazetteer.resolve("Kel. Duku Sawit https://maps.app.goo.gl/abc")
    assert named.committed is not None


def test_a_place_name_in_a_link_is_read(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("https://maps.google.com/?q=Kelurahan+Duku+Sawit")
    assert answer.committed is not None


def test_nothing_at_all_asks_for_the_place(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve()
    assert answer.ask is Ask.PLACE
    assert set(answer.missing) == set(PlacePart)


def test_many_texts_are_answered_as_each_alone(gazetteer: Gazetteer) -> None:
    texts = ["Kel. Duku Sawit", "Melati", "halo"]
    assert list(gazetteer.resolve_many(texts)) == [gazetteer.resolve(text) for text in texts]


@pytest.mark.parametrize(("column", "value"), [("code", "99.71.09.1001"), ("lat", "x")])
def test_a_bad_landmark_is_named(tmp_path: Path, files: town.Files, column: str, value: str) -> None:
    row = {"name": "Toko", "lat": "-2", "lon": "110", "code": ""}
    row[column] = value
    path = town.write_csv(tmp_path / "landmarks.csv", list(row), [list(row.values())])
    with pytest.raises(LocationDataError, match="line 2"):
        Gazetteer.load(areas=files.areas, words=files.words, landmarks=path)


def test_a_landmark_without_code_is_placed_by_the_boundaries(tmp_path: Path, files: town.Files) -> None:
    path = town.write_csv(tmp_path / "landmarks.csv", ["name", "lat", "lon"], [["Gedung Ungu Tua", str(LAT), str(LON)]])
    gazetteer = Gazetteer.load(areas=files.areas, words=files.words, boundaries=files.boundaries, landmarks=path)
    answer = gazetteer.resolve("depan gedung ungu tua")
    assert answer.committed is not None
    assert answer.committed.code == DUKU


@given(lat=st.floats(allow_nan=True), lon=st.floats(allow_nan=True), accuracy=st.none() | st.floats())
def test_no_pin_breaks_the_answer(lat: float, lon: float, accuracy: float | None) -> None:
    answer = packaged_city().resolve(pin=(lat, lon), accuracy_m=accuracy)
    assert (answer.committed is None) != (answer.ask is None)
