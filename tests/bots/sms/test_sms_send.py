"""The request that each gateway is sent, what becomes of its answers, and what it may cost."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import jwt
import pytest
from structlog.testing import capture_logs

from core.kernel.errors import BlockedError, FinalError, RetryableError, SendError
from core.kernel.messages import Button, ButtonKind, MediaKind, MediaRef, Outbound
from tests.bots.sms.gateways import ACCOUNT, KINDS, PUBLIC_URL, TOKEN, Bench, public_key

TO = "+6281255500101"
ACCEPTED: Mapping[str, tuple[int, Any]] = {
    "kannel": (202, "0: Accepted for delivery"),
    "twilio": (201, {"sid": "SM1", "status": "queued"}),
    "vonage": (202, {"message_uuid": "uuid-1"}),
    "infobip": (200, {"messages": [{"messageId": "sms-7", "status": {"groupId": 1, "name": "PENDING_ACCEPTED"}}]}),
    "africastalking": (
        201,
        {"SMSMessageData": {"Recipients": [{"statusCode": 101, "messageId": "ATXid_1", "status": "Success"}]}},
    ),
    "jsongate": (200, "OK"),
    "zenziva": (200, {"messageId": 991, "to": "081255500101", "status": "1", "text": "Success"}),
}
IDS = {
    "kannel": "sms-7",
    "twilio": "SM1",
    "vonage": "uuid-1",
    "infobip": "sms-7",
    "africastalking": "ATXid_1",
    "jsongate": "sms-7",
    "zenziva": "991",
}


def response(status: int, body: Any, headers: Mapping[str, str] | None = None) -> httpx.Response:
    return httpx.Response(status, headers=headers, text=body if isinstance(body, str) else json.dumps(body))


def reply(text: str = "Laporan diterima.", *buttons: Button, number: int = 7) -> Outbound:
    return Outbound(id=number, account=ACCOUNT, address=TO, text=text, buttons=buttons)


def form(request: httpx.Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.content.decode()).items()}


def send(bench: Bench, gateway: str, message: Outbound | None = None, **settings: Any) -> httpx.Request:
    bench.answer = lambda request: response(*ACCEPTED[gateway])
    assert bench.channel(gateway, **settings).send(message or reply()) == IDS[gateway]
    return bench.requests[-1]


def test_kannel_is_posted_the_text_with_a_url_for_its_report(bench: Bench) -> None:
    request = send(bench, "kannel")
    assert (request.method, str(request.url)) == ("POST", "http://127.0.0.1:13013/cgi-bin/sendsms")
    assert request.headers["x-kannel-username"] == "warga"
    assert request.headers["x-kannel-password"] == "kannel-password"
    assert request.headers["x-kannel-to"] == TO
    assert request.headers["x-kannel-from"] == "1708"
    assert "x-kannel-coding" not in request.headers
    assert request.headers["x-kannel-dlr-mask"] == "19"
    back = f"{PUBLIC_URL}/webhooks/{ACCOUNT}?token={TOKEN}&ref=sms-7&dlr=%d&answer=%A"
    assert request.headers["x-kannel-dlr-url"] == back
    assert request.content.decode() == "Laporan diterima."


def test_without_a_public_address_no_report_is_asked_for(bench: Bench) -> None:
    for gateway in ("kannel", "twilio", "infobip"):
        request = send(bench, gateway, public_url=None)
        assert "webhooks" not in f"{request.headers} {request.content.decode()}"


def test_twilio_is_posted_a_form(bench: Bench) -> None:
    request = send(bench, "twilio")
    assert str(request.url) == f"https://api.twilio.com/2010-04-01/Accounts/AC{'0' * 32}/Messages.json"
    assert base64.b64decode(request.headers["authorization"][6:]).decode() == f"AC{'0' * 32}:twilio-auth-token"
    assert form(request) == {
        "To": TO,
        "From": "+6285574670100",
        "Body": "Laporan diterima.",
        "StatusCallback": f"{PUBLIC_URL}/webhooks/{ACCOUNT}",
    }


def test_twilio_may_send_by_a_messaging_service(bench: Bench) -> None:
    sent = form(send(bench, "twilio", messaging_service_sid="MG1", sender=None))
    assert sent["MessagingServiceSid"] == "MG1"
    assert "From" not in sent


@pytest.mark.parametrize(("text", "encoding"), [("Laporan diterima.", "text"), ("报告已收到", "unicode")])
def test_vonage_is_posted_json_with_a_token_of_the_application(bench: Bench, text: str, encoding: str) -> None:
    request = send(bench, "vonage", reply(text))
    assert str(request.url) == "https://api.nexmo.com/v1/messages"
    assert json.loads(request.content) == {
        "message_type": "text",
        "channel": "sms",
        "to": "6281255500101",
        "from": "6285574670100",
        "text": text,
        "client_ref": "sms-7",
        "sms": {"encoding_type": encoding},
    }
    token = request.headers["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, public_key(), algorithms=["RS256"], options={"verify_exp": False, "verify_iat": False})
    assert claims["application_id"] == KINDS["vonage"].settings["application_id"]
    assert claims["exp"] > claims["iat"] == int(bench.clock().timestamp())


def test_infobip_is_posted_json_with_our_id(bench: Bench) -> None:
    request = send(bench, "infobip")
    assert str(request.url) == "https://abc123.api.infobip.com/sms/3/messages"
    assert request.headers["authorization"] == "App infobip-api-key"
    assert json.loads(request.content) == {
        "messages": [
            {
                "sender": "1708",
                "destinations": [{"to": "6281255500101", "messageId": "sms-7"}],
                "content": {"text": "Laporan diterima."},
                "webhooks": {
                    "delivery": {"url": f"{PUBLIC_URL}/webhooks/{ACCOUNT}?token={TOKEN}"},
                    "contentType": "application/json",
                },
            }
        ]
    }


def test_a_described_gateway_is_sent_what_its_description_says(bench: Bench) -> None:
    request = send(bench, "africastalking", reply("{key} {to}"))
    assert request.headers["apikey"] == "africas-talking-key"
    expected = {"username": "tanggap", "to": TO, "message": "{key} {to}", "from": "1708"}
    assert form(request) == expected, "braces of a text are no placeholders"
    assert form(send(bench, "zenziva"))["to"] == "081255500101"
    assert json.loads(send(bench, "jsongate").content) == {
        "to": ["6281255500101"],
        "local": "081255500101",
        "body": {"text": "Laporan diterima.", "ref": "sms-7"},
    }


def test_gammu_finds_a_whole_file_in_its_outbox(bench: Bench) -> None:
    channel = bench.channel("gammu")
    assert channel.send(reply("“Siap”", number=9)) == "sms-9"
    bench.clock.advance(timedelta(microseconds=5))
    assert channel.send(reply("kedua", number=10)) == "sms-10"
    first, second = sorted((bench.folder / "outbox").iterdir())
    assert first.name == f"OUTC20260105_020000_000000_{TO}_sms-9.txtd"
    assert second.name == f"OUTC20260105_020000_000005_{TO}_sms-10.txtd"
    assert first.read_bytes().decode("utf-16") == '"Siap"'


def test_a_full_outbox_is_tried_again(bench: Bench) -> None:
    channel = bench.channel("gammu")
    (bench.folder / "outbox").rmdir()
    with pytest.raises(RetryableError):
        channel.send(reply())


# --- errors ------------------------------------------------------------------------------------------

EVERYWHERE: list[tuple[int, Any, type[SendError]]] = [
    (500, "", RetryableError),
    (502, "<html>", RetryableError),
    (429, {}, RetryableError),
    (401, {}, RetryableError),
    (403, "Authorization failed for sendsms", RetryableError),
    (404, {}, FinalError),
    (400, "[" * 100_000, FinalError),
]
PARTICULAR: list[tuple[str, int, Any, type[SendError]]] = [
    ("kannel", 503, "Temporal failure, try again later.", RetryableError),
    ("kannel", 400, "Missing receiver(s) number(s), rejected", FinalError),
    ("twilio", 400, {"code": 21610, "message": "Attempt to send to unsubscribed recipient"}, BlockedError),
    ("twilio", 400, {"code": 21211, "message": "Invalid 'To' Phone Number"}, FinalError),
    ("twilio", 200, {}, FinalError),
    ("vonage", 402, {"title": "Low balance"}, RetryableError),
    (
        "vonage",
        422,
        {"title": "Invalid params", "detail": "The value of one or more parameters is invalid."},
        FinalError,
    ),
    (
        "infobip",
        200,
        {"messages": [{"messageId": "x", "status": {"groupId": 5, "name": "REJECTED_NETWORK"}}]},
        FinalError,
    ),
    ("infobip", 200, {"messages": []}, FinalError),
    ("africastalking", 201, '{"SMSMessageData":{"Recipients":[{"statusCode": 406}]}}', BlockedError),
    ("africastalking", 201, '{"SMSMessageData":{"Recipients":[{"statusCode": 405}]}}', RetryableError),
    ("africastalking", 201, '{"SMSMessageData":{"Recipients":[{"statusCode": 403}]}}', FinalError),
    ("zenziva", 200, {"status": "5", "text": "userkey / passkey salah"}, FinalError),
]
ALL = PARTICULAR + [(name, *rest) for name in ACCEPTED for rest in EVERYWHERE]


@pytest.mark.parametrize(("gateway", "status", "body", "kind"), ALL)
def test_an_answer_becomes_the_error_that_fits(
    bench: Bench, gateway: str, status: int, body: Any, kind: type[SendError]
) -> None:
    bench.answer = lambda request: response(status, body)
    with pytest.raises(SendError) as raised:
        bench.channel(gateway).send(reply())
    assert type(raised.value) is kind
    assert bench.book.spent == 0, "what did not leave costs nothing"
    told = f"{raised.value!r} {raised.value.__cause__!r}"
    assert [secret for secret in KINDS[gateway].secrets.values() if secret in told] == []


@pytest.mark.parametrize("gateway", ACCEPTED)
@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError])
def test_a_gateway_out_of_reach_is_tried_again(bench: Bench, gateway: str, error: type[httpx.TransportError]) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error(f"no way to {request.url}")

    bench.answer = fail
    with pytest.raises(RetryableError) as raised:
        bench.channel(gateway).send(reply())
    assert "no way" not in str(raised.value)


@pytest.mark.parametrize(("header", "wait"), [("17", 17.0), ("", None), ("Wed, 21 Oct 2026 07:28:00 GMT", None)])
def test_the_gateways_wish_when_to_try_again_is_respected(bench: Bench, header: str, wait: float | None) -> None:
    bench.answer = lambda request: response(429, {}, {"retry-after": header})
    with pytest.raises(RetryableError) as raised:
        bench.channel("twilio").send(reply())
    assert raised.value.retry_after == wait


# --- cost --------------------------------------------------------------------------------------------


def test_segments_are_booked_and_a_ceiling_holds_until_midnight_in_the_city(bench: Bench) -> None:
    bench.answer = lambda request: response(*ACCEPTED["kannel"])
    channel = bench.channel("kannel", ceiling=3)
    channel.send(reply("a" * 161))
    channel.send(reply())
    assert bench.book.spent == 3
    with capture_logs() as logs, pytest.raises(RetryableError) as raised:
        channel.send(reply())
    assert raised.value.retry_after is not None
    again = bench.clock() + timedelta(seconds=raised.value.retry_after)
    assert again == datetime.fromisoformat("2026-01-06T00:00:01+07:00")
    assert [line["event"] for line in logs] == ["sms.ceiling_reached"]
    assert len(bench.requests) == 2


@pytest.mark.parametrize("kept_from_waiting", [{"essential": True}, {"by_person": True}])
def test_a_reached_ceiling_lets_out_what_must_not_wait(bench: Bench, kept_from_waiting: dict[str, bool]) -> None:
    bench.answer = lambda request: response(*ACCEPTED["kannel"])
    channel = bench.channel("kannel", ceiling=1)
    channel.send(reply())
    with pytest.raises(RetryableError):
        channel.send(reply())
    assert channel.send(reply().model_copy(update=kept_from_waiting))
    assert bench.book.spent == 2, "it is booked all the same"


# --- whom it goes to ---------------------------------------------------------------------------------


def to(address: str, **fields: bool) -> Outbound:
    return reply().model_copy(update={"address": address, **fields})


@pytest.mark.parametrize("address", ["+6588123456", "+447400123456", "+12025550123", "+881612345678", "+8835100012345"])
def test_numbers_elsewhere_are_answered_by_a_person_only(bench: Bench, address: str) -> None:
    bench.answer = lambda request: response(*ACCEPTED["kannel"])
    channel = bench.channel("kannel")
    with capture_logs() as logs, pytest.raises(FinalError, match="countries"):
        channel.send(to(address, essential=True))
    assert (bench.requests, bench.book.spent) == ([], 0)
    assert address not in str(logs)
    assert channel.send(to(address, by_person=True))


@pytest.mark.parametrize(
    ("settings", "answered"),
    [
        ({}, {"+6281255500101"}),
        ({"countries": ["ID", "SG"]}, {"+6281255500101", "+6588123456"}),
        ({"countries": ["SG"]}, {"+6588123456"}),
        ({"region": "SG"}, {"+6588123456"}),
    ],
)
def test_the_countries_that_are_listed_are_answered(bench: Bench, settings: Any, answered: set[str]) -> None:
    bench.answer = lambda request: response(*ACCEPTED["kannel"])
    channel, went = bench.channel("kannel", **settings), set()
    for address in ("+6281255500101", "+6588123456", "+12025550123"):
        try:
            channel.send(to(address))
        except FinalError:
            continue
        went.add(address)
    assert went == answered


@pytest.mark.parametrize(
    "address",
    [
        *("+628091234567", "+621500123", "+19005551234", "+18445550123"),
        *("+62804123456", "+6280912345678", "+62807123456", "+62800123456", "+6280112345"),  # of no table's length
    ],
)
def test_a_number_that_is_not_known_as_a_persons_is_never_answered(bench: Bench, address: str) -> None:
    bench.answer = lambda request: response(*ACCEPTED["kannel"])
    channel = bench.channel("kannel", countries=["ID", "US"])
    with pytest.raises(FinalError, match="service"):
        channel.send(to(address, by_person=True))


@pytest.mark.parametrize("address", ["+628315550101", "+6289955501011", "+6285012345678", "+62215550101"])
def test_whatever_a_mobile_or_fixed_number_begins_with_it_is_answered(bench: Bench, address: str) -> None:
    bench.answer = lambda request: response(*ACCEPTED["kannel"])
    assert bench.channel("kannel").send(to(address))


def test_typography_does_not_make_a_reply_dearer(bench: Bench) -> None:
    request = send(bench, "kannel", reply("🚨 Tulis “petugas” — atau ‘batal’… • Café Ünïçödé"))
    assert request.content.decode() == "Tulis \"petugas\" - atau 'batal'... - Café Üniçödé".replace("ç", "c")
    assert "x-kannel-coding" not in request.headers


def test_choices_are_numbered_as_the_dialogue_counts_them(bench: Bench) -> None:
    buttons = (
        Button(id="loc", label="Kirim lokasi", kind=ButtonKind.LOCATION),
        Button(id="a", label="Kebon Jeruk"),
        Button(id="b", label="Kebon Sirih"),
    )
    request = send(bench, "kannel", reply("Yang mana?", *buttons))
    assert request.content.decode() == "Yang mana?\n1 Kebon Jeruk, 2 Kebon Sirih"


def test_choices_that_the_text_names_are_not_repeated(bench: Bench) -> None:
    text = "Balas YA utk kirim, UBAH, atau BATAL."
    buttons = tuple(Button(id=label, label=label) for label in ("Kirim", "Ubah", "Batal"))
    assert send(bench, "kannel", reply(text, *buttons)).content.decode() == text


def test_a_very_long_text_leaves_in_pieces_and_no_piece_twice(bench: Bench) -> None:
    failures = [False, True, False, False]
    bench.answer = lambda request: response(503, "") if failures.pop(0) else response(*ACCEPTED["kannel"])
    channel, message = bench.channel("kannel"), reply("kata " * 700)
    with pytest.raises(RetryableError):
        channel.send(message)
    assert channel.send(message) == "sms-7"
    sent = [request.content.decode() for request in bench.requests]
    assert len(sent) == 4
    assert sent[1] == sent[2], "the one that failed"
    assert " ".join([sent[0], *sent[2:]]).split() == ["kata"] * 700
    references = [request.headers["x-kannel-dlr-url"].split("ref=")[1].split("&")[0] for request in bench.requests]
    assert references == ["sms-7.0", "sms-7.1", "sms-7.1", "sms-7"]


def test_an_sms_has_nothing_to_fetch(bench: Bench) -> None:
    with pytest.raises(FinalError):
        bench.channel("kannel").fetch(MediaRef(kind=MediaKind.PHOTO, ref=str(Path("x"))))
