"""One pair of servers for all tests here, and a Tanggap with a mail account on it for each."""

from __future__ import annotations

import email
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from bots.mail import build
from bots.mail.channel import MailChannel
from bots.shared.frame import Setup
from core.kernel.messages import Outbound
from tests.real.mail.servers import PASSWORD, SERVICE, MailServers, mail_servers, obstacle, until
from tests.support.house import House


class NoLedger:
    def spend(self, account: str, amount: int, ceiling: int | None) -> bool:
        return True


@dataclass
class Office:
    """A Tanggap that follows the service's mailbox, and what citizens find in theirs."""

    house: House
    servers: MailServers
    channel: MailChannel
    stop: threading.Event = field(default_factory=threading.Event)
    sent_at: list[float] = field(default_factory=list)
    """When each of our mails was accepted by Postfix."""
    threads: list[threading.Thread] = field(default_factory=list)

    def open(self) -> None:
        self.stop.clear()
        inbox = self.house.services.inbox
        thread = threading.Thread(target=self.channel.poll, args=(inbox, self.stop), daemon=True)
        thread.start()
        self.threads.append(thread)

    def close(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(20)
            assert not thread.is_alive(), "the poller did not stop"

    def answers(self, user: str) -> list[EmailMessage]:
        """Our mails in a citizen's mailbox."""
        found = [email.message_from_bytes(raw, policy=policy.default) for raw in self.servers.mails(user)]
        return [mail for mail in found if isinstance(mail, EmailMessage) and SERVICE in str(mail["From"])]

    def next_answer(self, user: str, after: int, containing: str = "") -> EmailMessage:
        """The first of our mails beyond the first `after` that says something."""
        return until(
            lambda: next((mail for mail in self.answers(user)[after:] if containing in text_of(mail)), None),
            f"a mail to {user} that says {containing!r}",
        )


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def make_office(servers: MailServers, folder: Path, **changes: object) -> Office:
    house = House(folder)
    host = {"host": "127.0.0.1", "security": "none"}
    setup = Setup(
        account="mail",
        settings={
            "kind": "mail",
            "address": SERVICE,
            "imap": {**host, "port": servers.imap_port, "poll_s": 0.2},
            "smtp": {**host, "port": servers.smtp_port, "login": False},
            **changes,
        },
        secrets={"password": PASSWORD},
        media=house.services.media,
        vault=house.vault,
        ledger=NoLedger(),
        clock=house.clock,
        public_url=None,
    )
    channel = build(setup)
    office = Office(house, servers, channel)
    send = channel.send

    def timed(message: Outbound) -> str | None:
        own_id = send(message)
        office.sent_at.append(time.monotonic())
        return own_id

    channel.send = timed  # type: ignore[method-assign]
    house.channels["mail"] = channel  # type: ignore[assignment]
    return office


@pytest.fixture(scope="package")
def servers() -> Iterator[MailServers]:
    if problem := obstacle():
        pytest.skip(problem)
    with mail_servers() as running:
        yield running


@pytest.fixture
def office(servers: MailServers, tmp_path: Path) -> Iterator[Office]:
    with servers.imap(SERVICE) as client:
        # Every test begins with an empty mailbox.
        client.delete_messages(client.search("ALL"))
        client.expunge()
    office = make_office(servers, tmp_path)
    office.open()
    yield office
    office.close()
    office.house.services.database.close()
