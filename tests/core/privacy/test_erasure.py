""" "Hapus data saya": everything of a citizen goes at once, and the city's work stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select, text

from bots.web import WebChannel
from core.dialogue.state import ConversationState as DialogueState
from core.intake.intake import Taken
from core.kernel.actor import Actor
from core.kernel.errors import BlockedError, RetryableError
from core.kernel.messages import Capabilities, Inbound, MediaKind, MediaRef, Outbound
from core.kernel.states import Role, State
from core.messaging import conversations
from core.privacy import erasure
from core.running.sweep import sweep
from core.staff import create_staff
from core.storage.base import Base
from core.storage.models import (
    AuditEntry,
    Conversation,
    ConversationNote,
    Correction,
    Escalation,
    Follower,
    InboundMessage,
    Media,
    MediaState,
    OutboundMessage,
    SendState,
    Ticket,
    Urgency,
)
from core.tickets.steps import OutOfScope, StartWork
from tests.support.house import House, picture

SENDER = "+62-811-5550-123"
NAME = "Siti Penanda"
MARKS = ("+62-811-5550-123", "Siti Penanda", "0811 5550 123", "siti@example.org")
OTHER_REPORT = "sampah menumpuk, hubungi 0811 5550 123 atau siti@example.org, nama saya Siti Penanda"
REPORT = "lampu jalan mati, hubungi 0811 5550 123 atau siti@example.org, nama saya Siti Penanda"
WITHOUT = "lampu jalan mati, hubungi [telepon] atau [email], nama saya [nama]"
ADMIN = Actor(Role.ADMINISTRATOR)
PHOTO = (MediaRef(kind=MediaKind.PHOTO, ref="p1"),)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def report(house: House, text: str = REPORT) -> str:
    return house.report(text, sender=SENDER, display_name=NAME, media=PHOTO)


def erase(house: House, button: str = "Hapus data saya", **fields: Any) -> str:
    house.take("hapus data saya", sender=SENDER, **fields)
    return house.press(button, sender=SENDER, **fields)[-1].text


def ticket(house: House, number: str) -> Ticket:
    with house.services.database.read() as session:
        found = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        _ = found.events, found.photos, found.reporter
        return found


def everything(house: House) -> str:
    """Every value of every table, with what the vault can open opened."""
    said = []
    with house.services.database.read() as session:
        for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all():
            for row in session.execute(text(f"SELECT * FROM {name}")).all():
                for value in row:
                    if isinstance(value, bytes) and value.startswith(b"gAAAA"):
                        said.append(house.vault.decrypt(value))
                    elif isinstance(value, bytes):
                        said.append(value.decode("latin-1"))
                    else:
                        said.append(str(value))
    return "\n".join(said)


def files(house: House) -> list[Path]:
    return [path for path in Path(house.config.storage.media).rglob("*") if path.is_file()]


# --- asking ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("away", [False, True])
@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("hapus data saya", "id"),
        ("Tolong hapus semua data saya ya kak", "id"),
        ("saya mau data saya dihapus", "id"),
        ("delete my data", "en"),
        ("Please, I want to delete all of my data", "en"),
        ("/hapus", "id"),
        ("Selamat pagi Bapak/Ibu,\n\nMohon hapus data saya.\n\nTerima kasih atas bantuannya.\nSalam, Siti", "id"),
    ],
)
def test_it_is_explained_and_asked_for_whether_or_not_the_model_is_there(
    house: House, said: str, language: str, away: bool
) -> None:
    house.understander.away = away
    (asked,) = house.take(said)
    assert ("can't be undone" if language == "en" else "tidak bisa dibatalkan") in asked.text
    assert [button.id for button in asked.buttons] == ["erase:keep", "erase:no"]


@pytest.mark.parametrize(
    "said",
    [
        "data saya di dukcapil salah, tolong hapus yang lama dan perbaiki secepatnya karena saya butuh untuk sekolah",
        "hapus coretan di tembok dekat rumah saya",
        "ada warga yang hapus data saya di kelurahan",
        "Nama di KTP salah. Data saya tertukar. Tolong perbaiki.",
    ],
)
def test_a_report_that_speaks_of_data_is_a_report(house: House, said: str) -> None:
    assert all("erase:keep" not in [button.id for button in message.buttons] for message in house.take(said))


def test_who_thinks_better_of_it_keeps_everything(house: House) -> None:
    number = report(house)
    assert "tidak dihapus" in erase(house, "Jangan hapus")
    assert ticket(house, number).description == WITHOUT
    for word in ("batal", "tidak"):
        house.take("hapus data saya", sender=SENDER)
        assert "tidak dihapus" in house.take(word, sender=SENDER)[-1].text


def test_a_draft_goes_on_after_a_no(house: House) -> None:
    house.take("lampu jalan mati", sender=SENDER)
    house.take("hapus data saya", sender=SENDER)
    said = house.press("Jangan hapus", sender=SENDER)
    assert "Di mana" in said[-1].text


def test_a_button_of_long_ago_asks_again_instead_of_erasing(house: House) -> None:
    number = report(house)
    house.take("hapus data saya", sender=SENDER)
    house.press("Jangan hapus", sender=SENDER)
    assert "tidak bisa dibatalkan" in house.press("Hapus data saya", sender=SENDER)[-1].text
    assert ticket(house, number).description == WITHOUT


def test_open_reports_are_named_and_may_be_withdrawn_while_nobody_has_taken_them_up(house: House) -> None:
    waiting, begun = report(house), report(house, OTHER_REPORT)
    with house.services.database.write() as session:
        house.services.workflow.move(session, begun, StartWork(), ADMIN)
    asked = house.take("hapus data saya", sender=SENDER)[-1]
    assert waiting in asked.text
    assert begun in asked.text
    house.press("Hapus, batalkan laporan", sender=SENDER)
    assert (ticket(house, waiting).state, ticket(house, begun).state) == (State.WITHDRAWN, State.IN_PROGRESS)


def test_without_buttons_the_answer_is_typed(house: House) -> None:
    house.channel.capabilities = Capabilities(buttons=False, short=True)
    house.take("hapus data saya", sender=SENDER)
    assert "sudah dihapus" in house.take("1", sender=SENDER)[-1].text


# --- what goes ---------------------------------------------------------------------------------------


def test_nothing_in_the_database_or_among_the_files_leads_to_the_citizen_any_more(house: House) -> None:
    number, done = report(house), report(house, OTHER_REPORT)
    house.take(f"{number} juga kena rumah nama saya Siti Penanda", sender=SENDER, display_name=NAME)
    with house.services.database.write() as session:
        staff = create_staff(session, "m", "Moderator", Role.MODERATOR, "panjang-sekali-x", clock=house.clock)
        conversation = session.scalars(select(Conversation)).one()
        house.services.workflow.reclassify(session, number, ADMIN, category="jalan")
        house.services.workflow.note(session, number, ADMIN, f"pelapor {NAME} sudah ditelepon")
        house.services.workflow.move(session, done, OutOfScope(note=f"Halo {NAME}"), ADMIN)
        session.add_all(
            [
                Escalation(
                    conversation_id=conversation.id,
                    reason="asked",
                    urgency=Urgency.NORMAL,
                    opened_at=house.clock(),
                ),
                ConversationNote(
                    conversation_id=conversation.id, staff_id=staff.id, text=f"{NAME} marah", created_at=house.clock()
                ),
            ]
        )
    assert all(mark in everything(house) for mark in MARKS)
    assert files(house) != []
    assert "sudah dihapus" in erase(house)
    sweep(house.services, house.waker)
    left = everything(house)
    assert [mark for mark in MARKS if mark in left] == []
    assert "marah" not in left
    assert f"{number} juga kena rumah nama saya [nama]" in left, "what was added is the ticket's, without the name"
    assert files(house) == []
    with house.services.database.read() as session:
        for table in (Follower, Escalation, ConversationNote, Correction):
            assert session.scalars(select(table)).all() == [], table
        assert {(media.key, media.ref) for media in session.scalars(select(Media))} == {(None, None)}
        assert {row.text for row in session.scalars(select(OutboundMessage))} == {""}
        assert {row.state for row in session.scalars(select(Conversation))} == {DialogueState()}


def test_an_open_ticket_stays_as_the_city_needs_it_and_a_closed_one_as_it_is_counted(house: House) -> None:
    begun, done = report(house), report(house, OTHER_REPORT)
    with house.services.database.write() as session:
        house.services.workflow.move(session, done, OutOfScope(note="bukan kami"), ADMIN)
    erase(house)
    still_open, closed = ticket(house, begun), ticket(house, done)
    assert still_open.description.startswith("lampu jalan mati, hubungi [telepon]")
    assert (still_open.lat, still_open.kelurahan, still_open.anonymised_at) == (-6.1937, "Kebon Jeruk", None)
    assert (closed.lat, closed.place_words, closed.kelurahan) == (None, None, "Kebon Jeruk")
    assert closed.anonymised_at is not None
    assert still_open.photos == closed.photos == []
    with house.services.database.write() as session:
        house.services.workflow.move(session, begun, StartWork(), ADMIN)
    assert house.channel.sent[-1].text.startswith("Data Anda sudah dihapus")


def test_the_audit_says_that_it_happened_and_not_to_whom(house: House) -> None:
    report(house)
    erase(house)
    with house.services.database.read() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "privacy.erased")).all()
    assert (entry.subject, entry.detail) == ("conversation/1", {"tickets": 1, "asked": "chat"})


def test_other_citizens_are_not_touched(house: House) -> None:
    other = house.report("jalan berlubang besar sekali", sender="tetangga")
    report(house)
    house.take(f"ikuti {other}", sender=SENDER)
    erase(house)
    assert ticket(house, other).reporter.account == "fake"
    assert other in house.take("status", sender="tetangga")[-1].text


def test_a_photo_that_is_on_its_way_does_not_come_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    report(house)

    def erased_meanwhile(media: MediaRef) -> bytes:
        monkeypatch.undo()
        erase(house)
        return picture()

    monkeypatch.setattr(house.channel, "fetch", erased_meanwhile)
    house.take("ini fotonya", sender=SENDER, media=PHOTO)
    sweep(house.services, house.waker)
    assert files(house) == []


def test_a_crash_between_the_commit_and_the_files_leaves_no_file_behind(house: House) -> None:
    report(house)
    erase(house)
    with house.services.database.read() as session:
        assert {media.state for media in session.scalars(select(Media))} == {MediaState.DISCARDED}
    assert files(house)
    sweep(house.services, house.waker)
    assert files(house) == []


# --- the last message --------------------------------------------------------------------------------


def test_the_address_stays_until_the_last_message_has_left(house: House) -> None:
    report(house)
    house.take("hapus data saya", sender=SENDER)
    house.channel.failures += [RetryableError("busy")]
    house.press("Hapus data saya", sender=SENDER)
    sweep(house.services, house.waker)
    assert SENDER in everything(house)
    house.clock.advance(timedelta(minutes=5))
    sweep(house.services, house.waker)
    assert "sudah dihapus" in house.channel.sent[-1].text
    assert house.channel.sent[-1].address == SENDER
    sweep(house.services, house.waker)
    assert SENDER not in everything(house)


def test_the_address_goes_too_if_the_last_message_can_never_leave(house: House) -> None:
    report(house)
    house.take("hapus data saya", sender=SENDER)
    house.channel.failures += [BlockedError("stopped")]
    house.press("Hapus data saya", sender=SENDER)
    sweep(house.services, house.waker)
    assert SENDER not in everything(house)


def test_a_page_that_fetches_by_itself_has_time_to_show_the_last_message(house: House) -> None:
    house.channel.capabilities = WebChannel.capabilities
    report(house)
    erase(house)
    sweep(house.services, house.waker)
    with house.services.database.read() as session:
        found = conversations.find(session, house.vault, "fake", SENDER)
        assert found is not None
        rows = session.scalars(select(OutboundMessage).where(OutboundMessage.conversation_id == found.id)).all()
        assert [row.state for row in rows] == [SendState.SENT]
    house.clock.advance(timedelta(minutes=16))
    sweep(house.services, house.waker)
    assert SENDER not in everything(house)


def test_no_number_is_given_to_anybody_else(house: House) -> None:
    """A page shows what is newer than the last number that it knows, and an officer's browser keeps photos."""
    report(house)
    with house.services.database.read() as session:
        newest = {table: max(session.scalars(select(table.id))) for table in (Conversation, OutboundMessage, Media)}
    erase(house)
    sweep(house.services, house.waker)
    house.take("halo", sender="baru", media=PHOTO)
    with house.services.database.read() as session:
        for table, number in newest.items():
            assert max(session.scalars(select(table.id))) > number, table


def test_a_message_that_was_on_its_way_leaves_no_trace(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    report(house)
    send = house.channel.send

    def erased_meanwhile(message: Outbound) -> str | None:
        monkeypatch.undo()
        house.take("hapus data saya", sender=SENDER)
        house.take(pressed="erase:keep", sender=SENDER)
        return send(message)

    monkeypatch.setattr(house.channel, "send", erased_meanwhile)
    house.take("status", sender=SENDER)
    house.clock.advance(timedelta(minutes=5))
    sweep(house.services, house.waker)
    with house.services.database.read() as session:
        assert {(row.text, row.provider_id) for row in session.scalars(select(OutboundMessage))} == {("", None)}


# --- afterwards --------------------------------------------------------------------------------------


@pytest.mark.parametrize("parted", [False, True])
def test_the_same_person_is_a_stranger_afterwards(house: House, parted: bool) -> None:
    number = report(house)
    erase(house)
    if parted:
        sweep(house.services, house.waker)
    assert "Belum ada laporan" in house.take("status", sender=SENDER)[-1].text
    (shown,) = house.take(number, sender=SENDER)
    assert "Catatan" not in shown.text
    again = report(house)
    sweep(house.services, house.waker)
    assert again in house.take("status", sender=SENDER)[-1].text


@pytest.mark.parametrize("parted", [False, True])
def test_what_the_provider_sends_again_is_still_known(house: House, parted: bool) -> None:
    messages: list[Inbound] = []
    for fields in ({"text": "halo"}, {"text": "hapus data saya"}, {"pressed": "erase:keep"}):
        messages.append(house.inbound(sender=SENDER, **fields))
        assert house.services.intake.take(messages[-1]) is Taken.NEW
    if parted:
        sweep(house.services, house.waker)
    before = len(house.channel.sent)
    assert [house.services.intake.take(message) for message in messages] == [Taken.REPLAY] * 3
    assert len(house.channel.sent) == before
    with house.services.database.read() as session:
        assert conversations.find(session, house.vault, "fake", SENDER) is None or not parted
        rows = session.scalars(select(InboundMessage)).all()
        assert {row.text for row in rows} == {""}
        assert not {message.message_id for message in messages} & {row.provider_id for row in rows}


@pytest.mark.parametrize("shut", ["held", "barred", "blocked"])
def test_it_works_whoever_speaks_in_the_conversation(house: House, shut: str) -> None:
    report(house)
    with house.services.database.write() as session:
        staff = create_staff(session, "m", "Moderator", Role.MODERATOR, "panjang-sekali-x", clock=house.clock)
        conversation = session.scalars(select(Conversation)).one()
        conversation.moderator_id = staff.id if shut == "held" else None
        conversation.held_since = house.clock() if shut == "held" else None
        conversation.barred = shut == "barred"
        conversation.blocked = shut == "blocked"
    if shut != "blocked":
        assert house.take("halo", sender=SENDER) == []
    assert "sudah dihapus" in erase(house)
    sweep(house.services, house.waker)
    assert SENDER not in everything(house)


def test_whatever_points_to_a_person_is_seen_to() -> None:
    """A new table that points to a conversation or a message must be put into core/privacy/erasure.py, and here."""
    pointing = {f"{key.parent}" for table in Base.metadata.sorted_tables for key in _keys_to_people(table)}
    assert pointing == {
        "conversation_note.conversation_id",
        "escalation.conversation_id",
        "follower.conversation_id",
        "inbound_message.conversation_id",
        "media.inbound_id",
        "outbound_message.conversation_id",
        "staff_chat.conversation_id",
        "survey_invitation.conversation_id",
        "ticket.reporter_id",
    }, erasure.__doc__


def _keys_to_people(table: Table) -> list[Any]:
    return [key for key in table.foreign_keys if key.column.table.name in ("conversation", "inbound_message")]
