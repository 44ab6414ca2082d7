"""gammu-smsd from Debian, with its dummy modem: a folder stands in for the SIM card."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.sms import gammu_receive
from core.kernel.messages import Outbound
from core.storage.models import SendState
from tests.real.sms.counterparts import Tanggap, free_ports, process, until

SMSD = shutil.which("gammu-smsd")
pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(120),
    pytest.mark.skipif(SMSD is None, reason="apt-get install gammu-smsd"),
]
TOKEN = "smsd-posts-with-this"
BACKUP = """[SMSBackup000]
PDU = Deliver
SMSC = "+6281100000"
DateTime = 20261122T154256
State = UnRead
Number = "{number}"
Name = ""
Text00 = {text}
Coding = Unicode_No_Compression
Folder = 1
Length = {length}
Class = -1
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Tanggap, Path]]:
    folders = [f"sim/sms/{number}" for number in range(1, 6)] + ["in", "out", "sent", "error"]
    for name in folders:
        (tmp_path / name).mkdir(parents=True)
    (port,) = free_ports(1)
    tanggap = Tanggap(tmp_path, {"gateway": "gammu", "outbox": str(tmp_path / "out")}, {"token": TOKEN}, port)
    script = tmp_path / "sms.json"
    script.write_text(json.dumps({"url": tanggap.hook, "token": TOKEN, "spool": str(tmp_path / "waiting")}))
    run = f"{sys.executable} {gammu_receive.__file__} {script}"
    (tmp_path / "smsdrc").write_text(f"""
[gammu]
device = {tmp_path}/sim
connection = none
model = dummy
[smsd]
service = files
inboxpath = {tmp_path}/in/
outboxpath = {tmp_path}/out/
sentsmspath = {tmp_path}/sent/
errorsmspath = {tmp_path}/error/
logfile = {tmp_path}/smsd.log
runonreceive = {run}
runonfailure = {run} --failed
commtimeout = 1
receivefrequency = 1
loopsleep = 1
""")
    try:
        tanggap.start()
        with process([str(SMSD), "-c", tmp_path / "smsdrc"], tmp_path / "smsd.out"):
            yield tanggap, tmp_path
    finally:
        tanggap.close()


def arrive(folder: Path, number: str, text: str, place: int = 1) -> None:
    words = BACKUP.format(number=number, text=text.encode("utf-16-be").hex().upper(), length=len(text))
    partial = folder / "partial"
    partial.write_text(words)
    partial.rename(folder / "sim" / "sms" / "1" / str(place))


def test_a_text_comes_in_and_its_answer_goes_out(house: tuple[Tanggap, Path]) -> None:
    tanggap, folder = house
    arrive(folder, "+6281255500101", "lampu jalan mati “é”")
    rows = until(tanggap.inbound, "the text", 40)
    assert rows[0].text == "lampu jalan mati “é”"
    sent = until(lambda: list((folder / "sent").iterdir()), "the answer leaves the modem", 40)
    assert "+6281255500101" in sent[0].name
    assert tanggap.outbound()[0].state is SendState.SENT
    log = (folder / "smsd.log").read_text(errors="replace")
    assert "Transmitted" in log
    assert [row.provider_id for row in rows] == [path.name for path in (folder / "in").iterdir()]


def test_a_long_answer_is_sent_in_parts_by_smsd(house: tuple[Tanggap, Path]) -> None:
    tanggap, folder = house
    message = Outbound(id=7, account="sms", address="+6281255500102", text="panjang " * 50)
    assert tanggap.services.channels["sms"].send(message) == "sms-7"
    until(lambda: list((folder / "sent").iterdir()), "the answer leaves the modem", 40)
    until(lambda: "(total: 3)" in (folder / "smsd.log").read_text(errors="replace"), "three parts")
