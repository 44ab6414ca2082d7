"""Ticket numbers: short, speakable, hard to mistype, not guessable."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kernel.ticket_numbers import ALPHABET, find_mistyped, find_numbers, new_number, read_number

bodies = st.lists(st.sampled_from(ALPHABET), min_size=7, max_size=7)


def numbered(body: list[str]) -> str:
    characters = iter(body)
    return new_number(lambda _alphabet: next(characters))


@given(bodies)
def test_a_number_is_read_however_it_is_spaced_or_cased(body: list[str]) -> None:
    number = numbered(body)
    compact = number.replace("-", "")
    for variant in (number, compact, compact.lower(), f"{compact[:4]} {compact[4:]}", number.lower()):
        assert read_number(variant) == number


@given(bodies, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_any_single_mistyped_character_is_found(body: list[str], place: int, wrong: str) -> None:
    compact = numbered(body).replace("-", "")
    typed = compact[:place] + wrong + compact[place + 1 :]
    assert (read_number(typed) is not None) == (typed == compact)


def test_nearly_every_swap_of_neighbours_is_found() -> None:
    chance = random.Random(1)
    swaps = caught = 0
    for _ in range(500):
        compact = numbered([chance.choice(ALPHABET) for _ in range(7)]).replace("-", "")
        for i in range(7):
            if compact[i] != compact[i + 1]:
                swaps += 1
                swapped = compact[:i] + compact[i + 1] + compact[i] + compact[i + 2 :]
                caught += read_number(swapped) is None
    assert caught / swaps > 0.95


def test_numbers_have_no_vowels_and_no_look_alikes() -> None:
    assert not set(ALPHABET) & set("AEIOU01LSZB")


def test_numbers_do_not_follow_each_other() -> None:
    assert len({new_number()[:3] for _ in range(200)}) > 150


@pytest.mark.parametrize("frame", ["{}", "status {} dong", "no.{}?", "cek {}, makasih", "(#{})"])
def test_numbers_are_found_in_a_sentence(frame: str) -> None:
    number = numbered(list("K7M42XP"))
    assert find_numbers(frame.format(number.lower())) == [number]


def test_words_are_no_numbers() -> None:
    assert find_numbers("lampu jalan mati di depan rumah 12345678") == []


def test_what_looks_like_a_number_but_is_none_is_named() -> None:
    wrong = "K7M4-2XPK" if read_number("K7M4-2XPK") is None else "K7M4-2XPM"
    assert find_mistyped(f"cek {wrong} ya") == [wrong]


def test_a_phone_number_is_no_ticket_number() -> None:
    for phone in ("0812-3456-7890", "0812 3456 7899", "+62 812-3456-7899", "0812.3456.7899"):
        assert (find_numbers(f"HP {phone}"), find_mistyped(f"HP {phone}")) == ([], [])
