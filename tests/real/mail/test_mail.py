"""Reports by mail through Postfix and Dovecot, from a citizen's letter to the news in its thread.

Each test's citizen has an address of its own; all of warga.test lies in one mailbox, so answers are told apart
by whom they are for.
"""

from __future__ import annotations

import email
import re
import statistics
import threading
import time
from contextlib import suppress
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from core.kernel.actor import Actor
from core.kernel.states import Role
from core.storage.models import (
    DeadLetterRecord,
    InboundMessage,
    Media,
    MediaState,
    OutboundMessage,
    SendState,
    Ticket,
)
from core.tickets.steps import StartWork
from tests.real.mail.conftest import Office, text_of
from tests.real.mail.servers import CITIZEN, SERVICE, MailServers, until
from tests.support.house import picture

pytestmark = pytest.mark.real


def letters_to(office: Office, address: str) -> list[EmailMessage]:
    return [mail for mail in office.answers(CITIZEN) if str(mail["To"]) == address]


def wait_for(office: Office, address: str, words: str) -> EmailMessage:
    def found() -> EmailMessage | None:
        return next((mail for mail in reversed(letters_to(office, address)) if words in text_of(mail)), None)

    try:
        return until(found, f"an answer to {address} with {words!r}")
    except AssertionError as error:
        error.add_note(str([text_of(mail) for mail in letters_to(office, address)]))
        raise


def answer(mail: EmailMessage, text: str, address: str, number: int) -> bytes:
    """As a mail program does it: to Reply-To, below the references, with the whole mail quoted."""
    reply = EmailMessage(policy=policy.SMTP)
    reply["From"] = f"Warga Contoh <{address}>"
    reply["To"] = str(mail["Reply-To"])
    reply["Subject"] = str(mail["Subject"])
    reply["Message-ID"] = f"<jawab-{number}-{address}>"
    reply["In-Reply-To"] = str(mail["Message-ID"])
    reply["References"] = f"{mail['References'] or ''} {mail['Message-ID']}".strip()
    quote = "\n".join(f"> {line}" for line in text_of(mail).splitlines())
    reply.set_content(f"{text}\n\nPada tanggal Sen, 5 Jan 2026 pukul 09.00 Tanggap <{SERVICE}> menulis:\n\n{quote}\n")
    return reply.as_bytes()


def letter(address: str, text: str, subject: str, number: int = 0) -> bytes:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = address, SERVICE, subject
    mail["Message-ID"] = f"<surat-{number}-{address}>"
    mail.set_content(text)
    return mail.as_bytes()


def test_a_report_with_a_photo_goes_all_the_way(office: Office, servers: MailServers, tmp_path: Path) -> None:
    citizen = "sari@warga.test"
    photo = tmp_path / "lampu.jpg"
    photo.write_bytes(picture((640, 480)))
    servers.swaks(
        *("--header", "Subject: Lampu jalan mati", "--header", "Message-Id: <awal@warga.test>"),
        *("--body", "Lampu jalan di depan pasar mati sejak kemarin.", "--attach-type", "image/jpeg"),
        *("--attach", f"@{photo}"),
        sender=citizen,
    )
    where = wait_for(office, citizen, "Di mana")
    assert str(where["In-Reply-To"]) == "<awal@warga.test>"
    servers.send(answer(where, "Kelurahan Kebon Jeruk", citizen, 1), citizen)
    summary = wait_for(office, citizen, "Sudah benar?")
    assert "1 foto" in text_of(summary)
    choice = re.search(r"^(\d)\. Kirim$", text_of(summary), re.MULTILINE)
    assert choice is not None
    servers.send(answer(summary, choice.group(1), citizen, 2), citizen)
    done = wait_for(office, citizen, "Nomornya")
    found = re.search(r"Nomornya (\S{9})", text_of(done))
    assert found is not None
    number = found.group(1)

    servers.send(answer(done, f"gimana laporan {number}?", citizen, 3), citizen)
    assert number in text_of(wait_for(office, citizen, "menunggu ditangani"))

    services = office.house.services
    with services.database.write() as session:
        ticket = session.query(Ticket).filter_by(number=number).one()
        assert [media.state for media in session.query(Media)] == [MediaState.STORED]
        services.workflow.move(session, number, StartWork(), Actor(Role.ADMINISTRATOR))
        reporter = ticket.reporter_id
    office.house.waker.deliver(reporter)
    news = wait_for(office, citizen, "sedang dikerjakan")
    assert str(news["References"]).split()[0] == "<awal@warga.test>"
    assert str(news["In-Reply-To"]) == f"<jawab-3-{citizen}>"
    assert str(news["Subject"]) == "Re: Lampu jalan mati"
    with services.database.read() as session:
        assert session.query(InboundMessage).count() == 4


def test_the_answer_leaves_below_three_times_the_notification(office: Office, servers: MailServers) -> None:
    """From the moment the citizen's program begins to send; a second client measures when IDLE tells."""
    ratios = []
    with servers.imap(SERVICE) as watcher:
        watcher.idle()
        for number in range(8):
            citizen = f"cepat{number}@warga.test"
            before = len(office.sent_at)
            begun = time.monotonic()
            servers.send(letter(citizen, "Lampu jalan mati", "Lampu", number), citizen)
            until(lambda: [e for e in watcher.idle_check(timeout=5) if b"EXISTS" in e], "IDLE tells")
            told = time.monotonic() - begun
            until(lambda at=before: len(office.sent_at) > at, "the answer is sent")  # type: ignore[misc]
            replied = office.sent_at[before] - begun
            ratios.append(replied / told)
            print(f"  IDLE told after {told * 1000:.0f} ms, answer sent after {replied * 1000:.0f} ms")
        watcher.idle_done()
    # The first is warm-up: the language models of the house are loaded then.
    print(f"  answer / notification: median {statistics.median(ratios[1:]):.2f}, worst {max(ratios[1:]):.2f}")
    assert statistics.median(ratios[1:]) < 3


def test_a_killed_connection_is_made_anew(office: Office, servers: MailServers) -> None:
    servers.send(letter("kawat@warga.test", "Lampu jalan mati", "Lampu"), "kawat@warga.test")
    wait_for(office, "kawat@warga.test", "Di mana")
    servers.cut_connections()
    servers.send(letter("kawat2@warga.test", "Sampah menumpuk", "Sampah"), "kawat2@warga.test")
    wait_for(office, "kawat2@warga.test", "Di mana")


def test_mail_that_came_while_the_server_was_down_is_taken_once(office: Office, servers: MailServers) -> None:
    servers.send(letter("padam@warga.test", "Lampu jalan mati", "Lampu"), "padam@warga.test")
    wait_for(office, "padam@warga.test", "Di mana")
    servers.stop_dovecot()
    try:
        for number in range(5):
            servers.send(letter(f"padam{number}@warga.test", "Sampah menumpuk", "Sampah"), CITIZEN)
    finally:
        servers.start_dovecot()
    for number in range(5):
        wait_for(office, f"padam{number}@warga.test", "Di mana")
    with office.house.services.database.read() as session:
        assert session.query(InboundMessage).count() == 6


def test_a_server_that_cannot_be_idled_with_is_polled(servers: MailServers, office: Office) -> None:
    assert office.channel._mailbox is not None
    office.channel._mailbox._idles = False
    servers.cut_connections()
    servers.send(letter("tanya@warga.test", "Lampu jalan mati", "Lampu"), "tanya@warga.test")
    wait_for(office, "tanya@warga.test", "Di mana")


def test_a_mail_to_nowhere_comes_back_as_a_delivery_report(office: Office, servers: MailServers) -> None:
    """Postfix takes our answer and sends a genuine bounce, since that domain's server knows nobody."""
    servers.send(letter("orang@luar.test", "Lampu jalan mati", "Lampu"), "orang@luar.test")

    def failed() -> OutboundMessage | None:
        with office.house.services.database.read() as session:
            return session.query(OutboundMessage).filter_by(state=SendState.FAILED).first()

    row = until(failed, "the bounce is booked")
    assert (row.problem or "").startswith("bounced with status 5.")


def test_a_mail_of_30_mb_is_answered_that_its_photo_is_too_large(office: Office, servers: MailServers) -> None:
    mail = email.message_from_bytes(letter("besar@warga.test", "Lampu jalan mati", "Lampu"), policy=policy.SMTP)
    assert isinstance(mail, EmailMessage)
    mail.add_attachment(b"\xff\xd8" * (11 * 2**20), maintype="image", subtype="jpeg", filename="besar.jpg")
    raw = mail.as_bytes()
    assert len(raw) > 30_000_000
    servers.send(raw, "besar@warga.test")
    wait_for(office, "besar@warga.test", "terlalu besar")


class Responder(threading.Thread):
    """An auto-responder in a citizen's mailbox: answers every mail of ours, politely (RFC 3834) or not."""

    def __init__(self, office: Office, address: str, headers: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.office = office
        self.address = address
        self.headers = headers
        self.count = 0
        self.stop = threading.Event()

    def run(self) -> None:
        while not self.stop.wait(0.05):
            for mail in letters_to(self.office, self.address)[self.count :]:
                self.count += 1
                reply = email.message_from_bytes(
                    answer(mail, "Saya sedang cuti sampai Senin.", self.address, self.count), policy=policy.SMTP
                )
                for name, value in self.headers.items():
                    reply[name] = value
                with suppress(OSError):
                    self.office.servers.send(reply.as_bytes(), self.address)


def _quiet(office: Office) -> int:
    """How many of our mails had left when nothing has moved for two seconds."""
    last, since = len(office.sent_at), time.monotonic()
    while time.monotonic() - since < 2:
        time.sleep(0.05)
        if len(office.sent_at) != last:
            last, since = len(office.sent_at), time.monotonic()
    return last


@pytest.mark.parametrize(("headers", "most"), [({"Auto-Submitted": "auto-replied"}, 1), ({}, 40)])
def test_an_auto_responder_starts_no_loop(
    headers: dict[str, str], most: int, office: Office, servers: MailServers
) -> None:
    """A polite one is never answered. One that hides what it is gets the brake after 20 mails."""
    citizen = f"cuti{len(headers)}@warga.test"
    responder = Responder(office, citizen, headers)
    responder.start()
    try:
        servers.send(letter(citizen, "Lampu jalan mati", "Lampu"), citizen)
        until(lambda: responder.count, "the responder has answered")
        sent = _quiet(office)
    finally:
        responder.stop.set()
        responder.join(20)
    assert sent <= most
    with office.house.services.database.read() as session:
        kept = session.query(DeadLetterRecord).count()
        taken = session.query(InboundMessage).count()
    print(f"  {sent} mails of ours, {taken} taken in, {kept} kept for an operator")
    # The first mail proves nobody, and is counted apart from the answers, which do.
    assert taken <= 21
    assert kept, "left alone or braked: an operator can look at it"
