"""Short answers: what people say to an open question, in everyday words, without any model.

`answers.tsv` and `openings.tsv` are sentences of our own; a kind that goes wrong is mended in the lists, not here.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.dialogue import danger, faq
from core.dialogue.answers import ShortAnswer, about_photo, answer, choice, satisfaction
from core.dialogue.facts import Facts
from core.dialogue.language import LanguageGuesser
from core.dialogue.plain_words import PlainWords
from core.dialogue.state import Option
from core.dialogue.utterance import Utterance
from core.kernel.messages import Inbound

HERE = Path(__file__).parent
NOW = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
NOT_NOW = {ShortAnswer.NO, ShortAnswer.LATER, ShortAnswer.UNKNOWN, ShortAnswer.GO_ON, ShortAnswer.AS_SAID}
YES = {ShortAnswer.YES, ShortAnswer.GO_ON, ShortAnswer.AS_SAID, ShortAnswer.BOTH, ShortAnswer.UNKNOWN}
OPTIONS = (
    Option(id="a", label="Tebet Barat, Tebet"),
    Option(id="b", label="Tebet Timur, Tebet"),
    Option(id="c", label="Tempat lain"),
)


def said(text: str) -> Utterance:
    message = Inbound(account="fake", message_id="m", sender="w", sent_at=NOW, text=text)
    return Utterance(message, None, Facts(now=NOW, fresh_number="K7M4-2XPR"))


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def taken_as_meant(question: str, meant: str, text: str) -> bool:
    heard = said(text)
    match question, meant:
        case "photo", _:
            return answer(heard, question) in NOT_NOW or about_photo(heard.words)
        case "place", _:
            return answer(heard, question) in NOT_NOW | {ShortAnswer.YES}
        case (("confirm" | "publish"), "yes"):
            return answer(heard, question) in YES
        case "confirm", _:
            return answer(heard, question) not in YES
        case "publish", _:
            return answer(heard, question) in NOT_NOW
        case "solved", _:
            judged = satisfaction(heard.words)
            return judged is not None and judged.good == (meant == "happy")
    return faq.topic(heard.words, heard.text) is not None


# What is not known by words is left to the model, or asked about once more.


@pytest.mark.parametrize(
    ("question", "meant", "least"),
    [
        ("photo", "no photo", 0.95),
        ("place", "unknown", 0.75),
        ("confirm", "yes", 0.95),
        ("confirm", "no", 0.95),
        ("publish", "yes", 0.95),
        ("publish", "no", 0.95),
        ("solved", "happy", 0.95),
        ("solved", "unhappy", 0.9),
        ("any", "", 0.8),
    ],
)
def test_answers_are_taken_as_they_are_meant(question: str, meant: str, least: float) -> None:
    chosen = [row for row in rows("answers.tsv") if row["open_question"] == question and meant in ("", row["meant"])]
    wrong = [row["text"] for row in chosen if not taken_as_meant(question, row["meant"], row["text"])]
    assert len(wrong) <= (1 - least) * len(chosen), wrong


@pytest.mark.parametrize(("what", "most_wrong"), [("emergency", 0.14), ("no emergency", 0.1)])
def test_danger_is_told_from_what_only_sounds_like_it(what: str, most_wrong: float) -> None:
    chosen = [row["text"] for row in rows("openings.tsv") if row["what"] == what]
    wrong = [text for text in chosen if (danger.kind_of(PlainWords.of(text)) is not None) != (what == "emergency")]
    assert len(wrong) <= most_wrong * len(chosen), wrong


@pytest.mark.parametrize(("what", "language"), [("English", "en"), ("Indonesian", "id")])
def test_the_language_of_an_opening_is_known_whatever_places_it_names(what: str, language: str) -> None:
    guesser = LanguageGuesser()
    chosen = [row["text"] for row in rows("openings.tsv") if row["what"] == what]
    wrong = [text for text in chosen if guesser.guess(text) != language]
    assert len(wrong) <= 0.1 * len(chosen), wrong


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("1", "a"),
        ("no 2", "b"),
        ("yang pertama", "a"),
        ("nomor dua aja kak", "b"),
        ("1. terima kasih", "a"),
        ("the second one please", "b"),
        ("yang terakhir", "c"),
        ("tebet timur", "b"),
        ("yang barat", "a"),
        ("tebet", None),
        ("4", None),
        ("rumah nomor 2 jalan mawar", None),
        ("tempat lain", "c"),
    ],
)
def test_an_option_is_chosen_by_number_by_its_place_in_the_list_or_by_its_words(text: str, chosen: str | None) -> None:
    assert choice(PlainWords.of(text), OPTIONS) == chosen


@pytest.mark.parametrize(
    ("text", "stars"),
    [("bintang 1", 1), ("⭐⭐⭐", 3), ("5 ⭐", 5), ("b4", 4), ("3/5", 3), ("nilai 8", 4), ("dua bintang", 2), ("*", 1)],
)
def test_stars_are_read_in_any_spelling(text: str, stars: int) -> None:
    judged = satisfaction(PlainWords.of(text))
    assert judged is not None
    assert (judged.stars, judged.good) == (stars, stars >= 3)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("ga bau lagi kok", True),
        ("tidak beres sama sekali", False),
        ("udah nyala lagi makasih", True),
        ("masih mati tuh", False),
        ("belum", False),
        ("teu acan", False),
    ],
)
def test_a_negation_turns_the_word_behind_it_around(text: str, good: bool) -> None:
    judged = satisfaction(PlainWords.of(text))
    assert judged is not None
    assert judged.good is good


@pytest.mark.parametrize(
    "text", ["lampu di gang mawar juga mati", "di jalan kemang raya dekat pasar", "sampahnya numpuk dari kemarin malam"]
)
@pytest.mark.parametrize("question", ["photo", "place", "confirm", "publish"])
def test_what_tells_something_is_no_answer(question: str, text: str) -> None:
    assert answer(said(text), question) is None


@pytest.mark.parametrize("text", ["boleh asal nama saya tidak muncul", "silakan selama tanpa nama", "ya, asal anonim"])
def test_a_condition_that_is_kept_anyway_is_a_yes(text: str) -> None:
    assert answer(said(text), "publish") is ShortAnswer.YES
