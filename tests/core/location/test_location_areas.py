from __future__ import annotations

from importlib.resources import files as files_of
from pathlib import Path

import pytest

from core.location import Areas, Level, LocationDataError
from core.location.areas import normal_code
from core.location.words import CityWords
from tests.core.location import town


def test_areas_of_all_levels_are_found_by_their_code(files: town.Files) -> None:
    areas = Areas.load(files.areas)
    assert len(areas) == len(town.KELURAHAN)
    assert areas["99.71.02.1002"].level is Level.KELURAHAN
    assert areas["99.71.02"].level is Level.KECAMATAN
    assert areas["99.71.02"].name == "Cempedak"
    assert areas["99.71"].level is Level.KOTA
    assert [area.name for area in areas.under("99.71.02")] == ["Rawa Teratai Selatan", "Duku Sawit", "Baru"]
    assert areas["99.71"].holds("99.71.02.1002")
    assert not areas["99.71"].holds("99.72.02.1002")


def test_the_areas_of_the_project_are_those_of_one_province() -> None:
    areas = Areas.load(Path(str(files_of("core.location"))) / "data" / "areas.csv")
    assert (len(areas.kelurahan), len(areas.kecamatan), len(areas.kota)) == (267, 44, 6)
    assert all(area.postal_code for area in areas.kelurahan)


@pytest.mark.parametrize("written", ["99.71.02.1002", "9971021002", " 99.71.02.1002 "])
def test_codes_are_read_with_and_without_dots(written: str) -> None:
    assert normal_code(written) == "99.71.02.1002"


@pytest.mark.parametrize("written", ["", "99.71.02", "id3101020001", "99.71.02.10022"])
def test_other_codes_are_no_codes(written: str) -> None:
    assert normal_code(written) is None


FIRST = town.area_rows()[0]


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("code", "99.71", "not a Kemendagri code"),
        ("code", "99.71.01.1002", "stands here twice"),
        ("kelurahan", "", "kelurahan is empty"),
        ("kecamatan", "Mawar", "'Melati' here and 'Mawar'"),
        ("lat", "north", "not a point"),
        ("lat", "110.01", "Swap lat and lon"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, column: str, value: str, fault: str) -> None:
    rows = town.area_rows()
    rows[0] = list(FIRST)
    rows[0][town.AREA_COLUMNS.index(column)] = value
    if column == "lat" and value == "110.01":
        rows[0][town.AREA_COLUMNS.index("lon")] = "-2.05"
    path = town.write_csv(tmp_path / "areas.csv", town.AREA_COLUMNS, rows)
    with pytest.raises(LocationDataError, match=r"line [23]") as caught:
        Areas.load(path)
    assert fault in str(caught.value)


def test_a_missing_column_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(LocationDataError, match="column postal_code is missing"):
        Areas.load(town.write_csv(tmp_path / "areas.csv", town.AREA_COLUMNS[:-1], []))
    with pytest.raises(LocationDataError, match=r"nowhere\.csv"):
        Areas.load(tmp_path / "nowhere.csv")
    with pytest.raises(LocationDataError, match="has no areas"):
        Areas.load(town.write_csv(tmp_path / "empty.csv", town.AREA_COLUMNS, []))


@pytest.mark.parametrize(
    ("old", "new", "section"),
    [
        ("directions: [utara, selatan, barat, timur]", "", "directions"),
        ("everyday: [baru]", "everyday: baru", "everyday"),
        ("points: [[-2.03, 110.20]]", "points: []", "neighbours"),
        ("sea: [[109.9, -1.0]", "sea: [[109.9, north]", "sea"),
        ("directions: [", "directions: [[", "file"),
    ],
)
def test_a_bad_section_of_words_is_named(tmp_path: Path, old: str, new: str, section: str) -> None:
    assert old in town.WORDS
    path = tmp_path / "words.yml"
    path.write_text(town.WORDS.replace(old, new), encoding="utf-8")
    with pytest.raises(LocationDataError) as caught:
        CityWords.load(path)
    assert caught.value.where == section
