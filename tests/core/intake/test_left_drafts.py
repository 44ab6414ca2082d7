"""A report whose reporter falls silent: reminded of once, then filed for a person to complete."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.kernel.messages import Capabilities, MediaKind, MediaRef
from core.kernel.states import Role
from core.running.sweep import sweep
from core.storage.models import Conversation, Ticket
from tests.support.desk import hire
from tests.support.house import KEBON_JERUK, House

PHOTO = (MediaRef(kind=MediaKind.PHOTO, ref="f1"),)
DAY = timedelta(hours=24)
REMINDER = "belum selesai"
FILED = "apa adanya, supaya tidak hilang"


def after(house: House, span: timedelta) -> list[str]:
    """What is sent once the time has gone by."""
    before = len(house.channel.sent)
    house.clock.advance(span)
    sweep(house.services, house.waker)
    return [message.text for message in house.channel.sent[before:]]


def tickets(house: House) -> list[Ticket]:
    with house.services.database.read() as session:
        return list(session.scalars(select(Ticket).order_by(Ticket.id)))


def conversation(session: Session) -> Conversation:
    return session.scalars(select(Conversation)).one()


def test_a_reporter_who_falls_silent_is_reminded_once_and_then_told_the_number(house: House) -> None:
    house.take("lampu jalan mati")
    assert after(house, DAY / 4 - timedelta(minutes=1)) == []
    [reminder] = after(house, timedelta(minutes=1))
    assert REMINDER in reminder
    assert after(house, timedelta(hours=1)) == []
    [told] = after(house, DAY)
    [filed] = tickets(house)
    assert FILED in told
    assert filed.number in told
    assert filed.description == "lampu jalan mati"
    assert filed.doubts == ("place",)
    assert after(house, DAY) == []


def test_the_reminder_asks_the_open_question_in_other_words(house: House) -> None:
    [asked] = house.take("lampu jalan mati")
    [reminder] = after(house, DAY / 4)
    assert asked.text.splitlines()[-1] not in reminder
    assert len(reminder.splitlines()) > 1


def test_an_answer_after_the_reminder_goes_on_and_is_not_reminded_again(house: House) -> None:
    house.take("lampu jalan mati")
    after(house, DAY / 4)
    house.take(pin=KEBON_JERUK)
    assert after(house, DAY / 2) == []
    assert FILED in after(house, DAY / 2)[0]


def test_the_words_that_were_said_of_the_place_stand_in_the_ticket(house: House) -> None:
    house.take("lampu jalan mati")
    house.take("dekat warung pojok sana")
    after(house, DAY / 4)
    after(house, DAY)
    [filed] = tickets(house)
    assert filed.place_words == "dekat warung pojok sana"
    assert "place" in filed.doubts


def test_a_photo_without_words_is_filed_too(house: House) -> None:
    house.take(media=PHOTO)
    after(house, DAY / 4)
    after(house, DAY)
    with house.services.database.read() as session:
        filed = session.scalars(select(Ticket)).one()
        assert len(filed.photos) == 1
        assert filed.description == "(Hanya foto, tanpa keterangan.)"
        assert filed.doubts == ("kind", "category", "place")


def test_a_report_without_content_ends_silently(house: House) -> None:
    house.take(pin=KEBON_JERUK)
    assert after(house, DAY / 4) == []
    assert after(house, DAY) == []
    assert tickets(house) == []
    with house.services.database.read() as session:
        assert conversation(session).state.draft is None


@pytest.mark.parametrize("last", ["batal", "ada kebakaran besar, tolong"])
def test_who_cancelled_or_is_in_danger_is_left_alone(house: House, last: str) -> None:
    house.take("lampu jalan mati")
    house.take(last)
    assert after(house, DAY) == []
    assert after(house, DAY) == []
    assert tickets(house) == []


def test_a_conversation_that_a_moderator_holds_waits(house: House) -> None:
    house.take("lampu jalan mati")
    staff = hire(house, Role.MODERATOR).staff_id or 0
    with house.services.database.write() as session:
        house.services.moderation.take(session, conversation(session).id, staff)
    after(house, timedelta())
    assert after(house, 2 * DAY) == []
    with house.services.database.write() as session:
        house.services.moderation.hand_back(session, conversation(session).id, staff)
    assert not any(REMINDER in text or FILED in text for text in after(house, timedelta()))
    assert REMINDER in after(house, DAY / 4)[0]


def test_nobody_is_reminded_where_nobody_reads(house: House) -> None:
    house.take("lampu jalan mati")
    house.channel.capabilities = Capabilities(two_way=False)
    assert after(house, DAY / 4) == []
    assert after(house, DAY) == []
    assert len(tickets(house)) == 1


def test_two_sweeps_at_once_file_one_ticket(house: House) -> None:
    house.take("lampu jalan mati")
    after(house, DAY / 4)
    house.clock.advance(DAY)
    for _ in range(2):
        house.services.left_drafts.run()
    assert len(tickets(house)) == 1


def test_a_message_that_came_meanwhile_is_not_overtaken(house: House) -> None:
    house.take("lampu jalan mati")
    house.clock.advance(DAY / 4)
    with house.services.database.read() as session:
        due = conversation(session).id
    house.take("sejak kemarin malam")
    with house.services.database.write() as session:
        house.services.left_drafts._see_to(session, due)
    assert not any(REMINDER in message.text for message in house.channel.sent)


def test_what_was_filed_as_it_is_can_still_be_put_right(house: House) -> None:
    house.take("lampu jalan mati")
    after(house, DAY / 4)
    after(house, DAY)
    asked = house.press("Ubah")
    assert asked[0].buttons
