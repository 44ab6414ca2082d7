"""Who calls, seen through reverse proxies: a real server with the settings of `tanggap run`, on loopback."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import waitress
from flask import Flask, request
from pydantic import ValidationError

from bots.shared.frame import build_channels
from core.config import Account, Config, Server
from core.intake.inbox import Ledger
from core.kernel.ports import Channel
from core.kernel.states import Role
from tests.support.site import PASSWORD, Officer, Site
from webhooks import create_app
from webhooks.hooks import hooks
from webhooks.proxies import Proxies, read_address
from webhooks.security import caller
from webhooks.serving import HEADER_LIMIT, SILENCE_S, server_settings

MISSING = "/lacak?nomor=K7M4-2XPR"
LOOPBACK = ("127.0.0.1", "::1")


@contextmanager
def served(app: Any, server: Server) -> Iterator[tuple[Any, int]]:
    """A waitress server made as `tanggap run` makes it, but for the port."""
    made = waitress.create_server(app, **{**server_settings(server), "port": 0})
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    try:
        yield made, made.effective_port
    finally:
        made.task_dispatcher.shutdown()
        made.asyncore.close_all(made._map)
        thread.join(5)


def ask(port: int, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def server(*proxies: str) -> Server:
    return Server.model_validate({"proxies": proxies})


@pytest.fixture(scope="module")
def echo() -> Flask:
    """Answers with what the application sees."""
    app = Flask("echo")

    @app.get("/")
    def seen() -> str:
        told = [name for name in request.headers.keys() if "forwarded" in name.lower()]  # noqa: SIM118
        return f"{request.remote_addr} {request.scheme} {request.host} {' '.join(told)}".strip()

    return app


def seen(echo: Flask, server: Server, headers: Mapping[str, str]) -> str:
    with served(Proxies(echo.wsgi_app, server.proxies), server) as (_, port):
        status, text = ask(port, "/", {"Host": "inside:8000", **headers})
    assert status == HTTPStatus.OK
    return text


FORGED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "Forwarded": "for=203.0.113.9;proto=https;host=evil.example",
}


@pytest.mark.parametrize("proxies", [(), ("10.1.2.3",), ("10.0.0.0/8", "::1")])
def test_a_stranger_is_not_believed(echo: Flask, proxies: tuple[str, ...]) -> None:
    assert seen(echo, server(*proxies), FORGED) == "127.0.0.1 http inside:8000"


def test_address_scheme_and_host_come_from_the_proxy(echo: Flask) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "lapor.example"}
    assert seen(echo, server(*LOOPBACK), headers) == "203.0.113.9 https lapor.example"


@pytest.mark.parametrize(
    ("told", "caller"),
    [
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the left one was written by the caller
        ("127.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9, 10.1.0.7", "203.0.113.9"),  # two proxies of ours
        ("198.51.100.1,203.0.113.9,10.1.0.7,10.1.0.8", "203.0.113.9"),
        ("203.0.113.9, 10.2.0.7", "10.2.0.7"),  # a proxy that nobody named
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:DB8::7]:4711", "2001:db8::7"),
        ('"[2001:db8::7]"', "2001:db8::7"),
        ("198.51.100.1, 2001:db8::7", "2001:db8::7"),
        ("203.0.113.9:4711", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "127.0.0.1"),
        (",", "127.0.0.1"),
        ("unknown", "127.0.0.1"),
        ("_hidden, 10.1.0.7", "10.1.0.7"),
        ("203.0.113.9, <script>", "127.0.0.1"),
        ("203.0.113.9, 10.1.0.7, 1.2.3", "127.0.0.1"),
        ("256.1.1.1", "127.0.0.1"),
        ("203.0.113.9\t", "203.0.113.9"),
        ("203.0.113.9 198.51.100.1", "127.0.0.1"),
        ("10.1.0.7, 10.1.0.8", "10.1.0.7"),  # nobody but proxies: the outermost
        ("x" * 9000, "127.0.0.1"),
    ],
)
def test_the_caller_is_the_nearest_hop_that_is_no_proxy_of_ours(echo: Flask, told: str, caller: str) -> None:
    assert seen(echo, server(*LOOPBACK, "10.1.0.0/28"), {"X-Forwarded-For": told}).split()[0] == caller


@pytest.mark.parametrize(
    ("headers", "scheme_and_host"),
    [
        ({"X-Forwarded-Proto": "javascript", "X-Forwarded-Host": "a b"}, "http inside:8000"),
        ({"X-Forwarded-Proto": "", "X-Forwarded-Host": ""}, "http inside:8000"),
        ({"X-Forwarded-Proto": "HTTPS", "X-Forwarded-Host": "lapor.example:8443"}, "https lapor.example:8443"),
        (
            {"X-Forwarded-Proto": "http, https", "X-Forwarded-Host": "evil.example, lapor.example"},
            "https lapor.example",
        ),
        ({"X-Forwarded-Host": "lapor.example/@evil"}, "http inside:8000"),
        ({"X-Forwarded-Host": "[2001:db8::7]:8443"}, "http [2001:db8::7]:8443"),
        ({"X-Forwarded-Port": "1", "X-Forwarded-Prefix": "/x", "X-Forwarded-By": "x"}, "http inside:8000"),
    ],
)
def test_what_is_no_scheme_or_host_changes_nothing(
    echo: Flask, headers: Mapping[str, str], scheme_and_host: str
) -> None:
    assert seen(echo, server(*LOOPBACK), headers) == f"127.0.0.1 {scheme_and_host}"


def test_of_two_proxies_the_outermost_says_scheme_and_host(echo: Flask) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9, 10.1.0.7", "X-Forwarded-Proto": "https, http"}
    assert seen(echo, server(*LOOPBACK, "10.1.0.7"), headers) == "203.0.113.9 https inside:8000"


@pytest.mark.parametrize(
    "text", ["127.1", "0x7f000001", "localhost", "1.2.3.4/32", "[::1", "::1]", "1.2.3.4:", "٣.1.1.1"]
)
def test_what_only_looks_like_an_address_is_none(text: str) -> None:
    assert read_address(text) is None


def test_everybody_can_not_be_trusted() -> None:
    with pytest.raises(ValidationError, match="everybody"):
        server("0.0.0.0/0")


# --- what hangs on the address ----------------------------------------------------------------------


@pytest.fixture
def behind_one_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, int]]:
    """The whole application behind a proxy on this machine."""
    config = server(*LOOPBACK)
    site = Site(tmp_path, monkeypatch, server=config)
    with served(site.app, config) as (_, port):
        yield site, port
    site.services.database.close()


def citizen(n: int, *forged: str) -> dict[str, str]:
    return {"X-Forwarded-For": ", ".join((*forged, f"203.0.113.{n}"))}


def test_behind_one_proxy_a_hundred_citizens_are_a_hundred_addresses(behind_one_proxy: tuple[Site, int]) -> None:
    _, port = behind_one_proxy
    assert {ask(port, MISSING, citizen(n))[0] for n in range(1, 101)} == {HTTPStatus.NOT_FOUND}


def test_behind_a_proxy_one_citizen_stays_one_whatever_he_claims(behind_one_proxy: tuple[Site, int]) -> None:
    _, port = behind_one_proxy
    statuses = [ask(port, MISSING, citizen(7, f"198.51.100.{n}"))[0] for n in range(31)]
    assert statuses == [HTTPStatus.NOT_FOUND] * 30 + [HTTPStatus.TOO_MANY_REQUESTS]
    assert ask(port, MISSING, citizen(8))[0] == HTTPStatus.NOT_FOUND


def test_behind_a_proxy_one_line_of_ipv6_is_one_citizen(behind_one_proxy: tuple[Site, int]) -> None:
    _, port = behind_one_proxy
    statuses = [ask(port, MISSING, {"X-Forwarded-For": f"2001:db8:1:1::{n:x}"})[0] for n in range(1, 41)]
    assert statuses == [HTTPStatus.NOT_FOUND] * 30 + [HTTPStatus.TOO_MANY_REQUESTS] * 10
    assert ask(port, MISSING, {"X-Forwarded-For": "2001:db8:1:2::1"})[0] == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:1:a:b:c:d", "2001:db8:1:1::/64"),
        ("unknown", "unknown"),
    ],
)
def test_everything_that_counts_by_address_counts_lines(echo: Flask, address: str, counted: str) -> None:
    with echo.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert caller() == counted


def test_wrong_passwords_of_one_address_lock_no_other_out(behind_one_proxy: tuple[Site, int]) -> None:
    site, _ = behind_one_proxy
    wrong, right = site.browser(), site.browser()
    for browser, address in ((wrong, "203.0.113.1"), (right, "203.0.113.2")):
        browser.environ_base["HTTP_X_FORWARDED_FOR"] = address
    site.hire(Role.VALIDATOR)
    statuses = [Officer(wrong).login(f"siapa{n}", "salah-sekali").status_code for n in range(25)]
    assert HTTPStatus.TOO_MANY_REQUESTS in statuses
    assert Officer(right).login("validator", PASSWORD).status_code == HTTPStatus.FOUND


def test_a_webhook_that_listens_to_one_address_hears_it_through_the_proxy(site: Site) -> None:
    listens = {"kind": "sms", "gateway": "kannel", "url": "http://127.0.0.1:1/", "username": "u", "sender": "1708"}
    account = Account.model_validate({**listens, "allow_from": ["203.0.113.5/32"]})
    config = site.services.config.model_copy(update={"channels": {"sms": account}, "server": server(*LOOPBACK)})
    services = replace(site.services, config=config, channels=kannel(config, site))
    app = create_app(services, blueprints=[hooks(services)])
    with served(app, config.server) as (_, port):
        path = "/webhooks/sms?token=rahasia&from=081&text=halo"
        assert ask(port, path, {"X-Forwarded-For": "203.0.113.5"})[0] != HTTPStatus.FORBIDDEN
        for other in ({}, {"X-Forwarded-For": "203.0.113.6"}, {"X-Forwarded-For": "203.0.113.5, 203.0.113.6"}):
            assert ask(port, path, other)[0] == HTTPStatus.FORBIDDEN


def kannel(config: Config, site: Site) -> Mapping[str, Channel]:
    secrets = {"TANGGAP_SMS_PASSWORD": "sandi", "TANGGAP_SMS_TOKEN": "rahasia"}
    services = site.services
    ledger = Ledger(services.database, config.zone, services.clock)
    channels, _ = build_channels(
        config, secrets, media=services.media, vault=services.vault, ledger=ledger, clock=services.clock
    )
    return channels


# --- connections that say nothing -------------------------------------------------------------------


def test_longer_headers_than_any_browser_sends_are_refused(echo: Flask) -> None:
    with served(echo, server()) as (_, port):
        assert ask(port, "/", {"X-Filler": "x" * (HEADER_LIMIT - 1000)})[0] == HTTPStatus.OK
        assert ask(port, "/", {"X-Filler": "x" * (HEADER_LIMIT + 1000)})[0] == 431


def test_a_connection_on_which_nothing_moves_is_closed(echo: Flask) -> None:
    with served(echo, server()) as (made, port):
        half_open = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        half_open.connect()
        half_open.sock.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        ask(port, "/")  # by then the server has taken the first one up
        made.maintenance(time.time() + SILENCE_S + 1)
        made.pull_trigger()
        assert half_open.sock.recv(100) == b""
