"""Starts the understanding as its own process, in its own environment, and starts it again if it dies."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import httpx

HOME = Path(__file__).parent
INTERPRETER = HOME / ".venv" / "bin" / "python"
_START_WITHIN_S = 60.0
_LOOK_EVERY_S = 2.0


class NluProcessError(Exception):
    """The process could not be started; the message says what to do."""


def run_module(module: str, *arguments: str, check: bool = True, stdout: IO[str] | None = None) -> int:
    """Run one of nlu's own commands (`nlu.train`, `nlu.evaluate`, …) in the foreground; answers its exit code."""
    command = _command(module, *arguments)
    code = subprocess.run(command, cwd=HOME.parent, env=_environment(), stdout=stdout, check=False).returncode
    if check and code:
        raise NluProcessError(f"{module} ended with {code}; its own words stand above")
    return code


def answers(url: str) -> bool:
    """Whether an NLU server is there."""
    try:
        return httpx.get(f"{url}/status", timeout=1.0).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class NluProcess:
    """`nlu.serve` on a port of its URL."""

    def __init__(self, url: str, log: Callable[[str], None]) -> None:
        self.url = url
        self._log = log
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers. Raises NluProcessError."""
        self._spawn()
        deadline = time.monotonic() + _START_WITHIN_S
        while not answers(self.url):
            if self._process is not None and self._process.poll() is not None:
                raise NluProcessError("the NLU process ended at once; its own words stand above")
            if time.monotonic() > deadline:
                self.stop()
                raise NluProcessError(f"the NLU process did not answer within {_START_WITHIN_S:.0f} s")
            time.sleep(0.05)
        threading.Thread(target=self._watch, name="nlu-watch", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def __enter__(self) -> NluProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _spawn(self) -> None:
        port = str(urlsplit(self.url).port or 80)
        self._process = subprocess.Popen(
            _command("nlu.serve", "--port", port),
            cwd=HOME.parent,
            env=_environment(),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _watch(self) -> None:
        while not self._stop.wait(_LOOK_EVERY_S):
            if self._process is not None and (code := self._process.poll()) is not None:
                self._log(f"the NLU process ended with {code}; it is started again")
                self._spawn()


def _command(module: str, *arguments: str) -> list[str]:
    if not INTERPRETER.exists():
        raise NluProcessError("the NLU's environment is missing; make it with `make install`")
    return [str(INTERPRETER), "-m", module, *arguments]


def _environment() -> dict[str, str]:
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **quiet}
