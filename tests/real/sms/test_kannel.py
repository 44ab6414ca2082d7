"""Kannel as it comes from Debian (bearerbox, smsbox, and fakesmsc as the telephone network) against Tanggap."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.kernel.actor import Actor
from core.kernel.messages import Outbound
from core.kernel.states import Role
from core.storage.models import InboundMessage, OutboundMessage, SendState, Ticket
from core.tickets.steps import StartWork
from tests.real.sms.counterparts import (
    BEARERBOX,
    FAKE_SMSC,
    FAKESMSC,
    SMSBOX,
    TOKEN,
    Kannel,
    Tanggap,
    free_ports,
    until,
)

_missing = [str(program) for program in (BEARERBOX, SMSBOX, FAKESMSC) if not program.exists()]
pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(240),
    pytest.mark.skipif(bool(_missing), reason=f"apt-get install kannel kannel-extras ({', '.join(_missing)})"),
]
MANY = 1000
WITHIN_S = 170


def settings_for(sendsms: int) -> dict[str, Any]:
    return {
        "gateway": "kannel",
        "url": f"http://127.0.0.1:{sendsms}/cgi-bin/sendsms",
        "username": "warga",
        "sender": "1708",
        "allow_from": ["127.0.0.1/32"],
        "replies_per_hour": 1000,  # a few phones stand for a city
    }


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Tanggap, Kannel]]:
    web_port, admin, box, sendsms, smsc = free_ports(5)
    tanggap = Tanggap(tmp_path, settings_for(sendsms), {"password": "rahasia", "token": TOKEN}, web_port)
    kannel = Kannel(tmp_path, tanggap.hook, FAKE_SMSC, (admin, box, sendsms, smsc))
    try:
        kannel.start()
        tanggap.start()
        yield tanggap, kannel
    finally:
        kannel.close()
        tanggap.close()


def got(log: Path) -> list[str]:
    """The texts that reached the phones, as fakesmsc writes them down (a new line of a text is one of its own)."""
    found = re.findall(r"Got message \d+: <(.*?)>$", log.read_text("utf-8", "replace"), re.MULTILINE)
    return [urlplus(text) for text in found]


def urlplus(text: str) -> str:
    return text.replace("+", " ")


def ticket_of(tanggap: Tanggap) -> Ticket | None:
    with tanggap.services.database.read() as session:
        return session.scalars(select(Ticket)).first()


def all_delivered(tanggap: Tanggap) -> Callable[[], bool]:
    def look() -> bool:
        rows = tanggap.outbound()
        return bool(rows) and all(row.state is SendState.DELIVERED for row in rows)

    return look


def test_a_report_its_status_its_progress_and_the_delivery_reports(both: tuple[Tanggap, Kannel]) -> None:
    tanggap, kannel = both

    def say(text: str) -> str:
        """One text, until it is answered and the answer is with the phone; the answer."""
        before = len(tanggap.outbound())
        with kannel.phones(f"+6281255500101 1708 text {text}", count=1) as log:
            seen = len(got(log))
            until(lambda: len(tanggap.outbound()) > before, f"an answer to {text!r}")
            until(lambda: len(got(log)) > seen, "the answer at the phone")
            time.sleep(0.3)  # for the report of its delivery, which goes back over the same connection
            return tanggap.outbound()[-1].text

    answer = say("lampu jalan mati  sejak kemarin “é” €")
    assert tanggap.inbound()[0].text == "lampu jalan mati  sejak kemarin “é” €", "not one character is lost"
    for _ in range(8):
        if ticket_of(tanggap) is not None:
            break
        answer = say(
            "Jalan Panjang, kelurahan Kebon Jeruk"
            if "mana" in answer
            else "lewati"
            if "foto" in answer.lower()
            else "ya"
        )
    ticket = ticket_of(tanggap)
    assert ticket is not None
    assert ticket.kelurahan == "Kebon Jeruk"
    assert ticket.number in say("STATUS")
    before = len(tanggap.outbound())
    with kannel.phones("+6281255500199 1708 text x", count=0) as log:
        seen = len(got(log))
        with tanggap.services.database.write() as session:
            tanggap.services.workflow.move(session, ticket.number, StartWork(), Actor(Role.ADMINISTRATOR))
        until(lambda: len(got(log)) > seen, "the news of the progress at the phone")
    assert ticket.number in tanggap.outbound()[before].text
    until(all_delivered(tanggap), "a delivery report for every answer")


def test_a_thousand_texts_with_the_webhook_killed_in_the_middle(both: tuple[Tanggap, Kannel]) -> None:
    tanggap, kannel = both
    lines = [f"+62812555002{phone:02} 1708 text lampu jalan mati nomor {phone}" for phone in range(40)]

    def texts() -> int:
        return tanggap.count(of=InboundMessage)

    began = time.monotonic()
    with kannel.phones(*lines, count=MANY, interval=0.005) as log:
        until(lambda: texts() > MANY // 5, "a fifth of them", 90)
        tanggap.kill()
        at_the_kill = texts()
        time.sleep(2)  # an outage: Kannel goes on receiving, and calls in vain
        tanggap.start()
        try:
            until(lambda: texts() >= MANY, "all of them", WITHIN_S - (time.monotonic() - began))
        finally:
            print(f"\n{texts()} texts in {time.monotonic() - began:.1f} s, {at_the_kill} of them before the kill")
        # The killed workers' leases on their conversations must run out first, which takes 90 seconds.
        queued = OutboundMessage.state == SendState.QUEUED
        until(lambda: not tanggap.count(queued, of=OutboundMessage), "answers to all", 120)
        time.sleep(2)  # time for one too many
        answers = tanggap.outbound()
        until(lambda: len(got(log)) >= len(answers), "the answers at the phones", 30)
        rows = tanggap.inbound()
    states = Counter(row.state.value for row in answers)
    print(f"answers: {dict(states)}")
    assert len(rows) == MANY
    assert len({row.provider_id for row in rows}) == MANY
    assert at_the_kill < MANY
    assert set(states) <= {SendState.SENT, SendState.DELIVERED}


def test_texts_of_every_alphabet_and_length_arrive_whole(both: tuple[Tanggap, Kannel]) -> None:
    tanggap, kannel = both
    channel = tanggap.services.channels["sms"]
    texts = ["GSM: é ñ € [x] {y} ~", "文字 tidak ada di GSM", "panjang " * 120]
    with kannel.phones("+6281255500199 1708 text x", count=0) as log:
        until(lambda: "Connecting" in log.read_text(), "fakesmsc connects")
        for number, text in enumerate(texts):
            message = Outbound(id=number, account="sms", address="+6281255500101", text=text)
            assert channel.send(message) == f"sms-{number}"
        until(lambda: len(got(log)) >= 2 + 7, "all segments")
    shown = "\n".join(got(log))
    assert texts[0] in shown
    assert "ucs-2" in shown
