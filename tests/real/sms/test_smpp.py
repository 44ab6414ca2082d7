"""Kannel's SMPP side against npm's `smpp` as the operator's SMSC: what is on the wire, and receipts."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bots.sms.texts import measure
from core.kernel.messages import Outbound
from core.storage.models import Conversation, SendState
from tests.real.sms.counterparts import BEARERBOX, HERE, SMPP_SMSC, TOKEN, Kannel, Tanggap, free_ports, process, until
from tests.real.sms.test_kannel import settings_for

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not BEARERBOX.exists(), reason="apt-get install kannel kannel-extras"),
]
SMPP = "smpp@0.5.1"


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("npm is not installed")
    folder = tmp_path_factory.mktemp("npm")
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), SMPP]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
    if done.returncode:
        pytest.skip(f"npm could not install {SMPP}: {done.stderr.strip()[-200:]}")
    return folder


class Smsc:
    def __init__(self, running: subprocess.Popen[str], log: Path) -> None:
        self._running = running
        self._log = log

    def told(self, *names: str) -> list[dict[str, Any]]:
        lines = [line for line in self._log.read_text().splitlines() if line.startswith("{")]
        return [event for event in map(json.loads, lines) if not names or names[0] in event]

    def deliver(self, sender: str, text: str, **fields: Any) -> None:
        pdu = {"source_addr": sender, "destination_addr": "1708", "text": text, **fields}
        assert self._running.stdin is not None
        self._running.stdin.write(json.dumps(pdu) + "\n")
        self._running.stdin.flush()


@pytest.fixture
def house(tmp_path: Path, modules: Path) -> Iterator[tuple[Tanggap, Smsc]]:
    web_port, admin, box, sendsms, smsc_port = free_ports(5)
    tanggap = Tanggap(tmp_path, settings_for(sendsms), {"password": "rahasia", "token": TOKEN}, web_port)
    kannel = Kannel(tmp_path, tanggap.hook, SMPP_SMSC, (admin, box, sendsms, smsc_port))
    script = modules / "smsc.js"
    shutil.copy(HERE / "smsc.js", script)
    log = tmp_path / "smsc.log"
    with process(["node", script, str(smsc_port)], log, stdin=subprocess.PIPE, cwd=modules) as running:
        smsc = Smsc(running, log)
        until(lambda: smsc.told("listening"), "the SMSC listens")
        try:
            kannel.start()
            tanggap.start()
            until(lambda: smsc.told("bound"), "Kannel binds")
            yield tanggap, smsc
        finally:
            kannel.close()
            tanggap.close()


def test_a_text_in_parts_is_one_message_and_its_answer_is_receipted(house: tuple[Tanggap, Smsc]) -> None:
    tanggap, smsc = house
    parts = ["lampu jalan mati di Jalan Panjang, sudah tiga minggu, ", "gelap sekali kalau malam"]
    for number, part in enumerate(parts, 1):
        smsc.deliver("6281255500101", part, udh=f"050003a7{len(parts):02}{number:02}", esm_class=0x40)
    rows = until(tanggap.inbound, "the text")
    assert [row.text for row in rows] == ["".join(parts)]
    until(lambda: tanggap.outbound() and tanggap.outbound()[-1].state is SendState.DELIVERED, "the receipt")
    assert {event["to"] for event in smsc.told("to")} == {"6281255500101"}
    assert all(event["coding"] == 0 for event in smsc.told("to")), "no answer needs UCS-2"


def test_a_text_that_needs_ucs2_arrives(house: tuple[Tanggap, Smsc]) -> None:
    tanggap, smsc = house
    smsc.deliver("6281255500102", "Halo “dunia” 👍", data_coding=8)
    rows = until(tanggap.inbound, "the text")
    assert rows[0].text == "Halo “dunia” 👍"


def test_long_answers_take_as_many_segments_as_were_booked(house: tuple[Tanggap, Smsc]) -> None:
    tanggap, smsc = house
    channel = tanggap.services.channels["sms"]
    for number, text in enumerate(["panjang " * 60, "文字" * 100]):
        before = len(smsc.told("to"))
        channel.send(Outbound(id=number, account="sms", address="+6281255500103", text=text.strip()))
        wanted = measure(text.strip()).segments
        until(lambda before=before, wanted=wanted: len(smsc.told("to")) >= before + wanted, "all segments")  # type: ignore[misc]
        sent = smsc.told("to")[before:]
        assert len(sent) == wanted
        assert "".join(event["text"] for event in sent) == text.strip()
        assert all(event["udh"] for event in sent)


def test_a_receipt_of_failure_is_recorded(house: tuple[Tanggap, Smsc]) -> None:
    tanggap, smsc = house
    smsc.deliver("6281255500104", "halo")
    until(lambda: tanggap.outbound() and tanggap.outbound()[-1].state is SendState.DELIVERED, "the first receipt")
    with tanggap.services.database.write() as session:
        conversation = session.get_one(Conversation, tanggap.inbound()[0].conversation_id)
        tanggap.services.outbox.queue_text(session, conversation, "GAGAL")
    until(lambda: tanggap.outbound()[-1].state is SendState.FAILED, "the receipt of failure")
