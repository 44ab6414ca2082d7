"""A provider's inbound-parse webhook: who may post, and where the mail is found."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from urllib.parse import quote_from_bytes

import pytest

from bots.shared.frame import ForgedError, HookRequest, WebhookChannel
from core.kernel.clock import ManualClock
from core.kernel.errors import ConfigError, PayloadError
from tests.bots.mail.conftest import SECRETS, Build, mail
from tests.support.channel_harness import received_by

SECRET = SECRETS["hook_secret"]
RAW = mail("windows_1252")
TEXT = "Café berisik – tiap malam\nMusiknya “keras” sampai pukul 2 – mohon ditertibkan."
MULTIPART = "multipart/form-data; boundary=batas"


def posted(body: bytes, *, headers: dict[str, str] | None = None, query: dict[str, str] | None = None) -> HookRequest:
    return HookRequest(
        method="POST",
        url="https://tanggap.test/webhooks/mail",
        headers=headers or {},
        query=query or {},
        form={},
        body=body,
        remote="127.0.0.1",
    )


def form(**fields: bytes) -> bytes:
    parts = [
        b'--batas\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (k.encode(), v)
        for k, v in fields.items()
    ]
    return b"".join(parts) + b"--batas--\r\n"


def signed(data: bytes) -> str:
    return hmac.new(SECRET.encode(), data, hashlib.sha256).hexdigest()


def by_token(body: bytes, content_type: str = "message/rfc822") -> HookRequest:
    return posted(body, headers={"content-type": content_type}, query={"token": SECRET})


def by_mailgun(clock: ManualClock, raw: bytes, *, age: int = 0) -> HookRequest:
    stamp = str(int(clock().timestamp()) - age).encode()
    good = signed(stamp + b"sekali").encode()
    body = form(**{"timestamp": stamp, "token": b"sekali", "signature": good, "body-mime": raw})
    return posted(body, headers={"content-type": MULTIPART})


@pytest.mark.parametrize(
    "request_",
    [
        by_token(RAW),
        by_token(form(subject=b"lain", email=RAW), MULTIPART),
        by_token(form(**{"body-mime": RAW}), MULTIPART),
        by_token(b"a=1&email=" + quote_from_bytes(RAW).encode(), "application/x-www-form-urlencoded"),
        posted(RAW, headers={"authorization": "Basic " + base64.b64encode(f"x:{SECRET}".encode()).decode()}),
    ],
    ids=["body", "multipart", "body-mime", "urlencoded", "basic"],
)
def test_a_mail_is_found_byte_by_byte_wherever_it_is_posted(request_: HookRequest, build_mail: Build) -> None:
    channel = build_mail(hook="token")
    assert isinstance(channel, WebhookChannel)
    [message] = received_by(channel, request_).messages
    assert message.text == TEXT


def test_a_signed_body_is_taken(build_mail: Build) -> None:
    request = posted(RAW, headers={"x-signature": f"sha256={signed(RAW)}"})
    assert received_by(build_mail(hook="hmac"), request).messages


def test_mailguns_signature_is_taken_while_it_is_fresh(build_mail: Build, clock: ManualClock) -> None:
    channel = build_mail(hook="mailgun")
    assert received_by(channel, by_mailgun(clock, RAW)).messages
    with pytest.raises(ForgedError, match="too old"):
        received_by(channel, by_mailgun(clock, RAW, age=3600))


Forge = Callable[[], HookRequest]
FORGED: dict[str, tuple[str, Forge]] = {
    "no token": ("token", lambda: posted(RAW)),
    "wrong token": ("token", lambda: posted(RAW, query={"token": "salah"})),
    "token in Latin-1": ("token", lambda: posted(RAW, query={"token": "sal\udce9"})),
    "bad basic": ("token", lambda: posted(RAW, headers={"authorization": "Basic !!!"})),
    "no signature": ("hmac", lambda: posted(RAW)),
    "signature of another body": ("hmac", lambda: posted(RAW, headers={"x-signature": signed(b"lain")})),
    "mailgun unsigned": ("mailgun", lambda: posted(form(email=RAW), headers={"content-type": MULTIPART})),
    "mailgun misdated": (
        "mailgun",
        lambda: posted(
            form(timestamp=b"besok", token=b"a", signature=signed(b"besoka").encode(), email=RAW),
            headers={"content-type": MULTIPART},
        ),
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_request_is_not_read(name: str, build_mail: Build) -> None:
    scheme, forge = FORGED[name]
    with pytest.raises(ForgedError):
        received_by(build_mail(hook=scheme), forge())


@pytest.mark.parametrize(
    "request_",
    [
        by_token(b""),
        by_token(form(subject=b"tanpa surat"), MULTIPART),
        by_token(RAW, "multipart/form-data"),
        by_token(b"&".join(b"a=1" for _ in range(500)), "application/x-www-form-urlencoded"),
    ],
    ids=["empty", "no field", "no boundary", "too many fields"],
)
def test_a_malformed_request_is_refused(request_: HookRequest, build_mail: Build) -> None:
    with pytest.raises(PayloadError):
        received_by(build_mail(hook="token"), request_)


def test_a_bounce_by_webhook_is_a_report(build_mail: Build) -> None:
    received = received_by(build_mail(hook="token"), by_token(mail("bounce")))
    assert not received.messages
    assert [report.delivered for report in received.reports] == [False]


def test_an_account_without_a_webhook_takes_nothing(build_mail: Build) -> None:
    with pytest.raises(PayloadError, match="switched off"):
        received_by(build_mail(hook=None), by_token(RAW))


@pytest.mark.parametrize(
    "changes",
    [
        {"imap": None, "hook": None},
        {"smtp": {"host": "mail.kota.test", "security": "none"}},
        {"address": "bukan alamat"},
        {"address": f"{'a' * 50}@kota.test"},
        {"hook": "sandi"},
        {"imap": {"host": "mail.kota.test", "folderr": "INBOX"}},
    ],
)
def test_a_wrong_setting_is_named_at_start(changes: dict[str, object], build_mail: Build) -> None:
    with pytest.raises(ConfigError, match=r"channels\.mail"):
        build_mail(**changes)
