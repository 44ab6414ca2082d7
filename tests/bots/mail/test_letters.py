"""Real-shaped mails, and what is made of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from bots.mail.letter import LetterReader
from bots.mail.nature import Nature
from bots.mail.settings import MailSettings
from bots.mail.thread import ThreadNote
from bots.shared.frame import Received
from core.kernel.clock import ManualClock
from core.kernel.errors import PayloadError
from core.kernel.messages import Inbound
from core.messaging.media_store import MediaStore
from tests.bots.mail.conftest import CITIZEN, MAILS, SETTINGS, Build, mail, photo, signer

MORNING = datetime(2025, 5, 5, 3, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Expected:
    text: str
    sender: str = CITIZEN
    kinds: tuple[str, ...] = ()
    also: dict[str, Any] = field(default_factory=dict)


SARI = "sari@warga.test"
MESSAGES = {
    "new_report": Expected(
        "Lampu jalan mati di Jalan Cendana Raya\nSelamat pagi,\n\nsudah tiga malam gelap sekali, mohon diperbaiki.\n\n"
        "- tiang nomor 7\n- tiang nomor 8",
        also={"message_id": "<baru-1@warga.test>", "display_name": "Budi Contoh", "sent_at": MORNING},
    ),
    "subject_says_nothing_new": Expected("Sampah menumpuk di depan pasar, ini laporan saya."),
    "subject_only": Expected("Banjir di RT 04 😢"),
    "gmail_id": Expected("Di depan warung, dekat halte."),
    "gmail_en": Expected("It is next to the bus stop."),
    "outlook_id": Expected("Sudah tiga hari, – tolong segera."),
    "outlook_en_html": Expected("It has been three days now."),
    "yahoo_id": Expected("Yang di RT 04, bukan RT 05."),
    "yahoo_en": Expected("The second one."),
    "android_id": Expected("Ya, benar."),
    "iphone_id": Expected("Lewati"),
    "written_below": Expected("Jalan Cendana Raya, depan nomor 12."),
    "forwarded": Expected(
        "---------- Forwarded message ---------\nDari: Tetangga Contoh <tetangga@warga.test>\n"
        "Tanggal: Min, 4 Mei 2025\nSubjek: Pohon tumbang\nKe: budi.contoh@warga.test\n\nPohon tumbang menutup gang.",
        also={"forwarded": True},
    ),
    "html_only": Expected("Air PAM keruh & berbau.\n\nMohon dicek.", SARI, also={"display_name": "Contoh, Sari"}),
    "inline_image": Expected("Jalan berlubang\nLubangnya dalam sekali di Jalan Mawar.", SARI, ("image_file",)),
    "attachments": Expected("Ini foto dan suratnya.", SARI, ("image_file", "document", "voice", "document")),
    "quoted_image": Expected("Sudah bagus, terima kasih."),
    "windows_1252": Expected(
        "Café berisik – tiap malam\nMusiknya “keras” sampai pukul 2 – mohon ditertibkan.",
        "rene@warga.test",
        also={"display_name": "René Contoh"},
    ),
    "unknown_charset": Expected("Parkir liar di trotoar\nMobil parkir di trotoar – setiap hari.", SARI),
    "raw_8bit": Expected("Got mampet – bau\nGotnya mampet – tolong.", SARI, also={"display_name": "Sari é"}),
    "truncated": Expected("Sampah belum diangkut seminggu.", SARI),
    "no_message_id": Expected("Got mampet\nGotnya mampet di Jalan Melati.", SARI),
    "header_injection": Expected("Jalan rusak {{ 7*7 }} <b>parah</b>", "penyerang@warga.test"),
    "header_injection_name": Expected(
        "Jalan rusak {{ 7*7 }} <b>parah</b>",
        "penyerang@warga.test",
        also={"display_name": "Penyerang Bcc: korban@warga.test"},
    ),
    "dmarc_fail": Expected("Batal\nBatalkan laporan saya.", also={"proven": False}),
    "number_in_subject": Expected("Batalkan saja.", "orang.lain@warga.test"),
    "other_address": Expected("Dari alamat kantor: sudah menyala.", also={"display_name": None}),
    "other_address_unsigned": Expected("Dari alamat kantor: sudah menyala.", "budi@kantor.test"),
    "other_address_forged": Expected("Dari alamat kantor: sudah menyala.", "budi@kantor.test"),
}
LEFT_ALONE = {
    "vacation": Nature.AUTOMATIC,
    "auto_subject_en": Nature.AUTOMATIC,
    "auto_subject_id": Nature.AUTOMATIC,
    "auto_header": Nature.AUTOMATIC,
    "auto_precedence": Nature.AUTOMATIC,
    "empty_return_path": Nature.AUTOMATIC,
    "no_reply": Nature.AUTOMATIC,
    "read_receipt": Nature.AUTOMATIC,
    "mailing_list": Nature.LIST,
    "newsletter": Nature.LIST,
    "own_mail": Nature.OWN,
    "own_redirected": Nature.OWN,
    "bounce_delayed": Nature.BOUNCE,
    "bounce_forged": Nature.BOUNCE,
}
BOUNCES = {
    "bounce": (False, "bounced with status 5.1.1"),
    "bounce_plain": (False, "bounced"),
    "bounce_delivered": (True, None),
}
KEPT = {"two_authors": "From", "no_author": "From", "misleading_author": "From"}


@pytest.fixture
def reader(media: MediaStore, clock: ManualClock) -> LetterReader:
    return make_reader(media, clock)


def make_reader(media: MediaStore, clock: ManualClock, **changes: Any) -> LetterReader:
    settings = MailSettings.model_validate({**SETTINGS, "authserv": "mx.kota.test", **changes})
    return LetterReader("mail", settings, signer(), media, clock)


def the_message(reader: LetterReader, raw: bytes) -> Inbound:
    message = reader.read(raw).message
    assert message is not None
    return message


def test_every_mail_beside_is_expected_to_be_something() -> None:
    names = {path.stem for path in MAILS.glob("*.eml")}
    assert names == {*MESSAGES, *LEFT_ALONE, *BOUNCES, *KEPT}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_persons_mail_becomes_a_message(name: str, reader: LetterReader) -> None:
    expected = MESSAGES[name]
    message = the_message(reader, mail(name))
    assert message.text == expected.text
    assert message.sender == expected.sender
    assert tuple(media.kind for media in message.media) == expected.kinds
    assert {key: getattr(message, key) for key in expected.also} == expected.also


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_machines_lists_and_ourselves_are_left_alone(name: str, reader: LetterReader) -> None:
    letter = reader.read(mail(name))
    assert (letter.nature, letter.message, list(letter.reports)) == (LEFT_ALONE[name], None, [])


@pytest.mark.parametrize("name", BOUNCES)
def test_a_bounce_of_our_own_mail_is_a_delivery_report(name: str, reader: LetterReader) -> None:
    letter = reader.read(mail(name))
    assert letter.message is None
    [report] = letter.reports
    assert report.message_id == signer().message_id(7, CITIZEN)
    assert (report.delivered, report.detail) == BOUNCES[name]


@pytest.mark.parametrize("name", KEPT)
def test_a_mail_without_a_believable_author_is_refused_with_the_reason(name: str, reader: LetterReader) -> None:
    with pytest.raises(PayloadError, match=KEPT[name]):
        reader.read(mail(name))


@pytest.mark.parametrize("name", MESSAGES)
def test_a_replay_bears_the_same_id(name: str, reader: LetterReader, build_mail: Build) -> None:
    first, again = the_message(reader, mail(name)), the_message(reader, mail(name))
    [elsewhere] = build_mail().read(mail(name)).messages
    assert first.message_id == again.message_id == elsewhere.message_id


def test_different_mails_without_an_id_are_told_apart(reader: LetterReader) -> None:
    raw = mail("no_message_id")
    other = raw.replace(b"Melati", b"Mawar")
    assert the_message(reader, raw).message_id != the_message(reader, other).message_id


def test_an_endless_id_is_shortened_to_what_the_database_keeps(reader: LetterReader) -> None:
    raw = mail("new_report").replace(b"<baru-1@", b"<" + b"a" * 180 + b"@" + b"b" * 60)
    assert len(the_message(reader, raw).message_id) <= 255


def test_photos_are_stored_when_the_mail_is_read(reader: LetterReader, media: MediaStore) -> None:
    message = the_message(reader, mail("inline_image"))
    assert media.get(message.media[0].ref) == photo()


def test_the_thread_of_a_reply_ends_with_the_mail_itself(reader: LetterReader) -> None:
    note = ThreadNote.read(the_message(reader, mail("gmail_id")).thread)
    own = signer().message_id(7, CITIZEN)
    assert note == ThreadNote(
        subject="Lampu jalan mati", references=("<awal-1@warga.test>", own, "<gmail-id@warga.test>")
    )


def test_a_thread_that_grows_for_years_stays_short(reader: LetterReader) -> None:
    years = b" ".join(b"<%d@%s.test>" % (number, b"x" * 60) for number in range(400))
    raw = mail("gmail_id").replace(b"References: <awal-1@warga.test>", b"References: <awal-1@warga.test> " + years)
    message = the_message(reader, raw)
    assert message.thread is not None
    assert len(message.thread) < 8000
    references = ThreadNote.read(message.thread).references
    assert (references[0], references[-1], len(references)) == ("<awal-1@warga.test>", "<gmail-id@warga.test>", 12)


def test_a_date_from_the_future_is_now(reader: LetterReader, clock: ManualClock) -> None:
    raw = mail("new_report").replace(b"5 May 2025", b"5 May 2095")
    assert the_message(reader, raw).sent_at == clock()


def test_our_signature_outweighs_a_failed_dmarc(reader: LetterReader) -> None:
    """Forwarding breaks DMARC; whoever has our signed address and our Message-ID was written to by us."""
    own = b"References: " + signer().message_id(7, CITIZEN).encode() + b"\r\n"
    raw = mail("dmarc_fail").replace(b"To: lapor@kota.test", b"To: " + signer().reply_address(CITIZEN).encode())
    assert the_message(reader, raw).proven is False
    message = the_message(reader, own + raw)
    assert (message.sender, message.proven, message.answers) == (CITIZEN, True, 7)


def test_a_mail_above_the_limit_gives_its_text_and_says_that_the_photo_was_too_large(
    build_mail: Build, media: MediaStore
) -> None:
    raw = mail("inline_image").replace(
        b"--rel--", b"--rel\r\nContent-Type: image/jpeg\r\n\r\n" + b"x" * 2**20 + b"\r\n--rel--"
    )
    received: Received = build_mail(max_mb=1).read(raw)
    [message] = received.messages
    assert message.text.endswith("di Jalan Mawar.")
    assert {ref.ref for ref in message.media} == {"too-large"}


def test_many_attachments_are_cut_to_ten(reader: LetterReader) -> None:
    part = b"--mix\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n"
    raw = mail("attachments").replace(b"--mix--", part * 300 + b"--mix--")
    assert len(the_message(reader, raw).media) == 10


# --- people who are taken for machines, and machines that are taken for people -----------------------


def group(**fields: str) -> bytes:
    """A mail that a group passed on; None is no field."""
    named = {
        "From": "'Sari Contoh' via Lapor <lapor@kota.test>",
        "To": "lapor@kota.test",
        "Subject": "Sampah menumpuk",
        "Message-ID": "<grup-1@warga.test>",
        "List-ID": "<lapor.kota.test>",
        "Precedence": "list",
        "List-Unsubscribe": "<mailto:lapor+unsubscribe@kota.test>",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"{head}\r\nDi depan pasar.\r\n".encode()


BY_GROUP = {
    "Google Groups": group(X_Original_From="Sari Contoh <sari@warga.test>", Reply_To="sari@warga.test"),
    "Google's other name": group(X_Google_Original_From="Sari <sari@warga.test>"),
    "Mailman": group(
        Reply_To="Sari <sari@warga.test>", List_ID="Lapor <lapor.kota.test>", List_Post="<mailto:lapor@kota.test>"
    ),
    "From left alone": group(From="Sari <sari@warga.test>"),
    "a list of another name": group(
        From="Sari via Aduan <aduan@groups.test>", List_ID="<aduan.groups.test>", Reply_To="sari@warga.test"
    ),
    "a list that names itself in no field": group(
        From="Sari via Aduan <aduan@groups.test>", List_ID="<x>", X_Original_From="sari@warga.test"
    ),
}


@pytest.mark.parametrize("name", BY_GROUP)
def test_a_group_of_our_own_is_a_way_in_that_proves_nobody(name: str, media: MediaStore, clock: ManualClock) -> None:
    reader = make_reader(media, clock, lists=["aduan@groups.test"])
    passed = b"Authentication-Results: mx.kota.test; dmarc=pass header.from=kota.test\r\n"
    message = the_message(reader, passed + BY_GROUP[name])
    assert (message.sender, message.proven) == ("sari@warga.test", False)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (group(From="Sari <sari@warga.test>", List_ID="<lapor.kota.jahat.test>"), Nature.LIST),
        (group(From="Sari <sari@warga.test>", List_ID="<kabar.toko.test>"), Nature.LIST),
        (group(), Nature.OWN),
        (group(Reply_To="lapor@kota.test"), Nature.OWN),
        (group(X_Original_From="sari@warga.test", X_Loop="lapor@kota.test"), Nature.OWN),
        (group(X_Original_From="noreply@toko.test"), Nature.AUTOMATIC),
        (group(X_Original_From="sari@warga.test", Auto_Submitted="auto-replied"), Nature.AUTOMATIC),
    ],
)
def test_other_lists_robots_and_ourselves_stay_out_although_a_group_passed_them_on(
    raw: bytes, expected: Nature, reader: LetterReader
) -> None:
    assert reader.read(raw).nature is expected


def plain(subject: str, *fields: str) -> bytes:
    head = "".join(f"{field}\r\n" for field in fields)
    head = f"From: sari@warga.test\r\nSubject: {subject}\r\nMessage-ID: <p@warga.test>\r\n{head}"
    return f"{head}\r\nIsi surat.\r\n".encode()


PEOPLE = {
    "subject": plain("Di luar kantor kelurahan Tebet Timur banyak sampah"),
    "subject with colon": plain("Di luar kantor: banyak sampah"),
    "english": plain("Out of office building, broken street light"),
    "redirected by a rule": plain(
        "Sampah", "X-MS-Exchange-Inbox-Rules-Loop: sekretariat@kota.test", "Auto-Submitted: auto-generated"
    ),
    "forwarded by a server": plain("Sampah", "Auto-Submitted: auto-forwarded", "Resent-From: kantor@kota.test"),
    "empty header": plain("Sampah", "X-Autoreply: no"),
}
OUR_ID = signer().message_id(7, CITIZEN)
MACHINES = {
    subject: plain(subject, f"In-Reply-To: {OUR_ID}")
    for subject in (
        "Re: Out of Office",
        "RE: Automatic reply: Laporan Anda",
        "[Auto-Reply] Laporan Anda",
        "Re: [Out of office] Re: Laporan Anda",
        "(Balasan otomatis) Re: Lampu jalan",
        "Bls: Di luar kantor",
        "Sedang cuti: Re: Lampu",
        "Automatische Antwort: Lampu",
        "AW: Abwesenheitsnotiz",
        "Réponse automatique : Lampu",
        "Respuesta automática: Lampu",
        "自动回复: Lampu",
        "【自動返信】Lampu",
        "자동 회신: Lampu",
        "Автоматический ответ: Lampu",
        "Trả lời tự động: Lampu",
        "الرد التلقائي: Lampu",
        "Otomatik yanıt: Lampu",
        "*** Auto reply ***",
    )
} | {
    "to the reply address": plain("Out of office", f"To: {signer().reply_address(CITIZEN)}"),
    "suppressing": plain("Re: Lampu", f"In-Reply-To: {OUR_ID}", "X-Auto-Response-Suppress: All"),
    "a rule's answer": plain("Re: Lampu", "X-MS-Exchange-Inbox-Rules-Loop: sari@warga.test"),
    "by header alone": plain("Lampu", "X-Autoreply: yes"),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_is_heard_whatever_the_subject_and_whoever_passed_it_on(name: str, reader: LetterReader) -> None:
    assert the_message(reader, PEOPLE[name]).sender == "sari@warga.test"


@pytest.mark.parametrize("name", MACHINES)
def test_an_automatic_answer_to_one_of_our_mails_is_left_alone_in_any_language(name: str, reader: LetterReader) -> None:
    letter = reader.read(MACHINES[name])
    assert (letter.nature, letter.message) == (Nature.AUTOMATIC, None)


@pytest.mark.parametrize("subject", ["Re: Di luar kantor kelurahan banyak sampah", "Bls: Cuti bersama dan sampah"])
def test_an_answer_below_such_a_subject_is_still_a_persons(subject: str, reader: LetterReader) -> None:
    assert reader.read(plain(subject, f"In-Reply-To: {OUR_ID}")).nature is Nature.PERSON


@pytest.mark.parametrize(
    ("status", "retry"),
    [("5.1.1", False), ("5.1.10", False), ("5.2.2", True), ("5.7.1", True), ("5.7.26", True), ("5.3.4", False)],
)
def test_a_bounce_says_whether_it_is_worth_another_try(status: str, retry: bool, reader: LetterReader) -> None:
    [report] = reader.read(mail("bounce").replace(b"Status: 5.1.1", f"Status: {status}".encode())).reports
    assert (report.delivered, report.retry) == (False, retry)
