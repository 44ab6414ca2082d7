"""Starts telemelya with the Redis and the S3 that it wants, all on loopback, in an environment of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.house import ROOT

REDIS = shutil.which("redis-server")
UV = ROOT / ".uv" / "bin" / "uv"
PACKAGES = ("telemelya==0.2.2", "moto[server]==5.2.5")
"""In an environment of their own: what they ask for must not hold back what Tanggap runs with."""
KEY = "key-of-the-test"


def until(look: Callable[[], object], what: str, deadline_s: float = 30) -> None:
    end = time.monotonic() + deadline_s
    while not look():
        assert time.monotonic() < end, f"waited {deadline_s:.0f} s in vain: {what}"
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def _process(
    command: Sequence[str | Path], port: int, folder: Path, more: Mapping[str, str] | None = None
) -> Iterator[None]:
    name = Path(command[0]).name
    with (folder / f"{name}-{port}.log").open("w") as log:
        running = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(more or {})},
        )
    try:
        until(lambda: _listens(port) or running.poll() is not None, f"{name} listens")
        assert running.poll() is None, (folder / f"{name}-{port}.log").read_text()
        yield
    finally:
        running.terminate()
        try:
            running.wait(8)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait(8)


@contextmanager
def telemelya(folder: Path) -> Iterator[str]:
    """Answers its base URL."""
    environment = folder / "venv"
    subprocess.run([UV, "venv", "--quiet", "--python", ROOT / ".venv" / "bin" / "python", environment], check=True)
    python = environment / "bin" / "python"
    subprocess.run([UV, "pip", "install", "--quiet", "--python", python, *PACKAGES], check=True)
    redis, s3, api = _free_port(), _free_port(), _free_port()
    settings = {
        "MOCK_SERVER_HOST": "127.0.0.1",
        "MOCK_SERVER_PORT": str(api),
        "REDIS_URL": f"redis://127.0.0.1:{redis}/0",
        "MINIO_ENDPOINT": f"127.0.0.1:{s3}",
        "AUTH_KEYS": KEY,
    }
    assert REDIS is not None
    with ExitStack() as stack:
        run = stack.enter_context
        run(
            _process([REDIS, "--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--dir", folder], redis, folder)
        )
        run(_process([environment / "bin" / "moto_server", "-H", "127.0.0.1", "-p", str(s3)], s3, folder))
        run(_process([python, "-m", "telemelya.server.app"], api, folder, settings))
        yield f"http://127.0.0.1:{api}"
