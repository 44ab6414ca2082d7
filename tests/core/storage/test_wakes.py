"""After a commit workers are woken for what it queued; whoever queued it knows nothing of that."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.intake.intake import Taken
from core.kernel.messages import MediaKind, MediaRef
from core.running.sweep import sweep
from core.storage.models import Conversation
from tests.support.house import House


@dataclass
class Bell:
    """Notes whom it was to wake."""

    conversations: list[int] = field(default_factory=list)
    media: list[int] = field(default_factory=list)

    def deliver(self, conversation_id: int, delay_s: float = 0) -> None:
        self.conversations.append(conversation_id)

    def fetch_media(self, media_id: int, delay_s: float = 0) -> None:
        self.media.append(media_id)


class BrokenBell(Bell):
    def deliver(self, conversation_id: int, delay_s: float = 0) -> None:
        raise OSError("the queue's disk is full")


@pytest.fixture
def bell(house: House) -> Bell:
    for sender in ("warga-1", "warga-2"):
        house.take("halo", sender=sender)
    bell = Bell()
    house.services.database.wake_by(bell)
    return bell


def say(house: House, session: Session, conversation_id: int, text: str = "kabar") -> None:
    house.services.outbox.queue_text(session, session.get_one(Conversation, conversation_id), text)


def everybody(house: House) -> list[int]:
    with house.services.database.read() as session:
        return list(session.scalars(select(Conversation.id).order_by(Conversation.id)))


def test_a_commit_wakes_each_conversation_that_it_queued_for_once(house: House, bell: Bell) -> None:
    one, two = everybody(house)
    with house.services.database.write() as session:
        for conversation in (two, one, two):
            say(house, session, conversation)
        session.flush()
        say(house, session, one)
        assert bell.conversations == [], "nobody is woken for what is not there yet"
    assert bell.conversations == [two, one]


def test_what_was_rolled_back_wakes_nobody(house: House, bell: Bell) -> None:
    one, _ = everybody(house)
    with pytest.raises(ZeroDivisionError), house.services.database.write() as session:
        say(house, session, one)
        session.flush()
        raise ZeroDivisionError
    with house.services.database.write():
        pass
    assert bell.conversations == []


def test_of_savepoints_only_what_was_kept_wakes(house: House, bell: Bell) -> None:
    one, two = everybody(house)
    with house.services.database.write() as session:
        with session.begin_nested():
            say(house, session, one)
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            say(house, session, two)
            session.flush()
            raise ZeroDivisionError
    assert bell.conversations == [one]


def test_a_transaction_that_writes_inside_of_a_reading_one_wakes_at_its_own_end(house: House, bell: Bell) -> None:
    one, two = everybody(house)
    with house.services.database.read() as outer:
        assert outer.get(Conversation, one) is not None
        with house.services.database.write() as session:
            say(house, session, two)
        assert bell.conversations == [two]
    assert bell.conversations == [two]


def test_what_is_no_message_wakes_nobody(house: House, bell: Bell) -> None:
    one, _ = everybody(house)
    with house.services.database.write() as session:
        session.get_one(Conversation, one).language = "en"
    assert bell.conversations == []


def test_a_photo_is_fetched_once_it_is_safely_stored(house: House, bell: Bell) -> None:
    photo, voice = MediaRef(kind=MediaKind.PHOTO, ref="a"), MediaRef(kind=MediaKind.VOICE, ref="b")
    house.services.intake.take(house.inbound("ini fotonya", media=(photo, voice)))
    assert len(bell.media) == 1, "what only a person can make use of is not fetched"


def test_a_waker_that_fails_loses_nothing(house: House, bell: Bell) -> None:
    house.services.database.wake_by(BrokenBell())
    assert house.services.intake.take(house.inbound("halo lagi")) is Taken.NEW
    before = len(house.channel.sent)
    house.services.database.wake_by(house.waker)
    sweep(house.services, house.waker)
    assert len(house.channel.sent) == before + 1


def test_what_waited_in_the_spool_wakes_when_it_is_taken_in(
    house: House, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> None:
        raise OperationalError("BEGIN", {}, Exception("database is down"))

    with monkeypatch.context() as broken:
        broken.setattr(house.services.database, "write", down)
        assert house.services.intake.take(house.inbound("lampu mati")) is Taken.SPOOLED
    assert bell.conversations == []
    assert house.services.intake.take_spooled() == 1
    assert bell.conversations == everybody(house)[:1]
