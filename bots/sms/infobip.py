"""Infobip: https://www.infobip.com/docs/api/channels/sms

Inbound texts and delivery reports come in batches, as JSON. The webhook's security settings (type BASIC, see
https://www.infobip.com/docs/api/platform/subscriptions-api/create-profile) prove who calls; reports that are
sent to the URL of a single message carry the same secret in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

import httpx
import structlog
from pydantic import AnyHttpUrl, BaseModel, Field, ValidationError

from bots.shared.frame import HookRequest, Setup
from bots.sms.gateway import Incoming, Sms, SmsSettings, Status, body_of, call, moment
from bots.sms.guards import Guard
from bots.sms.numbers import international, plain
from core.kernel.errors import FinalError, PayloadError

log = structlog.get_logger()

_DELIVERED = 3
_FAILED = (2, 4, 5)
"""Undeliverable, expired, rejected; 1 is pending.
https://www.infobip.com/docs/developer-resources/errors-and-responses/response-codes"""
_REJECTED = 5


class InfobipSettings(SmsSettings):
    url: AnyHttpUrl
    """The account's own, as https://abc123.api.infobip.com"""
    sender: str


class _Batch(BaseModel):
    results: list[dict[str, Any]]


class _InfobipText(BaseModel):
    id: str = Field(alias="messageId", min_length=1)
    sender: str = Field(alias="from")
    text: str
    received_at: str = Field(default="", alias="receivedAt")


class _State(BaseModel):
    group: int = Field(alias="groupId")
    name: str | None = None


class _Report(BaseModel):
    id: str = Field(alias="messageId")
    status: _State


class InfobipGateway:
    Settings: ClassVar[type[SmsSettings]] = InfobipSettings
    delivers_parts: ClassVar[bool] = False

    def __init__(self, setup: Setup, settings: InfobipSettings, http: httpx.Client) -> None:
        self._settings = settings
        self._account = setup.account
        self._api_key = setup.secrets["api_key"]
        self._token = setup.secrets["token"]
        self._hook_url = setup.hook_url
        self._guard = Guard(setup.account, self._token, settings.allow_from)
        self._http = http

    @staticmethod
    def secrets(settings: Mapping[str, Any]) -> tuple[str, ...]:
        return ("api_key", "token")

    def verify(self, request: HookRequest) -> None:
        self._guard.check(request)

    def read(self, request: HookRequest) -> Incoming:
        texts: list[Sms] = []
        statuses: list[Status] = []
        broken: list[PayloadError] = []
        for item in _Batch.model_validate_json(request.body).results:
            try:
                if "status" in item:
                    statuses.extend(_status(item))
                elif "event" not in item and "seenAt" not in item:
                    texts.append(_text(item))
            except ValidationError as error:
                # One that is broken must not hold up the rest, which would come again and again with it.
                place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
                broken.append(PayloadError(f"{self._account}: an item is malformed ({place})"))
                log.warning("sms.item_malformed", account=self._account, gateway="infobip")
        if broken and not texts and not statuses:
            raise broken[0]
        return Incoming(texts, statuses, broken=broken)

    def send(self, to: str, text: str, *, unicode: bool, reference: str) -> str:
        """https://www.infobip.com/docs/api/channels/sms/outbound-sms/send-sms-messages"""
        message: dict[str, Any] = {
            "sender": self._settings.sender,
            "destinations": [{"to": plain(to), "messageId": reference}],
            "content": {"text": text},
        }
        if self._hook_url:
            back = f"{self._hook_url}?{urlencode({'token': self._token})}"
            message["webhooks"] = {"delivery": {"url": back}, "contentType": "application/json"}
        url = f"{str(self._settings.url).rstrip('/')}/sms/3/messages"
        headers = {"Authorization": f"App {self._api_key}", "Accept": "application/json"}
        response = call(self._http, "Infobip", "POST", url, json={"messages": [message]}, headers=headers)
        try:
            answer = _Answer.model_validate(body_of(response)).messages[0]
        except (ValidationError, IndexError):
            raise FinalError(f"Infobip answers {response.status_code}") from None
        if answer.status.group == _REJECTED:
            raise FinalError(f"Infobip: {str(answer.status.name)[:80]}")
        return answer.id


class _Answer(BaseModel):
    messages: list[_Report]


def _text(item: Mapping[str, Any]) -> Sms:
    text = _InfobipText.model_validate(item)
    return Sms(international(text.sender), text.text, text.id, text.received_at, moment(text.received_at))


def _status(item: Mapping[str, Any]) -> list[Status]:
    report = _Report.model_validate(item)
    if report.status.group == _DELIVERED or report.status.group in _FAILED:
        return [Status(report.id, report.status.group == _DELIVERED, report.status.name)]
    return []
