"""Whatever a program sends: an answer or a problem document, never an error of ours."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from core.kernel.states import Role
from tests.bots.test_hostile import paths, put
from tests.hostile.town import Tally, Town
from tests.support.hostile import JUNK, LINES, LONGEST
from tests.webhooks.api.test_reports import report
from webhooks.api.tokens import Scope, create_token

API, V2 = "/api/v1", "/open311/v2"


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    town = Town(tmp_path, monkeypatch)
    yield town
    town.close()


class Caller:
    def __init__(self, town: Town) -> None:
        with town.services.database.write() as session:
            token = create_token(
                session, "uji", tuple(Scope), Role.ADMINISTRATOR, None, clock=town.services.clock, lifetime=None
            )
        self.headers = {"Authorization": f"Bearer {token}"}
        self.client = town.browser()

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self._done(
            self.client.post(path, data=data, content_type="application/json", headers={**self.headers, **headers})
        )

    def form(self, path: str, fields: dict[str, str]) -> TestResponse:
        plain = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
        return self._done(self.client.post(path, data=plain, headers=self.headers))

    def get(self, path: str, query: dict[str, str], headers: dict[str, str] | None = None) -> TestResponse:
        plain = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
        return self._done(self.client.get(path, query_string=plain, headers=headers or self.headers))

    def _done(self, answer: TestResponse) -> TestResponse:
        answer.get_data()
        return answer


def test_every_value_of_a_report_replaced_by_junk_and_the_longest_texts(town: Town) -> None:
    caller, tally = Caller(town), Tally()
    whole = report(
        kind="information",
        public=True,
        photos=["x"],
        reporter={"phone": "+62 812", "name": "Siti", "email": "a@b.example"},
    )
    for path in paths(whole):
        for junk in (*JUNK, *LONGEST.values()):
            tally.note(f"{path} {junk!r:.60}", caller.post(f"{API}/reports", put(whole, path, junk)).status_code)
    for words in (*LONGEST.values(), *LINES):
        filed = caller.post(f"{API}/reports", report(description=words[:4000] or "x"))
        tally.note(f"description {words!r:.60}", filed.status_code)
    for body in (b"", b"[" * 50_000, b'"\\ud800"', b"\xff", b'{"description": 1e999}', b"9" * 6000):
        tally.note(repr(body[:20]), caller.post(f"{API}/reports", body).status_code)
    assert tally.broken == []
    assert tally.statuses[201] >= 20


def test_hostile_steps_notes_and_queries_of_a_ticket(town: Town) -> None:
    caller, tally, lines = Caller(town), Tally(), itertools.cycle(LINES)
    number = caller.post(f"{API}/reports", report()).get_json()["number"]
    for words in (*LONGEST.values(), *LINES):
        tally.note("note", caller.post(f"{API}/tickets/{number}/notes", {"text": words[:4000] or "x"}).status_code)
        move = {"to": "coordinating", "note": words[:4000], "unit": words[:64], "turn_to": words[:255]}
        tally.note("move", caller.post(f"{API}/tickets/{number}/moves", move).status_code)
        tally.note("key", caller.post(f"{API}/reports", report(), **{"Idempotency-Key": _header(words)}).status_code)
        tally.note("token", caller.get(f"{API}/me", {}, {"Authorization": f"Bearer {_header(words)}"}).status_code)
        query = {name: next(lines)[:3000] for name in ("state", "category", "area", "opened_from", "cursor", "limit")}
        for name, value in query.items():
            tally.note(f"{name}={value!r:.40}", caller.get(f"{API}/tickets", {name: value}).status_code)
            tally.note(f"{name}={value!r:.40}", caller.get(f"{V2}/requests.json", {name: value}).status_code)
        tally.note("read", caller.get(f"{API}/tickets/{number}", {}).status_code)
    assert tally.broken == []


def _header(words: str) -> str:
    """As a header may be: Latin-1, one line."""
    return words[:2000].encode("latin-1", "replace").decode("latin-1").translate({10: 32, 13: 32, 0: 32})


def test_hostile_fields_of_an_open311_request(town: Town) -> None:
    caller, tally = Caller(town), Tally()
    good = {"service_code": "jalan", "description": "lubang", "lat": "-6.1937", "long": "106.7732"}
    names = (
        *good,
        *("address_string", "address_id", "email", "phone", "first_name", "last_name", "media_url", "device_id"),
        *("attribute[kind]", "attribute[public]", "account_id", "jurisdiction_id"),
    )
    others = itertools.cycle((*LINES, *LONGEST.values()))
    for name in names:
        told = name in ("description", "address_string")
        for words in (*LONGEST.values(), *LINES) if told else itertools.islice(others, 8):
            for form in ("json", "xml"):
                answer = caller.form(f"{V2}/requests.{form}", {**good, name: words})
                tally.note(f"{name} {words!r:.60}", answer.status_code)
    assert tally.broken == []
