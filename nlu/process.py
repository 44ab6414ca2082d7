"""Starts the understanding as its own process, in its own environment, and starts it again if it dies.

This process holds the socket that the other one answers on, so that nobody else can take the port, not even while the
understanding starts anew; and it makes the secret that every request must bear.
"""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from secrets import token_urlsafe
from typing import IO

import httpx

from nlu.errors import NluProcessError
from nlu.protocol import VARIABLE, credentials

HOME = Path(__file__).parent
INTERPRETER = HOME / ".venv" / "bin" / "python"
_START_WITHIN_S = 60.0
_LOOK_EVERY_S = 2.0


def run_module(
    module: str,
    *arguments: str,
    check: bool = True,
    stdout: IO[str] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> int:
    """Run one of nlu's own commands (`nlu.training.train`, …) in the foreground. Returns its exit code."""
    command, given = _command(module, *arguments), _environment(secrets or {})
    code = subprocess.run(command, cwd=HOME.parent, env=given, stdout=stdout, check=False).returncode
    if check and code:
        raise NluProcessError(f"{module} ended with {code}; its own words stand above")
    return code


def guards(url: str, token: str) -> bool:
    """Whether there is an NLU server that knows the token: it answers requests with it, and none without."""
    return status(url, None) == httpx.codes.UNAUTHORIZED and status(url, token) == httpx.codes.OK


def status(url: str, token: str | None) -> int | None:
    """Returns the HTTP status of an NLU server (200, or 401 if the token is wrong); None if there is none."""
    try:
        # like the client: a proxy meant for the internet must not see the neighbour, nor its token
        return httpx.get(f"{url}/status", headers=credentials(token), timeout=1.0, trust_env=False).status_code
    except httpx.HTTPError:
        return None


class NluProcess:
    """`nlu.serving.serve` on a port of this machine: the given one if it is free, else any (port 0: any)."""

    def __init__(self, port: int, log: Callable[[str], None]) -> None:
        self._log = log
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket = self._listen(port)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.token = token_urlsafe(32)

    def _listen(self, port: int) -> socket.socket:
        try:
            return socket.create_server(("127.0.0.1", port))
        except OSError as error:
            self._log(f"port {port} is taken ({error.strerror}), perhaps by an NLU of an earlier run; another is used")
            return socket.create_server(("127.0.0.1", 0))

    def start(self) -> None:
        """Starts the process and waits until it answers. Raises NluProcessError."""
        self._spawn()
        deadline = time.monotonic() + _START_WITHIN_S
        while status(self.url, self.token) != httpx.codes.OK:
            if self._process is not None and self._process.poll() is not None:
                raise NluProcessError("the NLU process ended at once; its own words stand above")
            if time.monotonic() > deadline:
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
        self._socket.close()

    def __enter__(self) -> NluProcess:
        try:
            self.start()
        except NluProcessError:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _spawn(self) -> None:
        handle = self._socket.fileno()
        self._process = subprocess.Popen(
            _command("nlu.serving.serve", "--socket", str(handle)),
            cwd=HOME.parent,
            env=_environment({VARIABLE: self.token}),
            stdin=subprocess.PIPE,  # it ends when this closes
            stdout=subprocess.DEVNULL,
            pass_fds=(handle,),
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


def _environment(secrets: Mapping[str, str]) -> dict[str, str]:
    """Returns our environment without Tanggap's own secrets: the old packages that run there need none of them."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith("TANGGAP_")}
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
    return {**rest, **quiet, **secrets}
