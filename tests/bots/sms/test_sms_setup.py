"""Accounts as config.yml has them, and whole conversations through the web application."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask
from sqlalchemy import select

import bots.sms
from bots.shared.frame import build_channels
from bots.sms import GATEWAYS, gammu_receive
from core.config import Account
from core.intake.inbox import Ledger
from core.kernel.errors import ConfigError
from core.running.sweep import sweep
from core.storage.models import InboundMessage, OutboundMessage, SendState, Ticket
from tests.bots.sms.gateways import AFRICAS_TALKING, KINDS, TOKEN, Bench
from tests.support.house import House
from tests.support.serving import serve
from webhooks.hooks import hooks


def build(house: House, environment: Mapping[str, str], **accounts: Mapping[str, Any]) -> Any:
    config = house.config.model_copy(
        update={"channels": {name: Account(kind="sms", **keys) for name, keys in accounts.items()}}
    )
    services = house.services
    ledger = Ledger(services.database, config.zone, house.clock)
    return build_channels(
        config, environment, media=services.media, vault=services.vault, ledger=ledger, clock=house.clock
    )


def test_an_account_asks_for_the_secrets_of_its_gateway(house: House) -> None:
    twilio, kannel = KINDS["twilio"].settings, KINDS["kannel"].settings
    environment = {"TANGGAP_SMS_0811_AUTH_TOKEN": "x"}
    channels, findings = build(house, environment, sms_0811=twilio, sms_1708=kannel, sms_lain=AFRICAS_TALKING)
    assert list(channels) == ["sms_0811"]
    assert [finding.ready for finding in findings] == [True, False, False]
    assert "TANGGAP_SMS_1708_PASSWORD, TANGGAP_SMS_1708_TOKEN" in findings[1].text
    assert "TANGGAP_SMS_LAIN_TOKEN, TANGGAP_SMS_LAIN_KEY" in findings[2].text


@pytest.mark.parametrize(
    ("settings", "words"), [({}, "sms: ready, but channels.sms.ceiling is not set"), ({"ceiling": 9}, "sms: ready")]
)
def test_a_ceiling_is_asked_for_where_none_is_set(house: House, settings: Mapping[str, Any], words: str) -> None:
    environment = {f"TANGGAP_SMS_{secret}": "x" for secret in ("PASSWORD", "TOKEN")}
    _, findings = build(house, environment, sms={**KINDS["kannel"].settings, **settings})
    assert findings[0].ready
    assert findings[0].text.startswith(words)
    assert ("but" in findings[0].text) == (not settings)


def test_two_accounts_of_one_kind_run_at_once(house: House) -> None:
    environment = {f"TANGGAP_{name}_{secret}": "x" for name in ("A", "B") for secret in ("PASSWORD", "TOKEN")}
    channels, _ = build(house, environment, a=KINDS["kannel"].settings, b=KINDS["kannel"].settings)
    assert sorted(channels) == ["a", "b"]


@pytest.mark.parametrize(
    ("gateway", "change", "key"),
    [
        ("kannel", {"gateway": "kanel"}, "channels.sms.gateway"),
        ("kannel", {"gateway": None}, "channels.sms.gateway"),
        ("kannel", {"url": "13013"}, "channels.sms.url"),
        ("kannel", {"ceiling": 0}, "channels.sms.ceiling"),
        ("kannel", {"countries": ["Indonesia"]}, "channels.sms.countries.0"),
        ("kannel", {"replies_per_hour": 0}, "channels.sms.replies_per_hour"),
        ("kannel", {"allow_from": ["everywhere"]}, "channels.sms.allow_from.0"),
        ("kannel", {"colour": "red"}, "channels.sms.colour"),
        ("twilio", {"account_sid": "AC1"}, "channels.sms.account_sid"),
        ("twilio", {"sender": None}, "channels.sms.sender"),
        ("jsongate", {"receive": {"fields": {"sender": "a", "text": "b"}}}, "channels.sms.receive.fields"),
        ("jsongate", {"send": {"url": "https://x.example", "fields": {"a": "{kunci}"}}}, "channels.sms.send"),
        ("jsongate", {"send": {"url": "https://x.example", "fields": {}, "success": "("}}, "channels.sms.send.success"),
    ],
)
def test_a_wrong_setting_is_named(bench: Bench, gateway: str, change: Mapping[str, Any], key: str) -> None:
    with pytest.raises(ConfigError) as raised:
        bench.channel(gateway, **change)
    assert raised.value.key == key


def test_a_private_key_that_is_none_is_said_at_the_start(house: House) -> None:
    environment = {"TANGGAP_SMS_SIGNATURE_SECRET": "x", "TANGGAP_SMS_PRIVATE_KEY": "x"}
    with pytest.raises(ConfigError, match="PEM"):
        build(house, environment, sms=KINDS["vonage"].settings)


def test_every_connector_is_small() -> None:
    sizes = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in Path(bots.sms.__path__[0]).glob("*.py")
    }
    assert {name: size for name, size in sizes.items() if size >= 250} == {}
    assert {f"{name}.py" for name in GATEWAYS} <= set(sizes)


# --- through the web application ---------------------------------------------------------------------


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def web(house: House, bench: Bench, told: list[str]) -> Flask:
    def answer(request: httpx.Request) -> httpx.Response:
        told.append(request.content.decode())
        return httpx.Response(202, text="0: Accepted for delivery")

    bench.answer = answer
    bench.clock = house.clock
    house.channels["sms"] = bench.channel("kannel")  # type: ignore[assignment]
    app = Flask(__name__)
    app.register_blueprint(hooks(house.services))
    return app


def write(web: Flask, text: str, message_id: str, **fields: str) -> int:
    query = {"token": TOKEN, "id": message_id, "from": "081255500101", "ts": "1795362161", "text": text, **fields}
    return web.test_client().get("/webhooks/sms", query_string=query).status_code


def test_a_report_a_status_and_a_delivery_report_by_sms(house: House, web: Flask, told: list[str]) -> None:
    lines = ["lampu jalan mati sejak kemarin", "Jalan Panjang, kelurahan Kebon Jeruk"]
    for number, line in enumerate(lines):
        assert write(web, line, f"a{number}") == 200
    for number in range(6):
        with house.services.database.read() as session:
            if session.scalars(select(Ticket)).first():
                break
        assert write(web, "lewati" if "foto" in told[-1].lower() else "ya", f"b{number}") == 200
    with house.services.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
        sent = session.scalars(select(OutboundMessage).order_by(OutboundMessage.id.desc())).first()
    assert ticket.kelurahan == "Kebon Jeruk"
    assert sent is not None
    assert sent.state is SendState.SENT
    report = {"token": TOKEN, "ref": str(sent.provider_id), "dlr": "1", "answer": ""}
    assert web.test_client().get("/webhooks/sms", query_string=report).status_code == 200
    with house.services.database.read() as session:
        assert session.get_one(OutboundMessage, sent.id).state is SendState.DELIVERED
    assert write(web, "STATUS", "c1") == 200
    assert ticket.number in told[-1]
    assert all(text.isascii() for text in told), "nothing that would cost more"


def kept_texts(house: House) -> list[str]:
    with house.services.database.read() as session:
        return list(session.scalars(select(InboundMessage.text).order_by(InboundMessage.id)))


def test_a_text_from_elsewhere_is_kept_and_not_answered(house: House, web: Flask, told: list[str]) -> None:
    for number, sender in enumerate(("+6588123456", "+12025550123", "628091234567")):
        assert write(web, "lampu jalan mati", f"e{number}", **{"from": sender}) == 200
    for number, sender in enumerate(("TELKOMSEL", "97800", "1708", "")):
        assert write(web, "Selamat! Anda menang", f"f{number}", **{"from": sender}) in (200, 400)
    assert kept_texts(house) == ["lampu jalan mati"] * 3
    assert told == []
    kept = [row.problem for row in house.services.inbox.kept()]
    assert sum("no telephone number" in problem for problem in kept) == 3, "a person may have written them"
    with house.services.database.read() as session:
        assert set(session.scalars(select(OutboundMessage.state))) == {SendState.FAILED}


def test_a_number_that_writes_without_end_gets_twenty_replies_an_hour(
    house: House, web: Flask, told: list[str]
) -> None:
    for number in range(60):
        assert write(web, "status", f"s{number}") == 200
    assert len(told) == 20
    assert len(kept_texts(house)) == 60
    for _ in range(4):
        house.clock.advance(timedelta(hours=1, seconds=1))
        for _ in range(3):
            sweep(house.services, house.waker)
    assert len(told) == 60, "what waited was not lost"


def test_a_reached_ceiling_lets_out_emergencies_and_ticket_numbers(
    house: House, bench: Bench, web: Flask, told: list[str]
) -> None:
    house.channels["sms"] = bench.channel("kannel", ceiling=1, replies_per_hour=1000)  # type: ignore[assignment]
    assert write(web, "halo", "a0") == 200
    before = len(told)
    assert write(web, "halo", "b0", **{"from": "081255500102"}) == 200
    assert told[before:] == []
    assert write(web, "kebakaran di gang kami", "c0", **{"from": "081255500103"}) == 200
    assert "112" in told[-1]
    sender = {"from": "081255500104"}
    for number, line in enumerate(("lampu jalan mati sejak kemarin", "kelurahan Kebon Jeruk", "lewati", "ya", "ya")):
        assert write(web, line, f"d{number}", **sender) == 200
    with house.services.database.read() as session:
        [ticket] = session.scalars(select(Ticket)).all()
    assert ticket.number in told[-1], "though the questions before it still wait"
    reached, bench.book.spent = len(told), 0
    house.clock.advance(timedelta(hours=23))  # past midnight in the city, where it was nine in the morning
    sweep(house.services, house.waker)
    assert len(told) == reached + 1, "one that waited, and then the next day's ceiling is reached"


def test_forged_broken_and_repeated_calls_leave_one_message(house: House, web: Flask) -> None:
    assert write(web, "lampu mati", "a1", token="salah") == 403
    assert write(web, "lampu mati", "a1", **{"from": ""}) == 400
    assert [write(web, "lampu mati", "a1") for _ in range(3)] == [200, 200, 200]
    assert write(web, "DISKON", "a2", **{"from": "PROMO"}) == 200
    with house.services.database.read() as session:
        assert [message.provider_id for message in session.scalars(select(InboundMessage))] == ["a1"]


@pytest.mark.parametrize(("dlr", "state"), [("1", SendState.DELIVERED), ("2", SendState.FAILED)])
def test_a_delivery_report_may_overtake_the_gateways_answer(
    house: House, bench: Bench, web: Flask, dlr: str, state: SendState
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        query = request.headers["x-kannel-dlr-url"].partition("?")[2].replace("%d", dlr).replace("%A", "")
        assert web.test_client().get(f"/webhooks/sms?{query}").status_code == 200
        return httpx.Response(202, text="0: Accepted for delivery")

    bench.answer = answer
    assert write(web, "halo", "a1") == 200
    with house.services.database.read() as session:
        rows = session.scalars(select(OutboundMessage)).all()
    assert [row.state for row in rows] == [state]


# --- the script of gammu-smsd ------------------------------------------------------------------------


@pytest.fixture
def posted() -> list[Any]:
    return []


@pytest.fixture
def hook(posted: list[Any]) -> Iterator[tuple[str, list[int]]]:
    """A webhook that answers what is in the list, then 200."""
    answers: list[int] = []

    def application(environ: Mapping[str, Any], start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        status = answers.pop(0) if answers else 200
        if status == 200:
            posted.append((environ["HTTP_X_TANGGAP_TOKEN"], json.loads(body)))
        start_response(f"{status} X", [("Content-Length", "0")])
        return [b""]

    with serve(application) as url:
        yield url, answers


def run(tmp_path: Path, url: str, *arguments: str, **environment: str) -> int:
    settings = tmp_path / "sms.json"
    settings.write_text(json.dumps({"url": url, "token": TOKEN, "spool": str(tmp_path / "spool")}))
    command = [sys.executable, gammu_receive.__file__, str(settings), *arguments]
    return subprocess.run(command, env=environment, check=False, timeout=30).returncode


def test_smsds_script_posts_a_text_and_a_failure(tmp_path: Path, hook: Any, posted: list[Any]) -> None:
    long = {
        "SMS_MESSAGES": "2",
        "SMS_1_NUMBER": "+6281255500101",
        "SMS_1_TEXT": "bagian satu ",
        "SMS_2_NUMBER": "+6281255500101",
        "SMS_2_TEXT": "bagian dua",
        "DECODED_PARTS": "1",
        "DECODED_1_TEXT": "bagian satu bagian dua",
    }
    assert run(tmp_path, hook[0], "IN1_00.txt", "IN1_01.txt", **long) == 0
    short = {"SMS_MESSAGES": "1", "SMS_1_NUMBER": "+6281255500102", "SMS_1_TEXT": "“ya”", "DECODED_PARTS": "0"}
    assert run(tmp_path, hook[0], "IN2_00.txt", **short) == 0
    assert run(tmp_path, hook[0], "--failed", "OUTC1_sms-7.txtd") == 0
    assert {token for token, _ in posted} == {TOKEN}
    texts = [text for _, body in posted for text in body.get("texts", [])]
    assert [(text["id"], text["number"], text["text"]) for text in texts] == [
        ("IN1_00.txt", "+6281255500101", "bagian satu bagian dua"),
        ("IN2_00.txt", "+6281255500102", "“ya”"),
    ]
    assert posted[-1][1] == {"failed": ["OUTC1_sms-7.txtd"]}
    assert list((tmp_path / "spool").iterdir()) == []


def test_smsds_script_keeps_what_can_not_be_posted(tmp_path: Path, hook: Any, posted: list[Any]) -> None:
    url, answers = hook
    answers += [503, 403]
    text = {"SMS_MESSAGES": "1", "SMS_1_NUMBER": "+6281255500101", "SMS_1_TEXT": "satu"}
    assert run(tmp_path, url, "IN1.txt", **text) == 1
    assert run(tmp_path, "http://127.0.0.1:9/", "IN2.txt", **text) == 1
    assert run(tmp_path, url, "IN3.txt", **text) == 1
    assert run(tmp_path, url, "--flush") == 0
    assert [body["texts"][0]["id"] for _, body in posted] == ["IN1.txt", "IN2.txt", "IN3.txt"], "in their order"


def test_smsds_script_sets_aside_what_is_refused(tmp_path: Path, hook: Any, posted: list[Any]) -> None:
    url, answers = hook
    answers += [400]
    assert run(tmp_path, url, "IN1.txt", SMS_MESSAGES="1", SMS_1_NUMBER="x", SMS_1_TEXT="y") == 0
    assert [path.suffix for path in (tmp_path / "spool").iterdir()] == [".refused"]
