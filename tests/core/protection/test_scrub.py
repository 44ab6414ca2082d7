from __future__ import annotations

from pathlib import Path
from time import process_time_ns
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core.protection.scrub import scrub, scrub_report, without_personal

SENTENCES: list[Any] = yaml.safe_load((Path(__file__).parent / "scrub_sentences.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "goes", "stays"), SENTENCES, ids=[text[:60] for text, _, _ in SENTENCES])
def test_what_is_the_reporters_goes_and_what_is_the_matters_stays(text: str, goes: list[str], stays: list[str]) -> None:
    clean = scrub(text)
    assert [piece for piece in goes if piece in clean] == []
    assert [piece for piece in stays if piece not in clean] == [], clean


@pytest.mark.parametrize("text", [text for text, _, _ in SENTENCES])
def test_scrubbing_again_changes_nothing(text: str) -> None:
    assert scrub(scrub(text)) == scrub(text)


def test_a_name_that_sounds_like_a_place_goes_before_the_place_is_read() -> None:
    said = without_personal("Nama saya Budi Menteng, lampu mati di Tebet")
    assert "Menteng" not in said
    assert "lampu mati di Tebet" in said


def test_where_somebody_lives_still_says_where_it_is() -> None:
    assert "Jl. Mawar no 12" in without_personal("saya tinggal di Jl. Mawar no 12, HP 081234567890")


@pytest.mark.parametrize(
    ("description", "place", "clean"),
    [
        ("Nama saya Budi Menteng, lampu mati di Tebet", "Budi Menteng; Tebet", "Tebet"),
        (
            "saya tinggal di Jl. Nila no 12, lampu mati di Jl. Melur",
            "Jl. Nila no 12; Jl. Melur",
            "Jl. Nila [nomor rumah]; Jl. Melur",
        ),
        ("saya tinggal di Jl. Nila no 12, got di Jl. Nila no 12 bau", "Jl. Nila no 12", "Jl. Nila no 12"),
        ("lampu mati", "rumah saya di Jl. Nila no 12, WA 081234567890", "rumah saya di Jl. Nila no 12, WA [telepon]"),
        ("lampu mati", None, None),
        ("Saya Rini Astuti warga RT 02, got bau", "Jl. Melur, Rini; RT 02", "Jl. Melur; RT 02"),
        ("Saya Rini Kartika warga RT 02, got bau", "Jl. Kartika, RT 02", "Jl. Kartika, RT 02"),
        ("HP : 0 8 1 9 7 7 5 5 3 3 1 1, halte rusak", "halte, 5 5 3 3 1 1", "halte"),
        ("WA 0819-7755-3311, tiang 4477 miring", "tiang 4477, 77553311", "tiang 4477"),
        ("saya tinggal di Jl. Nila no 7C, got bau, RT 7", "Jl. Nila 7, RT 7", "Jl. Nila [nomor rumah], RT 7"),
        ("saya tinggal di Jl. Nila no 7C, got Jl. Melur 7 bau", "Jl. Melur 7", "Jl. Melur 7"),
        ("saya Rini warga RT 2", "[nama]", "[nama]"),
    ],
)
def test_the_place_loses_what_the_description_lost(description: str, place: str | None, clean: str | None) -> None:
    assert scrub_report(description, place).place == clean


def test_what_the_channel_calls_the_writer_goes_without_any_lead() -> None:
    assert (
        scrub("ini dari Xaverius Padang ya, jalan rusak", known="Xaverius Padang") == "ini dari [nama] ya, jalan rusak"
    )


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Zubaidi disini, lampu mati", "[nama] disini, lampu mati"),
        ("Mohon ditindak. Xaverius", "Mohon ditindak. [nama]"),
        ("Ketua RT Zubaidi minta uang di Jl. Zubaidi", "Ketua RT Zubaidi minta uang di Jl. Zubaidi"),
        ("lampu di Xaverius mati", "lampu di Xaverius mati"),
    ],
)
def test_a_part_of_what_the_channel_calls_the_writer_goes_unless_it_is_an_officer_or_a_place(
    text: str, clean: str
) -> None:
    assert scrub(text, known="Zubaidi Xaverius 🌸") == clean


def test_what_the_channel_calls_the_writer_goes_from_description_and_place() -> None:
    words = scrub_report("Xaverius Zubaidi: lampu mati", "Jl. Melur, Zubaidi", known="Xaverius Zubaidi")
    assert words == ("[nama]: lampu mati", "Jl. Melur")


@pytest.mark.parametrize("known", ["Lampu Jalan", "Warga", "Menteng", "🙂", ""])
def test_a_display_name_that_is_an_everyday_word_takes_nothing(known: str) -> None:
    text = "warga Menteng: lampu jalan mati 🙂"
    assert scrub(text, known=known) == text


@given(st.text(max_size=300))
def test_any_text_is_scrubbed_in_one_go(text: str) -> None:
    clean = scrub(text)
    assert scrub(clean) == clean


ORDINARY = (
    "Selamat pagi, nama saya Budi Santoso warga RT 03 RW 05 Tebet Timur, HP 0812-3456-7890. Lampu jalan di depan rumah "
    "no 12 Jl. Mawar mati sejak tiga hari lalu, mohon segera diperbaiki. Terima kasih"
)
LONG = 20_000


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "字",
        "😀",
        "a.",
        "0-",
        "7",
        "K7M4-2XP",
        "a@b.c-",
        "@",
        "-6.2,106.8 ",
        "e\u0301",
        "Tebet Timur Menteng ",
        "nol ",
        "a ",
        "(",
    ],
)
def test_a_long_text_costs_less_than_a_hundred_ordinary_messages(unit: str) -> None:
    """Both are measured in turns in this one run, by the processor's time that they take."""
    text = (unit * LONG)[:LONG]
    long = min(_cost(text) for _ in range(3))
    ordinary = min(_cost(*[ORDINARY] * 20) for _ in range(3)) / 20
    assert long < 100 * ordinary


@pytest.mark.parametrize(
    "unit",
    [
        ORDINARY + " ",
        "saya tinggal di jl mawar no 12. ",
        "nama: a ",
        "0812345678 Budi ",
        "wa 12345 ",
        "saya Budi ",
        "anak saya Nabila dan Zahra, ",
        "selaku ketua rt 3, ",
        "petugas atas nama Joko ",
    ],
)
def test_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    short, long = (unit * LONG)[: LONG // 8], (unit * LONG)[:LONG]
    assert min(_cost(long) for _ in range(3)) < 3 * 8 * min(_cost(short) for _ in range(5))


def _cost(*texts: str) -> int:
    began = process_time_ns()
    for text in texts:
        scrub(text)
    return process_time_ns() - began
