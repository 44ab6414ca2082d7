"""Twilio: https://www.twilio.com/docs/messaging/guides/webhook-request

Requests are signed over the public URL (https://www.twilio.com/docs/usage/security#validating-requests). The
check stands here, because Twilio's package weighs 25 MB with ten others behind it; tests hold it against
Twilio's own RequestValidator.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import SplitResult, urlsplit

import httpx
from pydantic import AnyHttpUrl, Field

from bots.shared.frame import ForgedError, HookReply, HookRequest, Setup
from bots.sms.gateway import Incoming, Sms, SmsSettings, Status, body_of, call
from bots.sms.guards import same
from core.kernel.errors import BlockedError, ConfigError, FinalError, PayloadError

_HASHES = {"HMAC_SHA1": hashlib.sha1, "HMAC_SHA256": hashlib.sha256}
_EMPTY_TWIML = HookReply(200, "<Response/>", "text/xml; charset=utf-8")
_FINAL = {"delivered": True, "undelivered": False, "failed": False}
_OURS = frozenset({*_FINAL, "accepted", "scheduled", "queued", "sending", "sent", "canceled", "read"})
"""States of a message that we sent: https://www.twilio.com/docs/messaging/api/message-resource"""
_STOPPED = 21610
"""The citizen answered STOP: https://www.twilio.com/docs/api/errors/21610"""


class TwilioSettings(SmsSettings):
    account_sid: str = Field(pattern="^AC[0-9a-fA-F]{32}$")
    messaging_service_sid: str | None = None
    """Given instead of `sender`."""
    url: AnyHttpUrl = AnyHttpUrl("https://api.twilio.com")


class TwilioGateway:
    Settings: ClassVar[type[SmsSettings]] = TwilioSettings
    delivers_parts: ClassVar[bool] = False

    def __init__(self, setup: Setup, settings: TwilioSettings, http: httpx.Client) -> None:
        if not (settings.sender or settings.messaging_service_sid):
            raise ConfigError(
                f"channels.{setup.account}.sender", "is missing", "Give the number, or messaging_service_sid"
            )
        self._settings = settings
        self._account = setup.account
        self._auth_token = setup.secrets["auth_token"]
        self._hook_url = setup.hook_url
        self._http = http

    @staticmethod
    def secrets(settings: Mapping[str, Any]) -> tuple[str, ...]:
        return ("auth_token",)

    def verify(self, request: HookRequest) -> None:
        given = request.headers.get("x-twilio-signature", "")
        algorithm = _algorithm(request.headers.get("x-twilio-webhooks-signature-settings", ""))
        # Twilio signs with the port for some products and without it for others.
        urls = _with_and_without_port(request.url)
        if not any(same(given, sign(self._auth_token, url, request.form, algorithm)) for url in urls):
            raise ForgedError(f"{self._account}: Twilio's signature is wrong")

    def read(self, request: HookRequest) -> Incoming:
        form = request.form
        status = form.get("MessageStatus") or form.get("SmsStatus") or ""
        message_id = form.get("MessageSid") or form.get("SmsSid")
        if not message_id:
            raise PayloadError(f"{self._account}: Twilio's request names no message")
        if status not in _OURS and not ("Body" in form and form.get("From")):
            raise PayloadError(f"{self._account}: Twilio's text lacks From or Body")
        if status not in _OURS:
            return Incoming([Sms(form["From"], form["Body"], message_id)], reply=_EMPTY_TWIML)
        if status in _FINAL:
            return Incoming(statuses=[Status(message_id, _FINAL[status], form.get("ErrorCode"))], reply=_EMPTY_TWIML)
        return Incoming(reply=_EMPTY_TWIML)

    def send(self, to: str, text: str, *, unicode: bool, reference: str) -> str:
        """https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource"""
        form = {"To": to, "Body": text}
        if self._settings.messaging_service_sid:
            form["MessagingServiceSid"] = self._settings.messaging_service_sid
        elif self._settings.sender:
            form["From"] = self._settings.sender
        if self._hook_url:
            form["StatusCallback"] = self._hook_url
        sid = self._settings.account_sid
        url = f"{str(self._settings.url).rstrip('/')}/2010-04-01/Accounts/{sid}/Messages.json"
        response = call(self._http, "Twilio", "POST", url, data=form, auth=(sid, self._auth_token))
        body = body_of(response)
        if response.is_success and isinstance(body.get("sid"), str):
            return str(body["sid"])
        code = body.get("code")
        if code == _STOPPED:
            raise BlockedError("Twilio: the citizen has unsubscribed")
        raise FinalError(f"Twilio: error {code or response.status_code}")


def sign(secret: str, url: str, form: Mapping[str, str], algorithm: str = "HMAC_SHA1") -> str:
    """The URL, followed by every field's name and value in the order of the names."""
    words = url + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(secret.encode(), words.encode("utf-8", "replace"), _HASHES[algorithm]).digest()
    return base64.b64encode(digest).decode()


def _algorithm(header: str) -> str:
    """Returns the hash that a header like `key=…,algorithm=HMAC_SHA256` names; SHA-1 if it names none."""
    fields = dict(part.strip().partition("=")[::2] for part in header.split(","))
    named = fields.get("algorithm", "").strip().upper()
    return named if named in _HASHES else "HMAC_SHA1"


def _with_and_without_port(url: str) -> list[str]:
    parts: SplitResult = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].partition(":")[0]
    port = ":443" if parts.scheme == "https" else ":80"
    return [url, parts._replace(netloc=host).geturl(), parts._replace(netloc=f"{host}{port}").geturl()]
