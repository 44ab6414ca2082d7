"""No text costs more than a hundred ordinary ones, on any way that it takes, and none takes hundreds of megabytes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from core.kernel.messages import TEXT_LIMIT
from core.kernel.ticket_numbers import find_mistyped, find_numbers, new_number
from core.location.resolver import Gazetteer
from core.location.word_readings import KEPT_WORDS
from tests.hostile.costs import BOUND, ordinary, peak_memory, times_an_ordinary, yardstick
from tests.hostile.paths import NAMES, Reads, paths, whole_message
from tests.hostile.texts import HOSTILE
from tests.support.house import gazetteer

_MEGABYTE = 1024 * 1024
_ALLOWED = {("scrubbing", "ordinary, many times"): 2 * BOUND}
"""It is as long as two hundred ordinary texts, and nothing of it may be left unread."""
_OF_A_WHOLE = ("one letter", "different words", "kelurahan", "positions", "hashtags", "Chinese", "ticket numbers")


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Reads]:
    return paths(tmp_path_factory.mktemp("paths"))


@pytest.mark.parametrize("name", NAMES)
def test_no_text_costs_more_than_a_hundred_ordinary_ones(reading: Mapping[str, Reads], name: str) -> None:
    usual = yardstick(reading, name)
    costs = {what: times_an_ordinary(reading[name], text, usual) for what, text in HOSTILE.items()}
    over = {what: round(cost) for what, cost in costs.items() if cost > _ALLOWED.get((name, what), BOUND)}
    assert over == {}


def test_a_whole_message_of_such_texts_costs_no_more_than_a_hundred_ordinary_ones(tmp_path: Path) -> None:
    take = whole_message(tmp_path)
    usual = ordinary(take, rounds=3)
    costs = {what: times_an_ordinary(take, HOSTILE[what], usual) for what in _OF_A_WHOLE}
    assert {what: round(cost) for what, cost in costs.items() if cost > BOUND} == {}


def test_reading_the_place_of_any_text_takes_little_memory() -> None:
    places = Gazetteer.load()
    names = ("one letter", "Chinese", "astral letters", "different letters", "kelurahan", "ligatures that unfold")
    assert max(peak_memory(partial(places.resolve, HOSTILE[name])) for name in names) < 20 * _MEGABYTE


def test_a_word_longer_than_every_name_is_like_none_and_is_not_kept() -> None:
    readings = gazetteer()._reader._names.readings
    before = len(readings._kept)
    gazetteer().resolve("x" * TEXT_LIMIT + " " + "tebettimur" * 500)
    assert len(readings._kept) == before


def test_a_misspelt_longest_name_is_still_found() -> None:
    longest = max((area.kelurahan or "" for area in gazetteer().areas.kelurahan), key=lambda name: len(name.split()[0]))
    found = gazetteer().resolve(f"kelurahan {longest.split()[0]}x {' '.join(longest.split()[1:])}")
    assert any(one.area.kelurahan == longest for one in found.candidates)


def test_what_is_kept_of_the_words_read_is_bounded_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many words come, of letters as large as there are. Shown with a tenth of what is kept."""
    kept = KEPT_WORDS // 10
    monkeypatch.setattr("core.location.word_readings.KEPT_WORDS", kept)
    readings = Gazetteer.load()._reader._names.readings
    letters = [chr(0x1D51E + number) for number in range(25)]

    def read_many() -> None:
        for number in range(2 * kept):
            end = "".join(letters[int(digit)] for digit in str(number))
            readings.of_word(letters[-1] * (readings.longest - len(end)) + end, False)

    assert peak_memory(read_many) < 2 * _MEGABYTE
    assert len(readings._kept) <= kept


def test_a_long_texts_beginning_and_end_still_say_where_it_is() -> None:
    filler = "sudah lama begini dan tidak ada yang datang " * 400
    at_the_end = gazetteer().resolve(f"{filler} di kelurahan Kebon Jeruk").committed
    at_the_beginning = gazetteer().resolve(f"di kelurahan Kebon Jeruk {filler}").committed
    assert at_the_end is not None
    assert at_the_end == at_the_beginning
    assert at_the_end.kelurahan == "Kebon Jeruk"


def test_the_numbers_of_a_text_are_found_and_of_very_many_the_first() -> None:
    numbers = [new_number() for _ in range(2000)]
    assert find_numbers(" ".join(numbers)) == numbers[:10]
    assert find_mistyped("K7M4-2XPQ " * 2000) == ["K7M4-2XPQ"]
