"""Starts and stops real servers on loopback, and waits for them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select

from core.running.services import Services
from core.running.tasks import HueyWaker
from core.storage.models import InboundMessage, OutboundMessage
from tests.real.sms.web import build_all
from tests.support.house import ROOT

HERE = Path(__file__).parent
TOKEN = "kannel-calls-with-this"
BEARERBOX, SMSBOX = Path("/usr/sbin/bearerbox"), Path("/usr/sbin/smsbox")
FAKESMSC = Path("/usr/lib/kannel/test/fakesmsc")
_T = TypeVar("_T")


def until(look: Callable[[], _T], what: str, deadline_s: float = 30) -> _T:
    """The first answer that counts as true."""
    end = time.monotonic() + deadline_s
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {deadline_s:.0f} s in vain: {what}")


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def process(command: Sequence[str | Path], log: Path, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Runs until left; its output goes to a file."""
    with log.open("a") as output:
        options = {"stdout": output, "stderr": subprocess.STDOUT, "text": True, "cwd": ROOT, **options}
        running = subprocess.Popen([str(word) for word in command], **options)
        try:
            yield running
        finally:
            stop(running)


def stop(running: subprocess.Popen[str], how: signal.Signals = signal.SIGTERM) -> None:
    with suppress(ProcessLookupError):
        running.send_signal(how)
    try:
        running.wait(8)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait(8)


class Tanggap:
    """A Tanggap process with one SMS account, and a look into its database from here."""

    def __init__(self, folder: Path, settings: dict[str, Any], secrets: dict[str, str], port: int) -> None:
        self.folder = folder
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.hook = f"{self.url}/webhooks/sms"
        told = {
            "folder": str(folder),
            "port": port,
            "url": self.url,
            "settings": settings,
            "secrets": secrets,
        }
        self._file = folder / "web.json"
        self._file.write_text(json.dumps(told))
        self._running: subprocess.Popen[str] | None = None
        # The same services once more, to look and to act as an officer; what is queued here the process's sweep sends.
        self.services: Services = build_all(told, HueyWaker(folder / "tasks-of-the-test.db"))

    def start(self) -> None:
        log = (self.folder / "web.log").open("a")
        command = [sys.executable, "-m", "tests.real.sms.web", str(self._file)]
        self._running = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, text=True)
        log.close()
        until(self._answers, "the web process answers", 60)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """As a power cut does it."""
        assert self._running is not None
        os.kill(self._running.pid, signal.SIGKILL)
        self._running.wait(8)

    def close(self) -> None:
        if self._running is not None and self._running.poll() is None:
            stop(self._running)
        self.services.database.close()

    def count(self, *wanted: ColumnElement[bool], of: type[InboundMessage] | type[OutboundMessage]) -> int:
        """Cheap enough to be asked often."""
        with self.services.database.read() as session:
            return session.scalar(select(func.count()).select_from(of).where(*wanted)) or 0

    def inbound(self) -> list[InboundMessage]:
        with self.services.database.read() as session:
            return list(session.scalars(select(InboundMessage).order_by(InboundMessage.id)))

    def outbound(self) -> list[OutboundMessage]:
        with self.services.database.read() as session:
            return list(session.scalars(select(OutboundMessage).order_by(OutboundMessage.id)))


FAKE_SMSC = """group = smsc
smsc = fake
smsc-id = FAKE
host = 127.0.0.1
port = {port}
connect-allow-ip = 127.0.0.1
"""
SMPP_SMSC = """group = smsc
smsc = smpp
smsc-id = SMPP
host = 127.0.0.1
port = {port}
transceiver-mode = true
smsc-username = warga
smsc-password = secret
system-type = ""
interface-version = 34
source-addr-autodetect = true
"""


class Kannel:
    """bearerbox and smsbox, from Debian's packages."""

    def __init__(self, folder: Path, hook: str, smsc: str, ports: Sequence[int]) -> None:
        self.folder = folder
        self.admin, self.box, self.sendsms, self.smsc = ports
        self._stack = ExitStack()
        text = (HERE / "kannel.conf.in").read_text()
        values = {
            "ADMIN": self.admin,
            "BOX": self.box,
            "SENDSMS": self.sendsms,
            "RUN": folder,
            "HOOK": hook,
            "TOKEN": TOKEN,
            "SMSC": smsc.format(port=self.smsc),
        }
        for name, value in values.items():
            text = text.replace(f"@{name}@", str(value))
        self._conf = folder / "kannel.conf"
        self._conf.write_text(text)

    def start(self) -> None:
        self._box(BEARERBOX, self.box)
        self._box(SMSBOX, self.sendsms)

    def _box(self, program: Path, port: int) -> None:
        self._stack.enter_context(process([program, "-v", "4", self._conf], self.folder / f"{program.name}.out"))
        until(lambda: listens(port), f"{program.name} listens")

    def close(self) -> None:
        self._stack.close()

    @contextmanager
    def phones(self, *lines: str, count: int, interval: float = 0.02) -> Iterator[Path]:
        """fakesmsc sends so many of these (`from to text …`, picked at random), and writes what it gets to a file."""
        log = self.folder / "fakesmsc.log"
        command: list[str | Path] = [
            FAKESMSC,
            "-H",
            "127.0.0.1",
            "-r",
            str(self.smsc),
            "-i",
            str(interval),
            "-m",
            str(count),
            *lines,
        ]
        with process(command, log):
            yield log
