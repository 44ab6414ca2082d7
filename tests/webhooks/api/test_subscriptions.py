"""Webhooks out: queued with the event, signed, retried, given up, and never sent into our own network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any, cast

import pytest
from sqlalchemy import select

from core.kernel.clock import system_clock
from core.kernel.errors import FinalError, RetryableError
from core.kernel.states import Role, State
from core.notifications.subscriptions import SubscriptionError, Subscriptions, WebhookSender
from core.protection.safe_http import Outward, RefusedAddressError, is_public
from core.storage.models import ApiToken, SendState, Subscription, WebhookCall
from tests.support.house import picture
from tests.webhooks.api.office import DESCRIPTION, NAME, OTHER_UNIT, REPORTER, UNIT, WORDS, Office
from webhooks.api.models import PublicTicket
from webhooks.api.tokens import Scope, revoke_token


@dataclass
class Receiver:
    """Somebody else's server."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    file: bytes = b""

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 204)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def do_GET(self) -> None:
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
            self.end_headers()
            self.wfile.write(receiver.file)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield receiver
    server.shutdown()
    server.server_close()


@pytest.fixture
def subscriptions(office: Office) -> Subscriptions:
    return office.services.subscriptions


def subscribe(
    office: Office,
    subscriptions: Subscriptions,
    receiver: Receiver,
    *scopes: Scope,
    role: Role | None = None,
    unit: str | None = None,
    wanted: tuple[str, ...] = ("ticket.opened", "ticket.moved"),
) -> tuple[str, str]:
    """Answers (token, secret)."""
    token = office.token(*(scopes or (Scope.PUBLIC_READ,)), role=role, unit=unit)
    with office.services.database.write() as session:
        newest = session.scalars(select(ApiToken.id).order_by(ApiToken.id.desc())).first()
        assert newest is not None
        return token, subscriptions.subscribe(session, newest, receiver.url, wanted)[1]


def send_due(subscriptions: Subscriptions) -> int:
    """Make all calls that are due. Answers how many were taken by their receivers."""
    return sum(subscriptions.send_to(subscription_id) for subscription_id in subscriptions.due())


def calls(office: Office) -> list[WebhookCall]:
    with office.services.database.read() as session:
        return list(session.scalars(select(WebhookCall).order_by(WebhookCall.id)))


def test_a_receiver_can_prove_who_calls_with_the_standards_own_library(
    office: Office, subscriptions: Subscriptions, receiver: Receiver
) -> None:
    standard = pytest.importorskip("standardwebhooks")
    office.house.clock.advance(system_clock() - office.services.clock())  # the library knows the real time only
    _, secret = subscribe(office, subscriptions, receiver)
    number = office.ticket(public=True)
    assert send_due(subscriptions) == 1
    headers, body = receiver.got[0]
    verified = standard.Webhook(secret).verify(body, headers)
    assert (verified["type"], verified["data"]["number"]) == ("ticket.opened", number)
    with pytest.raises(standard.WebhookVerificationError):
        standard.Webhook(secret).verify(body + b" ", headers)
    with pytest.raises(standard.WebhookVerificationError):
        standard.Webhook(subscribe(office, subscriptions, receiver)[1]).verify(body, headers)


def test_what_is_told_is_what_the_public_page_shows(
    office: Office, subscriptions: Subscriptions, receiver: Receiver
) -> None:
    subscribe(office, subscriptions, receiver, Scope.TICKETS_READ, role=Role.ADMINISTRATOR)
    office.move(office.ticket(photo=True), State.IN_PROGRESS)
    assert send_due(subscriptions) == 2
    assert [told["type"] for told in receiver.told()] == ["ticket.opened", "ticket.moved"]
    for told in receiver.told():
        assert set(told["data"]) <= set(PublicTicket.model_fields)
    text = repr(receiver.got)
    for secret in (REPORTER, NAME, DESCRIPTION, WORDS, "-6.19371", "catatan petugas"):
        assert secret not in text


@pytest.mark.parametrize(
    ("scopes", "role", "unit", "private", "public"),
    [
        ((Scope.PUBLIC_READ,), None, None, False, True),
        ((Scope.REPORTS_CREATE,), None, None, False, False),
        ((Scope.TICKETS_READ,), Role.ADMINISTRATOR, None, True, True),
        ((Scope.TICKETS_READ,), Role.UNIT, UNIT, True, True),
        ((Scope.TICKETS_READ,), Role.UNIT, OTHER_UNIT, False, False),
    ],
)
def test_a_program_is_told_of_what_its_token_may_see(
    office: Office,
    subscriptions: Subscriptions,
    receiver: Receiver,
    scopes: tuple[Scope, ...],
    role: Role | None,
    unit: str | None,
    private: bool,
    public: bool,
) -> None:
    subscribe(office, subscriptions, receiver, *scopes, role=role, unit=unit)
    secret, shown = office.ticket(), office.ticket(public=True)
    send_due(subscriptions)
    told = {call["data"]["number"] for call in receiver.told()}
    assert told == {number for number, heard in ((secret, private), (shown, public)) if heard}


def test_a_program_is_told_of_the_reports_that_it_filed(
    office: Office, subscriptions: Subscriptions, receiver: Receiver
) -> None:
    token, _ = subscribe(office, subscriptions, receiver, Scope.REPORTS_CREATE)
    form = {"api_key": token, "service_code": "jalan", "address_id": "31.73.05.1003"}
    (filed,) = office.app.test_client().post("/open311/v2/requests.json", data=form).get_json()
    office.ticket()
    office.move(filed["service_request_id"], State.IN_PROGRESS)
    send_due(subscriptions)
    assert [call["data"]["state"] for call in receiver.told()] == ["received", "in_progress"]


def test_nothing_is_queued_for_what_was_taken_back(
    office: Office, subscriptions: Subscriptions, receiver: Receiver
) -> None:
    subscribe(office, subscriptions, receiver, Scope.TICKETS_READ, role=Role.ADMINISTRATOR)
    with pytest.raises(ZeroDivisionError), office.services.database.write() as session:
        ticket = office.services.workflow
        assert ticket.fresh_number(session)
        raise ZeroDivisionError
    number = office.ticket()
    with pytest.raises(Exception, match="resolved"):
        office.move(number, State.RESOLVED)
    assert len(calls(office)) == 1


def test_a_failed_call_is_made_again_later_and_later(
    office: Office, subscriptions: Subscriptions, receiver: Receiver
) -> None:
    subscribe(office, subscriptions, receiver)
    receiver.statuses += [500, 302, 429]
    office.ticket(public=True)
    waits = []
    for _ in range(3):
        assert send_due(subscriptions) == 0
        (call,) = calls(office)
        waits.append(call.not_before - office.services.clock())
        assert send_due(subscriptions) == 0  # not yet
        office.house.clock.advance(waits[-1])
    assert waits == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40)]
    assert send_due(subscriptions) == 1
    (call,) = calls(office)
    assert (call.state, call.attempts) == (SendState.SENT, 4)
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1


def test_a_receiver_that_fails_for_days_is_given_up(
    office: Office, subscriptions: Subscriptions, receiver: Receiver
) -> None:
    subscribe(office, subscriptions, receiver)
    receiver.statuses += [500] * 1000
    office.ticket(public=True)
    for _ in range(22):
        office.ticket(public=True)
        office.house.clock.advance(timedelta(hours=6))
        send_due(subscriptions)
    with office.services.database.read() as session:
        assert session.scalars(select(Subscription)).one().disabled_at is not None
    assert {call.state for call in calls(office)} == {SendState.FAILED}
    before = len(calls(office))
    office.ticket(public=True)
    assert len(calls(office)) == before


def test_a_receiver_that_says_gone_is_given_up_at_once(
    office: Office, subscriptions: Subscriptions, receiver: Receiver
) -> None:
    subscribe(office, subscriptions, receiver)
    receiver.statuses.append(410)
    office.ticket(public=True)
    send_due(subscriptions)
    assert calls(office)[0].state is SendState.FAILED


def test_a_revoked_token_is_told_nothing_more(office: Office, subscriptions: Subscriptions, receiver: Receiver) -> None:
    subscribe(office, subscriptions, receiver)
    office.ticket(public=True)
    with office.services.database.write() as session:
        revoke_token(session, 1, clock=office.services.clock)
    office.ticket(public=True)
    assert send_due(subscriptions) == 0
    assert receiver.got == []
    assert len(calls(office)) == 1


def test_two_workers_make_a_call_once(office: Office, subscriptions: Subscriptions, receiver: Receiver) -> None:
    subscribe(office, subscriptions, receiver)
    office.ticket(public=True)
    (call,) = calls(office)
    workers = [Thread(target=subscriptions.send, args=(call.id,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(receiver.got) == 1


def test_a_receiver_that_fails_is_not_tried_with_the_next_call_too(
    office: Office, subscriptions: Subscriptions, receiver: Receiver
) -> None:
    subscribe(office, subscriptions, receiver)
    receiver.statuses += [500]
    for _ in range(3):
        office.ticket(public=True)
    assert send_due(subscriptions) == 0
    assert len(receiver.got) == 1


def test_a_receiver_that_does_not_answer_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    answered, stop = Event(), Event()

    class Two:
        def due(self) -> list[int]:
            return [] if answered.is_set() else [1, 2]

        def send_to(self, subscription_id: int, stop: Event) -> int:
            if subscription_id == 1:
                assert answered.wait(10), "the second receiver was not called"
            answered.set()
            return 1

    monkeypatch.setattr("core.notifications.subscriptions._LOOK_EVERY_S", 0.001)
    work = Thread(target=WebhookSender(cast(Subscriptions, Two())).run, args=(stop,))
    work.start()
    assert answered.wait(10)
    stop.set()
    work.join(10)
    assert not work.is_alive()


def test_what_another_database_does_is_nobodys_affair(
    office: Office, subscriptions: Subscriptions, receiver: Receiver, tmp_path: Path
) -> None:
    subscribe(office, subscriptions, receiver)
    other = Office(tmp_path / "other")
    other.ticket(public=True)
    assert calls(office) == calls(other) == []
    other.services.database.close()


def test_the_secret_is_encrypted_at_rest(office: Office, subscriptions: Subscriptions, receiver: Receiver) -> None:
    _, secret = subscribe(office, subscriptions, receiver)
    with office.services.database.read() as session:
        stored = session.scalars(select(Subscription)).one().secret
    assert secret.encode() not in stored
    assert office.services.vault.decrypt(stored) == secret


@pytest.mark.parametrize("wanted", [(), ("ticket.noted",), ("ticket.opened", "x")])
def test_only_events_that_there_are(
    office: Office, subscriptions: Subscriptions, receiver: Receiver, wanted: tuple[str, ...]
) -> None:
    with pytest.raises(SubscriptionError):
        subscribe(office, subscriptions, receiver, wanted=wanted)


# --- calls to addresses that others named -----------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://",
        "https://user:pw@example.org/",
        "https://example.org:99999/",
        "gopher://example.org",
        "//example.org",
        "",
    ],
)
def test_urls_that_are_never_called(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        Outward().check(url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "localhost", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1"]
)
def test_our_own_network_is_never_called(host: str) -> None:
    with pytest.raises(RefusedAddressError):
        Outward().post(f"https://{host}/", {}, b"")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("127.0.0.1", False),
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("ff02::1", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) == public


def test_a_name_that_answers_otherwise_the_second_time_is_of_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([[(2, 1, 6, "", ("10.0.0.1", 443))]])
    monkeypatch.setattr("core.protection.safe_http.socket.getaddrinfo", lambda *_args, **_kw: next(answers))
    with pytest.raises(RefusedAddressError):
        Outward().post("https://hook.example.org/", {}, b"")


def test_files_are_fetched_up_to_a_limit(receiver: Receiver) -> None:
    outward = Outward(allow_private=True)
    receiver.file = b"x" * 1000
    assert outward.get(receiver.url, 1000) == receiver.file
    with pytest.raises(FinalError):
        outward.get(receiver.url, 999)
    for status, error in ((404, FinalError), (301, FinalError), (503, RetryableError)):
        receiver.statuses.append(status)
        with pytest.raises(error):
            outward.get(receiver.url, 1000)
    with pytest.raises(RetryableError):
        outward.get("http://127.0.0.1:9/", 10)


def test_a_photo_by_url_is_fetched_and_cleaned_after_the_report(office: Office, receiver: Receiver) -> None:
    receiver.file = picture()
    form = {
        "api_key": office.token(Scope.REPORTS_CREATE),
        "service_code": "jalan",
        "address_id": "31.73.05.1003",
        "media_url": receiver.url,
    }
    (filed,) = office.app.test_client().post("/open311/v2/requests.json", data=form).get_json()
    staff = office.program(Scope.TICKETS_READ, role=Role.ADMINISTRATOR)
    (photo,) = staff.get(f"/api/v1/tickets/{filed['service_request_id']}").get_json()["photos"]
    assert staff.get(photo["path"]).content_type == "image/jpeg"
