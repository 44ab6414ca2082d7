"""One table that every channel with a webhook is run through.

A channel brings a `Subject` (how to build an account of it, how its provider proves itself) and a folder of real
payloads, one JSON file each, with the message that is expected of it:

    {"about": "...", "source": "https://…", "method": "POST", "query": {…}, "headers": {…},
     "json": {…} or "form": {…} or "body": "…",
     "expect": [{"text": "…", …}]      the messages, as far as the fields are named; or
     "expect": {"reports": [{…}]}      delivery reports; or
     "expect": "ignored"               answered 200, nothing is kept; or
     "expect": "left alone"            answered 200, and kept for an operator who may know better; or
     "expect": "malformed"}            answered 4xx, nothing is kept

Put it into a file `harnessed*.py` anywhere below tests/bots, as `SUBJECTS = (…,)`; test_channels.py finds it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from bots.shared.frame import HookRequest, Received, WebhookChannel
from core.kernel.ports import Channel
from core.storage.models import Conversation, DeadLetterRecord, InboundMessage, OutboundMessage, Ticket
from tests.support.house import House
from webhooks.hooks import hooks

BASE = "http://localhost"
"""Where the tests' web believes itself to be; some signatures are made over the URL."""
NOWHERE = "http://127.0.0.1:1"
"""A provider that does not answer: what a channel says to it must neither be lost nor stop anything."""


@dataclass(frozen=True)
class Raw:
    """A request as it goes over the wire."""

    account: str
    method: str = "POST"
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""

    @property
    def url(self) -> str:
        query = f"?{urlencode(self.query)}" if self.query else ""
        return f"{BASE}/webhooks/{self.account}{query}"

    def with_headers(self, **headers: str) -> Raw:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **named})

    def with_query(self, **query: str) -> Raw:
        return replace(self, query={**self.query, **query})

    def with_body(self, body: bytes) -> Raw:
        return replace(self, body=body)

    @property
    def form(self) -> dict[str, str]:
        builder = EnvironBuilder(method=self.method, data=self.body, headers=Headers(dict(self.headers)))
        return builder.get_request().form.to_dict()

    def as_hook(self) -> HookRequest:
        """As a channel gets it from the web."""
        return HookRequest(
            self.method, self.url, dict(self.headers), dict(self.query), self.form, self.body, "127.0.0.1"
        )


@dataclass(frozen=True)
class Case:
    name: str
    raw: Raw
    expect: Any

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self.expect if isinstance(self.expect, list) else []

    @property
    def reports(self) -> list[dict[str, Any]]:
        return self.expect.get("reports", []) if isinstance(self.expect, dict) else []

    @property
    def ignored(self) -> bool:
        return bool(self.expect == "ignored")

    @property
    def left_alone(self) -> bool:
        return bool(self.expect == "left alone")

    @property
    def malformed(self) -> bool:
        return bool(self.expect == "malformed")

    @property
    def cuts(self) -> list[bytes]:
        """The body, broken off at several places; empty where what is left may be whole (a form, a mail)."""
        whole, body = self.raw.headers.get("content-type") != "application/json", self.raw.body
        return [] if whole else [body[:length] for length in range(1, len(body) - 1, max(1, len(body) // 7))]

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages if len(message.get("text", "")) > 5]


@dataclass(frozen=True)
class Subject:
    """A kind of channel, or one way of using it."""

    name: str
    payloads: Path | Mapping[str, Mapping[str, Any]]
    """A folder of JSON files, or what would stand in them."""
    build: Callable[[House, str, int], Channel]
    """(house, account, number) -> the channel; accounts of different numbers have different secrets."""
    prove: Callable[[Raw, Channel, int], Raw]
    """The request as the provider would have signed it for this account."""
    forge: Sequence[Callable[[Raw], Raw]]
    """Ways to spoil the proof of a proven request: each must be refused."""
    secrets: Callable[[Channel, int], Sequence[str]]
    """What must never stand in a log."""
    malformed_bodies: Sequence[bytes] = (b"", b"null", b"[]", b'"x"', b"7", b"{", b"\xff\xfe\x00", b"[" * 100_000)
    """Rightly proven, yet nothing that the provider would ever send."""

    def cases(self, account: str = "one") -> list[Case]:
        if isinstance(self.payloads, Path):
            files = sorted(self.payloads.glob("*.json"))
            return [_case(path.stem, json.loads(path.read_text(encoding="utf-8")), account) for path in files]
        return [_case(name, data, account) for name, data in self.payloads.items()]

    @property
    def real(self) -> list[Case]:
        return [case for case in self.cases() if case.messages]


def _case(name: str, data: Mapping[str, Any], account: str) -> Case:
    headers = {name.lower(): value for name, value in data.get("headers", {}).items()}
    if "json" in data:
        body = json.dumps(data["json"]).encode()
        headers.setdefault("content-type", "application/json")
    elif "form" in data:
        body = urlencode(data["form"]).encode()
        headers.setdefault("content-type", "application/x-www-form-urlencoded")
    else:
        body = data.get("body", b"")
        body = body if isinstance(body, bytes) else body.encode()
    raw = Raw(account, data.get("method", "POST"), data.get("query", {}), headers, body)
    return Case(name, raw, data["expect"])


def received_by(channel: object, request: HookRequest) -> Received:
    """What a channel reads in a request, once it has checked who calls."""
    assert isinstance(channel, WebhookChannel)
    channel.verify(request)
    return channel.receive(request)


class Stand:
    """A house with accounts of one subject, and the web in front of it."""

    def __init__(self, house: House, subject: Subject, accounts: Sequence[str] = ("one",)) -> None:
        self.house, self.subject = house, subject
        self.numbers = {account: number for number, account in enumerate(accounts)}
        self.channels = {name: subject.build(house, name, number) for name, number in self.numbers.items()}
        house.channels.update(self.channels)  # type: ignore[arg-type]
        app = Flask(__name__)
        app.register_blueprint(hooks(house.services))
        self.client: FlaskClient = app.test_client()

    def close(self) -> None:
        for channel in self.channels.values():
            getattr(channel, "close", lambda: None)()

    def channel(self, account: str = "one") -> Channel:
        return self.channels[account]

    def proven(self, raw: Raw) -> Raw:
        return self.subject.prove(raw, self.channels[raw.account], self.numbers[raw.account])

    def post(self, raw: Raw) -> int:
        answer = self.client.open(
            f"/webhooks/{raw.account}",
            method=raw.method,
            query_string=dict(raw.query),
            headers=dict(raw.headers),
            data=raw.body,
        )
        return answer.status_code

    def receive(self, raw: Raw) -> Any:
        return received_by(self.channels[raw.account], raw.as_hook())

    def kept(self) -> int:
        return self._count(InboundMessage)

    def everything(self) -> tuple[int, ...]:
        """How many rows there are of all that a message can cause."""
        return tuple(
            self._count(table) for table in (InboundMessage, Conversation, OutboundMessage, Ticket, DeadLetterRecord)
        )

    def _count(self, table: Any) -> int:
        with self.house.services.database.read() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def secrets(self) -> Iterator[str]:
        for account, number in self.numbers.items():
            yield from self.subject.secrets(self.channels[account], number)
