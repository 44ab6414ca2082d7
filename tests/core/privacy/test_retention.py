"""What has been kept for long enough goes; what is counted stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.config import Config, load_config
from core.kernel.actor import Actor
from core.kernel.errors import ConfigError
from core.kernel.messages import MediaKind, MediaRef
from core.kernel.states import Role, State
from core.messaging import conversations
from core.protection.photos import clean
from core.running.sweep import sweep
from core.storage.base import Base
from core.storage.models import (
    Conversation,
    Correction,
    DeadLetterRecord,
    InboundMessage,
    Media,
    OutboundMessage,
    PollCursor,
    Ticket,
)
from core.tickets.steps import Merge, OutOfScope, step_to
from tests.support.house import ROOT, House, city_config, picture

ADMIN = Actor(Role.ADMINISTRATOR)
PHOTO = (MediaRef(kind=MediaKind.PHOTO, ref="p1"),)
REPORT = "lampu jalan mati, hubungi siti@example.org"


def configured(**privacy: Any) -> Config:
    config = city_config()
    return config.model_copy(update={"privacy": config.privacy.model_copy(update=privacy)})


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def closed(house: House, **fields: Any) -> str:
    number = house.report(REPORT, media=PHOTO, **fields)
    steps = (State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED)
    for to in steps:
        with house.services.database.write() as session:
            evidence = [house.services.media.put_photo(clean(picture()), house.clock())] if to is steps[1] else []
            session.add_all(evidence)
            house.services.workflow.move(session, number, step_to(to, note="sudah diganti", photos=evidence), ADMIN)
    return number


def pass_days(house: House, days: int) -> None:
    house.clock.advance(timedelta(days=days))
    sweep(house.services, house.waker)


def ticket(house: House, number: str) -> Ticket:
    with house.services.database.read() as session:
        found = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        _ = found.reporter, found.events, [photo.media for photo in found.photos]
        return found


def every(house: House, table: type[Base]) -> list[Any]:
    with house.services.database.read() as session:
        return list(session.scalars(select(table)).all())


def test_a_closed_ticket_is_anonymised_after_the_configured_time(house: House) -> None:
    number = closed(house)
    house.take(f"{number} terima kasih, rumah saya nomor 5")
    before = ticket(house, number)
    pass_days(house, 364)
    assert ticket(house, number).anonymised_at is None
    pass_days(house, 3)
    after = ticket(house, number)
    assert after.anonymised_at is not None
    assert after.description == "lampu jalan mati, hubungi [email]"
    assert (after.place_words, after.lat, after.lon) == (None, None, None)
    assert after.reporter.account == conversations.NOBODY
    assert [event.note for event in after.events if event.role is Role.REPORTER and event.note] == []
    counted = ("kind", "category", "state", "area_code", "unit", "channel", "opened_at", "done_at", "rating")
    assert [getattr(after, name) for name in counted] == [getattr(before, name) for name in counted]


def test_of_its_photos_only_those_of_the_work_stay(house: House) -> None:
    number = closed(house)
    pass_days(house, 366)
    (left,) = ticket(house, number).photos
    assert left.event_id is not None
    files = [path for path in Path(house.config.storage.media).rglob("*") if path.is_file()]
    assert len(files) == len([media for media in every(house, Media) if media.key]) == 1


def test_an_open_ticket_keeps_what_is_needed_to_finish_it(house: House) -> None:
    number = house.report(REPORT, media=PHOTO)
    pass_days(house, 3 * 365)
    kept = ticket(house, number)
    assert (kept.description, kept.lat, kept.anonymised_at) == (
        REPORT.replace("siti@example.org", "[email]"),
        -6.1937,
        None,
    )
    assert len(kept.photos) > 0
    assert number in house.take("status")[-1].text


def test_a_merged_ticket_waits_for_its_main_one(house: House) -> None:
    main, merged = house.report(REPORT), house.report(REPORT, sender="tetangga")
    with house.services.database.write() as session:
        house.services.workflow.move(session, merged, Merge(main=main), ADMIN)
    pass_days(house, 400)
    assert ticket(house, merged).reporter.account == "fake"
    with house.services.database.write() as session:
        house.services.workflow.move(session, main, OutOfScope(note="bukan kami"), ADMIN)
    pass_days(house, 366)
    assert ticket(house, main).anonymised_at is not None
    pass_days(house, 1)
    assert ticket(house, merged).reporter.account == conversations.NOBODY


def test_the_reporters_words_may_go_altogether(tmp_path: Path) -> None:
    house = House(tmp_path, configured(descriptions="remove"))
    number = closed(house)
    pass_days(house, 366)
    assert ticket(house, number).description == ""


def test_what_was_said_goes_and_the_conversation_when_nothing_of_it_is_left(house: House) -> None:
    house.take("halo", media=PHOTO)
    pass_days(house, 179)
    assert every(house, InboundMessage) != []
    pass_days(house, 2)
    pass_days(house, 1)
    for table in (InboundMessage, OutboundMessage, Media, Conversation):
        assert every(house, table) == [], table


def test_a_conversation_with_an_open_ticket_stays_without_its_old_messages(house: House) -> None:
    number = house.report(REPORT, media=PHOTO)
    pass_days(house, 200)
    assert every(house, InboundMessage) == []
    assert [row for row in every(house, OutboundMessage) if "maaf" not in row.text.lower()] == []
    kept = ticket(house, number)
    assert kept.reporter.account == "fake"
    assert [photo.media.key for photo in kept.photos]
    for photo in kept.photos:
        assert house.services.media.get(photo.media.key or "")


def test_a_report_that_was_begun_and_not_sent_goes(house: House) -> None:
    house.take("lampu jalan mati")
    pass_days(house, 13)
    assert every(house, Conversation)[0].state.draft is not None
    pass_days(house, 2)
    assert every(house, Conversation)[0].state.draft is None


def test_what_no_channel_could_parse_goes_sooner_once_it_is_settled(house: House) -> None:
    for payload in (b"1", b"2"):
        house.services.inbox.keep("fake", payload, "no JSON")
    house.services.inbox.settle(house.services.inbox.kept()[0].id)
    pass_days(house, 8)
    assert len(every(house, DeadLetterRecord)) == 1
    pass_days(house, 90)
    assert every(house, DeadLetterRecord) == []


def test_a_photo_that_nobody_used_goes(house: House) -> None:
    photo = clean(picture())
    with house.services.database.write() as session:
        session.add(house.services.media.put_photo(photo, house.clock()))
    pass_days(house, 1)
    assert len(every(house, Media)) == 1
    pass_days(house, 2)
    assert [media.key for media in every(house, Media)] == [None]
    pass_days(house, 181)
    assert every(house, Media) == []


def test_corrections_stay_to_learn_from_without_anything_personal(house: House) -> None:
    number = house.report(REPORT)
    with house.services.database.write() as session:
        house.services.workflow.reclassify(session, number, ADMIN, category="jalan")
        house.services.workflow.move(session, number, OutOfScope(note="bukan kami"), ADMIN)
    pass_days(house, 366)
    assert [row.text for row in every(house, Correction)] == ["lampu jalan mati, hubungi [email]"]


def test_it_runs_once_a_day_and_goes_on_at_once_with_what_was_left_over(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.privacy.retention._BATCH", 2)
    monkeypatch.setattr("core.privacy.retention._BATCHES", 1)
    for number in range(3):
        house.services.inbox.keep("fake", f"{number}".encode(), "no JSON")
    house.clock.advance(timedelta(days=91))
    house.services.retention.run_daily()
    assert (len(every(house, DeadLetterRecord)), every(house, PollCursor)) == (1, [])
    house.services.retention.run_daily()
    assert every(house, DeadLetterRecord) == []
    assert len(every(house, PollCursor)) == 1
    house.services.inbox.keep("fake", b"4", "no JSON")
    house.clock.advance(timedelta(hours=23))
    house.services.retention.run_daily()
    assert len(every(house, DeadLetterRecord)) == 1


@pytest.mark.parametrize(
    ("line", "key"),
    [("anonymise_after_days: 14", "anonymise_after_days"), ("messages_days: 400", "messages_days")],
)
def test_figures_that_contradict_each_other_are_refused(tmp_path: Path, line: str, key: str) -> None:
    text = (ROOT / "config.yml").read_text(encoding="utf-8")
    begin = text.index(f"  {key}:")
    path = tmp_path / "config.yml"
    path.write_text(f"{text[:begin]}  {line}{text[text.index(chr(10), begin) :]}", encoding="utf-8")
    with pytest.raises(ConfigError, match=key):
        load_config(path)
