"""X over its own protocol: a whole conversation by polling and by webhook, mentions, errors, media."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bots.x import XChannel
from core.kernel.errors import BlockedError, ConfigError, FinalError, MediaError, RetryableError
from core.kernel.messages import Button, MediaKind, MediaRef, Outbound, Picture
from core.kernel.states import State
from core.running.sweep import sweep
from core.storage.models import Conversation, DeadLetterRecord, InboundMessage, MediaState, Ticket
from tests.support.accounts import setup_for
from tests.support.house import ROOT, House, picture
from tests.support.officer import move
from tests.support.x_server import CITIZEN, OWN, SECRETS, SPEC, fetch, post, signature, why_unchecked
from tests.support.x_talk import ACCOUNT, Rounds, Talk, x_talk

pytestmark = pytest.mark.filterwarnings("ignore:Unsupported scheme type")


def test_xs_openapi_is_there_to_hold_requests_to() -> None:
    if reason := why_unchecked():
        pytest.skip(f"{reason}: the tests of this folder run without checking requests against X's OpenAPI")
    assert SPEC.exists()


@pytest.fixture(params=["polling", "webhook"])
def talk(house: House, request: pytest.FixtureRequest) -> Iterator[Talk]:
    with x_talk(house, webhook=request.param == "webhook") as talk:
        yield talk


@pytest.fixture
def polled(house: House) -> Iterator[Talk]:
    with x_talk(house) as talk:
        yield talk


@pytest.fixture
def hooked(house: House) -> Iterator[Talk]:
    with x_talk(house, webhook=True) as talk:
        yield talk


def messages(talk: Talk) -> list[InboundMessage]:
    with talk.house.services.database.read() as session:
        found = list(session.scalars(select(InboundMessage).order_by(InboundMessage.id)))
        for message in found:
            _ = [media.kind for media in message.media]
        return found


def test_a_whole_conversation_from_the_first_word_to_the_rating(talk: Talk) -> None:
    assert "Halo" in talk.say("halo")[0]
    assert "Di mana" in talk.say("lampu jalan mati sejak kemarin")[0]
    which = talk.say("Kebon Jeruk")
    if "1." in which[-1]:
        which = talk.say("1")
    assert "foto" in which[-1]
    summary = talk.say(photo=True)
    assert "rangkum" in summary[0]
    assert "1. Kirim\n2. Ubah\n3. Batal" in summary[0]
    opened = talk.say("1")
    number = opened[0].split("Nomornya ")[1][:9]
    assert number in talk.say("Boleh")[0]
    with talk.house.services.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert (ticket.number, [photo.media.state for photo in ticket.photos]) == (number, [MediaState.STORED])
    assert "status" in talk.say("status")[0].casefold()
    before = len(talk.server.texts())
    for step in (State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED):
        move(talk.house, number, step)
    news = talk.server.texts()[before:]
    assert "sedang dikerjakan" in news[0]
    assert any("selesai ditangani" in text for text in news)
    assert "Terima kasih" in talk.say("sudah beres")[0]


# --- pushed ----------------------------------------------------------------------------------------


def test_the_webhook_is_made_and_subscribed_to_once(hooked: Talk) -> None:
    assert [hook["url"] for hook in hooked.server.webhooks] == [hooked.hook]
    assert hooked.server.subscribed
    hooked.server.webhooks[0]["valid"] = False
    hooked.channel.start()
    assert len(hooked.server.called("/2/webhooks")) == 1
    assert len(hooked.server.called("/2/webhooks", "PUT")) == 1
    assert len(hooked.server.called("/subscriptions/all")) == 1


def test_the_challenge_is_answered(hooked: Talk) -> None:
    token = "9b4507b3-9040-4669-9ca3-6b94edb50553"
    status, body = fetch(f"{hooked.hook}?crc_token={token}&nonce=x")
    assert (status, json.loads(body)) == (200, {"response_token": signature(token.encode())})


def test_the_challenge_cannot_be_used_to_have_an_event_signed(hooked: Talk) -> None:
    forged = json.dumps(hooked.server.pushed("lampu jalan mati"))
    for token in (forged, "{}", "", "a" * 300, '{"a":1}', "a b"):
        assert fetch(f"{hooked.hook}?crc_token={urllib.parse.quote(token)}")[0] == 400
    assert fetch(hooked.hook)[0] == 400


def test_a_message_has_its_text_time_name_and_picture(talk: Talk) -> None:
    talk.say("jalan &amp; trotoar rusak &lt;3", photo=True)
    (message,) = messages(talk)
    assert message.text == "jalan & trotoar rusak <3"
    assert message.sent_at == talk.house.clock()
    assert [(media.kind, media.state) for media in message.media] == [(MediaKind.PHOTO, MediaState.STORED)]
    with talk.house.services.database.read() as session:
        name = session.scalars(select(Conversation)).one().display_name
    assert name is not None
    assert talk.house.vault.decrypt(name) == "Warga Uji"


def test_what_the_account_says_itself_is_ignored(talk: Talk) -> None:
    assert talk.say("halo", sender=OWN) == []
    assert messages(talk) == []


@pytest.mark.parametrize(
    "data",
    [
        {"favorite_events": [{}]},
        {"follow_events": [{}]},
        {"direct_message_indicate_typing_events": [{"sender_id": CITIZEN}]},
        {"direct_message_mark_read_events": [{}]},
        {"tweet_delete_events": [{}]},
        {"block_events": [{}]},
        {"events_of_the_future": 7},
        {"direct_message_events": [{"type": "conversation_join"}]},
        {},
    ],
)
def test_other_events_are_ignored(hooked: Talk, data: dict[str, Any]) -> None:
    assert hooked.push({"for_user_id": OWN, **data}) == 200
    assert messages(hooked) == []


def test_an_event_for_another_account_of_the_same_app_is_not_ours(hooked: Talk) -> None:
    assert hooked.push({**hooked.server.pushed("halo"), "for_user_id": "99"}) == 200
    assert messages(hooked) == []


def test_one_malformed_event_does_not_cost_the_others(hooked: Talk) -> None:
    data = hooked.server.pushed("lampu jalan mati")
    data["direct_message_events"].insert(0, {"type": "message_create", "id": "?"})
    assert hooked.push(data) == 200
    assert [message.text for message in messages(hooked)] == ["lampu jalan mati"]
    del data["direct_message_events"][1]
    assert hooked.push(data) == 400


def test_the_same_message_pushed_and_polled_is_one(hooked: Talk) -> None:
    data = hooked.server.pushed("lampu jalan mati")
    hooked.push(data)
    hooked.push(data)
    event_id = data["direct_message_events"][0]["id"]
    hooked.server.events.append(hooked.server.event("lampu jalan mati", id=event_id))
    hooked.channel._poller.poll(hooked.house.services.inbox, Rounds(1))
    assert len(messages(hooked)) == 1


# --- polled ----------------------------------------------------------------------------------------


def test_messages_are_taken_in_the_order_in_which_they_were_written(polled: Talk) -> None:
    for text in ("satu", "dua", "tiga", "empat", "lima"):
        polled.house.clock.advance(timedelta(seconds=1))
        polled.server.events.append(polled.server.event(text))
    polled.server.page_size = 2
    polled.poll()
    assert [message.text for message in messages(polled)] == ["satu", "dua", "tiga", "empat", "lima"]


def test_after_a_restart_only_what_is_new_is_read(polled: Talk) -> None:
    polled.server.page_size = 2
    for number in range(5):
        polled.say(f"pesan {number}")
    pages = len(polled.server.called("/2/dm_events", "GET"))
    other = XChannel(polled.channel._setup)
    polled.house.clock.advance(timedelta(seconds=1))
    polled.server.events.append(polled.server.event("baru"))
    other.poll(polled.house.services.inbox, Rounds(1))
    other.close()
    assert [message.text for message in messages(polled)][-1] == "baru"
    assert len(messages(polled)) == 6
    assert len(polled.server.called("/2/dm_events", "GET")) == pages + 1, "it stops at what it knows"


def test_a_new_account_does_not_answer_what_was_written_long_ago(polled: Talk) -> None:
    polled.server.events.append(polled.server.event("lama"))
    polled.house.clock.advance(timedelta(days=2))
    polled.say("baru")
    assert [message.text for message in messages(polled)] == ["baru"]


def test_a_group_conversation_is_ignored(polled: Talk) -> None:
    assert polled.say("halo", dm_conversation_id="1585094756761149440") == []
    assert messages(polled) == []


def test_a_limit_in_the_middle_of_the_pages_is_waited_for_and_loses_nothing(polled: Talk) -> None:
    for number in range(6):
        polled.server.events.append(polled.server.event(f"pesan {number}"))
    polled.server.page_size = 2
    reset = str(int(polled.house.clock().timestamp()) + 600)

    def limit() -> None:
        if not limited:
            limited.append(True)
            polled.server.refusals.append(("/2/dm_events", 429, {"x-rate-limit-reset": reset}, "{}"))

    limited: list[bool] = []
    limit()
    stop = Rounds(2)
    polled.channel.poll(polled.house.services.inbox, stop)
    assert stop.waits[0] == 600
    assert len(messages(polled)) == 6


def test_an_event_that_cannot_be_read_is_kept_and_holds_up_nothing(polled: Talk) -> None:
    broken = polled.server.event("rusak")
    broken["created_at"] = 7e99
    polled.server.events.append(broken)
    assert polled.say("halo")
    with polled.house.services.database.read() as session:
        (kept,) = session.scalars(select(DeadLetterRecord))
    assert json.loads(polled.house.vault.decrypt(kept.payload)) == broken
    polled.poll()
    with polled.house.services.database.read() as session:
        assert len(session.scalars(select(DeadLetterRecord)).all()) == 1
    polled.server.problems.clear()  # it was broken on purpose


@pytest.mark.parametrize("answer", ["", "[]", '"x"', "{", '{"data": [7, null]}', '{"data": null, "meta": null}'])
def test_an_answer_that_cannot_be_read_is_asked_for_again(polled: Talk, answer: str) -> None:
    polled.server.events.append(polled.server.event("halo"))
    polled.server.refusals.append(("/2/dm_events", 200, {}, answer))
    polled.poll(rounds=3)
    assert [message.text for message in messages(polled)] == ["halo"]


# --- mentions --------------------------------------------------------------------------------------


def mention(talk: Talk, **more: Any) -> None:
    talk.house.clock.advance(timedelta(seconds=10))
    if talk.pushing:
        assert talk.push(talk.server.pushed_post(**more)) == 200
        talk.channel._aside.submit(lambda: None).result(20)
        return
    talk.server.posts.append(
        {"id": talk.server.new_id(), "text": "@lapor_uji", "author_id": more.get("author", CITIZEN)}
    )
    talk.poll()


def test_whoever_names_the_account_in_public_is_invited_to_write_directly(talk: Talk) -> None:
    mention(talk)
    (reply,) = talk.server.called("/2/tweets")
    assert f"https://x.com/messages/compose?recipient_id={OWN}" in reply.body["text"]
    assert reply.body["reply"]["in_reply_to_tweet_id"]
    assert len(reply.body["text"]) <= 280
    assert messages(talk) == [], "nothing public becomes a message or a ticket"


def test_a_person_is_invited_once_a_day(talk: Talk) -> None:
    mention(talk)
    mention(talk)
    assert len(talk.server.called("/2/tweets")) == 1
    mention(talk, author="77")
    assert len(talk.server.called("/2/tweets")) == 2
    talk.house.clock.advance(timedelta(days=1))
    mention(talk)
    assert len(talk.server.called("/2/tweets")) == 3


def test_the_accounts_own_posts_invite_nobody(talk: Talk) -> None:
    mention(talk, author=OWN)
    assert talk.server.called("/2/tweets") == []


def test_a_retweet_and_a_post_about_others_invite_nobody(hooked: Talk) -> None:
    retweet = hooked.server.pushed_post()
    retweet["tweet_create_events"][0]["retweeted_status"] = {"id_str": "1"}
    other = hooked.server.pushed_post()
    other["tweet_create_events"][0]["entities"]["user_mentions"] = []
    assert (hooked.push(retweet), hooked.push(other)) == (200, 200)
    hooked.channel._aside.submit(lambda: None).result(20)
    assert hooked.server.called("/2/tweets") == []


def test_mentions_can_be_left_alone(house: House) -> None:
    with x_talk(house, answer_mentions=False) as talk:
        talk.poll()
        assert talk.server.called("/mentions", "GET") == []


def test_an_invitation_that_x_refuses_now_is_tried_again_at_the_next_look(polled: Talk) -> None:
    polled.server.refusals.append(("/2/tweets", 503, {}, "{}"))
    mention(polled)
    assert polled.server.called("/2/tweets") == []
    polled.poll()
    assert len(polled.server.called("/2/tweets")) == 1


# --- sending ---------------------------------------------------------------------------------------


def outbound(text: str = "halo", **fields: Any) -> Outbound:
    return Outbound(id=fields.pop("id", 1), account=ACCOUNT, address=CITIZEN, text=text, **fields)


def refuse(talk: Talk, status: int, body: Any = None, path: str = "/messages", **headers: str) -> None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    talk.server.refusals.append((path, status, named, json.dumps(body or {})))


def test_choices_are_a_numbered_list(polled: Talk) -> None:
    buttons = (Button(id="a", label="Kirim"), Button(id="b", label="Ubah"))
    polled.channel.send(outbound("Sudah benar?", buttons=buttons))
    assert polled.server.texts() == ["Sudah benar?\n1. Kirim\n2. Ubah"]


def test_a_picture_is_uploaded_and_goes_with_the_words(polled: Talk) -> None:
    photo = Picture(key=polled.house.services.media.put(picture()), mime="image/jpeg")
    polled.channel.send(outbound("Selesai.", pictures=(photo,)))
    (upload,) = polled.server.called("/2/media/upload")
    assert upload.body["media_category"] == "dm_image"
    (sent,) = polled.server.called("/messages")
    (attached,) = sent.body["attachments"]
    assert polled.server.files[attached["media_id"]] == picture()
    assert sent.body["text"] == "Selesai."


def test_several_pictures_take_several_messages(polled: Talk) -> None:
    photo = Picture(key=polled.house.services.media.put(picture()), mime="image/jpeg")
    polled.channel.send(outbound("Selesai.", pictures=(photo, photo)))
    assert ["text" in call.body for call in polled.server.called("/messages")] == [False, True]


@pytest.mark.parametrize("gone", [True, False])
def test_a_picture_that_is_refused_or_gone_does_not_cost_the_words(polled: Talk, gone: bool) -> None:
    key = "gone.jpg" if gone else polled.house.services.media.put(picture())
    if not gone:
        refuse(polled, 400, path="/2/media/upload")
    polled.channel.send(outbound("Selesai.", pictures=(Picture(key=key, mime="image/jpeg"),)))
    assert polled.server.texts() == ["Selesai."]


def test_a_long_text_is_split_and_a_retry_repeats_no_part(polled: Talk) -> None:
    text = " ".join(f"kata{number}" for number in range(2000))
    refuse(polled, 200, {"data": {"dm_event_id": "5", "dm_conversation_id": "1-2"}})
    refuse(polled, 503)
    with pytest.raises(RetryableError):
        polled.channel.send(outbound(text))
    polled.channel.send(outbound(text))
    assert text.endswith(polled.server.texts()[0])
    assert len(polled.server.texts()) == 1


def test_the_limits_own_reset_is_honoured(polled: Talk) -> None:
    now = int(polled.house.clock().timestamp())
    refuse(polled, 429, x_rate_limit_reset=str(now + 42))
    with pytest.raises(RetryableError) as caught:
        polled.channel.send(outbound())
    assert caught.value.retry_after == 42
    refuse(
        polled,
        429,
        x_rate_limit_reset=str(now + 42),
        x_user_limit_24hour_remaining="0",
        x_user_limit_24hour_reset=str(now + 7200),
    )
    with pytest.raises(RetryableError) as caught:
        polled.channel.send(outbound())
    assert caught.value.retry_after == 7200


def test_messages_keep_their_order_over_a_limit(polled: Talk) -> None:
    refuse(polled, 429, x_rate_limit_reset=str(int(polled.house.clock().timestamp()) + 70))
    assert polled.say("halo") == []
    polled.say("lampu jalan mati")
    polled.house.clock.advance(timedelta(seconds=120))
    sweep(polled.house.services, polled.house.waker)
    assert ["Halo" in text for text in polled.server.texts()] == [True, False]


@pytest.mark.parametrize(
    ("status", "body", "kind", "after"),
    [
        (
            403,
            {"detail": "You do not have permission to DM one or more participants.", "status": 403},
            BlockedError,
            None,
        ),
        (403, {"errors": [{"code": 349, "message": "You cannot send messages to this user."}]}, BlockedError, None),
        (403, {"type": "https://api.twitter.com/2/problems/client-forbidden"}, RetryableError, 900),
        (404, {"title": "Not Found Error"}, BlockedError, None),
        (400, {"errors": [{"message": "text: too long"}]}, FinalError, None),
        (401, {"title": "Unauthorized"}, RetryableError, 900),
        (429, {}, RetryableError, None),
        (500, {}, RetryableError, None),
        (503, {}, RetryableError, None),
        (402, {"title": "CreditsDepleted"}, RetryableError, None),
        (403, ["?"], RetryableError, None),
        (429, {"errors": [None]}, RetryableError, None),
    ],
)
def test_errors_are_typed(polled: Talk, status: int, body: Any, kind: type[Exception], after: float | None) -> None:
    refuse(polled, status, body)
    with pytest.raises(kind) as caught:
        polled.channel.send(outbound())
    assert type(caught.value) is kind
    assert getattr(caught.value, "retry_after", None) == after
    assert not any(secret in str(caught.value) for secret in SECRETS.values())


def test_a_message_that_left_counts_as_sent_however_strange_the_answer(polled: Talk) -> None:
    refuse(polled, 201, ["?"])
    assert polled.channel.send(outbound()) is None


# --- media -----------------------------------------------------------------------------------------


def photo_ref(url: str) -> MediaRef:
    return MediaRef(kind=MediaKind.PHOTO, ref=url)


@pytest.mark.parametrize(
    "url",
    [
        "http://ton.twitter.com/1.1/ton/data/dm/1/1/a.jpg",
        "https://169.254.169.254/latest/meta-data",
        "https://ton.twitter.com.attacker.example/a.jpg",
        "https://ton.twitter.com@attacker.example/a.jpg",
        "file:///etc/passwd",
        "",
    ],
)
def test_a_picture_is_fetched_from_xs_own_hosts_only(polled: Talk, url: str) -> None:
    before = len(polled.server.calls)
    with pytest.raises(FinalError):
        polled.channel.fetch(photo_ref(url))
    assert len(polled.server.calls) == before


@pytest.mark.parametrize(
    ("status", "kind"), [(404, FinalError), (302, FinalError), (500, RetryableError), (429, RetryableError)]
)
def test_a_picture_that_cannot_be_fetched(polled: Talk, status: int, kind: type[Exception]) -> None:
    _, url = polled.server.picture()
    refuse(polled, status, path="/1.1/ton", Location="http://127.0.0.1:1/")
    with pytest.raises(kind):
        polled.channel.fetch(photo_ref(url))


def test_a_picture_that_is_too_large_is_told_as_such(polled: Talk) -> None:
    _, url = polled.server.picture()
    polled.server.files[url.removeprefix("https://ton.twitter.com")] = b"0" * (20 * 1024 * 1024 + 1)
    with pytest.raises(MediaError) as caught:
        polled.channel.fetch(photo_ref(url))
    assert caught.value.reason == "photo-too-large"


# --- configuration ---------------------------------------------------------------------------------


def test_a_token_that_is_no_users_is_refused_at_start(house: House) -> None:
    with pytest.raises(ConfigError, match="ACCESS_TOKEN"):
        XChannel(setup_for(house, "x", "x", secrets={**SECRETS, "access_token": "AAAA"}))


def test_a_webhook_without_a_public_address_is_refused_at_start(house: House) -> None:
    with pytest.raises(ConfigError, match="public_url"):
        XChannel(setup_for(house, "x", "x", settings={"webhook": True}, secrets=SECRETS))


def test_an_account_that_polls_is_forgiving_about_its_webhook_address(polled: Talk) -> None:
    body = json.dumps(polled.server.pushed("lampu jalan mati")).encode()
    assert post(polled.hook, body, signature(body)) == 200
    assert post(polled.hook, body, None) == 403
    assert len(messages(polled)) == 1


def test_nothing_else_depends_on_x() -> None:
    """Its folder could be deleted: the rest of the project never names it."""
    own = ROOT / "bots" / "x"
    sources = [path for floor in ("core", "bots", "webhooks", "tanggap") for path in (ROOT / floor).rglob("*.py")]
    others = [path for path in sources if own not in path.parents]
    assert [path for path in others if "bots.x" in path.read_text(encoding="utf-8")] == []
