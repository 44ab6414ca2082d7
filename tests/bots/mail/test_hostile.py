"""Malformed and hostile mails: refused with PayloadError or read as text, in bounded time, and nothing else."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bots.mail.channel import MailChannel
from bots.mail.replies import newly_written
from bots.shared.frame import HookRequest
from core.kernel.clock import ManualClock
from core.kernel.errors import PayloadError
from core.kernel.messages import TEXT_LIMIT, Inbound
from core.messaging.media_store import MediaStore
from tests.bots.mail.conftest import MAILS, Build, mail, make_channel
from tests.support.channel_harness import received_by

_HEAD = b"From: a@warga.test\r\nMessage-ID: <x@warga.test>\r\n"
_HTML = b"Content-Type: text/html\r\n\r\n"
_BOUNDED_S = 5.0
"""Far above what any of these takes (below 0.3 s), far below what a runaway pattern does."""


def _nested(depth: int) -> bytes:
    parts = (b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(depth))
    return _HEAD + b"".join(parts) + b"Content-Type: text/plain\r\n\r\nhalo\r\n"


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "zeros": b"\0" * 5000,
    "no header": b"halo saja",
    "only line ends": b"\r\n" * 5000,
    "nested multiparts": _nested(900),
    "nested deeper than Python goes": _nested(5000),
    "nested html": _HEAD + _HTML + b"<div>" * 20_000 + b"x",
    "nested quotes": _HEAD + _HTML + b"<blockquote type=cite>" * 5000 + b"x",
    "nested tables": _HEAD + _HTML + b"<table><tr><td>" * 3000 + b"x",
    "wide table": _HEAD + _HTML + b"<table>" + b"<tr>" + b"<td>x</td>" * 3000 + b"</table>",
    "broken html": _HEAD + _HTML + b"<p <<&#x110000; &#0; <![CDATA[ <!-- <?xml version='1.0' encoding='x'?>",
    "html in another encoding": _HEAD + _HTML + "<?xml version='1.0' encoding='utf-16'?><p>halo</p>".encode("utf-16"),
    "codec that is none": _HEAD + b"Content-Type: text/plain; charset=zlib\r\n\r\nhalo",
    "slow codec": _HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a" * 500_000 + b"-" + b"9" * 50_000,
    "codec with a NUL": _HEAD + b'Content-Type: text/plain; charset="a\0b"\r\n\r\nhalo',
    "charset in pieces": _HEAD + b"Content-Type: text/plain; charset*0*=utf-8'x'%ff; charset*2=y\r\n\r\nhalo",
    "half surrogates": _HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2AA-halo",
    "bad base64": _HEAD + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n====a\xff",
    "bad uuencode": _HEAD
    + b"Content-Type: image/png\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 \xff\r\n\xff",
    "bad encoded words": _HEAD + b"Subject: =?x?b?!!?= =?utf-8?q?=?= =?utf-8?z?a?= =?punycode?q?a-9?=\r\n\r\nhalo",
    "endless subject": _HEAD + b"Subject: " + b"=?utf-8?q?a?= " * 40_000 + b"\r\n\r\nhalo",
    "endless From": b"From: " + b"(" * 100_000 + b"a@warga.test\r\n\r\nhalo",
    "From of many words": b"From: " + b'"a" ' * 40_000 + b"<a@warga.test>\r\n\r\nhalo",
    "endless To": _HEAD + b"To: " + b"a@b.test, " * 40_000 + b"\r\n\r\nhalo",
    "To of brackets": _HEAD + b"To: " + b"(" * 100_000 + b"\r\n\r\nhalo",
    "endless references": _HEAD + b"References: " + b"<a@b.test> " * 40_000 + b"\r\n\r\nhalo",
    "references of brackets": _HEAD + b"References: " + b"<" * 100_000 + b"\r\n\r\nhalo",
    "date of digits": _HEAD + b"Date: " + b"9" * 5000 + b"\r\n\r\nhalo",
    "date far away": _HEAD + b"Date: Mon, 5 May 99999 10:00:00 +9999\r\n\r\nhalo",
    "no boundary": _HEAD + b"Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nhalo",
    "empty boundary": _HEAD + b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nhalo',
    "many parts": _HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nhalo\r\n" * 20_000,
    "report without a report": _HEAD + b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nx",
    "attached mail as base64": _HEAD + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nAA==",
    "parameters": _HEAD + b"Content-Type: text/plain; " + b"a*0=b; " * 5000 + b"\r\n\r\nhalo",
    "disposition": _HEAD + b"Content-Disposition: attachment; filename*=x'y'%zz; filename*1=z\r\n\r\nhalo",
    "message id": b"From: a@b.test\r\nMessage-ID: <" + b"a" * 5000 + b"@b>\r\n\r\nhalo",
    "zip named as photo": _HEAD + b'Content-Type: image/jpeg; name="../../x.jpg"\r\n\r\nPK\x03\x04',
}


@pytest.fixture(scope="module")
def channel(tmp_path_factory: pytest.TempPathFactory) -> MailChannel:
    return make_channel(MediaStore(str(tmp_path_factory.mktemp("hostile"))), ManualClock())


def read(channel: MailChannel, raw: bytes) -> Inbound | None:
    """The message; None if the mail was refused or left alone. Any other exception is the failure looked for."""
    channel._brake._seen.clear()
    try:
        messages = channel.read(raw).messages
    except PayloadError:
        return None
    for message in messages:
        assert len(message.text) <= TEXT_LIMIT
        assert "\0" not in message.text
        message.model_dump_json().encode()
        channel.discard(message)
    return messages[0] if messages else None


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_read_or_refused_in_bounded_time(name: str, channel: MailChannel) -> None:
    begun = time.perf_counter()
    read(channel, HOSTILE[name])
    assert time.perf_counter() - begun < _BOUNDED_S


@pytest.mark.parametrize(
    "text",
    [
        "On " + "a " * 6000,
        ("On " + "a " * 190 + "\n") * 30,
        "Pada Pada " * 1200,
        ("Pada " + "a " * 190 + "\n") * 30,
        "From: " + "* " * 6000,
        "From:\n" * 2000,
        "Disclaimer: " * 1000,
        "\n" * 100_000,
        " \n" * 50_000,
        "> " * 6000,
        "--\n" * 4000,
        "-" * 12_000,
        "_" * 12_000,
        "Dikirim dari " * 900,
        "\uf8ff0\uf8ff" * 3000,
        "--- Pesan asli " * 800,
    ],
)
def test_no_text_makes_the_cutting_run_away(text: str) -> None:
    begun = time.perf_counter()
    newly_written(text, answers=True)
    assert time.perf_counter() - begun < _BOUNDED_S


def test_a_long_line_survives_the_cutting() -> None:
    line = "lampu mati " * 100
    assert newly_written(f"{line}\n\nOn Monday, X wrote:\n> apa?", answers=True) == line.strip()


def test_a_report_without_end_keeps_its_beginning() -> None:
    text = "\n".join(f"{number}. lampu mati" for number in range(3000))
    assert newly_written(text, answers=False) == text


_SAMPLES = sorted(path.stem for path in MAILS.glob("*.eml"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_mail_is_read_or_refused(data: st.DataObject, channel: MailChannel) -> None:
    """Cut off, with bytes exchanged, with pieces doubled."""
    raw = bytearray(mail(data.draw(st.sampled_from(_SAMPLES))))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.integers(0, 60))
        raw[start : start + length] = data.draw(st.binary(max_size=40) | st.just(bytes(raw[:200])))
    read(channel, bytes(raw[: data.draw(st.integers(0, len(raw)))] if data.draw(st.booleans()) else raw))


_NAMES = st.sampled_from(
    ["From", "To", "Subject", "Date", "Message-ID", "References", "Content-Type", "Precedence"]
) | (st.sampled_from(["Content-Transfer-Encoding", "Content-Disposition", "Return-Path", "Auto-Submitted", "X-Loop"]))
_VALUES = st.text(max_size=60) | st.sampled_from(
    ["a@warga.test", "multipart/mixed; boundary=b", "text/html; charset=x", "base64", "=?utf-8?b?w6k=?=", "attachment"]
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(headers=st.lists(st.tuples(_NAMES, _VALUES), max_size=12), body=st.binary(max_size=300))
def test_an_invented_mail_is_read_or_refused(headers: list[tuple[str, str]], body: bytes, channel: MailChannel) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("utf-8", "replace")
    message = read(channel, b"From: a@warga.test\r\n" + head + b"\r\n" + body)
    if message is not None:
        assert message.sender == "a@warga.test"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    scheme=st.sampled_from(["token", "hmac", "mailgun"]),
    kind=st.sampled_from(
        ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded", "message/rfc822", ""]
    ),
    body=st.binary(max_size=300)
    | st.sampled_from([mail("new_report"), b"--b\r\n\r\n", b"timestamp=1&token=2&email=x"]),
    header=st.text(max_size=40) | st.binary(max_size=30).map(lambda raw: "Basic " + base64.b64encode(raw).decode()),
    token=st.text(max_size=30),
)
def test_an_unsigned_request_never_becomes_a_message(
    scheme: str, kind: str, body: bytes, header: str, token: str, build_mail: Build
) -> None:
    request = HookRequest(
        method="POST",
        url="https://tanggap.test/webhooks/mail",
        headers={"content-type": kind, "authorization": header, "x-signature": header},
        query={"token": token},
        form={},
        body=body,
        remote="127.0.0.1",
    )
    with pytest.raises(PayloadError):
        received_by(build_mail(hook=scheme), request)


def test_a_name_in_a_mail_never_becomes_a_path(channel: MailChannel, tmp_path: Path) -> None:
    raw = HOSTILE["zip named as photo"]
    [message] = channel.read(raw).messages
    assert "/" not in message.media[0].ref
    assert ".." not in message.media[0].ref
