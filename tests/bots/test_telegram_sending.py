"""Sending to Telegram: its limits, its errors, long texts, pictures; and polling when things go wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bots.shared.frame import split_text, text_units
from bots.telegram.pace import Pace
from core.kernel.clock import ManualClock
from core.kernel.errors import BlockedError, FinalError, MediaError, RetryableError
from core.kernel.messages import Button, ButtonKind, MediaKind, MediaRef, Outbound, Picture
from core.running.sweep import sweep
from core.storage.models import Conversation, DeadLetterRecord, InboundMessage, OutboundMessage, SendState
from tests.support.house import House, picture
from tests.support.telegram_server import CITIZEN
from tests.support.telegram_talk import ACCOUNT, Talk, telegram_talk


@pytest.fixture
def talk(house: House) -> Iterator[Talk]:
    with telegram_talk(house, webhook=True) as talk:
        yield talk


def outbound(text: str = "halo", **fields: Any) -> Outbound:
    return Outbound(id=fields.pop("id", 1), account=ACCOUNT, address=str(CITIZEN["id"]), text=text, **fields)


def refuse(talk: Talk, status: int, description: str, method: str = "sendMessage", **more: Any) -> None:
    answer = {"ok": False, "error_code": status, "description": description, **more}
    talk.server.refusals.append((method, status, answer))


def too_many(talk: Talk, seconds: int) -> None:
    refuse(talk, 429, f"Too Many Requests: retry after {seconds}", parameters={"retry_after": seconds})


# --- errors ----------------------------------------------------------------------------------------


def test_retry_after_is_passed_on(talk: Talk) -> None:
    too_many(talk, 17)
    with pytest.raises(RetryableError) as caught:
        talk.channel.send(outbound())
    assert caught.value.retry_after == 17


def test_retry_after_is_honoured_and_the_order_kept(talk: Talk) -> None:
    too_many(talk, 17)
    assert talk.say("halo") == []
    talk.house.clock.advance(timedelta(seconds=16))
    sweep(talk.house.services, talk.house.waker)
    assert talk.server.texts() == []
    talk.house.clock.advance(timedelta(seconds=2))
    sweep(talk.house.services, talk.house.waker)
    assert "Halo" in talk.server.texts()[0]


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (400, "Bad Request: chat not found"),
    ],
)
def test_a_citizen_who_is_gone_ends_the_conversation(talk: Talk, status: int, description: str) -> None:
    refuse(talk, status, description)
    talk.say("halo")
    with talk.house.services.database.read() as session:
        assert session.scalars(select(Conversation)).one().blocked
        assert session.scalars(select(OutboundMessage)).one().state is SendState.FAILED
    assert talk.say("halo"), "whoever writes again is answered again"


@pytest.mark.parametrize(
    ("status", "description", "kind", "after"),
    [
        (500, "Internal Server Error", RetryableError, None),
        (502, "Bad Gateway", RetryableError, None),
        (409, "Conflict: terminated by other getUpdates request", RetryableError, None),
        (401, "Unauthorized", RetryableError, 300),
        (404, "Not Found", RetryableError, 300),
        (400, "Bad Request: message text is empty", FinalError, None),
        (403, "Forbidden: bot can't initiate conversation with a user", BlockedError, None),
    ],
)
def test_errors_are_typed(
    talk: Talk, status: int, description: str, kind: type[Exception], after: float | None
) -> None:
    refuse(talk, status, description)
    with pytest.raises(kind) as caught:
        talk.channel.send(outbound())
    assert getattr(caught.value, "retry_after", None) == after
    assert "A" * 35 not in str(caught.value), "the token"


def test_a_message_that_left_counts_as_sent_however_strange_the_answer(talk: Talk) -> None:
    strange = {"ok": True, "result": {"message_id": 5, "date": "?", "chat": "?", "unknown": []}}
    talk.server.refusals.append(("sendMessage", 200, strange))
    assert talk.channel.send(outbound()) == "5"


# --- form ------------------------------------------------------------------------------------------


def test_a_long_text_is_split_and_a_retry_repeats_no_part(talk: Talk) -> None:
    text = " ".join(f"kata{number}" for number in range(1000))
    button = Button(id="send:1", label="Kirim")
    talk.channel.send(outbound(text, id=8, buttons=(button,)))
    parts = talk.server.shown_to()
    assert " ".join(talk.server.texts()) == text
    assert ["reply_markup" in part.fields for part in parts] == [False, True]
    talk.house.clock.advance(timedelta(seconds=10))
    talk.server.calls.clear()
    too_many(talk, 1)
    talk.server.refusals.insert(0, ("sendMessage", 200, {"ok": True, "result": {"message_id": 9}}))
    with pytest.raises(RetryableError):
        talk.channel.send(outbound(text, id=9))
    talk.house.clock.advance(timedelta(seconds=10))
    talk.channel.send(outbound(text, id=9))
    assert " ".join(talk.server.texts()[1:]) == split_text(text, 4096)[1]


@pytest.mark.parametrize("text", ["a" * 9000, "😀" * 5000, "kata " * 2000, "\n" * 5000 + "x", "a" * 4096, "x"])
def test_parts_fit_and_lose_no_word(text: str) -> None:
    parts = split_text(text, 4096)
    assert all(0 < text_units(part) <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_picture_carries_the_words_and_the_buttons(talk: Talk) -> None:
    key = talk.house.services.media.put(picture())
    button = Button(id="done:K7M4-2XPR:yes", label="Sudah beres")
    photo = Picture(key=key, mime="image/jpeg")
    talk.channel.send(outbound("Selesai.", pictures=(photo,), buttons=(button,)))
    (call,) = talk.server.shown_to()
    assert (call.method, call.fields["caption"]) == ("sendPhoto", "Selesai.")
    assert call.fields["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == button.id
    assert next(iter(call.files.values()))[:2] == b"\xff\xd8"


def test_words_too_long_for_a_caption_follow_the_picture(talk: Talk) -> None:
    photo = Picture(key=talk.house.services.media.put(picture()), mime="image/jpeg")
    talk.channel.send(outbound("x" * 1025, pictures=(photo, photo)))
    assert [call.method for call in talk.server.shown_to()] == ["sendPhoto", "sendPhoto", "sendMessage"]


@pytest.mark.parametrize("gone", [True, False])
def test_a_picture_that_is_refused_or_gone_does_not_cost_the_words(talk: Talk, gone: bool) -> None:
    key = "gone.jpg" if gone else talk.house.services.media.put(picture())
    if not gone:
        refuse(talk, 400, "Bad Request: PHOTO_INVALID_DIMENSIONS", method="sendPhoto")
    talk.channel.send(outbound("Selesai.", pictures=(Picture(key=key, mime="image/jpeg"),)))
    assert talk.server.shown_to()[-1].fields["text"] == "Selesai."


def test_a_location_is_asked_for_with_a_keyboard_and_a_photo_in_words(talk: Talk) -> None:
    buttons = (
        Button(id="pin", label="Lokasi", kind=ButtonKind.LOCATION),
        Button(id="photo", label="Foto", kind=ButtonKind.PHOTO),
        Button(id="skip:1", label="Lewati"),
    )
    talk.channel.send(outbound(buttons=buttons))
    rows = talk.server.shown_to()[-1].fields["reply_markup"]["keyboard"]
    assert [(b["text"], b.get("request_location", False)) for row in rows for b in row] == [
        ("Lokasi", True),
        ("Lewati", False),
    ]


# --- pace ------------------------------------------------------------------------------------------


def test_a_chat_gets_a_short_burst_and_then_a_message_a_second() -> None:
    clock = ManualClock()
    pace = Pace(clock)
    left: list[float] = []
    for _ in range(200):
        booked, _wait = pace.book(7)
        if booked:
            left.append(clock().timestamp())
        clock.advance(timedelta(seconds=0.1))
    gaps = [later - earlier for earlier, later in pairwise(left[3:])]
    assert left[2] - left[0] < 0.5
    assert min(gaps) >= 0.99
    assert len(left) >= 20


def test_all_chats_together_get_thirty_a_second() -> None:
    clock = ManualClock()
    pace, left = Pace(clock), []
    for chat in range(300):
        booked, wait = pace.book(chat)
        assert booked
        clock.advance(timedelta(seconds=wait))
        left.append(clock().timestamp())
    assert all(later - earlier >= 0.999 for earlier, later in zip(left, left[30:], strict=False))
    assert left[-1] - left[0] < 10.1


def test_whoever_would_have_to_wait_long_is_sent_away() -> None:
    pace = Pace(ManualClock())
    answers = [pace.book(chat) for chat in range(40)]
    refused = [wait for booked, wait in answers if not booked]
    assert refused
    assert max(wait for _, wait in answers) < 1


def test_a_clock_that_is_set_back_stops_nobody() -> None:
    clock = ManualClock()
    pace = Pace(clock)
    pace.book(1)
    clock.advance(timedelta(hours=-2))
    assert pace.book(1) == (True, 0)


def test_a_chat_that_talks_too_fast_waits_its_turn_and_loses_nothing(talk: Talk) -> None:
    talk.say("halo")
    with talk.house.services.database.write() as session:
        conversation = session.scalars(select(Conversation)).one()
        for number in range(6):
            talk.house.services.outbox.queue_text(session, conversation, f"kabar {number}")
    for _ in range(8):
        sweep(talk.house.services, talk.house.waker)
        talk.house.clock.advance(timedelta(seconds=1))
    assert talk.server.texts()[1:] == [f"kabar {number}" for number in range(6)]


# --- files -----------------------------------------------------------------------------------------


def photo_ref(ref: str) -> MediaRef:
    return MediaRef(kind=MediaKind.PHOTO, ref=ref)


def test_a_file_is_fetched(talk: Talk) -> None:
    talk.server.files["f"] = picture()
    assert talk.channel.fetch(photo_ref("f")) == picture()


def test_a_file_that_telegram_does_not_know_is_final(talk: Talk) -> None:
    with pytest.raises(FinalError):
        talk.channel.fetch(photo_ref("unknown"))


def test_a_file_that_is_too_large_is_told_as_such(talk: Talk) -> None:
    talk.server.files["f"] = b"0" * 20_000_001
    with pytest.raises(MediaError) as caught:
        talk.channel.fetch(photo_ref("f"))
    assert caught.value.reason == "photo-too-large"


# --- polling when things go wrong ------------------------------------------------------------------


@pytest.fixture
def polled(house: House) -> Iterator[Talk]:
    with telegram_talk(house, webhook=False) as talk:
        yield talk


def kept(talk: Talk) -> list[DeadLetterRecord]:
    with talk.house.services.database.read() as session:
        return list(session.scalars(select(DeadLetterRecord)))


def test_an_update_that_cannot_be_read_is_kept_and_holds_up_nothing(polled: Talk) -> None:
    broken = {"update_id": 1, "message": {"message_id": "?", "chat": 7}}
    polled.server._updates.append(broken)
    assert polled.say("halo")
    (payload,) = kept(polled)
    assert json.loads(polled.house.vault.decrypt(payload.payload)) == broken
    polled.server.problems.clear()  # it was broken on purpose


def test_an_update_that_breaks_the_intake_is_kept_too(polled: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(polled.house.services.intake, "take", fail)
        polled.say("halo")
    assert [payload.problem for payload in kept(polled)] == ["ZeroDivisionError"]
    assert polled.say("halo")


def test_while_the_database_is_down_polled_messages_wait_on_disk(polled: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object, **__: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("down"))

    with monkeypatch.context() as patch:
        patch.setattr(polled.house.services.database, "write", down)
        assert polled.say("halo") == []
    assert len(polled.house.services.spool) == 1
    sweep(polled.house.services, polled.house.waker)
    assert "Halo" in polled.server.texts()[0]


def test_polling_goes_on_after_telegram_was_away(polled: Talk) -> None:
    # No real wait: Telegram itself says how long, and a fraction of a second is allowed to be said.
    refuse(polled, 429, "Too Many Requests", method="getUpdates", parameters={"retry_after": 0.01})
    polled.say("halo")
    assert "Halo" in polled.server.texts()[0]


def test_an_account_that_was_started_again_reads_nothing_twice(house: House) -> None:
    with telegram_talk(house, webhook=False) as talk:
        talk.say("halo")
        update = talk.server.message(text="lampu mati")
        talk.happen(update)
    with telegram_talk(house, webhook=False) as talk:
        talk.happen(update)
    with house.services.database.read() as session:
        assert len(session.scalars(select(InboundMessage)).all()) == 2


def test_polling_can_be_demanded_although_there_is_a_public_address(house: House, tmp_path: Path) -> None:
    from bots.telegram import TelegramChannel
    from tests.support.accounts import setup_for

    settings = {"polling": True}
    setup = setup_for(
        house, "t", "telegram", settings=settings, secrets={"token": "1:x"}, public_url="https://lapor.example"
    )
    channel = TelegramChannel(setup)
    assert channel._hook_url is None
    channel.close()
