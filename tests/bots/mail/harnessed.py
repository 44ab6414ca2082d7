"""Mail by webhook in the harness, once for each way in which a provider proves itself.

A mail that was cut off anywhere is still a mail and is read, so there are no malformed bodies to refuse here:
test_hostile.py has those. Only mails whose bytes are UTF-8 can stand in the harness's files.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bots.mail import build
from bots.mail.channel import MailChannel
from core.kernel.ports import Channel
from tests.bots.mail.conftest import ADDRESS, SECRETS, mail
from tests.bots.mail.test_letters import MESSAGES
from tests.support.accounts import setup_for
from tests.support.channel_harness import Raw, Subject
from tests.support.house import House

_REAL = ("new_report", "gmail_id", "outlook_en_html", "inline_image", "unknown_charset", "other_address_unsigned")
_LEFT_ALONE = ("vacation", "mailing_list", "own_mail", "bounce_delayed", "read_receipt")
_MALFORMED = ("two_authors", "no_author")
_FORM = "multipart/form-data; boundary=batas"


def _payloads() -> Mapping[str, Mapping[str, Any]]:
    real = {name: [{"text": MESSAGES[name].text, "sender": MESSAGES[name].sender}] for name in _REAL}
    others = dict.fromkeys(_LEFT_ALONE, "left alone") | dict.fromkeys(_MALFORMED, "malformed")
    wanted: dict[str, Any] = {**real, **others}
    return {name: {"body": mail(name).decode(), "expect": expect} for name, expect in wanted.items()}


def _secret(number: int) -> str:
    return f"{SECRETS['hook_secret']}-{number}"


def _build(scheme: str) -> Callable[[House, str, int], Channel]:
    def build_one(house: House, account: str, number: int) -> Channel:
        smtp = {"host": "127.0.0.1", "port": 1, "security": "none"}
        secrets = {"password": f"{SECRETS['password']}-{number}", "hook_secret": _secret(number)}
        settings = {"address": ADDRESS, "hook": scheme, "smtp": smtp}
        return build(setup_for(house, account, "mail", settings=settings, secrets=secrets))

    return build_one


def _sign(data: bytes, number: int) -> str:
    return hmac.new(_secret(number).encode(), data, hashlib.sha256).hexdigest()


def _mailgun(raw: Raw, channel: Channel, number: int) -> Raw:
    assert isinstance(channel, MailChannel)
    stamp = str(int(channel._clock().timestamp())).encode()
    signature = _sign(stamp + b"sekali", number).encode()
    fields = {b"timestamp": stamp, b"token": b"sekali", b"signature": signature, b"body-mime": raw.body}
    parts = (
        b'--batas\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name, value)
        for name, value in fields.items()
    )
    return replace(raw, headers={"content-type": _FORM}, body=b"".join(parts) + b"--batas--\r\n")


def _subject(scheme: str, prove: Callable[[Raw, Channel, int], Raw], *forge: Callable[[Raw], Raw]) -> Subject:
    return Subject(
        name=f"mail-{scheme}",
        payloads=_payloads(),
        build=_build(scheme),
        prove=prove,
        forge=forge,
        secrets=lambda channel, number: (_secret(number), f"{SECRETS['password']}-{number}"),
        malformed_bodies=(),
    )


SUBJECTS = (
    _subject(
        "token",
        lambda raw, channel, number: raw.with_query(token=_secret(number)),
        lambda raw: replace(raw, query={}),
        lambda raw: replace(raw, query={"token": ""}),
        lambda raw: replace(raw, query={"token": raw.query["token"][:-1]}),
        lambda raw: replace(raw, query={"token": "ä" * 20}),
    ),
    _subject(
        "hmac",
        lambda raw, channel, number: raw.with_headers(x_signature=f"sha256={_sign(raw.body, number)}"),
        lambda raw: replace(raw, headers={}),
        lambda raw: raw.with_headers(x_signature="sha256="),
        lambda raw: raw.with_headers(x_signature=_sign(b"lain", 0)),
        lambda raw: raw.with_body(raw.body + b" "),
        lambda raw: raw.with_body(raw.body.replace(b".test", b".jahat.test")),
    ),
    _subject(
        "mailgun",
        _mailgun,
        lambda raw: raw.with_body(raw.body.replace(b"sekali", b"dua kali")),
        lambda raw: raw.with_body(raw.body.replace(b'name="timestamp"\r\n\r\n1', b'name="timestamp"\r\n\r\n2')),
        lambda raw: raw.with_body(raw.body.replace(b'name="signature"', b'name="tanda"')),
        lambda raw: replace(raw, headers={}),
    ),
)
