from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import location
from core.location import Ask, FoundBy, Gazetteer, Level, PlacePart, Resolution
from tests.core.location.conftest import packaged_city
from tests.core.location.spellings import KINDS, variants


def committed(answer: Resolution) -> str | None:
    return answer.committed.name if answer.committed else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kel. Duku Sawit", "Duku Sawit"),
        ("lampu mati di kelurahan duku sawit", "Duku Sawit"),
        ("banjir di Duku Sawit sejak pagi", "Duku Sawit"),
        ("DUKU SAWIT", "Duku Sawit"),
        ("#DukuSawit gelap", "Duku Sawit"),
        ("dukusawit gelap", "Duku Sawit"),
        ("kel.dukusawit", "Duku Sawit"),
        ("Kb. Anggur", "Kebon Anggur"),
        ("Kel Kb Anggur RT01RW02", "Kebon Anggur"),
        ("Pd. Salak Tim.", "Pondok Salak Timur"),
        ("Rw. Teratai Sel.", "Rawa Teratai Selatan"),
        ("kel. kebn anggur", "Kebon Anggur"),
        ("Kelurahn Duku Sawti", "Duku Sawit"),
        ("Kel. Lembah Indgo", "Lembah Indigo"),
        ("Sagara Timur, Tanjung Nila, Lembah Indigo", "Lembah Indigo"),
        ("Kel./Kec. Melati", "Melati"),
        ("Melati, Melati, Sagara Barat", "Melati"),
        ("kel baru", "Baru"),
        ("Baru, Cempedak", "Baru"),
        ("Kel. Kenanga", "Kenanga"),
        ("RT 05/03 Kenanga rusak", "Kenanga"),
    ],
)
def test_a_named_kelurahan_is_committed(gazetteer: Gazetteer, text: str, name: str) -> None:
    answer = gazetteer.resolve(text)
    assert committed(answer) == name
    assert answer.ask is None
    assert answer.committed is not None
    assert answer.committed.level is Level.KELURAHAN


@pytest.mark.parametrize("text", ["Melati", "Kec. Melati", "sampah di melati", "camat melati tolong"])
def test_a_name_of_kelurahan_and_kecamatan_asks_for_the_kelurahan(gazetteer: Gazetteer, text: str) -> None:
    answer = gazetteer.resolve(text)
    assert answer.committed is None
    assert answer.ask is Ask.KELURAHAN_IN_KECAMATAN
    assert answer.place is not None
    assert answer.place.code == "99.71.01"
    assert [area.name for area in answer.options] == ["Melati", "Kebon Anggur", "Rawa Teratai Utara"]
    assert PlacePart.KELURAHAN in answer.missing
    assert PlacePart.KECAMATAN not in answer.missing


def test_a_name_is_read_inside_what_is_already_known(gazetteer: Gazetteer) -> None:
    assert committed(gazetteer.resolve("Melati", within="99.71.01")) == "Melati"
    assert committed(gazetteer.resolve("Duku Sawit", within="99.71.01")) is None
    assert gazetteer.resolve("tidak tahu", within="99.71.01").ask is Ask.KELURAHAN_IN_KECAMATAN


def test_a_name_that_lost_its_direction_asks_which(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("got mampet di rawa teratai")
    assert answer.ask is Ask.WHICH_OF
    assert {area.name for area in answer.options} == {"Rawa Teratai Utara", "Rawa Teratai Selatan"}


def test_the_kecamatan_tells_namesakes_apart(gazetteer: Gazetteer) -> None:
    assert committed(gazetteer.resolve("got mampet di kenanga")) is None
    assert gazetteer.resolve("got mampet di kenanga").ask is Ask.WHICH_OF


@pytest.mark.parametrize("text", ["sebelah barat", "Timur", "di utara pasar", "melati timur"])
def test_a_direction_never_names_a_kota(gazetteer: Gazetteer, text: str) -> None:
    answer = gazetteer.resolve(text)
    assert answer.committed is None
    assert all(one.area.level is not Level.KOTA for one in answer.candidates)


@pytest.mark.parametrize("text", ["Sagara Timur", "sagtim", "sgr tim", "kota sagara timur"])
def test_a_named_kota_asks_for_more(gazetteer: Gazetteer, text: str) -> None:
    answer = gazetteer.resolve(text)
    assert answer.ask is Ask.KELURAHAN_IN_KOTA
    assert answer.place is not None
    assert answer.place.name == "Sagara Timur"
    assert set(answer.missing) == {PlacePart.KELURAHAN, PlacePart.KECAMATAN, PlacePart.SPOT}


@pytest.mark.parametrize(
    "text",
    [
        "Jl. Gajah macet",
        "jalan gajah raya rusak",
        "Jl. Merak 2 gelap",
        "Jl Duku Sawit Raya berlubang",
        "kali duku sawit meluap",
        "arah Duku Sawit macet",
        "perumahan Duku Sawit Indah",
        "baru saja rusak",
        "halo",
        "",
        "lampu mati",
    ],
)
def test_streets_directions_of_travel_and_namesakes_are_never_committed(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.resolve(text).committed is None


def test_a_major_street_asks_which_of_its_kelurahan(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("Jl. Gajah Raya macet")
    assert answer.ask is Ask.WHICH_OF
    assert {area.code for area in answer.options} == {"99.71.01.1001", "99.71.02.1001", "99.72.01.1001"}
    assert answer.spot.street == "jl. gajah raya"
    assert answer.candidates[0].found == (FoundBy.STREET,)


def test_a_street_with_its_kota_is_narrowed_down(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("Jl. Gajah Raya, Sagara Timur")
    assert answer.candidates[1].area.name == "Kenanga"


def test_a_landmark_leads_to_its_kelurahan(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("sampah depan stasiun pelangi lama")
    assert committed(answer) == "Duku Sawit"
    assert answer.spot.landmark == "stasiun pelangi lama"
    assert PlacePart.SPOT not in answer.missing


def test_an_estate_is_known_from_the_names_that_bear_it(gazetteer: Gazetteer) -> None:
    assert committed(gazetteer.resolve("banjir di griya saffron blok c")) == "Pasar Delima"


def test_a_landmark_named_after_another_area_does_not_mislead(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("depan Kelurahan Kenanga")
    assert committed(answer) == "Kenanga"
    assert all(FoundBy.LANDMARK not in one.found for one in answer.candidates)


def test_a_name_inside_the_name_of_a_street_is_not_the_area(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("gelap di lembah indigo sejati")
    assert answer.committed is None
    assert "Lembah Indigo" not in [one.area.name for one in answer.candidates]


def test_an_everyday_word_that_is_like_a_short_name_says_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("saya melatih anak").candidates == ()
    assert gazetteer.resolve("Kec. Melatih").place is not None


def test_a_name_does_not_go_on_over_the_end_of_a_sentence(gazetteer: Gazetteer) -> None:
    assert committed(gazetteer.resolve("ada kebon anggur")) == "Kebon Anggur"
    assert committed(gazetteer.resolve("ada kebon. anggur mahal")) is None
    assert committed(gazetteer.resolve("ada kebon, anggur mahal")) is None


def test_names_that_contradict_each_other_are_asked_about(gazetteer: Gazetteer) -> None:
    for text in ("Duku Sawit, Sagara Timur", "Duku Sawit dan Pasar Delima banjir", "Kel. Duku Sawit Kec. Pulowangi"):
        answer = gazetteer.resolve(text)
        assert answer.committed is None
        assert "Duku Sawit" in [area.name for area in answer.options]


def test_postal_codes_narrow_down(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("90010").ask is Ask.WHICH_OF
    assert committed(gazetteer.resolve("kode pos 90070")) == "Pulau Biru"
    assert gazetteer.resolve("rugi 90070 rupiah").committed is None
    assert gazetteer.resolve("kode pos 99999").ask is Ask.PLACE


@pytest.mark.parametrize(
    ("text", "rt", "rw"),
    [
        ("RT 05/03", "5", "3"),
        ("rt05rw03", "5", "3"),
        ("RT.005/RW.003", "5", "3"),
        ("Rt 5 Rw 3", "5", "3"),
        ("RT/RW 05/03", "5", "3"),
        ("rw 11", None, "11"),
        ("sirt 5", None, None),
    ],
)
def test_rt_and_rw_are_read(gazetteer: Gazetteer, text: str, rt: str | None, rw: str | None) -> None:
    spot = gazetteer.resolve(text).spot
    assert (spot.rt, spot.rw) == (rt, rw)


def test_a_neighbouring_city_is_said_to_be_outside(gazetteer: Gazetteer) -> None:
    for text in ("Hulu", "jalan rusak di Hulu Jaya", "kenanga, hulu"):
        answer = gazetteer.resolve(text)
        assert answer.ask is Ask.OUTSIDE
        assert answer.outside is not None
        assert answer.outside.neighbour is not None
        assert answer.outside.neighbour.key == "hulu"


def test_a_street_or_way_to_the_neighbour_is_not_outside(gazetteer: Gazetteer) -> None:
    for text in ("Jl. Raya Hulu", "Duku Sawit arah Hulu macet"):
        assert gazetteer.resolve(text).ask is not Ask.OUTSIDE
    assert committed(gazetteer.resolve("Kel. Duku Sawit dekat Hulu")) == "Duku Sawit"


@given(st.text(max_size=120))
def test_no_text_breaks_the_reading(text: str) -> None:
    answer = packaged_city().resolve(text)
    assert (answer.committed is None) != (answer.ask is None)


def _right(answer: Resolution, code: str) -> bool:
    """The right kelurahan, or a question that offers it."""
    if answer.committed is not None:
        return answer.committed.code == code
    return any(area.holds(code) for area in answer.options) or bool(answer.place and answer.place.holds(code))


@pytest.fixture(params=["packaged", "city"])
def names_of(request: pytest.FixtureRequest) -> Gazetteer:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def test_spelling_variants_are_understood_or_asked_about_and_never_taken_for_another(names_of: Gazetteer) -> None:
    made = list(variants(names_of.areas.kelurahan, names_of.words.abbreviations, 300))
    assert {one.kind for one in made} == set(KINDS)
    answers = [(one, names_of.resolve(one.text)) for one in made]
    silent = [one.text for one, answer in answers if answer.committed and answer.committed.code != one.area.code]
    assert silent == []
    right = sum(_right(answer, one.area.code) for one, answer in answers)
    assert right >= 0.97 * len(made)


def test_every_full_name_with_its_marker_is_found(packaged: Gazetteer) -> None:
    for area in packaged.areas.kelurahan:
        assert packaged.resolve(f"rusak di Kel. {area.name}, Kec. {area.kecamatan}").committed == area


def test_every_name_shared_by_kelurahan_and_kecamatan_is_asked_about(packaged: Gazetteer) -> None:
    key: Callable[[str], str] = lambda name: name.lower().replace(" ", "")  # noqa: E731
    kelurahan = {key(area.name) for area in packaged.areas.kelurahan}
    shared = [area for area in packaged.areas.kecamatan if key(area.name) in kelurahan]
    assert len(shared) == 27
    for kecamatan in shared:
        answer = packaged.resolve(f"sampah menumpuk di {kecamatan.name}")
        assert answer.committed is None
        offered = {one.code for one in answer.options}
        assert kecamatan == answer.place or kecamatan.code in offered


@pytest.mark.parametrize(
    ("text", "kota"),
    [
        ("Kel. Cipete Utara", "Jakarta Selatan"),
        ("Kel. Kebon Jeruk", "Jakarta Barat"),
        ("Duri Kepa banjir", "Jakarta Barat"),
        ("Kel. Kb. Jeruk Jakbar", "Jakarta Barat"),
        ("Cemp. Putih Tim.", "Jakarta Pusat"),
        ("Pdk Bambu", "Jakarta Timur"),
        ("Kp. Melayu", "Jakarta Timur"),
        ("Rw. Bunga", "Jakarta Timur"),
    ],
)
def test_known_writings_of_the_packaged_city_are_read(packaged: Gazetteer, text: str, kota: str) -> None:
    answer = packaged.resolve(text)
    assert answer.committed is not None
    assert answer.committed.kota == kota


@pytest.mark.parametrize(("text", "place"), [("Tj. Priok", "Tanjung Priok"), ("Ps. Minggu", "Pasar Minggu")])
def test_known_short_names_of_a_kecamatan_are_read(packaged: Gazetteer, text: str, place: str) -> None:
    answer = packaged.resolve(text)
    assert answer.place is not None
    assert answer.place.name == place


@pytest.mark.parametrize(
    ("text", "neighbour"),
    [("Bekasi Timur", "Bekasi"), ("depok", "Depok"), ("di Ciputat", "Tangerang Selatan"), ("Bogor", "Bogor")],
)
def test_neighbours_of_the_packaged_city_are_outside(packaged: Gazetteer, text: str, neighbour: str) -> None:
    answer = packaged.resolve(text)
    assert answer.ask is Ask.OUTSIDE
    assert answer.outside is not None
    assert answer.outside.neighbour is not None
    assert answer.outside.neighbour.name == neighbour


def test_no_name_of_the_packaged_city_stands_in_code(packaged: Gazetteer) -> None:
    code = " ".join(
        path.read_text(encoding="utf-8").lower() for path in Path(str(location.__file__)).parent.glob("*.py")
    )
    for area in packaged.areas.kota + packaged.areas.kecamatan:
        assert area.name.lower() not in code
    assert "jakarta" not in code
