"""Nothing lost, nothing doubled: the one transaction, the unique key, the spool."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from core.intake.intake import Taken
from core.kernel.actor import Actor
from core.kernel.messages import Inbound, MediaKind, MediaRef
from core.kernel.states import Kind, Role
from core.running.sweep import sweep
from core.storage.base import Base
from core.storage.models import (
    Conversation,
    Escalation,
    InboundMessage,
    Media,
    MediaState,
    OutboundMessage,
    Ticket,
    TicketEvent,
)
from core.tickets.steps import StartWork
from tests.support.house import KEBON_JERUK, House


def rows(house: House, table: type[Base]) -> int:
    with house.services.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def only_ticket(house: House) -> Ticket:
    with house.services.database.read() as session:
        return session.scalars(select(Ticket)).one()


def test_a_whole_report_becomes_a_ticket_with_its_place_and_its_photo(house: House) -> None:
    house.take("lampu jalan mati")
    house.take(pin=KEBON_JERUK)
    house.take("1")
    house.take(media=(MediaRef(kind=MediaKind.PHOTO, ref="f1"),))
    house.press("Kirim")
    with house.services.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert (ticket.kind, ticket.category, ticket.kelurahan) == (Kind.COMPLAINT, "lampu_jalan", "Kebon Jeruk")
        assert (ticket.lat, ticket.lon) == (KEBON_JERUK.lat, KEBON_JERUK.lon)
        assert [photo.media.state for photo in ticket.photos] == [MediaState.STORED]
        assert ticket.unit == f"kelurahan/{ticket.area_code}"


def test_a_replay_is_a_no_op(house: House) -> None:
    message = house.inbound("lampu jalan mati")
    assert house.services.intake.take(message) is Taken.NEW
    sent = len(house.channel.sent)
    assert house.services.intake.take(message) is Taken.REPLAY
    assert (rows(house, InboundMessage), len(house.channel.sent)) == (1, sent)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_replaying_any_message_at_any_time_changes_nothing(house: House, order: list[int]) -> None:
    sender = f"warga-{rows(house, Conversation)}"
    script: list[dict[str, Any]] = [
        {"text": "lampu jalan mati"},
        {"pin": KEBON_JERUK},
        {"text": "1"},
        {"text": "lewati"},
        {"text": "ya"},
        {"text": "status"},
    ]
    messages = [house.inbound(sender=sender, **fields) for fields in script]
    for message in messages:
        house.services.intake.take(message)
    before = [rows(house, table) for table in (InboundMessage, OutboundMessage, Ticket, TicketEvent)]
    for index in order:
        assert house.services.intake.take(messages[index]) is Taken.REPLAY
    assert [rows(house, table) for table in (InboundMessage, OutboundMessage, Ticket, TicketEvent)] == before


def test_the_same_message_delivered_by_eight_threads_is_taken_once(house: House) -> None:
    message = house.inbound("lampu jalan mati")
    results: list[Taken] = []
    threads = [threading.Thread(target=lambda: results.append(house.services.intake.take(message))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [Taken.NEW] + [Taken.REPLAY] * 7
    assert rows(house, OutboundMessage) == 1


def test_messages_of_many_citizens_at_once_are_all_taken(house: House) -> None:
    messages = [house.inbound("lampu jalan mati", sender=f"warga-{n}") for n in range(24)]
    threads = [threading.Thread(target=house.services.intake.take, args=(message,)) for message in messages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(house, Conversation) == rows(house, InboundMessage) == 24


def test_with_the_database_down_a_message_is_spooled_and_taken_in_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = house.inbound("lampu jalan mati")
    down(house, monkeypatch)
    assert house.services.intake.take(message) is Taken.SPOOLED
    assert len(house.services.spool) == 1
    monkeypatch.undo()
    sweep(house.services, house.waker)
    assert len(house.services.spool) == 0
    assert rows(house, InboundMessage) == 1
    assert "Di mana" in house.channel.sent[-1].text


def test_a_spooled_message_that_was_taken_in_after_all_is_a_no_op(house: House) -> None:
    message = house.inbound("lampu jalan mati")
    house.services.intake.take(message)
    house.services.spool.keep(message)
    assert house.services.intake.take_spooled() == 1
    assert rows(house, InboundMessage) == 1


def test_the_spool_stays_while_the_database_stays_down(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.services.spool.keep(house.inbound("lampu jalan mati"))
    down(house, monkeypatch)
    sweep(house.services, house.waker)
    assert len(house.services.spool) == 1


def test_a_broken_spool_file_is_set_aside_and_does_not_hold_up_the_others(house: House) -> None:
    first = house.services.spool.keep(house.inbound("satu"))
    house.services.spool.keep(house.inbound("lampu mati"))
    first.write_text("{", encoding="utf-8")
    assert house.services.intake.take_spooled() == 1
    assert first.with_suffix(".unreadable").exists()


def test_a_spooled_message_can_be_read_by_its_owner_only(house: House) -> None:
    path = house.services.spool.keep(house.inbound("halo"))
    assert path.stat().st_mode & 0o077 == 0


def down(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("database is down"))

    monkeypatch.setattr(house.services.database, "write", fail)
    monkeypatch.setattr(house.services.database, "read", fail)


def test_when_the_understanding_is_away_the_ticket_waits_for_a_person(house: House) -> None:
    house.understander.away = True
    number = house.report("lampu jalan mati di gang kami")
    assert "melengkapinya" in next(m.text for m in house.channel.sent if number in m.text)
    ticket = only_ticket(house)
    assert (ticket.category, ticket.needs_person) == ("lainnya", "kind,category")


def test_known_words_do_not_trouble_the_understanding(house: House) -> None:
    house.take("halo")
    house.take("ya")
    assert house.understander.asked == []


def test_english_is_answered_in_english_and_indonesian_in_indonesian(house: House) -> None:
    assert "Where exactly" in house.take("the street lamp in front of my house is broken")[0].text
    assert "lokasi" in house.take("lampu jalan di depan rumah saya mati sejak kemarin")[0].text


def test_a_request_for_a_person_waits_once_however_often_it_is_repeated(house: House) -> None:
    house.take("petugas")
    house.take("petugas")
    assert rows(house, Escalation) == 1


def test_while_a_moderator_holds_the_conversation_the_bot_is_silent_but_keeps_everything(house: House) -> None:
    from core.kernel.states import Role
    from core.staff import create_staff

    house.take("halo")
    with house.services.database.write() as session:
        moderator = create_staff(session, "mod", "Moderator", Role.MODERATOR, "x" * 16, clock=house.clock)
        session.flush()
        session.scalars(select(Conversation)).one().moderator_id = moderator.id
    assert house.take("lampu jalan mati") == []
    assert rows(house, InboundMessage) == 2


def test_an_edit_after_sending_is_shown_to_staff(house: House) -> None:
    original = house.inbound("lampu jalan mati")
    house.services.intake.take(original)
    house.take(pin=KEBON_JERUK)
    house.take("1")
    house.take("lewati")
    house.take("ya")
    house.take("lampu jalan mati dua-duanya", edits=original.message_id)
    with house.services.database.read() as session:
        assert (
            session.scalars(select(TicketEvent).order_by(TicketEvent.id)).all()[-1].note
            == "lampu jalan mati dua-duanya"
        )


def test_following_somebody_elses_ticket_brings_its_news_but_not_its_notes(house: House) -> None:
    number = house.report(sender="pelapor")
    house.take(f"ikuti {number}", sender="tetangga")
    with house.services.database.write() as session:
        admin = Actor(Role.TICKET_ADMIN)
        house.services.workflow.move(session, number, StartWork(note="rahasia dapur"), admin)
    sweep(house.services, house.waker)
    news = {message.address: message.text for message in house.channel.sent[-2:]}
    assert "rahasia dapur" in news["pelapor"]
    assert "dikerjakan" in news["tetangga"]
    assert "rahasia dapur" not in news["tetangga"]


def test_contacts_are_encrypted_at_rest(house: House) -> None:
    house.take("halo", sender="kontak-rahasia", display_name="Nama Rahasia")
    house.services.database.close()
    stored = b"".join(path.read_bytes() for path in house.config.storage.spool.parent.glob("test.db*"))
    assert b"kontak-rahasia" not in stored
    assert b"Nama Rahasia" not in stored


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "a" * 10_000},
        {"text": "😀😀😀"},
        {"text": "'); DROP TABLE ticket; --"},
        {"text": "{ $city } {{7*7}} <script>alert(1)</script>"},
        {"text": "\u202e\u0000abc"},
        {"text": "DAPATKAN PINJOL CEPAT klik bit.ly", "forwarded": True},
        {"media": (MediaRef(kind=MediaKind.STICKER, ref="s"),)},
        {"media": (MediaRef(kind=MediaKind.VOICE, ref="v"),)},
        {"pressed": "send:0badcafe"},
        {"deletes": "m77"},
        {"edits": "m77", "text": "baru"},
    ],
)
def test_whatever_is_sent_is_answered_politely_and_kept(house: House, fields: dict[str, Any]) -> None:
    replies = house.take(**fields)
    assert replies
    assert all(reply.text.strip() for reply in replies)
    assert rows(house, InboundMessage) == 1


def bomb() -> bytes:
    """A small file that unpacks to more pixels than anybody's phone takes."""
    out = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: b"MZ this is a program", id="not-an-image"),
        pytest.param(bomb, id="bomb"),
        pytest.param(lambda: b" ", id="empty"),
    ],
)
def test_a_photo_that_is_none_is_refused_with_a_reason_and_asked_for_again(
    house: House, content: Callable[[], bytes]
) -> None:
    house.channel.files["bad"] = content()
    house.take("lampu jalan mati")
    house.take(pin=KEBON_JERUK)
    house.take("1")
    replies = house.take(media=(MediaRef(kind=MediaKind.PHOTO, ref="bad"),))
    assert "foto" in replies[-1].text.casefold()
    assert "foto" in house.take("halo")[-1].text.splitlines()[-1]
    with house.services.database.read() as session:
        assert session.scalars(select(Media)).one().state is MediaState.REFUSED


def test_an_inbound_message_survives_being_written_to_disk(house: House) -> None:
    message = house.inbound("halo", pin=KEBON_JERUK, media=(MediaRef(kind=MediaKind.PHOTO, ref="f"),))
    assert Inbound.model_validate_json(message.model_dump_json()) == message


def test_who_waits_for_a_person_is_not_greeted_as_a_stranger(house: House) -> None:
    house.take("bicara dengan petugas")
    [answer] = house.take("halo")
    assert "sudah diberi tahu" in answer.text
    with house.services.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Escalation)) == 1


def test_the_name_of_a_place_does_not_change_the_language(house: House) -> None:
    house.take("hi, there is a broken street lamp near my house")
    assert "exactly" in house.channel.sent[-1].text
    assert "photo" in house.take("Kebon Jeruk, kelurahan Kebon Jeruk")[-1].text


def test_ids_that_no_database_could_keep_are_refused_at_the_border(house: House) -> None:
    for field in ("message_id", "edits", "deletes"):
        with pytest.raises(ValidationError, match=field):
            house.inbound("halo", **{field: "x" * 256})


def test_a_media_type_that_is_too_long_is_left_out(house: House) -> None:
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert MediaRef(kind=MediaKind.DOCUMENT, ref="1", mime=office).mime == office
    assert MediaRef(kind=MediaKind.DOCUMENT, ref="1", mime="x" * 300).mime is None


def test_a_number_in_an_answer_to_its_own_message_is_one_ticket(house: House) -> None:
    number = house.report()
    with house.services.database.read() as session:
        told = session.scalars(select(OutboundMessage.id).order_by(OutboundMessage.id.desc())).first()
    (answer,) = house.take(f"gimana laporan {number}?", answers=told)
    assert number in answer.text
    assert "menunggu ditangani" in answer.text
