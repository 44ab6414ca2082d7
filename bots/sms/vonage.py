"""Vonage (Nexmo), by its Messages API: https://developer.vonage.com/en/api/messages

Webhooks carry a JWT signed with the account's signature secret, and in it the SHA-256 of the body:
https://developer.vonage.com/en/getting-started/concepts/webhooks#decoding-signed-webhooks
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any, ClassVar

import httpx
import jwt
from pydantic import AnyHttpUrl, BaseModel, Field

from bots.shared.frame import ForgedError, HookRequest, Setup
from bots.sms.gateway import Incoming, Sms, SmsSettings, Status, body_of, call, moment
from bots.sms.guards import same
from bots.sms.numbers import international, plain
from core.kernel.errors import ConfigError, FinalError, PayloadError, RetryableError

_FINAL = {"delivered": True, "read": True, "rejected": False, "undeliverable": False}
_TOKEN_LIVES_S = 300
_TOP_UP_S = 900.0


class VonageSettings(SmsSettings):
    application_id: str
    sender: str
    url: AnyHttpUrl = AnyHttpUrl("https://api.nexmo.com")


class _Fault(BaseModel):
    title: str | int | None = None


class _Event(BaseModel):
    """An inbound message, or with `status` the state of one of ours."""

    message_uuid: str
    sender: str = Field(default="", alias="from")
    channel: str | None = None
    status: str | None = None
    text: str | None = None
    timestamp: str = ""
    error: _Fault | None = None


class VonageGateway:
    Settings: ClassVar[type[SmsSettings]] = VonageSettings
    delivers_parts: ClassVar[bool] = False

    def __init__(self, setup: Setup, settings: VonageSettings, http: httpx.Client) -> None:
        self._settings = settings
        self._account = setup.account
        self._signature_secret = setup.secrets["signature_secret"]
        # An environment variable of one line has \n where the PEM file breaks.
        self._private_key = setup.secrets["private_key"].replace("\\n", "\n")
        self._clock = setup.clock
        self._http = http
        try:
            self._bearer()
        except (ValueError, TypeError, jwt.PyJWTError) as error:
            raise ConfigError(
                f"channels.{setup.account}", "the private_key is no PEM key", "Put the application's key there"
            ) from error

    @staticmethod
    def secrets(settings: Mapping[str, Any]) -> tuple[str, ...]:
        return ("signature_secret", "private_key")

    def verify(self, request: HookRequest) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            # No age is asked for: Vonage repeats for a day, and a replay is recognised by its message id.
            claims = jwt.decode(
                token if scheme.lower() == "bearer" else "",
                self._signature_secret,
                algorithms=["HS256"],
                issuer="Vonage",
                options={"verify_iat": False, "verify_aud": False, "require": ["payload_hash"]},
            )
        except jwt.PyJWTError as error:
            raise ForgedError(f"{self._account}: Vonage's signature is wrong ({type(error).__name__})") from error
        if not same(str(claims["payload_hash"]), hashlib.sha256(request.body).hexdigest()):
            raise ForgedError(f"{self._account}: that is not the body that Vonage signed")

    def read(self, request: HookRequest) -> Incoming:
        event = _Event.model_validate_json(request.body)
        if event.status is not None:
            if event.channel not in (None, "sms") or event.status not in _FINAL:
                return Incoming()
            detail = str(event.error.title) if event.error else None
            return Incoming(statuses=[Status(event.message_uuid, _FINAL[event.status], detail)])
        if event.channel not in (None, "sms") or event.text is None:
            problem = f"Vonage brings no text by SMS ({event.channel or 'no channel'})"
            return Incoming(broken=[PayloadError(f"{self._account}: {problem}")])
        sender = international(event.sender)
        return Incoming([Sms(sender, event.text, event.message_uuid, event.timestamp, moment(event.timestamp))])

    def send(self, to: str, text: str, *, unicode: bool, reference: str) -> str:
        """https://developer.vonage.com/en/api/messages#SendMessage"""
        message = {
            "message_type": "text",
            "channel": "sms",
            "to": plain(to),
            "from": self._settings.sender,
            "text": text,
            "client_ref": reference,
            "sms": {"encoding_type": "unicode" if unicode else "text"},
        }
        url = f"{str(self._settings.url).rstrip('/')}/v1/messages"
        headers = {"Authorization": f"Bearer {self._bearer()}"}
        response = call(self._http, "Vonage", "POST", url, json=message, headers=headers)
        body = body_of(response)
        if response.is_success and isinstance(body.get("message_uuid"), str):
            return str(body["message_uuid"])
        if response.status_code == httpx.codes.PAYMENT_REQUIRED:
            raise RetryableError("Vonage: the balance is used up", _TOP_UP_S)
        raise FinalError(f"Vonage: {str(body.get('title') or response.status_code)[:80]}")

    def _bearer(self) -> str:
        """https://developer.vonage.com/en/getting-started/concepts/authentication#json-web-tokens"""
        now = int(self._clock().timestamp())
        claims = {
            "application_id": self._settings.application_id,
            "iat": now,
            "exp": now + _TOKEN_LIVES_S,
            "jti": uuid.uuid4().hex,
        }
        return jwt.encode(claims, self._private_key, algorithm="RS256")
