"""The client against a real HTTP server on loopback that answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from nlu.client import Circuit, Entity, Guess, NluClient, NluUnavailable
from nlu.text.regular import MAX_CHARS

ANSWER: dict[str, Any] = {
    "text": "lampu mati di jl kenanga",
    "intent": {"name": "report", "confidence": 0.9},
    "intent_ranking": [{"name": "report", "confidence": 0.9}, {"name": "greet", "confidence": 0.1}],
    "entities": [
        {"entity": "place", "value": "jl kenanga", "start": 14, "end": 24, "confidence_entity": 0.8, "extractor": "X"}
    ],
    "kind": {"name": "complaint", "confidence": 0.97},
    "kind_ranking": [{"name": "complaint", "confidence": 0.97}, {"name": "information", "confidence": 0.03}],
    "category": {"name": "lampu_jalan", "confidence": 0.95},
    "category_ranking": [{"name": "lampu_jalan", "confidence": 0.95}, {"name": "pohon", "confidence": 0.02}],
    "decision": {"category": "commit", "kind_clear": True, "act_clear": True},
    "model": "nlu-1.tar.gz",
}


class Server:
    """Answers every request with ``status`` and ``body``; remembers the paths."""

    def __init__(self) -> None:
        self.status = 200
        self.body: bytes | None = json.dumps(ANSWER).encode()
        self.batch = True
        self.paths: list[str] = []
        self.texts: list[str] = []
        self.authorization: str | None = None
        self.release = threading.Event()
        self.slow = False
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                content = json.loads(self.rfile.read(length))
                outer.paths.append(self.path)
                outer.texts += content["texts"] if "texts" in content else [content["text"]]
                outer.authorization = self.headers["Authorization"]
                if outer.slow:
                    outer.release.wait(5)
                status, body = outer.status, outer.body or b""
                if self.path == "/model/parse_many":
                    if outer.batch:
                        body = json.dumps([{**ANSWER, "text": t} for t in content["texts"]]).encode()
                    else:
                        status, body = 404, b"{}"
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.release.set()
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def reason_of(client: NluClient) -> str:
    with pytest.raises(NluUnavailable) as caught:
        client.parse("halo")
    return caught.value.reason


def test_an_answer_becomes_a_parse(server: Server) -> None:
    parse = NluClient(server.url).parse("lampu mati di jl kenanga")
    assert parse.act == Guess("report", 0.9)
    assert [guess.name for guess in parse.kinds] == ["complaint", "information"]
    assert parse.categories[0] == Guess("lampu_jalan", 0.95)
    assert parse.entities == (Entity("place", "jl kenanga", 14, 24, 0.8),)
    assert (parse.category_decision, parse.kind_clear, parse.act_clear) == ("commit", True, True)
    assert parse.model == "nlu-1.tar.gz"


def test_a_plain_rasa_server_will_do_and_the_bot_then_asks(server: Server) -> None:
    server.body = json.dumps({"intent": {"name": "greet", "confidence": 0.7}, "entities": []}).encode()
    parse = NluClient(server.url).parse("halo")
    assert parse.act == Guess("greet", 0.7)
    assert parse.categories == ()
    assert parse.category_decision == "ask_open"


def test_many_texts_are_one_request(server: Server) -> None:
    assert len(NluClient(server.url).parse_many(["satu", "dua", "tiga"])) == 3
    assert server.paths == ["/model/parse_many"]
    assert NluClient(server.url).parse_many([]) == []


def test_many_texts_are_asked_one_by_one_where_the_server_has_no_batches(server: Server) -> None:
    server.batch = False
    client = NluClient(server.url)
    assert len(client.parse_many(["satu", "dua"])) == 2
    assert len(client.parse_many(["tiga"])) == 1
    assert server.paths == ["/model/parse_many", *["/model/parse"] * 3]


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (500, b"{}", "refused"),
        (400, b"{}", "refused"),
        (200, b"not json", "garbled"),
        (200, b"[]", "garbled"),
        (200, b'{"intent": 3}', "garbled"),
        (200, b'{"entities": [{"entity": "place"}]}', "garbled"),
    ],
)
def test_a_useless_answer_is_one_typed_error(server: Server, status: int, body: bytes, reason: str) -> None:
    server.status, server.body = status, body
    assert reason_of(NluClient(server.url)) == reason


def test_a_server_that_is_away_is_unreachable(server: Server) -> None:
    server.stop()
    assert reason_of(NluClient(server.url)) == "unreachable"


def test_a_slow_server_is_given_up(server: Server) -> None:
    server.slow = True
    assert reason_of(NluClient(server.url, timeout_s=0.05)) == "timeout"


def test_after_some_failures_the_server_is_left_alone_and_then_tried_again(server: Server) -> None:
    clock = Clock()
    seen: list[str] = []
    rested: list[bool] = []
    client = NluClient(
        server.url, failures=2, rest_s=10, clock=clock, observer=lambda outcome, seconds: seen.append(outcome)
    )
    server.status = 500
    assert [reason_of(client) for _ in range(4)] == ["refused", "refused", "resting", "resting"]
    assert len(server.paths) == 2
    rested.append(client.resting)
    clock.now = 11
    assert reason_of(client) == "refused"
    assert reason_of(client) == "resting"
    server.status = 200
    clock.now = 22
    assert client.parse("halo").act.name == "report"
    assert client.parse("halo").act.name == "report"
    assert seen == [*["refused"] * 2, *["resting"] * 2, "refused", "resting", "ok", "ok"]
    assert [*rested, client.resting] == [True, False]


def test_an_answer_that_makes_no_sense_counts_as_a_failure(server: Server) -> None:
    seen: list[str] = []
    client = NluClient(server.url, failures=1, observer=lambda outcome, seconds: seen.append(outcome))
    server.body = b'{"intent": 3}'
    assert [reason_of(client), reason_of(client)] == ["garbled", "resting"]
    assert seen == ["garbled", "resting"]


def test_only_one_caller_tries_while_the_circuit_is_open() -> None:
    clock = Clock()
    circuit = Circuit(1, 10, clock)
    circuit.failed()
    assert not circuit.may_call()
    clock.now = 10
    assert circuit.may_call()
    assert not circuit.may_call()
    circuit.succeeded()
    assert circuit.may_call()
    assert circuit.may_call()


# --- what is sent ------------------------------------------------------------------------------------


def test_the_secret_goes_into_a_header_and_into_no_address(server: Server) -> None:
    NluClient(server.url, token="rahasia").parse("halo")
    assert server.authorization == "Bearer rahasia"
    assert server.paths == ["/model/parse"]


def test_without_a_secret_none_is_sent(server: Server) -> None:
    NluClient(server.url).parse("halo")
    assert server.authorization is None


@pytest.mark.parametrize("text", ["a" * 20_000, "sampah " * 3_000, "\U0001f600" * 20_000])
def test_of_a_long_text_only_what_a_model_reads_is_sent(server: Server, text: str) -> None:
    client = NluClient(server.url)
    client.parse(text)
    client.parse_many([text, "halo"])
    assert [len(sent) for sent in server.texts] == [MAX_CHARS, MAX_CHARS, 4]
    assert server.texts[0].startswith(text[:2_000])
