"""News is gathered for some minutes and waits at night; answers never wait."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from core.config import Config
from core.kernel.messages import Capabilities
from core.kernel.states import State
from core.messaging.pace import NewsPace
from core.running.sweep import sweep
from tests.support.desk import bring, move
from tests.support.house import House, city_config

QUIET = (time(21), time(6))


def paced() -> Config:
    config = city_config()
    pace = {"gather": timedelta(minutes=3), "quiet": QUIET}
    return config.model_copy(update={"conversation": config.conversation.model_copy(update=pace)})


@pytest.fixture
def paced_house(tmp_path: Path) -> House:
    return House(tmp_path, paced())


def after(house: House, span: timedelta) -> list[str]:
    before = len(house.channel.sent)
    house.clock.advance(span)
    sweep(house.services, house.waker)
    return [message.text for message in house.channel.sent[before:]]


def test_several_changes_within_minutes_are_one_message(paced_house: House) -> None:
    number = paced_house.report()
    before = len(paced_house.channel.sent)
    bring(paced_house, number, State.COORDINATING, State.DISPATCHED, State.IN_PROGRESS)
    assert len(paced_house.channel.sent) == before
    [news] = after(paced_house, timedelta(minutes=3))
    assert "sedang dikerjakan" in news
    assert after(paced_house, timedelta(hours=1)) == []


def test_changes_that_lie_apart_are_told_each(paced_house: House) -> None:
    number = paced_house.report()
    move(paced_house, number, State.IN_PROGRESS)
    assert len(after(paced_house, timedelta(minutes=3))) == 1
    bring(paced_house, number, State.AWAITING_VALIDATION)
    assert len(after(paced_house, timedelta(minutes=3))) == 1


def test_an_answer_does_not_wait_behind_news(paced_house: House) -> None:
    number = paced_house.report()
    move(paced_house, number, State.IN_PROGRESS)
    [answer] = paced_house.take(f"gimana laporan {number}")
    assert "sedang dikerjakan, sejak" in answer.text
    assert len(after(paced_house, timedelta(minutes=3))) == 1


def test_news_of_the_night_waits_for_the_morning(paced_house: House) -> None:
    number = paced_house.report()
    paced_house.clock.advance(timedelta(hours=13))  # from 9 in the morning to 10 at night
    move(paced_house, number, State.IN_PROGRESS)
    assert after(paced_house, timedelta(hours=7)) == []
    assert len(after(paced_house, timedelta(hours=1))) == 1


def test_a_page_that_is_only_read_needs_no_pause(paced_house: House) -> None:
    number = paced_house.report()
    paced_house.channel.capabilities = Capabilities(pulled=True)
    before = len(paced_house.channel.sent)
    move(paced_house, number, State.IN_PROGRESS)
    assert len(paced_house.channel.sent) == before + 1


def test_a_reminder_at_night_waits_for_the_morning(paced_house: House) -> None:
    paced_house.clock.advance(timedelta(hours=9))  # six in the evening
    paced_house.take("lampu jalan mati")
    assert after(paced_house, timedelta(hours=6)) == []
    [reminder] = after(paced_house, timedelta(hours=6))
    assert "belum selesai" in reminder


@pytest.mark.parametrize(
    ("at", "awake"),
    [("20:59", "20:59"), ("21:00", "06:00"), ("02:00", "06:00"), ("06:00", "06:00"), ("12:00", "12:00")],
)
def test_the_night_ends_in_the_morning(at: str, awake: str) -> None:
    moment = datetime.combine(datetime(2026, 1, 5, tzinfo=UTC).date(), time.fromisoformat(at), UTC)
    told = NewsPace(quiet=QUIET).awake(moment)
    assert told.strftime("%H:%M") == awake
    assert moment <= told < moment + timedelta(hours=9, minutes=1)
