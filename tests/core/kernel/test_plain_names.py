"""Display names: what turns writing around or is not seen stays out, wherever a name comes from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kernel.messages import plain_name
from core.messaging import conversations
from core.storage.models import Conversation
from tests.support.house import House

HIDDEN = (
    *(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)),
    *("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u034f", "\u3164", "\u2800", "\U000e0041"),
)
BREAKS = ("\0", "\n", "\r", "\t", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u2029")


@pytest.mark.parametrize("letter", HIDDEN, ids=ascii)
def test_what_is_not_seen_is_taken_out(letter: str) -> None:
    assert plain_name(f"{letter}Si{letter}ti{letter}") == "Siti"


@pytest.mark.parametrize("letter", BREAKS, ids=ascii)
def test_what_breaks_lines_becomes_a_blank(letter: str) -> None:
    assert plain_name(f"Siti{letter}{letter}Aminah{letter}") == "Siti Aminah"


@pytest.mark.parametrize("name", ["René", "Sri Wahyuni", "محمد", "李小龙", "O'Neil-Smith", "Bu RT 🌸"])
def test_names_of_all_scripts_stay(name: str) -> None:
    assert plain_name(name) == name


@given(st.text(max_size=60))
def test_nothing_unseen_is_left_of_any_text(text: str) -> None:
    plain = plain_name(text)
    assert plain is None or plain.strip()
    assert all(unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in plain or "")
    assert plain_name(plain) == plain


@pytest.mark.parametrize("nothing", [None, "", " \u202e\u200b\n "])
def test_a_name_of_nothing_is_none(nothing: str | None) -> None:
    assert plain_name(nothing) is None


def test_names_are_plain_when_they_come_in_by_a_channel_or_a_form(house: House) -> None:
    assert house.inbound("halo", display_name="Siti\u202egnaw\u200b").display_name == "Sitignaw"
    services = house.services
    with services.database.write() as session:
        row = conversations.find_or_begin(
            session, services.vault, "fake", "w", name="Bu\u2066di\n", language="id", now=services.clock()
        )
        session.flush()
        kept = session.get_one(Conversation, row.id).display_name
    assert services.vault.decrypt(kept or b"") == "Budi"
