"""Two processes that serve one city count attempts together, in a real Redis."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.support.house import House
from webhooks import create_app

REDIS = shutil.which("redis-server")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(REDIS is None, reason="apt-get install redis-server"),
]


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """The URL of a server of this test's own."""
    assert REDIS is not None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = (REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        end = time.monotonic() + 30
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert time.monotonic() < end, "redis-server does not listen"
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}"
        running.terminate()


def test_who_goes_from_one_process_to_the_other_is_counted_once(redis: str, tmp_path: Path) -> None:
    house = House(tmp_path / "house")
    server = house.config.server.model_copy(update={"limits": redis})
    config = house.config.model_copy(update={"server": server})
    browsers = [create_app(House(tmp_path / name, config).services).test_client() for name in ("one", "two")]
    statuses = [browsers[n % 2].get("/lacak?nomor=K7M4-2XPR").status_code for n in range(31)]
    assert statuses[:30] == [HTTPStatus.NOT_FOUND] * 30
    assert statuses[30] == HTTPStatus.TOO_MANY_REQUESTS
