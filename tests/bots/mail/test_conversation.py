"""The channel with the whole domain behind it: reports by webhook, answers through a server on loopback."""

from __future__ import annotations

import email
import logging
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage

import pytest
import structlog
from sqlalchemy import select

from bots.mail.channel import MailChannel
from bots.shared.frame import ForgedError, HookRequest
from core.intake.intake import Taken
from core.kernel.actor import Actor
from core.kernel.errors import PayloadError, RetryableError
from core.kernel.messages import Outbound
from core.kernel.states import Role, State
from core.storage.models import InboundMessage, Media, MediaState, OutboundMessage, SendState, Ticket
from core.tickets.steps import StartWork
from tests.bots.mail.conftest import CITIZEN, SECRETS, make_channel, photo
from tests.bots.mail.fake_smtp import SmtpServer, smtp, smtp_server
from tests.support.channel_harness import received_by
from tests.support.house import House


class Correspondent:
    """A citizen at a mail program: writes, and answers the last mail that came."""

    def __init__(self, house: House, channel: MailChannel, server: SmtpServer, address: str = CITIZEN) -> None:
        self.house = house
        self.channel = channel
        self.server = server
        self.address = address
        self.count = 0

    def write(self, text: str, *, subject: str = "", answer: EmailMessage | None = None, image: bytes = b"") -> bytes:
        self.count += 1
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"] = self.address
        mail["To"] = str(answer["Reply-To"]) if answer else "lapor@kota.test"
        mail["Subject"] = str(answer["Subject"]) if answer else subject
        mail["Message-ID"] = f"<w{self.count}@warga.test>"
        if answer:
            own = str(answer["Message-ID"])
            mail["In-Reply-To"] = own
            mail["References"] = f"{answer['References'] or ''} {own}".strip()
        mail.set_content(text)
        if image:
            mail.add_attachment(image, maintype="image", subtype="jpeg", filename="foto.jpg")
        return mail.as_bytes()

    def post(self, raw: bytes) -> Taken:
        request = HookRequest(
            method="POST",
            url="https://tanggap.test/webhooks/mail",
            headers={},
            query={"token": SECRETS["hook_secret"]},
            form={},
            body=raw,
            remote="127.0.0.1",
        )
        [message] = received_by(self.channel, request).messages
        return self.house.services.intake.take(message)

    def say(self, text: str) -> EmailMessage:
        """Answer the last mail; gives the newest one back."""
        assert self.post(self.write(text, answer=self.last)) is Taken.NEW
        return self.last

    @property
    def mails(self) -> list[EmailMessage]:
        found = [email.message_from_bytes(raw, policy=policy.default) for raw in self.server.mails]
        return [mail for mail in found if isinstance(mail, EmailMessage)]

    @property
    def last(self) -> EmailMessage:
        return self.mails[-1]


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def citizen(house: House) -> Iterator[Correspondent]:
    with smtp_server() as server:
        channel = make_channel(house.services.media, house.clock, smtp=smtp(server))
        house.channels["mail"] = channel  # type: ignore[assignment]
        yield Correspondent(house, channel, server)


def open_ticket(citizen: Correspondent) -> str:
    """A whole report by mail, answered by numbers where there are options; answers the ticket's number."""
    raw = citizen.write("Sejak kemarin gelap sekali.", subject="Lampu jalan mati", image=photo())
    assert citizen.post(raw) is Taken.NEW
    for _ in range(8):
        if found := re.search(r"Nomornya (\S{9})", "".join(text_of(mail) for mail in citizen.mails)):
            return found.group(1)
        said = text_of(citizen.last)
        kirim = re.search(r"^(\d+)\. Kirim$", said, re.MULTILINE)
        options = re.search(r"^1\. ", said, re.MULTILINE)
        citizen.say(kirim.group(1) if kirim else "1" if options else "Kelurahan Kebon Jeruk")
    raise AssertionError([text_of(mail) for mail in citizen.mails])


def test_a_report_with_a_photo_becomes_a_ticket_and_progress_comes_into_its_thread(
    citizen: Correspondent, house: House
) -> None:
    number = open_ticket(citizen)
    with house.services.database.read() as session:
        ticket = session.query(Ticket).filter_by(number=number).one()
        assert "Lampu jalan mati" in ticket.description
        assert [media.state for media in session.query(Media).all()] == [MediaState.STORED]
    written = citizen.count
    before = len(citizen.mails)
    with house.services.database.write() as session:
        house.services.workflow.move(session, number, StartWork(), Actor(Role.ADMINISTRATOR))
        reporter = session.query(Ticket).filter_by(number=number).one().reporter_id
    house.waker.deliver(reporter)
    [news] = citizen.mails[before:]
    assert number in text_of(news)
    assert str(news["In-Reply-To"]) == f"<w{written}@warga.test>"
    assert str(news["References"]).split()[0] == "<w1@warga.test>"
    assert str(news["Subject"]) == "Re: Lampu jalan mati"


def test_the_same_mail_twice_is_one_message(citizen: Correspondent, house: House) -> None:
    raw = citizen.write("Lampu mati", subject="Lampu")
    assert [citizen.post(raw), citizen.post(raw)] == [Taken.NEW, Taken.REPLAY]
    with house.services.database.read() as session:
        assert session.query(InboundMessage).count() == 1


def test_a_number_in_the_subject_opens_nobody_elses_ticket(citizen: Correspondent, house: House) -> None:
    number = open_ticket(citizen)
    stranger = Correspondent(house, citizen.channel, citizen.server, "orang.lain@warga.test")
    stranger.post(stranger.write("batalkan", subject=f"Re: {number}").replace(b"<w1@", b"<x1@"))
    with house.services.database.read() as session:
        assert session.query(Ticket).filter_by(number=number).one().state is State.RECEIVED


def test_a_bounce_marks_the_message_as_undelivered(citizen: Correspondent, house: House) -> None:
    citizen.post(citizen.write("Lampu mati", subject="Lampu"))
    own = str(citizen.last["Message-ID"])
    bounce = f"From: mailer-daemon@warga.test\r\nMessage-ID: <b@x.test>\r\n\r\nMessage-ID: {own}\r\n".encode()
    [report] = citizen.channel.read(bounce).reports
    assert house.services.delivery.report(report)
    with house.services.database.read() as session:
        row = session.query(OutboundMessage).filter_by(provider_id=own).one()
        assert (row.state, row.problem) == (SendState.FAILED, "bounced")


def test_the_photos_of_a_huge_mail_are_refused_with_a_clear_answer(citizen: Correspondent) -> None:
    citizen.channel._settings = citizen.channel._settings.model_copy(update={"max_mb": 1})
    raw = citizen.write("Lampu mati di depan halte", subject="Lampu", image=b"\xff\xd8" * 2**20)
    assert citizen.post(raw) is Taken.NEW
    assert [mail for mail in citizen.mails if "terlalu besar" in text_of(mail)]


def test_a_sender_of_more_photos_than_one_mail_may_have_is_told(citizen: Correspondent) -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = citizen.address, "lapor@kota.test", "Lampu jalan mati"
    mail["Message-ID"] = "<banyak@warga.test>"
    mail.set_content("Ini semua fotonya.")
    for number in range(14):
        mail.add_attachment(photo(), maintype="image", subtype="jpeg", filename=f"foto{number}.jpg")
    assert citizen.post(mail.as_bytes()) is Taken.NEW
    assert len([mail for mail in citizen.mails if "terlalu banyak" in text_of(mail)]) == 1
    with citizen.house.services.database.read() as session:
        states = [media.state for media in session.scalars(select(Media))]
    assert states == [MediaState.STORED] * 10 + [MediaState.REFUSED]


def test_no_secret_and_no_address_reaches_the_logs(citizen: Correspondent, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as logs:
        open_ticket(citizen)
        citizen.channel.read(b"From: a@b.test\r\nPrecedence: bulk\r\n\r\nhalo")
        for raw in (b"", b"From: dua@b.test, tiga@b.test\r\n\r\nhalo"):
            with pytest.raises(PayloadError) as refused:
                citizen.channel.read(raw)
            assert "b.test" not in str(refused.value)
        with pytest.raises(ForgedError):
            received_by(
                citizen.channel,
                HookRequest("POST", "https://tanggap.test", {}, {"token": "salah"}, {}, b"x", "127.0.0.1"),
            )
        citizen.server.answers["AUTH"] = f"535 {SECRETS['password']}"
        with pytest.raises(RetryableError) as failed:
            citizen.channel.send(Outbound(id=1, account="mail", address=CITIZEN, text="halo"))
    said = f"{logs} {caplog.text} {failed.value}"
    assert not [secret for secret in SECRETS.values() if secret in said]
    assert CITIZEN not in said
