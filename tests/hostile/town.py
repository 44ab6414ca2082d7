"""The whole application with every channel on, wired as `tanggap run` does, and ways to speak to it badly."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import String, update
from sqlalchemy import cast as as_type
from werkzeug.test import TestResponse

from bots.api import ApiChannel
from bots.desk import DeskChannel
from bots.web import WebChannel
from core.kernel.ports import Channel
from core.protection.safe_http import Outward
from core.storage.models import InboundMessage
from tests.bots.test_channels import SUBJECTS
from tests.support.channel_harness import Case, Raw, Subject
from tests.support.house import gazetteer
from tests.support.site import Site
from webhooks import create_app
from webhooks.api import create_api
from webhooks.hooks import hooks

_DIGITS = re.compile(r"\d+|[2-9CFGHJKMNPRTWXY]{4}-[2-9CFGHJKMNPRTWXY]{4}")


@dataclass
class Tally:
    """What was tried, and what must not have happened."""

    tried: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def note(self, what: str, status: int) -> None:
        self.tried += 1
        self.statuses[status] += 1
        if status >= 500:
            self.broken.append(f"{status} {what}")


class Town(Site):
    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(folder, monkeypatch)
        channels = cast(dict[str, Channel], self.house.channels)
        channels["api"] = ApiChannel("api", Outward(allow_private=False))
        self.subjects = {subject.name: subject for subject in SUBJECTS}
        for name, subject in self.subjects.items():
            channels[name] = subject.build(self.house, name, 0)
        assert any(isinstance(channel, WebChannel) for channel in channels.values())
        assert any(isinstance(channel, DeskChannel) for channel in channels.values())
        programs = [hooks(self.services), *create_api(self.services)]
        self.app: Flask = create_app(self.services, blueprints=programs, gazetteer=gazetteer())
        for limiter in self.app.extensions["limiter"]:
            limiter.enabled = False  # what is refused for being too much tests nothing else

    def close(self) -> None:
        for channel in self.house.channels.values():
            getattr(channel, "close", lambda: None)()
        self.services.database.close()

    # --- webhooks ----------------------------------------------------------------------------------

    def push(self, subject: Subject, raw: Raw) -> int:
        """As the provider would send it, signed for the account of the subject's name."""
        self._forget_ids()
        proven = subject.prove(replace(raw, account=subject.name), self.house.channels[subject.name], 0)
        answer = self.browser().open(
            f"/webhooks/{subject.name}",
            method=proven.method,
            query_string=dict(proven.query),
            headers=dict(proven.headers),
            data=proven.body,
        )
        return answer.status_code

    def _forget_ids(self) -> None:
        """So that the same payload with other words is no replay."""
        with self.services.database.write() as session:
            known = as_type(InboundMessage.id, String)
            session.execute(update(InboundMessage).values(provider_id="before-" + known))

    def not_taken(self) -> list[str]:
        """Dead letters that are no malformed requests: something raised that should not have."""
        problems = [kept.problem for kept in self.services.inbox.kept()]
        return [problem for problem in problems if re.fullmatch(r"\w+(; \w+)*", problem)]


def with_text(case: Case, words: str) -> Raw:
    """The request with these words in the place of what its citizen wrote."""
    said, raw = str(case.messages[0]["text"]), case.raw
    plain = words.encode("utf-8", "replace").decode()  # an address has no half surrogates
    query = {name: plain if value == said else value for name, value in raw.query.items()}
    kind = raw.headers.get("content-type", "")
    if kind == "application/json":
        body = json.dumps(_replaced(json.loads(raw.body), said, words)).encode()
    elif kind.startswith("application/x-www-form-urlencoded"):
        fields = [(name, words if value == said else value) for name, value in parse_qsl(raw.body.decode())]
        body = urlencode(fields, errors="replace").encode()
    else:
        body = raw.body.replace(said.encode(), words.encode("utf-8", "replace"))
    return replace(raw, query=query, body=body)


def _replaced(value: Any, said: str, words: str) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(inner, said, words) for name, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, said, words) for inner in value]
    return words if value == said else value


# --- pages and forms -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    page: str
    action: str
    method: str
    fields: Mapping[str, str]
    free: frozenset[str]
    """Names of the fields that anything may be typed into."""

    @property
    def shape(self) -> tuple[str, str, tuple[str, ...]]:
        return _DIGITS.sub("N", self.action.partition("?")[0]), self.method, tuple(sorted(self.fields))


def forms_of(page: str, answer: TestResponse) -> Iterator[Form]:
    if answer.mimetype != "text/html" or not answer.data:
        return
    for form in html.fromstring(answer.data).iter("form"):
        named = [element for element in form.iter("input", "textarea", "select", "button") if element.get("name")]
        fields = {element.get("name", ""): _value(element) for element in named if element.get("type") != "file"}
        free = {
            element.get("name", "")
            for element in named
            if element.tag == "textarea"
            or (element.tag == "input" and element.get("type", "text") in ("text", "search", "email", "tel", "url"))
        }
        yield Form(page, form.get("action") or page, form.get("method", "get").lower(), fields, frozenset(free))


def _value(element: Any) -> str:
    if element.tag == "select":
        return next((option.get("value", "") for option in element.iter("option") if option.get("value")), "")
    return str(element.get("value") or element.text or "")


def links_of(answer: TestResponse) -> list[str]:
    if answer.mimetype != "text/html" or not answer.data:
        return []
    found = [link.get("href", "") for link in html.fromstring(answer.data).iter("a")]
    return [href for href in found if href.startswith("/") and "keluar" not in href]
