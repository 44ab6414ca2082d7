"""An account of every gateway for tests, and requests as that gateway would sign them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bots.shared.frame import HookRequest, Setup
from bots.sms import build
from bots.sms.channel import SmsChannel
from core.kernel.clock import ManualClock
from core.messaging.media_store import MediaStore
from core.protection.vault import Vault
from tests.support.house import KEY

PAYLOADS = Path(__file__).parent / "payloads"
PUBLIC_URL = "https://lapor.example.id"
ACCOUNT = "sms"
TOKEN = "t0ken-of-the-webhook"
SIGNATURE_SECRET = "vonage-signature-secret-of-32-bytes!"
AUTH_TOKEN = "twilio-auth-token"


@cache
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@cache
def public_key() -> Any:
    return load_pem_private_key(private_key().encode(), None).public_key()


Signer = Callable[[HookRequest], HookRequest]


def _with_token(request: HookRequest) -> HookRequest:
    separator = "&" if "?" in request.url else "?"
    return replace(request, url=f"{request.url}{separator}token={TOKEN}", query={**request.query, "token": TOKEN})


def _with_basic(request: HookRequest) -> HookRequest:
    word = base64.b64encode(f"infobip:{TOKEN}".encode()).decode()
    return replace(request, headers={**request.headers, "authorization": f"Basic {word}"})


def _by_twilio(request: HookRequest) -> HookRequest:
    signature = RequestValidator(AUTH_TOKEN).compute_signature(request.url, dict(request.form))
    return replace(request, headers={**request.headers, "x-twilio-signature": signature})


def vonage_token(body: bytes, secret: str = SIGNATURE_SECRET, **claims: object) -> str:
    basis = {
        "iat": 1795362161,
        "jti": "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5",
        "iss": "Vonage",
        "payload_hash": hashlib.sha256(body).hexdigest(),
        "api_key": "a1b2c3d",
    }
    return jwt.encode({**basis, **claims}, secret, algorithm="HS256")


def _by_vonage(request: HookRequest) -> HookRequest:
    return replace(request, headers={**request.headers, "authorization": f"Bearer {vonage_token(request.body)}"})


@dataclass(frozen=True)
class Kind:
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    sign: Signer
    method: str = "POST"


AFRICAS_TALKING: Mapping[str, Any] = {
    "gateway": "generic",
    "sender": "1708",
    "secrets": ["key"],
    "receive": {
        "format": "form",
        "fields": {"sender": "from", "text": "text", "id": "id", "time": "date"},
        "report": {
            "id": "id",
            "status": "status",
            "delivered": ["Success"],
            "failed": ["Failed", "Rejected"],
            "detail": "failureReason",
        },
        "reply": "GOOD",
    },
    "send": {
        "url": "https://api.africastalking.com/version1/messaging",
        "headers": {"apiKey": "{key}", "Accept": "application/json"},
        "fields": {"username": "tanggap", "to": "{to}", "message": "{text}", "from": "{sender}"},
        "success": '"statusCode": ?10[0-2]',
        "retry": '"statusCode": ?(405|50[01])',
        "blocked": '"statusCode": ?(406|409)',
        "id": "SMSMessageData.Recipients.0.messageId",
    },
}
JSON_GATE: Mapping[str, Any] = {
    "gateway": "generic",
    "receive": {
        "format": "json",
        "batch": "data.messages",
        "fields": {
            "sender": "origin.number",
            "text": "body",
            "id": "uid",
            "time": "when",
            "udh": "header",
        },
    },
    "send": {
        "url": "https://gate.example.id/send",
        "format": "json",
        "fields": {"to": ["{to_plain}"], "local": "{to_local}", "body": {"text": "{text}", "ref": "{reference}"}},
    },
}
ZENZIVA: Mapping[str, Any] = {
    "gateway": "generic",
    "secrets": ["userkey", "passkey"],
    "receive": {"format": "query", "fields": {"sender": "from", "text": "text", "time": "date"}},
    "send": {
        "url": "https://console.zenziva.net/reguler/api/sendsms/",
        "fields": {"userkey": "{userkey}", "passkey": "{passkey}", "to": "{to_local}", "message": "{text}"},
        "success": '"status": ?"?1"?',
        "id": "messageId",
    },
}

KINDS: Mapping[str, Kind] = {
    "kannel": Kind(
        {
            "gateway": "kannel",
            "url": "http://127.0.0.1:13013/cgi-bin/sendsms",
            "username": "warga",
            "sender": "1708",
            "allow_from": ["127.0.0.0/8"],
        },
        {"password": "kannel-password", "token": TOKEN},
        _with_token,
        "GET",
    ),
    "twilio": Kind(
        {"gateway": "twilio", "account_sid": f"AC{'0' * 32}", "sender": "+6285574670100"},
        {"auth_token": AUTH_TOKEN},
        _by_twilio,
    ),
    "vonage": Kind(
        {"gateway": "vonage", "application_id": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab", "sender": "6285574670100"},
        {"signature_secret": SIGNATURE_SECRET, "private_key": "set by Bench"},
        _by_vonage,
    ),
    "infobip": Kind(
        {"gateway": "infobip", "url": "https://abc123.api.infobip.com", "sender": "1708"},
        {"api_key": "infobip-api-key", "token": TOKEN},
        _with_basic,
    ),
    "gammu": Kind({"gateway": "gammu", "outbox": "set by Bench"}, {"token": TOKEN}, _with_token),
    "africastalking": Kind(AFRICAS_TALKING, {"token": TOKEN, "key": "africas-talking-key"}, _with_token),
    "jsongate": Kind(JSON_GATE, {"token": TOKEN}, _with_token),
    "zenziva": Kind(
        ZENZIVA, {"token": TOKEN, "userkey": "zenziva-user", "passkey": "zenziva-pass"}, _with_token, "GET"
    ),
}


class Book:
    """A ledger of one day in memory."""

    def __init__(self) -> None:
        self.spent = 0

    def spend(self, account: str, amount: int, ceiling: int | None) -> bool:
        if ceiling is not None and self.spent + amount > ceiling:
            return False
        self.spent += amount
        return True


@dataclass
class Bench:
    """A channel with what it was built from."""

    folder: Path
    clock: ManualClock = field(default_factory=ManualClock)
    book: Book = field(default_factory=Book)
    requests: list[httpx.Request] = field(default_factory=list)
    answer: Callable[[httpx.Request], httpx.Response] = lambda request: httpx.Response(500)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answer(request)

    def setup(self, name: str, public_url: str | None = PUBLIC_URL, **settings: Any) -> Setup:
        kind = KINDS[name]
        more: dict[str, Any] = {"parts": self.folder / "parts.db", **settings}
        if name == "gammu":
            more["outbox"] = self.folder / "outbox"
            more["outbox"].mkdir(exist_ok=True)
        secrets = dict(kind.secrets)
        if name == "vonage":
            secrets["private_key"] = private_key().replace("\n", "\\n")
        return Setup(
            account=ACCOUNT,
            settings={"kind": "sms", **kind.settings, **more},
            secrets=secrets,
            media=MediaStore(str(self.folder / "media")),
            vault=Vault(KEY),
            ledger=self.book,
            clock=self.clock,
            public_url=public_url,
            zone=ZoneInfo("Asia/Jakarta"),
        )

    def channel(self, name: str, public_url: str | None = PUBLIC_URL, **settings: Any) -> SmsChannel:
        """A channel of that gateway; its requests are kept, and answered by `answer`."""
        http = httpx.Client(transport=httpx.MockTransport(self._answer))
        return build(self.setup(name, public_url, **settings), http)


def request_of(name: str, given: Mapping[str, Any], *, signed: bool = True) -> HookRequest:
    """A request as a payload file describes it."""
    kind = KINDS[name]
    url, headers, body = f"{PUBLIC_URL}/webhooks/{ACCOUNT}", {}, given.get("body", "").encode()
    query = dict(given.get("query", {}))
    raw_query = given.get("raw_query") or urlencode(query)
    if raw_query:
        query = dict(parse_qsl(raw_query, keep_blank_values=True, errors="replace"))
        url = f"{url}?{raw_query}"
    if "form" in given:
        body = urlencode(given["form"]).encode()
        headers["content-type"] = "application/x-www-form-urlencoded"
    if "json" in given:
        body = json.dumps(given["json"]).encode()
        headers["content-type"] = "application/json"
    request = HookRequest(kind.method, url, headers, query, dict(given.get("form", {})), body, "127.0.0.1")
    return kind.sign(request) if signed else request


def payloads() -> list[tuple[str, str]]:
    return sorted((path.parent.name, path.stem) for path in PAYLOADS.glob("*/*.json"))


def payload(gateway: str, name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((PAYLOADS / gateway / f"{name}.json").read_text(encoding="utf-8"))
    return data
