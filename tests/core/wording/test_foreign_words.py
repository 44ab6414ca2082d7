"""What somebody else wrote comes out whole, whatever it is and however long, and disturbs nothing around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from core.dialogue.state import LONGEST_PLACE, Place, shortened
from core.kernel.actor import Actor
from core.kernel.messages import Inbound
from core.kernel.states import Role
from core.storage.models import Conversation, InboundMessage, OutboundMessage, Staff, Ticket
from core.tickets.steps import Coordinate, StartWork
from core.wording import LANGUAGES, Wording
from tests.support.hostile import LONGEST, LONGEST_CHARACTERS
from tests.support.house import House

_STEPS = ("status-with-note", "note-of-officer", "ask-confirm", "ask-place-confirm", "progress-out_of_scope")
_ARGS: dict[str, Any] = {
    "number": "K7M4-2XPR",
    "category": "lampu_jalan",
    "kind": "complaint",
    "stage": "received",
    "area": "Tebet Barat",
    "changed": "2026-01-05T00:00:00+00:00",
    "date": "2026-01-05T00:00:00+00:00",
    "sorted": "yes",
    "photos": 1,
    "personal": "no",
    "unit": "Dinas Bina Marga",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("short", [False, True])
@pytest.mark.parametrize("kind", LONGEST)
def test_words_of_any_length_are_filled_in_whole(house: House, language: str, short: bool, kind: str) -> None:
    words = LONGEST[kind].strip()
    foreign = dict.fromkeys(("note", "description", "place", "where"), words)
    for key in _STEPS:
        said = house.services.wording.say(key, language, short=short, **{**_ARGS, **foreign})
        assert words in said, key


def test_marks_and_placeholders_in_foreign_words_stay_what_they_are(house: House) -> None:
    say = house.services.wording.say
    for note in ("\ufdd0number\ufdd1", "{ $number }", '{"{"}', "{", "[none]", "*[other] x", "\\u0041", "$number"):
        assert f"“{note}”" in say("status-with-note", "id", **_ARGS, note=note)


def test_foreign_words_still_choose_their_variant(house: House) -> None:
    say = house.services.wording.say
    assert "tanpa lokasi" in say("ask-confirm", "id", **_ARGS, description="lampu", place="none")
    assert "none di Tebet" in say("ask-confirm", "id", **_ARGS, description="lampu", place="none di Tebet")


def test_a_category_with_an_endless_name_is_said(house: House) -> None:
    wording = Wording(
        city="Kota", emergency="112", zone=house.config.zone, categories={"x": {"id": "N" * 9000, "en": "{ $city }"}}
    )
    assert wording.say("category-name", "id", category="x") == "N" * 9000
    assert wording.say("category-name", "en", category="x") == "{ $city }"


def _depth(text: str) -> Iterator[int]:
    depth = 0
    for character in text:
        depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
        yield depth


@pytest.mark.parametrize("words", ["\u202eterbalik", "\u2067", "\u2069\u2069 x", "\u2066\u2069\u2069\u2067", "سلام"])
def test_no_direction_leaks_out_of_foreign_words(house: House, words: str) -> None:
    said = house.services.wording.say("note-of-officer", "id", note=words)
    assert words in said
    before, after = said.split(words, 1)
    depths = list(_depth(said))
    assert depths[-1] == 0, "every isolate is closed"
    inside = depths[len(before) : len(before) + len(words)]
    assert min(inside) >= 1, "the words never leave ours"
    assert after.startswith("\u2069")


def test_plain_words_get_no_marks(house: House) -> None:
    said = house.services.wording.say("note-of-officer", "id", note="lihat https://lapor.example/x 😀 ä 路灯")
    assert not set(said) & set("\u2066\u2067\u2068\u2069")


# --- through the house -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_officers_note_of_four_thousand_characters_reaches_the_citizen(house: House, language: str) -> None:
    number = house.report()
    note = "catatan { $city } " * 230
    with house.services.database.write() as session:
        session.scalars(select(Conversation)).one().language = language
        staff = Staff(username="p", name="P", password_hash="-", role=Role.ADMINISTRATOR, created_at=house.clock())
        session.add(staff)
        session.flush()
        actor = Actor(Role.ADMINISTRATOR, staff_id=staff.id)
        house.services.workflow.move(session, number, Coordinate(note=note), actor)
        house.services.workflow.move(session, number, StartWork(note=note), actor)
    with house.services.database.read() as session:
        texts = [row.text for row in session.scalars(select(OutboundMessage).order_by(OutboundMessage.id))]
    assert note.strip() in texts[-1]


@pytest.mark.parametrize("kind", LONGEST)
def test_the_longest_texts_are_taken_in_and_asked_about(house: House, kind: str) -> None:
    house.take(LONGEST[kind])
    house.take("lampu jalan mati di depan " + LONGEST[kind][: LONGEST_CHARACTERS - 100])
    house.take(LONGEST[kind])
    house.take("status")


# --- places ----------------------------------------------------------------------------------------


def test_place_words_are_cut_between_two_words() -> None:
    words = "dekat warung biru " * 100
    cut = Place(words=words).words
    assert cut is not None
    assert len(cut) <= LONGEST_PLACE
    assert cut.endswith("…")
    assert f"{words} ".startswith(cut[:-1] + " ")
    assert Place().worded(words).words == cut
    assert shortened("x" * 5000) == "x" * (LONGEST_PLACE - 1) + "…"
    assert shortened("dekat pasar") == "dekat pasar"


def test_a_place_told_at_length_stays_short_in_the_ticket(house: House) -> None:
    house.take("lampu jalan mati")
    house.take("kelurahan Tebet Barat, " + "sebelah rumah makan yang besar itu " * 40)
    house.take("1")
    house.take("lewati")
    house.press("Kirim")
    with house.services.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
    assert ticket.place_words is not None
    assert len(ticket.place_words) <= LONGEST_PLACE


# --- what no database keeps ------------------------------------------------------------------------


def test_nul_and_half_surrogates_never_pass_the_border(house: House) -> None:
    said = house.inbound("lampu\0 mati \ud800!", sender="warga\0", display_name="A\udfffB", thread="\0t")
    assert said.text == "lampu mati ?!"
    assert said.sender == "warga"
    assert said.display_name == "A?B"
    assert said.thread == "t"
    assert Inbound.model_validate_json(said.model_dump_json()) == said


def test_nul_and_half_surrogates_in_any_statement_become_a_mark(house: House) -> None:
    house.take("halo")
    with house.services.database.write() as session:
        row = session.scalars(select(InboundMessage)).one()
        row.text = "a\0b\ud800c"
    with house.services.database.read() as session:
        assert session.scalar(select(InboundMessage.text)) == "a\ufffdb\ufffdc"
        assert session.scalar(select(InboundMessage.id).where(InboundMessage.text.in_(["\ud800", "\0"]))) is None
