"""Is it solved? Asked of all who reported it, once more without an answer, and anew after each reopening."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.kernel.states import State
from core.running.sweep import sweep
from core.storage.event_details import Reopening
from core.storage.models import EventVerb
from core.tickets.steps import Merge
from tests.support.desk import ADMIN, VALIDATOR, bring, events, look, move, told
from tests.support.house import House

DONE = (State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED)
REMINDER = "belum tahu pendapat Anda"
THREE_DAYS = timedelta(days=3)


@pytest.fixture
def two(house: House) -> tuple[str, str]:
    """The main ticket of one citizen, and another's that is merged into it; the work is done."""
    main, other = house.report(), house.report(sender="warga-2")
    with house.services.database.write() as session:
        house.services.workflow.move(session, other, Merge(main=main), ADMIN)
    bring(house, main, *DONE)
    return main, other


def after(house: House, span: timedelta) -> list[str]:
    before = len(house.channel.sent)
    house.clock.advance(span)
    sweep(house.services, house.waker)
    return [message.text for message in house.channel.sent[before:]]


def test_a_merged_report_is_rated_on_its_own(house: House, two: tuple[str, str]) -> None:
    main, other = two
    house.press("Sudah beres", sender="warga-2")
    assert look(house, other).rating == 4
    assert look(house, main).rating is None


def test_a_merged_reporter_reopens_the_main_report_and_its_reporter_hears_it(
    house: House, two: tuple[str, str]
) -> None:
    main, other = two
    before = len(told(house, "warga-2"))
    house.press("Belum beres", sender="warga-2")
    assert look(house, main).state is State.REOPENED
    assert look(house, other).rating == 2
    assert "dibuka kembali" in told(house)[-1]
    assert len(told(house, "warga-2")) == before + 1  # the answer, and no news besides
    moved = [event for event in events(house, main) if event.verb is EventVerb.MOVED][-1]
    assert moved.detail == Reopening(number=other)


def test_whoever_does_not_answer_is_asked_once_more(house: House) -> None:
    bring(house, house.report(), *DONE)
    assert after(house, THREE_DAYS - timedelta(minutes=1)) == []
    [reminder] = after(house, timedelta(minutes=1))
    assert REMINDER in reminder
    assert "sudah beres, atau belum?" in reminder
    assert after(house, THREE_DAYS) == []


@pytest.mark.parametrize("answer", ["Sudah beres", "Belum beres"])
def test_whoever_has_answered_is_not_asked_again(house: House, answer: str) -> None:
    bring(house, house.report(), *DONE)
    house.press(answer)
    assert not any(REMINDER in text for text in after(house, THREE_DAYS))


def test_merged_reporters_are_asked_once_more_by_their_own_number(house: House, two: tuple[str, str]) -> None:
    house.take("sudah beres", sender="warga-1")
    [reminder] = after(house, THREE_DAYS)
    assert two[1] in reminder


def test_it_can_be_rated_again_after_it_was_reopened(house: House) -> None:
    number = house.report()
    bring(house, number, *DONE)
    house.press("Sudah beres")
    house.press("Belum beres")
    assert look(house, number).state is State.REOPENED
    move(house, number, State.RESOLVED, VALIDATOR)
    answer = house.press("Sudah beres")[-1]
    assert "Terima kasih atas penilaiannya" in answer.text
    assert look(house, number).rating == 4
    assert "sudah kami catat" in house.press("Sudah beres")[-1].text


def test_the_photo_of_the_work_comes_with_the_end_of_it(house: House) -> None:
    bring(house, house.report(), *DONE)
    assert house.channel.sent[-1].pictures
