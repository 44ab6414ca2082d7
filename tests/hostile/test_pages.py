"""Whatever is typed into any form or address: a page or a polite refusal, never an error of ours."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from werkzeug.test import TestResponse

from core.kernel.states import Role
from tests.hostile.town import Form, Tally, Town, forms_of, links_of
from tests.support.hostile import LINES, LONGEST
from tests.support.site import Officer, photo

_MOST_PAGES = 60
_SHORT = tuple(line.encode("utf-8", "replace").decode() for line in LINES if len(line) < 2000)


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    town = Town(tmp_path, monkeypatch)
    yield town
    town.close()


def busy(town: Town) -> None:
    """A public ticket with a photo, one to be sorted, and a citizen who waits for a person."""
    citizen = town.citizen()
    citizen.report("lampu jalan mati sejak kemarin", photo(), public=True)
    town.citizen().report("sampah menumpuk di dekat pasar")
    waiting = town.citizen()
    waiting.say("saya mau bicara dengan petugas")
    waiting.say("petugas")


def crawled(officer: Officer, start: str, tally: Tally) -> dict[tuple[object, ...], Form]:
    """One form of every shape that can be reached by links."""
    waiting, seen = [start], {start}
    forms: dict[tuple[object, ...], Form] = {}
    while waiting and len(seen) <= _MOST_PAGES:
        page = waiting.pop(0)
        answer = officer.client.get(page, follow_redirects=True)
        tally.note(page, status(answer))
        for form in forms_of(page, answer):
            forms.setdefault(form.shape, form)
        for link in links_of(answer):
            if link not in seen and len(seen) <= _MOST_PAGES:
                seen.add(link)
                waiting.append(link)
    return forms


def fresh(officer: Officer, form: Form) -> Form:
    """The form as its page shows it now."""
    answer = officer.client.get(form.page, follow_redirects=True)
    return next((now for now in forms_of(form.page, answer) if now.shape == form.shape), form)


def send(officer: Officer, form: Form, given: dict[str, str]) -> int:
    fields = {**form.fields, **given}
    if form.method == "get":
        return status(officer.client.get(f"{form.action}?{urlencode(fields, errors='replace')}"[:60_000]))
    data = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
    return status(officer.client.post(form.action, data=data, content_type="multipart/form-data"))


def status(answer: TestResponse) -> int:
    """Of an answer that was read to its end: a list may break in the middle."""
    answer.get_data()
    return answer.status_code


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MODERATOR, Role.DESK, Role.TICKET_ADMIN, None])
def test_hostile_and_longest_texts_into_every_form(town: Town, role: Role | None) -> None:
    busy(town)
    tally, lines = Tally(), itertools.cycle(LINES)
    officer = town.officer(role) if role else Officer(town.browser())
    forms = crawled(officer, "/petugas/" if role else "/", tally)
    assert forms
    for form in forms.values():
        if "keluar" in form.action:
            continue
        longest = LONGEST if form.free else {}
        for kind, words in longest.items():
            form = fresh(officer, form)
            tally.note(f"{form.action} {kind}", send(officer, form, dict.fromkeys(form.free, words)))
        for _ in range(4):
            free = {name: next(lines) for name in form.free}
            tally.note(f"{form.action} {free!r:.200}", send(officer, fresh(officer, form), free))
            every = {name: next(lines) for name in form.fields if name != "csrf_token"}
            tally.note(f"{form.action} {every!r:.200}", send(officer, fresh(officer, form), every))
    assert tally.broken == []
    assert tally.tried >= 25 * len(forms) / 2


def test_hostile_addresses_and_queries_of_every_route(town: Town) -> None:
    busy(town)
    tally, lines = Tally(), itertools.cycle(_SHORT)
    officer = town.officer(Role.ADMINISTRATOR)
    names = ("nomor", "q", "cari", "sesudah", "sebelum", "after", "lang", "kind", "area", "status", "lihat", "unit")
    digits = itertools.cycle((18, 19, 25))
    rules = [rule for rule in town.app.url_map.iter_rules() if "keluar" not in rule.rule]
    for rule in rules:
        for _ in range(2):
            path = rule.rule
            for argument in rule.arguments:
                start, end = path.index("<"), path.index(">")
                numeric = "row:" in path[start:end] or "int:" in path[start:end]
                path = path[:start] + ("9" * next(digits) if numeric else quote(next(lines), safe="")) + path[end + 1 :]
                del argument
            query = urlencode({name: next(lines) for name in names})
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                answer = officer.client.open(f"{path}?{query}", method=method, data={"x": next(lines)})
                tally.note(f"{method} {rule.rule} {path[:80]}", status(answer))
    assert tally.broken == []
    assert tally.tried >= len(rules)


@pytest.mark.parametrize("name", ["text", "press", "id", "lat", "accuracy"])
def test_hostile_and_longest_texts_into_the_chat(town: Town, name: str) -> None:
    tally = Tally()
    for words in (*LONGEST.values(), *LINES):
        citizen = town.citizen()
        given: dict[str, Any] = {name: words.encode("utf-8", "replace").decode()}
        if name in ("lat", "accuracy"):
            given = {"lat": "-6.2", "lon": "106.8", **given}
        tally.note(f"{name} {words[:40]!r}", citizen.post(**given).status_code)
        tally.note("look", citizen.client.get("/chat/messages?after=0.0").status_code)
    assert tally.broken == []
    assert town.not_taken() == []


def test_the_longest_texts_in_one_conversation(town: Town) -> None:
    citizen = town.citizen()
    for words in LONGEST.values():
        assert citizen.say(words) == "new"
    assert town.not_taken() == []
