"""The Fluent files: complete, alike in both languages, and short where every character costs."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from core.dialogue.state import Slot
from core.kernel.states import Kind, State
from core.wording import LANGUAGES, Wording
from tests.support.house import ROOT, House

ARGS: dict[str, Any] = {
    "number": "K7M4-2XPR",
    "danger": "fire",
    "followers": 2,
    "words": "yes",
    "helpline": "113",
    "photo": "yes",
    "public": "yes",
    "what": "publish",
    "category": "lampu_jalan",
    "kind": "complaint",
    "state": "received",
    "stage": "received",
    "area": "Tebet Barat",
    "place": "Tebet Barat",
    "description": "lampu mati",
    "note": "sudah diganti",
    "photos": 1,
    "personal": "yes",
    "sorted": "yes",
    "unit": "Dinas Bina Marga",
    "where": "-",
    "date": datetime(2026, 1, 5, tzinfo=UTC).isoformat(),
    "changed": datetime(2026, 1, 5, tzinfo=UTC).isoformat(),
    "estimate": datetime(2026, 1, 5, tzinfo=UTC).isoformat(),
    "main": "23CF-GHJK",
    "link": "https://lapor.example/t/abc",
    "download": "https://lapor.example/data/abc",
    "numbers": "K7M4-2XPR",
    "page": "https://lapor.example/petugas/laporan/K7M4-2XPR",
}


@pytest.fixture
def wording(house: House) -> Wording:
    return house.services.wording


def test_both_languages_have_the_same_keys(wording: Wording) -> None:
    assert wording.keys("id") == wording.keys("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("short", [False, True])
def test_every_key_can_be_said(wording: Wording, language: str, short: bool) -> None:
    for key in wording.keys(language):
        text = wording.say(key, language, short=short, **ARGS)
        assert text.strip()
        assert "{" not in text, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_variant_is_shorter_or_fits_one_sms(wording: Wording, language: str) -> None:
    for key in wording.keys(language):
        long, short = (wording.say(key, language, short=s, **ARGS) for s in (False, True))
        assert len(short) <= max(len(long), 160), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_kind_has_a_name_and_every_state_its_news(wording: Wording, language: str) -> None:
    keys = wording.keys(language)
    assert {f"{words}-{state}" for state in State for words in ("state", "stage")} <= keys
    assert {f"kind-{kind}" for kind in Kind} <= keys
    assert {f"progress-{state}" for state in State} <= keys
    changeable = (Slot.DESCRIPTION, Slot.CATEGORY, Slot.PLACE, Slot.PHOTO)
    assert {f"button-change-{slot}" for slot in changeable} <= keys


def test_every_key_that_the_code_names_exists(wording: Wording) -> None:
    named = set()
    for path in (ROOT / "core").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'(?:Reply|_say)\(\s*"([a-z_-]+)"', source))
        named |= set(re.findall(r'"((?:button|ask|photo|place)-[a-z_-]+)"', source))
    assert named - wording.keys("id") == set()


def test_a_citizens_text_is_never_taken_for_a_placeholder(wording: Wording) -> None:
    said = wording.say("status-with-note", "id", **{**ARGS, "note": "{ $city } { kind-complaint }"})
    assert "{ $city } { kind-complaint }" in said
