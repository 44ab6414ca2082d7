"""Every recorded payload of every gateway, and what becomes of it: as it is, repeated, forged, broken, hostile."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bots.shared.frame import ForgedError, HookRequest, Received
from bots.sms.channel import SmsChannel
from bots.sms.twilio import sign
from core.kernel.errors import PayloadError
from tests.bots.sms.gateways import (
    ACCOUNT,
    AUTH_TOKEN,
    KINDS,
    PUBLIC_URL,
    SIGNATURE_SECRET,
    TOKEN,
    Bench,
    payload,
    payloads,
    request_of,
    vonage_token,
)
from tests.support.channel_harness import received_by

ONE_OF_EACH = {name: next(case for gateway, case in payloads() if gateway == name) for name, _ in payloads()}
WITH_TEXT = [name for name, case in payloads() if case in ("text", "batch")]


def shown(received: Received) -> dict[str, Any]:
    return {
        "messages": [
            {"message_id": m.message_id, "sender": m.sender, "text": m.text, "sent_at": m.sent_at}
            for m in received.messages
        ],
        "reports": [
            {"message_id": r.message_id, "delivered": r.delivered, "detail": r.detail} for r in received.reports
        ],
    }


@pytest.mark.parametrize(("gateway", "case"), payloads())
def test_a_payload_becomes_what_its_file_says(bench: Bench, gateway: str, case: str) -> None:
    channel, told = bench.channel(gateway), payload(gateway, case)
    request = request_of(gateway, told["request"])
    if told.get("malformed"):
        with pytest.raises(PayloadError) as refused:
            received_by(channel, request)
        assert not isinstance(refused.value, ForgedError)
        return
    received = received_by(channel, request)
    expected = told.get("messages", [])
    for message, wanted in zip(received.messages, expected, strict=True):
        assert message.account == ACCOUNT
        assert message.sender == wanted["sender"]
        assert message.text == wanted["text"]
        assert message.sent_at == (datetime.fromisoformat(wanted["sent_at"]) if "sent_at" in wanted else bench.clock())
        assert message.message_id == wanted.get("message_id", message.message_id)
        assert message.message_id.startswith(wanted.get("message_id_prefix", ""))
    assert shown(received)["reports"] == told.get("reports", [])
    assert bool(received.broken) == told.get("kept", False)
    assert received.reply.status == 200
    if "reply" in told:
        assert received.reply.body == told["reply"]


@pytest.mark.parametrize("gateway", WITH_TEXT)
def test_the_same_payload_twice_bears_the_same_ids(bench: Bench, gateway: str) -> None:
    channel = bench.channel(gateway)
    case = next(case for name, case in payloads() if name == gateway and case in ("text", "batch"))
    request = request_of(gateway, payload(gateway, case)["request"])
    first = received_by(channel, request)
    bench.clock.advance(timedelta(hours=3))
    assert first.messages
    again = received_by(channel, request)
    assert [message.message_id for message in again.messages] == [message.message_id for message in first.messages]


GARBLED: dict[str, tuple[str, dict[str, Any]]] = {
    "fields named otherwise": ("africastalking", {"form": {"msisdn": "081255500101", "body": "lampu mati", "id": "1"}}),
    "no text": ("africastalking", {"form": {"from": "081255500101", "id": "1"}}),
    "JSON to a form": ("africastalking", {"json": {"from": "081255500101", "text": "lampu mati", "id": "1"}}),
    "a query to a form": ("africastalking", {"query": {"from": "081255500101", "text": "lampu mati", "id": "1"}}),
    "a form to a query": ("zenziva", {"form": {"from": "081255500101", "text": "lampu mati", "date": "1"}}),
    "another batch": ("jsongate", {"json": {"data": {"messages": [[{"body": "lampu mati"}]]}}}),
    "no batch": ("jsongate", {"json": {"data": {"items": [{"body": "lampu mati"}]}}}),
    "Kannel without the text": ("kannel", {"query": {"from": "+6281255500101", "id": "1"}}),
    "Twilio without the text": ("twilio", {"form": {"MessageSid": "SM1", "SmsStatus": "received", "From": "+628125"}}),
    "Twilio without the sender": ("twilio", {"form": {"MessageSid": "SM1", "SmsStatus": "received", "Body": "mati"}}),
    "Infobip with another name": (
        "infobip",
        {"json": {"results": [{"messageId": "1", "from": "6281255500101", "message": "lampu mati"}]}},
    ),
    "Vonage with another name": ("vonage", {"json": {"message_uuid": "1", "channel": "sms", "content": "lampu mati"}}),
    "another post than gammu's": ("gammu", {"json": {"messages": [{"text": "lampu mati"}]}}),
    "a sender who is no number": ("africastalking", {"form": {"from": "Warga", "text": "lampu mati", "id": "1"}}),
}


@pytest.mark.parametrize("case", GARBLED)
def test_what_may_hold_somebodys_words_is_never_just_ignored(bench: Bench, case: str) -> None:
    gateway, told = GARBLED[case]
    channel, request = bench.channel(gateway), request_of(gateway, told)
    channel.verify(request)
    try:
        received = channel.receive(request)
    except PayloadError:
        return
    assert not received.messages
    assert received.broken


def test_a_monitors_bare_call_is_not_kept(bench: Bench) -> None:
    received = received_by(bench.channel("zenziva"), request_of("zenziva", {"query": {}}))
    assert (list(received.messages), list(received.broken)) == ([], [])


def test_without_an_id_the_same_words_at_another_time_are_another_text(bench: Bench) -> None:
    channel = bench.channel("zenziva")
    texts = [{"from": "081255500101", "text": "ya", "date": date} for date in ("2026-11-22 08:42", "2026-11-22 08:43")]
    ids = [received_by(channel, request_of("zenziva", {"query": text})).messages[0].message_id for text in texts]
    again = received_by(channel, request_of("zenziva", {"query": texts[0]})).messages[0].message_id
    assert ids[0] != ids[1]
    assert again == ids[0]


def test_an_endless_id_is_shortened_and_stays_unique(bench: Bench) -> None:
    channel = bench.channel("africastalking")
    form = payload("africastalking", "text")["request"]["form"]
    ids = [
        received_by(channel, request_of("africastalking", {"form": {**form, "id": "x" * 5000 + end}}))
        .messages[0]
        .message_id
        for end in "ab"
    ]
    assert len(set(ids)) == 2
    assert max(map(len, ids)) <= 255


# --- forged ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gateway", "case"), payloads())
def test_an_unsigned_payload_is_forged(bench: Bench, gateway: str, case: str) -> None:
    with pytest.raises(ForgedError):
        received_by(bench.channel(gateway), request_of(gateway, payload(gateway, case)["request"], signed=False))


@pytest.mark.parametrize("gateway", [name for name, kind in KINDS.items() if "token" in kind.secrets])
@pytest.mark.parametrize("token", ["", "falsch", TOKEN[:-1], TOKEN + "x", "ťoken", "\x00"])
def test_a_wrong_token_is_forged(bench: Bench, gateway: str, token: str) -> None:
    request = HookRequest("POST", f"{PUBLIC_URL}/webhooks/{ACCOUNT}", {}, {"token": token}, {}, b"{}", "127.0.0.1")
    with pytest.raises(ForgedError):
        received_by(bench.channel(gateway), request)


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic =", "Bearer x", "Basic dXNlcg==", "\x00"])
def test_broken_basic_credentials_are_forged(bench: Bench, header: str) -> None:
    request = HookRequest("POST", PUBLIC_URL, {"authorization": header}, {}, {}, b"{}", "127.0.0.1")
    with pytest.raises(ForgedError):
        received_by(bench.channel("infobip"), request)


@pytest.mark.parametrize("remote", ["192.0.2.7", "::1", "", "somewhere"])
def test_a_call_from_an_address_that_is_not_on_the_list_is_forged(bench: Bench, remote: str) -> None:
    request = replace(request_of("kannel", payload("kannel", "text")["request"]), remote=remote)
    with pytest.raises(ForgedError):
        received_by(bench.channel("kannel"), request)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "Bearer",
        "Bearer x.y.z",
        f"Basic {vonage_token(b'{}')}",
        f"Bearer {vonage_token(b'{}', secret='another-secret-of-32-bytes-or-more!!')}",
        f"Bearer {vonage_token(b'other')}",
        f"Bearer {vonage_token(b'{}', iss='Somebody')}",
        f"Bearer {vonage_token(b'{}', payload_hash=None)}",
        f"Bearer {vonage_token(b'{}', payload_hash=7)}",
        f"Bearer {jwt.encode({'iss': 'Vonage'}, SIGNATURE_SECRET, algorithm='HS256')}",
        f"Bearer {jwt.encode({'iss': 'Vonage', 'payload_hash': 'x'}, '', algorithm='none')}",
    ],
)
def test_a_wrong_vonage_token_is_forged(bench: Bench, token: str) -> None:
    request = HookRequest("POST", PUBLIC_URL, {"authorization": token}, {}, {}, b"{}", "127.0.0.1")
    with pytest.raises(ForgedError):
        received_by(bench.channel("vonage"), request)


@pytest.mark.parametrize(
    "change",
    [
        {"url": "https://lapor.example.id/webhooks/other"},
        {"url": "http://lapor.example.id/webhooks/sms"},
        {"form": {**payload("twilio", "text")["request"]["form"], "Body": "lain"}},
        {"form": {**payload("twilio", "text")["request"]["form"], "Extra": "1"}},
    ],
)
def test_what_twilio_did_not_sign_is_forged(bench: Bench, change: dict[str, Any]) -> None:
    request = replace(request_of("twilio", payload("twilio", "text")["request"]), **change)
    with pytest.raises(ForgedError):
        received_by(bench.channel("twilio"), request)


# The check holds up to Twilio's own, whatever is signed: see https://www.twilio.com/docs/usage/security
@given(
    url=st.sampled_from(
        [
            "https://a.example/webhooks/sms",
            "https://a.example:443/webhooks/sms",
            "http://a.example:8080/webhooks/sms?x=1&y=%20",
            "https://a.example/webhooks/sms?bodySHA256=x",
        ]
    ),
    form=st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=5),
    secret=st.text(min_size=1, max_size=12),
    algorithm=st.sampled_from(["HMAC_SHA1", "HMAC_SHA256"]),
)
def test_signatures_are_those_of_twilios_own_validator(
    url: str, form: dict[str, str], secret: str, algorithm: str
) -> None:
    validator = RequestValidator(secret)
    assert sign(secret, url, form, algorithm) == validator.compute_signature(url, form, algorithm)


@pytest.mark.parametrize(
    "signed", ["https://lapor.example.id:443/webhooks/sms", "https://lapor.example.id/webhooks/sms"]
)
@pytest.mark.parametrize(
    "called", ["https://lapor.example.id:443/webhooks/sms", "https://lapor.example.id/webhooks/sms"]
)
@pytest.mark.parametrize("algorithm", ["", "HMAC_SHA1", "HMAC_SHA256"])
def test_twilio_may_sign_with_the_port_or_without_it(bench: Bench, signed: str, called: str, algorithm: str) -> None:
    form = payload("twilio", "text")["request"]["form"]
    headers = {
        "x-twilio-signature": RequestValidator(AUTH_TOKEN).compute_signature(signed, form, algorithm or None),
        "x-twilio-webhooks-signature-settings": f"key=webhooks_sharedkey_1,algorithm={algorithm}" if algorithm else "",
    }
    request = HookRequest("POST", called, headers, {}, form, b"", "127.0.0.1")
    assert received_by(bench.channel("twilio"), request).messages


# --- hostile -----------------------------------------------------------------------------------------

_word = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.sampled_from(["+6281255500101", "0812", "\x00", "9" * 5000, "1e400", "-1", "٣", "\ud800", "+" * 300]),
)
_tree = st.recursive(
    _word,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_sent = [payload(*name)["request"] for name in payloads()]
_kinds_of_fields = [part for told in _sent for part in (told.get("query"), told.get("form"), told.get("json")) if part]
_names = sorted({name for part in _kinds_of_fields if isinstance(part, dict) for name in part})
_json_like = st.dictionaries(st.sampled_from(_names), _tree, max_size=8) | _tree


def survives(channel: SmsChannel, gateway: str, request: HookRequest) -> None:
    """Taken, ignored or refused: nothing else, and what is taken can be stored."""
    try:
        received = received_by(channel, KINDS[gateway].sign(request))
    except PayloadError:
        return
    for message in received.messages:
        message.model_dump_json().encode()
        assert "\0" not in message.text + message.message_id
        assert len(message.message_id) <= 255
        assert message.sender.startswith("+")
    for report in received.reports:
        assert "\0" not in report.message_id + (report.detail or "")


@pytest.fixture(scope="module")
def channels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SmsChannel]:
    """Built once: Hypothesis asks a lot."""
    return {name: Bench(tmp_path_factory.mktemp(name)).channel(name) for name in KINDS}


hostile = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.parametrize("gateway", KINDS)
@hostile
@given(body=st.binary(max_size=200) | st.sampled_from([b"", b"[" * 200_000, b'{"results":' * 3000, b"\xff\xfe{}"]))
def test_any_bytes_are_survived(channels: dict[str, SmsChannel], gateway: str, body: bytes) -> None:
    channel = channels[gateway]
    survives(channel, gateway, HookRequest("POST", PUBLIC_URL, {}, {}, {}, body, "127.0.0.1"))


@pytest.mark.parametrize("gateway", KINDS)
@hostile
@given(data=_json_like)
def test_any_json_is_survived(channels: dict[str, SmsChannel], gateway: str, data: Any) -> None:
    channel = channels[gateway]
    body = json.dumps(data).encode()
    survives(channel, gateway, HookRequest("POST", PUBLIC_URL, {}, {}, {}, body, "127.0.0.1"))
    for wrapped in ({"results": data}, {"results": [data]}, {"texts": [data]}, {"data": {"messages": [data]}}):
        request = HookRequest("POST", PUBLIC_URL, {}, {}, {}, json.dumps(wrapped).encode(), "127.0.0.1")
        survives(channel, gateway, request)


_fields = st.dictionaries(
    st.sampled_from(_names) | st.text(max_size=5),
    _word.map(lambda w: str(w).encode("utf-8", "replace").decode()),
    max_size=10,
)


@pytest.mark.parametrize("gateway", KINDS)
@hostile
@given(fields=_fields)
def test_any_fields_are_survived(channels: dict[str, SmsChannel], gateway: str, fields: dict[str, str]) -> None:
    channel = channels[gateway]
    survives(channel, gateway, request_of(gateway, {"query": fields}, signed=False))
    survives(channel, gateway, request_of(gateway, {"form": fields}, signed=False))


@pytest.mark.parametrize(("gateway", "case"), payloads())
def test_a_truncated_payload_is_survived(channels: dict[str, SmsChannel], gateway: str, case: str) -> None:
    channel = channels[gateway]
    request = request_of(gateway, payload(gateway, case)["request"], signed=False)
    for share in (3, 2):
        cut = replace(
            request,
            body=request.body[: len(request.body) // share],
            query=dict(list(request.query.items())[: len(request.query) // share]),
            form=dict(list(request.form.items())[: len(request.form) // share]),
        )
        survives(channel, gateway, cut)


# --- logs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gateway", "case"), payloads())
@pytest.mark.parametrize("signed", [True, False])
def test_neither_secrets_nor_words_reach_the_logs(
    bench: Bench, gateway: str, case: str, signed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    channel, told = bench.channel(gateway), payload(gateway, case)
    problem = ""
    with capture_logs() as logs, caplog.at_level("DEBUG"):
        try:
            received_by(channel, request_of(gateway, told["request"], signed=signed))
        except PayloadError as error:
            problem = f"{error!r} {error.__cause__!r}"
    written = f"{logs} {caplog.text} {problem}"
    hidden = [
        *KINDS[gateway].secrets.values(),
        "812555001",
        *(m["text"] for m in told.get("messages", []) if m["text"]),
    ]
    assert [word for word in hidden if word in written] == []
