"""Words as people say them: with particles, beside politeness, in the middle of a correction."""

from __future__ import annotations

import pytest

from core.dialogue import answers, danger
from core.dialogue.corrections import denies_first, right_one, right_part
from core.dialogue.plain_words import PlainWords
from core.dialogue.reading import known_word, without_politeness
from core.dialogue.state import Place


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("ga jadi deh", "cancel"),
        ("mau lapor dong", "start_report"),
        ("makasih banyak ya min", "thank"),
        ("matur nuwun nggih", "thank"),
        ("halo kak", "greet"),
        # Of the question that is open, and not a call for a person.
        ("petugas aja", None),
        ("ga jadi batal", None),
    ],
)
def test_a_particle_leaves_an_act_what_it_is(text: str, act: str | None) -> None:
    assert known_word(text) == act


def test_politeness_behind_a_place_is_no_part_of_its_name() -> None:
    assert without_politeness("Pela Mampang ya min, tolong") == "Pela Mampang"
    assert without_politeness("Jl. Kemang Raya, dekat pasar") == "Jl. Kemang Raya, dekat pasar"


def test_what_is_denied_first_is_a_correction_and_a_sigh_in_front_is_not_what_is_right() -> None:
    assert denies_first("bukan tebet timur tapi tebet barat")
    assert not denies_first("lampu mati di tebet timur tapi bukan yang di gang")
    assert right_part("eh bukan, kelurahan Kuningan Timur") is None


def test_of_two_places_the_one_named_as_right_is_taken() -> None:
    east, west = Place(kelurahan="Tebet Timur"), Place(kelurahan="Tebet Barat")
    assert right_one((east, west), "bukan tebet timur tapi tebet barat") == west
    assert right_one((east, west), "tebet timur atau tebet barat") is None


def test_kayaknya_is_doubt_and_takes_no_danger_away() -> None:
    assert danger.kind_of(PlainWords.of("bau gas menyengat, tabungnya bocor kayaknya")) == "gas"
    assert danger.kind_of(PlainWords.of("baunya kayak gas bocor")) is None


def test_words_of_showing_are_known_with_what_stands_around_them() -> None:
    assert answers.speaks_of_showing(PlainWords.of("eh boleh deh ditampilin"))
    assert not answers.speaks_of_showing(PlainWords.of("gak ada fotonya"))
    assert answers.allows(PlainWords.of("boleh, fotonya nanti"))
