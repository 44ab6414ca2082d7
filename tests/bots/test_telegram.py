"""Telegram over its own protocol: a whole conversation by polling and by webhook, and every kind of update."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bots.telegram.updates import UpdateReader
from core.kernel.messages import MediaKind
from core.kernel.states import State
from core.storage.models import Conversation, InboundMessage, MediaState, OutboundMessage, Ticket
from tests.core.intake.test_media import IN_KEBON_JERUK
from tests.core.protection.test_photos import as_heic, notes, scene
from tests.support import botapi
from tests.support.house import House, picture
from tests.support.officer import move
from tests.support.telegram_talk import Talk, telegram_talk


def test_the_schema_is_there_to_hold_requests_and_answers_to() -> None:
    if not botapi.SCHEMA.exists():
        pytest.skip(f"{botapi.SCHEMA} is not there: the tests of this folder run without checking the schema")
    assert botapi.problems_of_request("sendMessage", {"chat_id": 1, "text": "halo"}) == []
    assert botapi.problems_of_request("sendMessage", {"chat_id": 1, "txt": "halo"})
    assert botapi.problems_of("Message", {"message_id": 1})


@pytest.fixture(params=["polling", "webhook"])
def talk(house: House, request: pytest.FixtureRequest) -> Iterator[Talk]:
    with telegram_talk(house, webhook=request.param == "webhook") as talk:
        yield talk


@pytest.fixture
def hooked(house: House) -> Iterator[Talk]:
    with telegram_talk(house, webhook=True) as talk:
        yield talk


def test_a_whole_conversation_from_the_first_word_to_the_rating(talk: Talk) -> None:
    house, server = talk.house, talk.server
    assert "Halo" in talk.say("/start")[0]
    assert "Di mana" in talk.say("lampu jalan mati sejak kemarin")[0]
    keyboard = server.shown_to()[-1].fields["reply_markup"]
    assert keyboard["keyboard"][0][0]["request_location"] is True
    assert "Kebon Jeruk" in talk.happen(server.message(location={"latitude": -6.1937, "longitude": 106.7732}))[0]
    assert "foto" in talk.press(talk_label(talk, "Kebon Jeruk"))[0]
    replies = talk.happen(server.photo(media_group_id="album-1"), server.photo(media_group_id="album-1"))
    assert [text for text in replies if "rangkum" in text], "one album is answered once"
    assert len(replies) == 1
    opened = talk.press("Kirim")
    number = opened[0].split("Nomornya ")[1][:9]
    assert "publik" in opened[-1]
    assert number in talk.press("Boleh")[0]
    with house.services.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert (ticket.number, ticket.kelurahan, len(ticket.photos)) == (number, "Kebon Jeruk", 2)
        assert {photo.media.state for photo in ticket.photos} == {MediaState.STORED}
    news = moved(talk, number, State.IN_PROGRESS)
    assert "sedang dikerjakan" in news[0]
    moved(talk, number, State.AWAITING_VALIDATION)
    done = moved(talk, number, State.RESOLVED)
    assert "selesai" in done[0]
    assert "Terima kasih" in talk.press("Sudah beres")[0]
    with house.services.database.read() as session:
        assert session.scalars(select(Ticket)).one().rating == 4
    pressed = len(server.called("answerCallbackQuery"))
    server.wait_for(lambda: len(server.called("answerCallbackQuery")) >= 4)
    assert pressed <= 4


def talk_label(talk: Talk, part: str) -> str:
    rows = talk.server.shown_to()[-1].fields["reply_markup"]["inline_keyboard"]
    return next(str(button["text"]) for row in rows for button in row if part in button["text"])


def moved(talk: Talk, number: str, to: State) -> list[str]:
    """An officer's step; answers what the citizen was told."""
    before = len(talk.server.texts())
    move(talk.house, number, to)
    return talk.server.texts()[before:]


# --- every kind of message -------------------------------------------------------------------------


def stored_message(talk: Talk) -> InboundMessage:
    """The newest message that was taken in."""
    with talk.house.services.database.read() as session:
        message = session.scalars(select(InboundMessage).order_by(InboundMessage.id.desc()).limit(1)).one()
        _ = [media.kind for media in message.media]
        return message


def messages(talk: Talk) -> int:
    with talk.house.services.database.read() as session:
        return len(session.scalars(select(InboundMessage.id)).all())


def test_a_caption_is_the_text_of_its_photo(hooked: Talk) -> None:
    replies = hooked.happen(hooked.server.photo(caption="lampu jalan mati di gang kami"))
    assert "Di mana" in replies[0]
    message = stored_message(hooked)
    assert (message.text, [media.kind for media in message.media]) == ("lampu jalan mati di gang kami", ["photo"])


def test_an_image_sent_as_a_file_is_a_photo_that_may_know_its_place(hooked: Talk) -> None:
    hooked.server.files["doc"] = picture(form="PNG")
    document = {"file_id": "doc", "file_unique_id": "d", "file_name": "IMG_1.PNG", "mime_type": "image/png"}
    hooked.happen(hooked.server.message(document=document, caption="lampu mati"))
    media = stored_message(hooked).media[0]
    assert (media.kind, media.state) == (MediaKind.IMAGE_FILE, MediaState.STORED)


def test_the_position_in_an_image_file_is_offered_as_the_place(hooked: Talk) -> None:
    hooked.server.files["doc"] = IN_KEBON_JERUK
    document = {"file_id": "doc", "file_unique_id": "d", "file_name": "IMG_1.JPG", "mime_type": "image/jpeg"}
    replies = hooked.happen(hooked.server.message(document=document, caption="lampu jalan mati"))
    assert any("Kebon Jeruk" in text for text in replies)


def test_an_image_file_without_a_type_is_known_by_its_name(hooked: Talk) -> None:
    hooked.server.files["doc"] = picture()
    document = {"file_id": "doc", "file_unique_id": "d", "file_name": "foto.jpeg"}
    hooked.happen(hooked.server.message(document=document))
    assert stored_message(hooked).media[0].kind is MediaKind.IMAGE_FILE


@pytest.mark.parametrize(
    "known_by", [{"mime_type": "image/heic"}, {"file_name": "IMG_1.HEIC"}, {"file_name": "a.heif"}]
)
def test_a_heic_sent_as_a_file_is_a_photo_that_may_know_its_place(hooked: Talk, known_by: dict[str, str]) -> None:
    hooked.server.files["doc"] = as_heic(scene(), exif=notes().tobytes())
    document = {"file_id": "doc", "file_unique_id": "d", **known_by}
    replies = hooked.happen(hooked.server.message(document=document, caption="lampu jalan mati"))
    assert stored_message(hooked).media[0].state is MediaState.STORED
    assert any("Kebon Jeruk" in text for text in replies)


@pytest.mark.parametrize(
    ("content", "kind", "word"),
    [
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, MediaKind.VOICE, "suara"),
        ({"audio": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, MediaKind.VOICE, "suara"),
        (
            {"video": {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 3}},
            MediaKind.VIDEO,
            "Video",
        ),
        ({"video_note": {"file_id": "v", "file_unique_id": "v", "length": 1, "duration": 3}}, MediaKind.VIDEO, "Video"),
        (
            {
                "animation": {"file_id": "v", "file_unique_id": "v", "width": 1, "height": 1, "duration": 3},
                "document": {"file_id": "v", "file_unique_id": "v"},
            },
            MediaKind.VIDEO,
            "Video",
        ),
        (
            {
                "sticker": {
                    "file_id": "s",
                    "file_unique_id": "s",
                    "type": "regular",
                    "width": 1,
                    "height": 1,
                    "is_animated": False,
                    "is_video": False,
                }
            },
            MediaKind.STICKER,
            "Stiker",
        ),
        (
            {
                "document": {
                    "file_id": "d",
                    "file_unique_id": "d",
                    "mime_type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                }
            },
            MediaKind.DOCUMENT,
            "Berkas",
        ),
    ],
)
def test_what_the_bot_cannot_read_is_kept_for_a_person(
    hooked: Talk, content: dict[str, Any], kind: MediaKind, word: str
) -> None:
    assert word in hooked.happen(hooked.server.message(**content))[0]
    media = stored_message(hooked).media[0]
    assert (media.kind, media.state, media.ref) == (kind, MediaState.KEPT, media.ref)
    assert media.mime == content.get(kind.value, {}).get("mime_type", media.mime)


def test_a_venue_is_a_pin_with_its_name(hooked: Talk) -> None:
    hooked.say("lampu jalan mati")
    venue = {
        "location": {"latitude": -6.1937, "longitude": 106.7732},
        "title": "Pasar Kebon Jeruk",
        "address": "Jl. Raya 1",
    }
    location = venue["location"]
    assert "Kebon Jeruk" in hooked.happen(hooked.server.message(venue=venue, location=location))[0]
    message = stored_message(hooked)
    assert message.text == "Pasar Kebon Jeruk, Jl. Raya 1"
    assert message.pin is not None


def test_of_a_live_location_the_first_position_counts(hooked: Talk) -> None:
    hooked.say("lampu jalan mati")
    live = {"latitude": -6.1937, "longitude": 106.7732, "live_period": 900, "horizontal_accuracy": 12.5}
    first = hooked.server.message(location=live)
    assert "Kebon Jeruk" in hooked.happen(first)[0]
    assert hooked.happen(hooked.server.edit(first, location={**live, "latitude": -6.3})) == []
    pin = stored_message(hooked).pin
    assert pin is not None
    assert (pin.lat, pin.accuracy_m) == (-6.1937, 12.5)


def test_a_contact_is_not_kept_and_answered_politely(hooked: Talk) -> None:
    contact = {"phone_number": "+62812000111", "first_name": "Tetangga"}
    assert hooked.happen(hooked.server.message(contact=contact))
    message = stored_message(hooked)
    assert (message.text, list(message.media)) == ("", [])


def test_an_edit_changes_the_open_report_and_is_no_new_one(hooked: Talk) -> None:
    first = hooked.server.message(text="lampu jalan mati")
    hooked.happen(first)
    edit = hooked.server.edit(first, text="lampu jalan mati dua")
    assert "perubahan" in hooked.happen(edit)[0]
    assert hooked.happen(edit) == [], "a replay"
    again = hooked.server.edit(first, text="lampu jalan mati tiga")
    assert "perubahan" in hooked.happen(again)[0], "a second edit within the same second"
    with hooked.house.services.database.read() as session:
        draft = session.scalars(select(Conversation)).one().state.draft
        assert draft is not None
        assert draft.description == "lampu jalan mati tiga"


def test_a_reply_knows_the_message_that_it_answers(hooked: Talk) -> None:
    bot = {"id": 123456, "is_bot": True, "first_name": "Tanggap"}
    hooked.say("lampu jalan mati")
    with hooked.house.services.database.read() as session:
        ours = session.scalars(select(OutboundMessage).order_by(OutboundMessage.id.desc()).limit(1)).one()
    update = hooked.server.message(text="Kebon Jeruk")
    update["message"]["reply_to_message"] = {**update["message"], "message_id": int(ours.provider_id or 0), "from": bot}
    read = UpdateReader("telegram", 123456, lambda: None, hooked.house.clock).read(update)
    assert read.message is not None
    assert read.message.replies_to == ours.provider_id
    update["message"]["reply_to_message"]["from"] = update["message"]["from"]
    own = UpdateReader("telegram", 123456, lambda: None, hooked.house.clock).read(update)
    assert own.message is not None
    assert own.message.replies_to == f"{update['message']['chat']['id']}:{ours.provider_id}"


def test_an_edit_that_nobody_sees_is_ignored(hooked: Talk) -> None:
    first = hooked.server.message(text="lampu jalan mati")
    hooked.happen(first)
    invisible = hooked.server.edit(first)
    del invisible["edited_message"]["edit_date"]
    assert hooked.happen(invisible) == []


def test_a_forwarded_message_is_marked(hooked: Talk) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "Anonim", "date": 1_700_000_000}
    assert hooked.say("lampu jalan mati", forward_origin=origin)


def test_the_bots_name_behind_a_command_is_cut_off(hooked: Talk) -> None:
    hooked.say("/start@tanggap_bot")
    assert stored_message(hooked).text == "/start"


def test_a_deep_link_follows_a_ticket(hooked: Talk) -> None:
    number = hooked.house.report(sender="pelapor")
    replies = hooked.say(f"/start {number.replace('-', '')}")
    assert number in replies[0]
    assert "dikabari" in replies[0]
    hooked.house.clock.advance(timedelta(minutes=1))
    assert any(number in text for text in moved(hooked, number, State.IN_PROGRESS))


def test_a_typing_citizen_sees_that_the_bot_is_busy(hooked: Talk) -> None:
    hooked.say("lampu jalan mati")
    hooked.server.wait_for(lambda: bool(hooked.server.called("sendChatAction")))
    assert hooked.server.called("sendChatAction")[0].fields == {"chat_id": 4711, "action": "typing"}


def test_a_press_on_a_button_is_acknowledged(hooked: Talk) -> None:
    hooked.happen(hooked.server.callback("send:0badcafe"))
    hooked.server.wait_for(lambda: bool(hooked.server.called("answerCallbackQuery")))


@pytest.mark.parametrize(
    "content",
    [
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "channel"}, "text": "lampu mati"}},
        {"poll_answer": {"poll_id": "1", "option_ids": [0]}},
        {"something_of_the_future": {"a": [1]}},
        {},
    ],
)
def test_other_updates_are_ignored(hooked: Talk, content: dict[str, Any]) -> None:
    assert hooked.server.webhook is not None
    body = json.dumps({"update_id": 5, **content}).encode()
    assert hooked.server.post(body, hooked.server.webhook["secret_token"]) == 200
    assert messages(hooked) == 0


def test_a_citizen_who_blocks_the_bot_is_an_update_to_be_ignored(hooked: Talk) -> None:
    user = {"id": 4711, "is_bot": False, "first_name": "Warga"}
    bot = {"id": 123456, "is_bot": True, "first_name": "Tanggap"}
    change = {
        "chat": {"id": 4711, "type": "private", "first_name": "Warga"},
        "from": user,
        "date": 1_767_578_400,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": "kicked", "until_date": 0},
    }
    hooked.happen({"update_id": 77, "my_chat_member": change})
    assert (hooked.server.hook_answers, messages(hooked)) == ([200], 0)


def test_a_service_message_and_another_bot_are_not_answered(hooked: Talk) -> None:
    assert hooked.happen(hooked.server.message(message_auto_delete_timer_changed={"message_auto_delete_time": 5})) == []
    robot = {"id": 99, "is_bot": True, "first_name": "Robot"}
    assert hooked.happen(hooked.server.message(robot, text="lampu jalan mati")) == []
    assert messages(hooked) == 0


# --- groups ----------------------------------------------------------------------------------------

GROUP = {"id": -100500, "type": "supergroup", "title": "Warga RT 05"}


def in_group(talk: Talk, text: str = "lampu jalan mati", **content: Any) -> list[str]:
    update = talk.server.message(text=text, **content)
    update["message"]["chat"] = GROUP
    talk.happen(update)
    talk.happen(update)
    before = len(talk.server.called("answerCallbackQuery"))
    talk.happen(talk.server.callback("send:0badcafe"))
    # Calls that nobody waits for leave in order: once this one is here, so is what came before it.
    talk.server.wait_for(lambda: len(talk.server.called("answerCallbackQuery")) > before)
    return talk.server.texts(GROUP)


def test_in_a_group_the_bot_is_silent_unless_it_is_addressed(hooked: Talk) -> None:
    assert in_group(hooked) == []
    assert in_group(hooked, "coba @tanggap_botak saja") == []
    assert messages(hooked) == 2, "only the presses of the test itself"


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("@Tanggap_Bot lampu jalan mati", {}),
        ("/start@tanggap_bot", {}),
        (
            "lampu jalan mati",
            {
                "reply_to_message": {
                    "message_id": 3,
                    "date": 1_767_578_400,
                    "chat": GROUP,
                    "from": {"id": 123456, "is_bot": True, "first_name": "Tanggap"},
                    "text": "?",
                }
            },
        ),
    ],
)
def test_in_a_group_the_bot_asks_to_go_on_in_private_once(hooked: Talk, text: str, content: dict[str, Any]) -> None:
    said = in_group(hooked, text, **content)
    assert len(said) == 1
    assert "https://t.me/tanggap_bot?start=lapor" in said[0]
    assert hooked.server.shown_to(GROUP)[0].fields["reply_parameters"]["message_id"]
    assert messages(hooked) == 1, "nothing of the group was kept"
