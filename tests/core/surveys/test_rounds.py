"""The survey through the whole house: who is asked, how the talk goes, and what is kept of it."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.config import load_config
from core.dialogue.assistance import resume
from core.dialogue.facts import Facts
from core.dialogue.state import ConversationState, Slot
from core.kernel.messages import Outbound
from core.kernel.skm import ELEMENTS, Quarter
from core.kernel.states import State
from core.running.sweep import sweep
from core.storage.models import Conversation, InboundMessage, SurveyAnswer, SurveyInvitation, SurveyStage
from core.surveys.results import finished
from core.wording import LANGUAGES
from tests.support.house import KEBON_JERUK, ROOT, House, city_config
from tests.support.reports import put_report

FORENOON = datetime(2026, 1, 6, 2, 0, tzinfo=UTC)
QUARTER = Quarter(2026, 1)
UNIT = "lingkungan_hidup"


@pytest.fixture(autouse=True)
def by_day(house: House) -> None:
    house.clock.advance(FORENOON - house.clock())


_TALKS = select(Conversation).where(Conversation.account == "fake")


def citizen(session: Session) -> Conversation:
    return session.scalars(_TALKS).one()


def reporter(house: House, sender: str = "warga-1", **fields: object) -> None:
    """A citizen whose report was dealt with, and with whom nothing is open."""
    house.take("terima kasih", sender=sender)
    with house.services.database.write() as session:
        newest = session.scalars(_TALKS.order_by(Conversation.id.desc())).first()
        assert newest is not None
        number = newest.id
    done = {"state": State.RESOLVED, "done_at": house.clock(), "unit": UNIT, **fields}
    put_report(house, reporter_id=number, **done)


def begin(house: House, sample: int = 10) -> int:
    with house.services.database.write() as session:
        return house.services.survey_rounds.start(session, QUARTER, sample)


def pass_by(house: House, span: timedelta = timedelta()) -> list[Outbound]:
    """Time passes, and the sweep comes; answers what was sent."""
    house.clock.advance(span)
    before = len(house.channel.sent)
    sweep(house.services, house.waker)
    return house.channel.sent[before:]


def state(house: House) -> ConversationState:
    with house.services.database.read() as session:
        return citizen(session).state


def answers(house: House) -> list[SurveyAnswer]:
    with house.services.database.read() as session:
        return list(session.scalars(select(SurveyAnswer)))


def asked(house: House) -> None:
    reporter(house)
    begin(house)
    assert "Boleh kami tanya" in pass_by(house)[0].text


def test_a_whole_survey_is_kept_without_the_person_and_forgotten_in_the_talk(house: House) -> None:
    asked(house)
    said = house.take("boleh")
    assert said[-1].text.startswith("1/9.")
    assert [button.label for button in said[-1].buttons] == ["Tidak baik", "Kurang baik", "Baik", "Sangat baik"]
    for number, words in enumerate(["sangat baik", "3", "kurang baik banget", "baik kak", "mantap", "kurang"], 2):
        assert house.take(words)[-1].text.startswith(f"{number}/9.")
    house.press("Tidak baik")
    house.press("Sangat baik")
    assert "tanpa nama" in house.press("Baik")[-1].text
    (kept,) = answers(house)
    assert (kept.quarter, kept.unit) == ("2026Q1", UNIT)
    assert [getattr(kept, element) for element in ELEMENTS] == [4, 3, 2, 3, 4, 2, 1, 4, 3]
    assert state(house).survey is None
    assert state(house).asked is None
    with house.services.database.read() as session:
        left = {message.text for message in session.scalars(select(InboundMessage))}
        pressed = set(session.scalars(select(InboundMessage.pressed)))
    assert left == {"terima kasih", "boleh", ""}
    assert pressed == {None}


def test_a_no_and_a_silence_are_no_and_nobody_is_asked_twice_a_quarter(house: House) -> None:
    asked(house)
    assert "tidak ada survei" in house.take("tidak")[-1].text
    assert begin(house) == 0
    assert pass_by(house, timedelta(days=2)) == []
    reporter(house, "warga-2")
    assert begin(house) == 1
    assert len(pass_by(house)) == 1
    assert [pass_by(house, timedelta(days=1)) for _ in range(9)] == [[]] * 9
    assert begin(house) == 0
    assert answers(house) == []


def test_nobody_is_asked_at_night_or_while_something_is_open(house: House) -> None:
    reporter(house)
    house.take("lampu jalan mati sejak kemarin")
    begin(house)
    assert pass_by(house) == []
    house.take("batal")
    house.press("Ya, batalkan")
    house.clock.advance(timedelta(hours=12))
    assert pass_by(house) == []
    assert len(pass_by(house, timedelta(hours=12))) == 1


def test_only_reports_done_in_the_quarter_are_asked_about_and_a_sample_of_them(house: House) -> None:
    reporter(house, "warga-1", done_at=datetime(2025, 12, 31, 16, 59, tzinfo=UTC))
    reporter(house, "warga-2", state=State.IN_PROGRESS, done_at=None)
    assert begin(house) == 0
    for number in range(3, 8):
        reporter(house, f"warga-{number}")
    assert begin(house, sample=2) == 2
    assert begin(house, sample=10) == 3


def test_a_report_in_between_goes_first_and_then_the_survey_goes_on(house: House) -> None:
    asked(house)
    house.take("ya")
    house.take("baik")
    assert "2/9" not in house.take("lampu jalan mati sejak kemarin")[-1].text
    house.report(text="gelap sekali")
    said = house.press("Jangan")[-1]
    assert "2/9." in said.text
    assert house.take("sangat baik")[-1].text.startswith("3/9.")


def test_a_question_in_between_is_answered_and_the_survey_comes_back(house: House) -> None:
    asked(house)
    house.take("ya")
    said = house.take("ini robot atau orang?")[-1].text
    assert "asisten otomatis" in said
    assert "1/9." in said


def test_it_can_be_stopped_and_nothing_is_kept(house: House) -> None:
    asked(house)
    house.take("ya")
    house.take("baik")
    assert "berhenti di sini" in house.take("stop")[-1].text
    assert state(house).survey is None
    assert answers(house) == []
    assert "1/9" not in house.take("halo")[-1].text


def test_one_reminder_and_after_a_week_it_is_over(house: House) -> None:
    asked(house)
    house.take("ya")
    house.take("baik")
    reminders = [pass_by(house, timedelta(days=1)) for _ in range(9)]
    assert [len(sent) for sent in reminders].count(1) == 1
    assert "2/9." in next(sent for sent in reminders if sent)[0].text
    assert state(house).survey is None
    assert state(house).asked is not Slot.SURVEY
    with house.services.database.read() as session:
        invitation = session.scalars(select(SurveyInvitation)).one()
        assert (invitation.stage, invitation.due_at) == (SurveyStage.OVER, None)


def test_danger_ends_it(house: House) -> None:
    asked(house)
    house.take("ya")
    assert "1/9" not in house.take("tolong rumah saya kebakaran")[-1].text
    assert state(house).survey is None


def test_a_button_of_an_earlier_question_changes_nothing(house: House) -> None:
    asked(house)
    first = house.take("ya")[-1].buttons
    house.take("baik")
    said = house.take(pressed=first[0].id)[-1].text
    assert "2/9." in said
    survey = state(house).survey
    assert survey is not None
    assert survey.values == (3,)


def test_who_is_forgotten_is_on_no_list_any_more(house: House) -> None:
    asked(house)
    with house.services.database.write() as session:
        conversation = citizen(session)
        house.services.erasure.erase(session, conversation, withdraw=False)
        assert session.scalars(select(SurveyInvitation)).all() == []


def test_a_quarter_is_told_once_nobody_is_asked_about_it_any_more(house: House) -> None:
    asked(house)
    house.take("ya")
    for _ in ELEMENTS:
        house.take("4")
    with house.services.database.read() as session:
        assert finished(session) == []
    pass_by(house, timedelta(days=1))
    with house.services.database.read() as session:
        assert finished(session) == [QUARTER]


def test_who_may_be_another_answers_nothing_and_is_asked_for_a_proof(house: House) -> None:
    asked(house)
    house.take("ya")
    said = house.take("baik", proven=False)[-1].text
    assert "Balas surel ini" in said
    survey = state(house).survey
    assert survey is not None
    assert survey.values == ()
    house.take("sangat baik")
    survey = state(house).survey
    assert survey is not None
    assert survey.values == (4,)


def test_where_one_clear_message_opens_a_ticket_the_survey_waits_for_the_question_about_it(tmp_path: Path) -> None:
    conversation = load_config(ROOT / "config.yml").conversation
    house = House(tmp_path, city_config().model_copy(update={"conversation": conversation}))
    house.clock.advance(FORENOON - house.clock())
    asked(house)
    house.take("ya")
    house.take("baik")
    assert "2/9" not in house.take("lampu jalan mati sejak kemarin", pin=KEBON_JERUK)[-1].text
    assert "2/9" not in house.take("1")[-1].text
    assert state(house).asked is Slot.PUBLISH
    assert "2/9" in house.take("boleh")[-1].text


def test_a_moderator_who_gives_the_talk_back_leaves_the_survey_where_it_was(house: House) -> None:
    asked(house)
    house.take("ya")
    now = Facts(now=house.clock(), fresh_number="")
    assert [reply.key for reply in resume(state(house), now).replies] == ["ask-survey-requirements"]


def test_nothing_that_is_asked_is_longer_than_a_message_should_be(house: House) -> None:
    wording = house.services.wording
    for language in LANGUAGES:
        for key in (key for key in wording.keys(language) if "survey" in key):
            for short, variant in itertools.product((False, True), range(3)):
                text = wording.say(key, language, short=short, variant=variant, unit="Suku Dinas Lingkungan Hidup")
                assert len(text) <= 300, (key, language)
