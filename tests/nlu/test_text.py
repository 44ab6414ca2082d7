"""Informal Indonesian becomes regular."""

from __future__ import annotations

import time

import pytest

from nlu.text.clues import clues, reading, without_places
from nlu.text.regular import MAX_CHARS, normal_form, shorten, words


def norms(text: str) -> str:
    return " ".join(word.norm for word in words(text) if word.norm)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yg", "yang"),
        ("BANGETTT", "sangat"),
        ("tdk", "tidak"),
        ("kemana2", "kemana kemana"),
        ("jalan2", "jalan jalan"),
        ("jum'at", "jumat"),
        ("café", "cafe"),
        ("𝐬𝐚𝐦𝐩𝐚𝐡", "sampah"),
        ("puskesmas", "puskesmas"),
    ],
)
def test_one_word_gets_its_regular_form(written: str, meant: str) -> None:
    assert normal_form(written) == meant


def test_a_message_becomes_regular_words() -> None:
    assert norms("Jln rusak bgt, blm diperbaiki!!") == "jalan rusak sangat belum diperbaiki ! !"


def test_a_school_is_not_taken_for_an_abbreviation() -> None:
    assert norms("SMP 5") == "smp"


def test_numbers_addresses_and_links_carry_no_words() -> None:
    assert norms("RT.03/RW04 no. 17 a.b@c.id @dki https://x.id/y") == "nomor xurl"


def test_positions_point_into_the_text_as_it_was_written() -> None:
    text = "Lampu  mati di Jl. Kenanga"
    assert [text[w.start : w.end] for w in words(text)] == [w.raw for w in words(text)]


def test_a_very_long_text_keeps_its_beginning_and_its_end() -> None:
    text = "awal " + "x" * 10_000 + " akhir"
    short = shorten(text)
    assert len(short) == MAX_CHARS
    assert short.startswith("awal")
    assert short.endswith("akhir")


@pytest.mark.parametrize("unit", ["a", "a.", "@", "x'", "rt", "1", "a-", "http://", "😀", "\x00", "أ"])
def test_a_hostile_text_is_read_in_linear_time(unit: str) -> None:
    began = time.process_time()
    words(shorten(unit * (10_000 // len(unit))))
    assert time.process_time() - began < 0.5


def test_clues_tell_an_address_from_a_report() -> None:
    address = words("jl kenanga 5 rt 3")
    told = clues(address, ["rt_rw"], [(0, 17)])
    assert "place 3" in told
    assert "has rt_rw" in told
    report = words("lampu mati di jl kenanga")
    assert "no place" in clues(report, [], [])


def test_what_a_message_says_wherever_it_is() -> None:
    text = "lampu mati di jl kenanga"
    assert without_places(words(text), [(14, 24)]).words == ("lampu", "mati", "di")
    assert reading(words(text)).words == ("lampu", "mati", "di", "jalan", "kenanga")
