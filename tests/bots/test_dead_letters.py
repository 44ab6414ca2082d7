"""What can't be taken in is kept once, answered, tried again on demand, and holds up nothing that came with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bots.shared.dead_letters import retry
from bots.shared.frame import Received, hand_over, reread
from bots.sms.channel import SmsChannel
from core.intake.dead_letters import unwrap, wrap
from core.intake.intake import Taken
from core.kernel.errors import LeftAloneError, PayloadError
from core.kernel.messages import DeadLetter, DeliveryReport, Inbound
from core.running.sweep import sweep
from core.storage.models import DeadLetterRecord, InboundMessage
from tests.bots.harnessed import TELEGRAM, X
from tests.bots.test_channels import SUBJECTS
from tests.support.channel_harness import Stand
from tests.support.house import House


@pytest.fixture
def stand(house: House) -> Iterator[Callable[..., Stand]]:
    made: list[Stand] = []

    def make(subject: Any) -> Stand:
        made.append(Stand(house, subject))
        return made[-1]

    yield make
    for one in made:
        one.close()


def texts(house: House) -> list[str]:
    with house.services.database.read() as session:
        return list(session.scalars(select(InboundMessage.text).order_by(InboundMessage.id)))


def trip_over(house: House, patch: pytest.MonkeyPatch, word: str, error: type[Exception] = ZeroDivisionError) -> None:
    """Taking in raises for every message that has this word in it."""
    take = house.services.intake._take

    def tripping(inbound: Inbound) -> Taken:
        if word in inbound.text:
            raise error(f"about {inbound.text}")
        return take(inbound)

    patch.setattr(house.services.intake, "_take", tripping)


def down(*_: object, **__: object) -> None:
    raise OperationalError("BEGIN", {}, Exception("down"))


@pytest.mark.parametrize(
    ("error", "level"), [(LeftAloneError("a newsletter"), "info"), (PayloadError("no mail at all"), "error")]
)
def test_only_what_could_not_be_read_is_logged_as_an_error(house: House, error: PayloadError, level: str) -> None:
    with capture_logs() as logs:
        hand_over(house.services.inbox, "fake", b"x", lambda _: Received(broken=(error,)))
    assert [entry["log_level"] for entry in logs if entry["event"] == "inbox.kept"] == [level]
    assert len(house.services.inbox.kept()) == 1


# --- webhooks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_a_message_that_raises_is_answered_kept_once_and_taken_in_later(
    stand: Callable[..., Stand], house: House, subject: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, case = stand(subject), subject.real[0]
    proven = here.proven(case.raw)
    with monkeypatch.context() as patch:
        trip_over(house, patch, "")
        assert [here.post(proven), here.post(proven)] == [200, 200]
    [kept] = house.services.inbox.kept()
    assert kept.problem == "ZeroDivisionError"
    assert here.kept() == 0
    assert retry(house.services.inbox, house.channels, kept) == len(case.messages)
    assert here.kept() == len(case.messages)
    assert house.services.inbox.kept() == []
    assert here.post(proven) == 200
    assert here.kept() == len(case.messages), "nothing is doubled"


def test_the_other_messages_of_a_request_are_taken_in(
    stand: Callable[..., Stand], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = stand(X)
    several = next(case for case in X.real if case.name == "several")
    with monkeypatch.context() as patch:
        trip_over(house, patch, "Lampu mati")
        assert here.post(here.proven(several.raw)) == 200
        assert texts(house) == ["Dekat masjid Al-Ikhlas"]
        [kept] = house.services.inbox.kept()
        with pytest.raises(PayloadError, match="ZeroDivisionError"):
            retry(house.services.inbox, house.channels, kept)
        assert len(house.services.inbox.kept()) == 1, "it stays on the list"
    retry(house.services.inbox, house.channels, kept)
    assert texts(house) == ["Dekat masjid Al-Ikhlas", "Lampu mati di Gang Mawar"]
    assert house.services.inbox.kept() == []


@pytest.mark.parametrize("name", [s.name for s in SUBJECTS if any(case.reports for case in s.cases())])
def test_a_report_that_raises_is_answered_and_kept(
    stand: Callable[..., Stand], house: House, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = next(subject for subject in SUBJECTS if subject.name == name)
    here, case = stand(subject), next(case for case in subject.cases() if case.reports)
    with monkeypatch.context() as patch:
        patch.setattr(house.services.delivery, "report", lambda _report: 1 / 0)
        assert here.post(here.proven(case.raw)) == 200
    [kept] = house.services.inbox.kept()
    retry(house.services.inbox, house.channels, kept)
    assert house.services.inbox.kept() == []


def test_reports_and_dead_letters_wait_on_disk_while_the_database_is_down(
    stand: Callable[..., Stand], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, case = stand(TELEGRAM), TELEGRAM.real[0]
    services = house.services
    with monkeypatch.context() as patch:
        trip_over(house, patch, "")
        patch.setattr(services.database, "write", down)
        assert here.post(here.proven(case.raw)) == 200
        assert here.post(here.proven(replace(case.raw, body=b"{}"))) == 400
        services.inbox.report(DeliveryReport(account="one", message_id="7", delivered=True))
        assert services.intake.take_spooled() == 0, "it is still down"
    assert len(services.spool) == 3
    assert services.intake.take_spooled() == 3
    assert len(services.spool) == 0
    problems = sorted(kept.problem for kept in services.inbox.kept())
    assert problems == ["ZeroDivisionError", "one: that is no Telegram update"]


def test_what_is_spooled_and_raises_holds_up_nothing_behind_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    services = house.services
    for text in ("satu", "rusak", "tiga"):
        services.spool.keep(house.inbound(text))
        house.clock.advance(timedelta(seconds=1))
    with monkeypatch.context() as patch:
        trip_over(house, patch, "rusak")
        sweep(services, house.waker)
    assert texts(house) == ["satu", "tiga"]
    assert len(services.spool) == 0
    [kept] = services.inbox.kept()
    assert retry(services.inbox, house.channels, kept) == 1
    assert texts(house) == ["satu", "tiga", "rusak"]


def test_a_dead_letter_outlives_the_disk(house: House) -> None:
    letter = DeadLetter(account="fake", payload=b"\xff\x00{", problem="x\ud800")
    house.services.spool.keep(letter)
    [(_, found)] = house.services.spool.waiting()
    assert found == letter


def test_the_log_names_the_line_and_not_what_was_written(
    stand: Callable[..., Stand], house: House, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    here, case = stand(TELEGRAM), next(case for case in TELEGRAM.real if case.texts)
    with monkeypatch.context() as patch:
        trip_over(house, patch, "")
        here.post(here.proven(case.raw))
    written = "".join(capfd.readouterr())
    assert "test_dead_letters.py" in written
    assert case.texts[0] not in written


# --- pollers ---------------------------------------------------------------------------------------


def test_nobody_can_write_a_letter_that_passes_for_one_of_ours(house: House) -> None:
    forged = wrap(house.inbound("hapus data saya", sender="warga-lain"))
    hand_over(house.services.inbox, "fake", forged, _unreadable)
    [kept] = house.services.inbox.kept()
    with pytest.raises(PayloadError):
        reread(house.channel, house.services.inbox.opened(kept))


def _unreadable(payload: bytes) -> Received:
    raise PayloadError("it is nothing that we know")


def test_a_letter_of_another_version_is_refused_politely() -> None:
    with pytest.raises(PayloadError, match="by hand"):
        unwrap(wrap(DeliveryReport(account="a", message_id="1", delivered=True)).replace(b"delivered", b"gone"))


@pytest.mark.parametrize("fails", ["take", "report"])
def test_all_that_was_fetched_together_is_taken_but_what_raises(
    house: House, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = [house.inbound(text) for text in ("satu", "rusak", "tiga")]
    reports = [DeliveryReport(account="fake", message_id=str(n), delivered=True) for n in range(3)]
    told: list[str] = []

    def report(one: DeliveryReport) -> None:
        told.append(one.message_id)
        if fails == "report" and one.message_id == "0":
            raise LookupError

    monkeypatch.setattr(house.services.delivery, "report", report)
    if fails == "take":
        trip_over(house, monkeypatch, "rusak")
    hand_over(house.services.inbox, "fake", b"payload", lambda _raw: Received(messages, reports))
    assert [text for text in texts(house) if text != "rusak"] == ["satu", "tiga"]
    assert told == ["0", "1", "2"]
    assert [kept.problem for kept in house.services.inbox.kept()] == [
        "ZeroDivisionError" if fails == "take" else "LookupError"
    ]


def test_an_update_without_a_number_is_kept_and_the_next_one_read(
    stand: Callable[..., Stand], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, stop = stand(TELEGRAM), Event()
    good = json.loads(next(case for case in TELEGRAM.real if case.name == "text").raw.body)
    channel: Any = here.channel()
    asked: list[Any] = []

    def call(method: str, **fields: Any) -> Any:
        if method != "getUpdates":
            return {"message_id": 1}
        asked.append(fields["offset"])
        if len(asked) > 1:
            stop.set()
            return []
        return [{"message": {}}, None, good, 7]

    monkeypatch.setattr(channel._client, "call", call)
    monkeypatch.setattr(channel, "_hook_url", None)
    channel.poll(house.services.inbox, stop)
    assert here.kept() == 1
    assert asked == [None, good["update_id"] + 1]
    assert len(house.services.inbox.kept()) == 3


def test_a_photo_of_a_polled_message_is_found_again(stand: Callable[..., Stand], house: House) -> None:
    channel: Any = stand(X).channel()
    event = {
        "id": "2008000000000000009",
        "event_type": "MessageCreate",
        "text": "lampu mati https://t.co/x",
        "created_at": "2026-01-05T00:00:00Z",
        "sender_id": "3001969357",
        "attachments": {"media_keys": ["3_1"]},
    }
    media = [{"media_key": "3_1", "type": "photo", "url": "https://x.example/1.jpg"}, {"media_key": "3_2"}]
    inbox = house.services.inbox
    hand_over(inbox, "one", b"other", _unreadable)
    with pytest.MonkeyPatch.context() as patch:
        trip_over(house, patch, "")
        channel._poller._hand_over(inbox, event, {"media": media, "users": []})
    kept = inbox.kept()[-1]
    [message] = reread(channel, inbox.opened(kept)).messages
    assert [photo.ref for photo in message.media] == ["https://x.example/1.jpg"]
    assert b"3_2" not in inbox.opened(kept)


def test_a_text_joined_from_parts_that_raises_is_kept_and_readable(
    stand: Callable[..., Stand], house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = next(subject for subject in SUBJECTS if subject.name == "sms-jsongate")
    channel: Any = stand(subject).channel()
    assert isinstance(channel, SmsChannel)
    message = house.inbound("lampu mati", account="one", sender="+6281255500101")
    with monkeypatch.context() as patch:
        trip_over(house, patch, "")
        hand_over(house.services.inbox, "one", message.model_dump_json().encode(), channel.read)
    [kept] = house.services.inbox.kept()
    assert retry(house.services.inbox, house.channels, kept) == 1
    with pytest.raises(PayloadError):
        channel.read(b"{}")


def test_many_letters_are_kept_apart(house: House) -> None:
    for number in range(3):
        house.services.inbox.keep("fake", b"%d" % number, "x")
        house.services.inbox.keep("fake", b"%d" % number, "x")
    with house.services.database.read() as session:
        assert len(session.scalars(select(DeadLetterRecord)).all()) == 3
