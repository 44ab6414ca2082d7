"""Any other gateway with a plain HTTP interface, described in config.yml by the names of its fields.

Made after Africa's Talking (https://developers.africastalking.com/docs/sms/overview) and Zenziva
(https://www.zenziva.id/dokumentasi/); docs/channels/sms.md has the description of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

import httpx
import phonenumbers
from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import from_json

from bots.shared.frame import HookReply, HookRequest, Setup, storable
from bots.sms.gateway import Incoming, Sms, SmsPart, SmsSettings, Status, body_of, call, moment
from bots.sms.guards import Guard
from bots.sms.numbers import plain
from bots.sms.parts import read_udh
from core.kernel.errors import BlockedError, ConfigError, FinalError, PayloadError, RetryableError

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_FILLED = ("to", "to_plain", "to_local", "text", "sender", "reference")


class _Rules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fields(_Rules):
    """Names of the fields of a received text; a dot leads into nested JSON (`message.from`)."""

    sender: str
    text: str
    id: str | None = None
    time: str | None = None
    ref: str | None = None
    part: str | None = None
    total: str | None = None
    udh: str | None = None
    """Instead of the three above: the user data header, in hexadecimal."""

    @model_validator(mode="after")
    def _unique(self) -> Fields:
        if not (self.id or self.time):
            raise ValueError("id or time is needed to tell a repeated delivery from a text sent twice")
        return self


class DeliveryReportRules(_Rules):
    """Names of the fields of a delivery report, and which states in it are final."""

    id: str
    status: str
    delivered: tuple[str, ...]
    failed: tuple[str, ...] = ()
    detail: str | None = None


class Receive(_Rules):
    format: Literal["form", "query", "json"] = "form"
    batch: str | None = None
    """The list in the JSON, if several come at once."""
    fields: Fields
    report: DeliveryReportRules | None = None
    reply: str = ""
    """What the gateway wants to read as the answer."""


class Send(_Rules):
    """The request that sends. In values, {to}, {to_plain}, {to_local}, {text}, {sender}, {reference} and the names
    of the account's secrets are filled in. The patterns are searched for in the answer."""

    url: AnyHttpUrl
    method: Literal["POST", "GET"] = "POST"
    format: Literal["form", "query", "json"] = "form"
    headers: Mapping[str, str] = {}
    fields: Mapping[str, Any]
    success: re.Pattern[str] | None = None
    retry: re.Pattern[str] | None = None
    blocked: re.Pattern[str] | None = None
    id: str | None = None
    """Where the answer's JSON has the message's id; otherwise reports must bear {reference}."""


class GenericSettings(SmsSettings):
    receive: Receive
    send: Send
    secrets: tuple[str, ...] = Field(default=())


class GenericGateway:
    Settings: ClassVar[type[SmsSettings]] = GenericSettings
    delivers_parts: ClassVar[bool] = True

    def __init__(self, setup: Setup, settings: GenericSettings, http: httpx.Client) -> None:
        self._in = settings.receive
        self._out = settings.send
        self._sender = settings.sender or ""
        self._account = setup.account
        self._known = {name: setup.secrets[name] for name in settings.secrets}
        self._guard = Guard(setup.account, setup.secrets["token"], settings.allow_from)
        self._http = http
        unknown = set(_placeholders([self._out.fields, self._out.headers])) - {*_FILLED, *self._known}
        if unknown:
            raise ConfigError(
                f"channels.{setup.account}.send",
                f"nothing is known as {{{min(unknown)}}}",
                f"Use one of {', '.join(_FILLED)}, or name it under secrets",
            )

    @staticmethod
    def secrets(settings: Mapping[str, Any]) -> tuple[str, ...]:
        return ("token", *(str(name) for name in settings.get("secrets") or ()))

    def verify(self, request: HookRequest) -> None:
        self._guard.check(request)

    def read(self, request: HookRequest) -> Incoming:
        data: Any = request.query if self._in.format == "query" else request.form
        if self._in.format == "json":
            data = from_json(request.body)
        items = _at(data, self._in.batch) if self._in.batch else [data]
        if not isinstance(items, list):
            raise PayloadError(f"{self._account}: {self._in.batch} is no list")
        texts: list[Sms] = []
        statuses: list[Status] = []
        broken: list[PayloadError] = []
        for item in items:
            found = list(self._text(item))
            texts.extend(found)
            statuses.extend(self._status(item))
            if not (found or self._is_report(item) or _asks_nothing(request)):
                names = f"{self._in.fields.sender} and {self._in.fields.text}"
                broken.append(PayloadError(f"{self._account}: no text stands in {names} ({self._in.format})"))
        return Incoming(texts, statuses, HookReply(body=self._in.reply), broken)

    def _text(self, item: Any) -> Iterator[Sms]:
        fields = self._in.fields
        sender, text = _word(item, fields.sender), _word(item, fields.text)
        if sender is None or text is None:
            return
        own_id, time = _word(item, fields.id), _word(item, fields.time)
        if not (own_id or time):
            raise PayloadError(f"{self._account}: the text has no id and no time")
        yield Sms(sender, text, own_id, time or "", moment(time), self._part(item))

    def _part(self, item: Any) -> SmsPart | None:
        fields = self._in.fields
        if fields.udh:
            return read_udh(bytes.fromhex(_word(item, fields.udh) or ""))
        ref, part, total = (_word(item, path) for path in (fields.ref, fields.part, fields.total))
        if not (ref and part and total) or int(total) < 2:
            return None
        return SmsPart(storable(ref, 64), int(part), min(int(total), 255))

    def _is_report(self, item: Any) -> bool:
        """Whether it is a delivery report, be it one that is not final, like `Buffered`."""
        rules = self._in.report
        return rules is not None and bool(_word(item, rules.id) and _word(item, rules.status))

    def _status(self, item: Any) -> Iterator[Status]:
        rules = self._in.report
        if rules is None:
            return
        own_id, status = _word(item, rules.id), _word(item, rules.status)
        if own_id and status in (*rules.delivered, *rules.failed):
            yield Status(own_id, status in rules.delivered, _word(item, rules.detail))

    def send(self, to: str, text: str, *, unicode: bool, reference: str) -> str:
        values = {**self._known, **_numbers(to), "text": text, "sender": self._sender, "reference": reference}
        fields = _filled(self._out.fields, values)
        place = {"form": "data", "query": "params", "json": "json"}[self._out.format]
        headers = _filled(dict(self._out.headers), values)
        url = str(self._out.url)
        response = call(self._http, self._account, self._out.method, url, headers=headers, **{place: fields})
        answer = response.text[:10_000]
        if self._out.blocked and self._out.blocked.search(answer):
            raise BlockedError(f"{self._account}: the citizen is not to be reached")
        if self._out.retry and self._out.retry.search(answer):
            raise RetryableError(f"{self._account}: the gateway asks for another try")
        if not response.is_success or (self._out.success and not self._out.success.search(answer)):
            raise FinalError(f"{self._account}: the gateway refuses the text ({response.status_code})")
        return (_word(body_of(response), self._out.id) or reference)[:255]


def _numbers(to: str) -> dict[str, str]:
    """Returns a number in the three ways in which gateways want it."""
    number = phonenumbers.parse(to)
    local = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return {"to": to, "to_plain": plain(to), "to_local": re.sub(r"\D", "", local)}


def _asks_nothing(request: HookRequest) -> bool:
    """Whether it is an empty request, as monitors make it."""
    return not (request.body or request.form or set(request.query) - {"token"})


def _placeholders(template: Any) -> Iterator[str]:
    if isinstance(template, str):
        yield from _PLACEHOLDER.findall(template)
    elif isinstance(template, Mapping):
        for value in template.values():
            yield from _placeholders(value)
    elif isinstance(template, list | tuple):
        for value in template:
            yield from _placeholders(value)


def _filled(template: Any, values: Mapping[str, str]) -> Any:
    if isinstance(template, str):
        return _PLACEHOLDER.sub(lambda found: values[found[1]], template)
    if isinstance(template, Mapping):
        return {name: _filled(value, values) for name, value in template.items()}
    if isinstance(template, list | tuple):
        return [_filled(value, values) for value in template]
    return template


def _at(data: Any, path: str) -> Any:
    """Returns what lies at a path such as `a.b.0`; None if nothing does."""
    for step in path.split("."):
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def _word(data: Any, path: str | None) -> str | None:
    """Returns the text or number at a path, as text."""
    value = _at(data, path) if path else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)
