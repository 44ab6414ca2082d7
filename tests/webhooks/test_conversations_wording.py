"""The moderators' pages in both languages: every code has words, and none is left behind in the other language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

import pytest
from fluent.syntax import parse
from fluent.syntax.ast import Identifier, Message, Variant

from core.dialogue.outcome import Reason
from core.dialogue.state import Slot
from core.kernel.messages import MediaKind
from core.moderation.canned import PLACEHOLDERS
from core.moderation.canned_replies import Flaw
from core.moderation.reach import Obstacle
from core.moderation.takeover import Fate
from core.storage.models import CloseReason, SendState
from tests.support.site import Site, photo
from tests.support.spoken import indonesian, nodes
from tests.webhooks.test_conversations import Moderator, called, moderator
from tests.webhooks.test_floods import case_path, flood, limit
from webhooks.language import LANGUAGES
from webhooks.staff.conversations.queue import QueueTab
from webhooks.wording import PAGE_TEXTS, page_wording

PREFIX = "staff-conversations-"
ACTS = {
    *("report", "start_report", "ask_status", "give_place", "affirm", "deny", "skip", "cancel", "correct", "thank"),
    *("greet", "help", "human", "rate", "add_information", "emergency", "abuse", "other"),
}
CODES: Mapping[str, Iterable[str]] = {
    "reason": Reason,
    "close-reason": CloseReason,
    "fate": Fate,
    "obstacle": Obstacle,
    "sending": SendState,
    "question": Slot,
    "attachment": MediaKind,
    "download": MediaKind,
    "tab": QueueTab,
    "channel": ("web", "telegram", "x", "sms", "mail", "api", "terminal"),
    "act": ACTS,
    "canned-flaw": Flaw,
    "canned-placeholder": PLACEHOLDERS,
}
"""Keys that choose by a code -> all the codes."""
DEFAULTS = {"other", "unknown"}
"""What stands for codes that nobody knows."""


def codes_of(message: Message) -> set[str]:
    """The codes that a text has words for."""
    found = [node for node in nodes(message) if isinstance(node, Variant)]
    names = {variant: variant.key.name if isinstance(variant.key, Identifier) else "" for variant in found}
    return {name for variant, name in names.items() if not (variant.default and name in DEFAULTS)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_and_no_others_have(language: str) -> None:
    texts = parse((PAGE_TEXTS / language / "staff-conversations.ftl").read_text(encoding="utf-8"))
    found = {node.id.name.removeprefix(PREFIX): codes_of(node) for node in nodes(texts) if isinstance(node, Message)}
    assert {key: found[key] for key in CODES} == {key: set(codes) for key, codes in CODES.items()}


def test_an_unknown_channel_or_act_is_shown_by_its_code(site: Site) -> None:
    wording = page_wording(site.services)
    assert wording.say("staff-conversations-channel", "en", channel="pigeon") == "pigeon"
    assert wording.say("staff-conversations-act", "id", act="sing") == "sing"


# --- pages in English ------------------------------------------------------------------------------


def test_indonesian_is_found_where_it_is(site: Site) -> None:
    called(site)
    mod = moderator(site)
    assert {"Ambil alih", "Percakapan", "Catatan internal"} <= indonesian(mod.page())


def english(site: Site) -> Moderator:
    mod = moderator(site, "english", "English")
    mod.get("/petugas/percakapan?lang=en")
    return mod


def pages_of_one(site: Site, mod: Moderator) -> Iterator[str]:
    """A conversation in all its states, and what is said where something can't be done."""
    citizen = site.citizen()
    number = citizen.report("lampu jalan mati", photo())
    citizen.say("sampah menumpuk")
    citizen.say("mau bicara dengan orang")
    yield mod.page()
    yield mod.get("/petugas/percakapan").text
    yield mod.reply("x").text
    mod.do("ambil")
    yield mod.page()
    yield mod.get("/petugas/percakapan").text
    yield mod.get(f"{mod.path}/pilihan?pesan=1").text
    for form, fields in (
        ("balas", {"text": "x", "form_key": "x"}),
        ("catatan", {}),
        ("blokir", {}),
        ("laporan", {"number": "x"}),
        ("lampirkan", {"number": "x"}),
        (f"laporan/{number}/gabung", {"main": number}),
    ):
        yield mod.do(form, **fields).text
    yield mod.reply("").text
    yield mod.reply("{nomor}").text
    yield mod.reply("x" * 4001).text
    yield mod.do("serahkan").text
    yield mod.page()
    moderator(site).do("ambil")
    site.house.clock.advance(timedelta(hours=2))
    yield mod.page()
    yield mod.get("/petugas/percakapan").text
    yield mod.reply("x").text


def pages_of_many(site: Site, mod: Moderator) -> Iterator[str]:
    flood(site, limit(site) + 2)
    queue = mod.get("/petugas/percakapan").text
    yield queue
    path = case_path(queue)
    yield mod.get(path).text
    yield mod.post(path, page=path, semua="999", alasan="flood", kabari="1").text
    yield mod.post(path, page="/petugas/percakapan", percakapan=["1:99"], alasan="nothing").text
    yield mod.post(path, page="/petugas/percakapan").text


def other_pages(site: Site, mod: Moderator) -> Iterator[str]:
    called(site)
    yield mod.get("/petugas/percakapan?q=orang").text
    yield mod.get("/petugas/percakapan?q=xy").text
    yield mod.do("blokir", reason="rude").text
    yield mod.page()
    for tab in QueueTab:
        yield mod.get(f"/petugas/percakapan?lihat={tab}").text
    yield mod.get("/petugas/balasan").text
    yield mod.post("/petugas/balasan", page="/petugas/balasan", title="x", text="{x}").text
    yield mod.post("/petugas/balasan", page="/petugas/balasan", title="", text="").text
    mod.post("/petugas/balasan", page="/petugas/balasan", title="Hello", text="Hello")
    yield mod.get("/petugas/balasan").text


@pytest.mark.parametrize("pages", [pages_of_one, pages_of_many, other_pages])
def test_a_moderator_who_reads_english_finds_no_indonesian(site: Site, pages: object) -> None:
    assert callable(pages)
    mod = english(site)
    for page in pages(site, mod):
        assert indonesian(page) == set()


def test_a_live_part_speaks_the_language_of_its_page(site: Site) -> None:
    called(site)
    mod = english(site)
    for address in ("/petugas/percakapan/antrean", f"{mod.path}/pesan"):
        answer = mod.get(address).json
        assert answer is not None
        assert indonesian(answer["html"]) == set()
    assert "Asks for a person" in mod.get("/petugas/percakapan/antrean").json["html"]  # type: ignore[index]
