"""What we send, and what becomes of a server's refusals. The server is a script on loopback."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage

import pytest

from bots.mail.nature import Nature, nature
from bots.mail.settings import MailSettings
from bots.mail.thread import ThreadNote
from core.kernel.errors import BlockedError, FinalError, RetryableError, SendError
from core.kernel.messages import Button, ButtonKind, Outbound, Picture
from core.messaging.media_store import MediaStore
from tests.bots.mail.conftest import CITIZEN, SECRETS, SETTINGS, Build, photo, signer
from tests.bots.mail.fake_smtp import smtp, smtp_server


def outbound(text: str = "Di mana tempatnya?", **fields: object) -> Outbound:
    return Outbound.model_validate({"id": 12, "account": "mail", "address": CITIZEN, "text": text, **fields})


def sent(build_mail: Build, message: Outbound) -> EmailMessage:
    with smtp_server() as server:
        own_id = build_mail(smtp=smtp(server)).send(message)
    mail = email.message_from_bytes(server.mails[0], policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert str(mail["Message-ID"]) == own_id == signer().message_id(12, CITIZEN)
    return mail


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_a_reply_stands_in_the_citizens_thread(build_mail: Build) -> None:
    ids = ["<satu@warga.test>", f"<{'dua' * 50}@warga.test>", "<tiga@warga.test>"]
    mail = sent(build_mail, outbound(thread=ThreadNote.make("Lampu jalan mati é", ids).write()))
    assert mail["Subject"] == "Re: Lampu jalan mati é"
    assert mail["In-Reply-To"] == "<tiga@warga.test>"
    assert str(mail["References"]).split() == ids


def test_the_reply_address_is_signed_and_names_nobody(build_mail: Build) -> None:
    mail = sent(build_mail, outbound())
    assert str(mail["From"]) == "Tanggap <lapor@kota.test>"
    assert signer().reply_address(CITIZEN) in str(mail["Reply-To"])
    assert "budi" not in signer().reply_address(CITIZEN)
    assert "budi" not in str(mail["Message-ID"])


def test_every_mail_of_ours_says_that_it_is_automatic(build_mail: Build) -> None:
    mail = sent(build_mail, outbound())
    assert mail["Auto-Submitted"] == "auto-replied"
    settings = MailSettings.model_validate(SETTINGS)
    assert nature(email.message_from_bytes(mail.as_bytes()), "lain@warga.test", settings) is Nature.OWN


def test_options_are_numbered_for_the_eye_and_html_is_escaped(build_mail: Build) -> None:
    buttons = (
        Button(id="a", label="Kirim <sekarang>"),
        Button(id="b", label="Batal"),
        Button(id="c", label="Lokasi", kind=ButtonKind.LOCATION),
    )
    mail = sent(build_mail, outbound("Kirim <b>laporan</b> & selesai?\n\nPeriksa dulu ya.", buttons=buttons))
    assert part(mail, "plain").splitlines() == [
        "Kirim <b>laporan</b> & selesai?",
        "",
        "Periksa dulu ya.",
        "",
        "Balas dengan angka atau kata:",
        "1. Kirim <sekarang>",
        "2. Batal",
    ]
    shown = part(mail, "html")
    assert "<p>Kirim &lt;b&gt;laporan&lt;/b&gt; &amp; selesai?</p>" in shown
    assert "<ol><li>Kirim &lt;sekarang&gt;</li><li>Batal</li></ol>" in shown


def test_an_english_question_has_an_english_line_above_its_options(build_mail: Build) -> None:
    mail = sent(build_mail, outbound("Do you want to send this report now?", buttons=(Button(id="a", label="Send"),)))
    assert part(mail, "plain").splitlines()[-2:] == ["Reply with a number or a word:", "1. Send"]


def test_a_photo_goes_as_attachment_and_a_lost_one_does_not_hold_up_the_words(
    build_mail: Build, media: MediaStore
) -> None:
    pictures = (Picture(key=media.put(photo()), mime="image/jpeg"), Picture(key="hilang.jpg", mime="image/jpeg"))
    mail = sent(build_mail, outbound(pictures=pictures))
    [attached] = mail.iter_attachments()
    assert (attached.get_content_type(), attached.get_content()) == ("image/jpeg", photo())
    assert "Di mana" in part(mail, "plain")


@pytest.mark.parametrize(
    "thread",
    [
        '{"subject": "Lampu\\r\\nBcc: korban@warga.test", "references": []}',
        '{"subject": "x", "references": ["<a@b>\\r\\nBcc: korban@warga.test"]}',
    ],
)
def test_no_line_break_reaches_a_header(thread: str, build_mail: Build) -> None:
    with smtp_server() as server:
        channel = build_mail(smtp=smtp(server))
        with pytest.raises(FinalError):
            channel.send(outbound(thread=thread))
        with pytest.raises(FinalError):
            channel.send(outbound(address="warga@x.test\r\nBcc: korban@warga.test"))
    assert server.mails == []


@pytest.mark.parametrize("note", [None, "", "bukan json", '{"references": 7}'])
def test_a_conversation_without_a_note_gets_the_plain_subject(note: str | None, build_mail: Build) -> None:
    mail = sent(build_mail, outbound(thread=note))
    assert mail["Subject"] == "Laporan Anda"
    assert mail["References"] is None


REFUSALS: dict[str, tuple[dict[str, str], type[SendError]]] = {
    "grey-listed": ({"rcpt": "451 4.7.1 nanti"}, RetryableError),
    "mailbox full for now": ({"rcpt": "452 4.2.2 penuh"}, RetryableError),
    "shutting down": ({"mail": "421 tutup"}, RetryableError),
    "busy at the start": ({"connect": "421 sibuk"}, RetryableError),
    "wrong password": ({"auth": "535 5.7.8 salah"}, RetryableError),
    "hangs up": ({"data": "HANG UP"}, RetryableError),
    "later after data": ({"dot": "451 nanti"}, RetryableError),
    "unknown recipient": ({"rcpt": "550 5.1.1 tidak ada budi.contoh@warga.test"}, BlockedError),
    "moved away": ({"rcpt": "550 5.1.6 pindah"}, BlockedError),
    "unknown, says no more": ({"rcpt": "550 tidak ada"}, BlockedError),
    "policy": ({"rcpt": "550 5.7.1 ditolak"}, RetryableError),
    "policy after data": ({"dot": "550 5.7.26 belum diautentikasi"}, RetryableError),
    "mailbox full": ({"rcpt": "550 5.2.2 penuh"}, RetryableError),
    "mailbox full by code": ({"rcpt": "552 penuh"}, RetryableError),
    "too large": ({"dot": "552 5.3.4 terlalu besar"}, FinalError),
    "taken for spam": ({"dot": "554 5.7.1 spam"}, FinalError),
    "we may not send": ({"mail": "553 bukan pengirim"}, FinalError),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_told_by_its_code_and_names_nobody(name: str, build_mail: Build) -> None:
    answers, error = REFUSALS[name]
    with smtp_server(**answers) as server, pytest.raises(SendError) as caught:
        build_mail(smtp=smtp(server)).send(outbound())
    assert type(caught.value) is error
    assert CITIZEN not in str(caught.value)
    assert SECRETS["password"] not in str(caught.value)


def test_a_server_that_says_no_goodbye_has_the_mail_all_the_same(build_mail: Build) -> None:
    with smtp_server(quit="HANG UP") as server:
        assert build_mail(smtp=smtp(server)).send(outbound())
    assert len(server.mails) == 1


def test_a_server_that_is_not_there_is_tried_again_later(build_mail: Build) -> None:
    with pytest.raises(RetryableError, match="can't be reached"):
        build_mail().send(outbound())


def test_the_same_message_sent_twice_is_recognisable_as_one(build_mail: Build) -> None:
    assert sent(build_mail, outbound())["Message-ID"] == sent(build_mail, outbound())["Message-ID"]


def test_a_relay_that_asks_for_no_log_in_gets_none(build_mail: Build) -> None:
    with smtp_server() as server:
        build_mail(smtp={**smtp(server), "login": False}).send(outbound())
    assert not [command for command in server.commands if command.startswith("AUTH")]
