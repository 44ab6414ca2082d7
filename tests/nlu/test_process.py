"""Starting the understanding: with a small server in its place, which speaks as much of the protocol as is needed."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from nlu import process
from nlu.process import NluProcess, guards, status
from nlu.protocol import VARIABLE, credentials

STANDIN = """
import json, os, socket, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
token = os.environ["TANGGAP_NLU_TOKEN"]
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers["Authorization"] == f"Bearer {token}"
        body = json.dumps({"arguments": sys.argv, "environment": dict(os.environ), "pid": os.getpid()}).encode()
        self.send_response(200 if known else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
server = HTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
server.socket = socket.socket(fileno=int(sys.argv[sys.argv.index("--socket") + 1]))
server.serve_forever()
"""


class Said(list[str]):
    """What was logged, and a sign when there is something new."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = threading.Event()

    def __call__(self, text: str) -> None:
        self.append(text)
        self.heard.set()


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Said:
    script = tmp_path / "standin.py"
    script.write_text(STANDIN)
    monkeypatch.setattr(process, "_command", lambda _module, *arguments: [sys.executable, str(script), *arguments])
    monkeypatch.setattr(process, "_LOOK_EVERY_S", 0.02)
    monkeypatch.setenv("TANGGAP_SECRET_KEYS", "the city's")
    return Said()


@pytest.fixture
def started(said: Said) -> Iterator[NluProcess]:
    with NluProcess(0, said) as started:
        yield started


def look(started: NluProcess) -> dict[str, object]:
    found: dict[str, object] = httpx.get(started.url, headers=credentials(started.token), trust_env=False).json()
    return found


def test_it_answers_only_to_the_secret_of_its_run(started: NluProcess) -> None:
    assert guards(started.url, started.token)
    assert status(started.url, None) == HTTPStatus.UNAUTHORIZED
    assert not guards(started.url, "another")


def test_the_secret_is_handed_over_by_environment_and_no_other_secret_is(started: NluProcess) -> None:
    told = look(started)
    assert isinstance(told["environment"], dict)
    assert told["environment"][VARIABLE] == started.token
    assert started.token not in str(told["arguments"])
    assert "TANGGAP_SECRET_KEYS" not in told["environment"]


def test_every_start_makes_a_new_secret(said: Said) -> None:
    assert NluProcess(0, said).token != NluProcess(0, said).token


def test_one_that_died_is_started_again_on_the_same_socket(started: NluProcess, said: Said) -> None:
    os.kill(int(str(look(started)["pid"])), 9)
    assert said.heard.wait(60)
    assert "started again" in said[0]
    with httpx.Client(headers=credentials(started.token), timeout=60, trust_env=False) as client:
        assert client.get(started.url).status_code == HTTPStatus.OK


class _Open(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def left_over() -> Iterator[ThreadingHTTPServer]:
    """An NLU of another run, which answers to anybody."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Open) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_one_that_is_left_over_is_not_adopted(left_over: ThreadingHTTPServer, said: Said) -> None:
    port = left_over.server_address[1]
    assert not guards(f"http://127.0.0.1:{port}", "secret")
    with NluProcess(int(port), said) as started:
        assert started.url != f"http://127.0.0.1:{port}"
        assert guards(started.url, started.token)
    assert f"port {port} is taken" in said[0]
