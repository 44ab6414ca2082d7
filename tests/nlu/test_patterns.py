"""Entities with a fixed form."""

from __future__ import annotations

import pytest

from nlu.text.patterns import find


def found(text: str, kind: str) -> list[str]:
    return [item.value for item in find(text) if item.kind == kind]


@pytest.mark.parametrize(
    "written",
    ["K7M4-2XPR", "k7m42xpr", "k7m4 2xpr", "K7M4–2XPR", "k7m4_2xpr", "K7M4 - 2XPR", "k 7 m 4 - 2 x p r"],
)
def test_a_ticket_number_is_found_however_it_is_typed(written: str) -> None:
    assert found(f"laporan {written} gimana?", "ticket_number") == ["K7M4-2XPR"]


@pytest.mark.parametrize(
    "text",
    ["wkwkwkwk", "23456789", "rt 2 rw 3 kr", "081234567890", "K7M4-2XP", "K7M4-2XPRR", "K7M4-2XOR", ""],
)
def test_what_is_no_ticket_number_is_not_taken_for_one(text: str) -> None:
    assert found(text, "ticket_number") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("RT 003 RW 007", "RT 003/RW 007"),
        ("rt.3/rw.7", "RT 003/RW 007"),
        ("RT08/08", "RT 008/RW 008"),
        ("rt/rw 03/07", "RT 003/RW 007"),
        ("rw 5 rt 2", "RT 002/RW 005"),
        ("rt 5", "RT 005"),
        ("RW.11", "RW 011"),
    ],
)
def test_rt_and_rw_get_three_digits(text: str, value: str) -> None:
    assert found(f"di {text} ya", "rt_rw") == [value]


@pytest.mark.parametrize(
    "text", ["tadi pagi", "sudah 3 hari", "jam 7 malam", "tgl 5 maret", "kemarin", "12/03/2024", "senin lalu"]
)
def test_times_are_found_as_they_are_written(text: str) -> None:
    assert found(f"mati {text} pak", "time") == [text]


def test_positions_are_those_of_the_text() -> None:
    text = "mulai tadi pagi, nomor k7m42xpr, RT 3"
    assert [text[f.start : f.end] for f in find(text)] == ["tadi pagi", "k7m42xpr", "RT 3"]
