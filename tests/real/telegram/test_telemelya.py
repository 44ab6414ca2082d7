"""Telegram against telemelya, a Bot API server that nobody here wrote.

Its gaps, which tests/bots/test_telegram.py covers with a server held to the Bot API's schema:

- it sends no secret token, so a middleware adds it here (and the test sees that without it nothing is taken);
- it knows no locations, venues, documents, albums, edits and groups: the place is told in words here;
- it has no getUpdates, so polling is not tested here;
- it echoes reply keyboards in a sent message, which no Bot API server does (python-telegram-bot's own methods raise
  over it, after the message left).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from flask import Flask
from sqlalchemy import select

from bots.telegram import TelegramChannel
from core.kernel.states import State
from core.storage.models import InboundMessage, MediaState, Ticket
from tests.real.telegram.servers import KEY, REDIS, UV, telemelya
from tests.support.accounts import setup_for
from tests.support.house import House, picture
from tests.support.officer import move
from tests.support.serving import serve
from webhooks.hooks import hooks

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(300),
    pytest.mark.skipif(REDIS is None, reason="apt-get install redis-server"),
    pytest.mark.skipif(not UV.exists(), reason="make install"),
]
TOKEN = "123456:" + "A" * 35
CITIZEN = 4711


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with telemelya(tmp_path_factory.mktemp("telemelya")) as url:
        yield url


class Talk:
    """A citizen at telemelya's control API."""

    def __init__(self, house: House, url: str) -> None:
        self._house = house
        self._http = httpx.Client(base_url=f"{url}/api/v1/test", headers={"Authorization": f"Bearer {KEY}"}, timeout=30)
        self._http.post("/reset").raise_for_status()

    def close(self) -> None:
        self._http.close()

    def send(self, **content: Any) -> list[str]:
        """Answers what the bot said to it."""
        before = len(self.said())
        assert self.update(**content) == 200
        return [str(message.get("text") or message.get("caption")) for message in self.said()[before:]]

    def update(self, **content: Any) -> int:
        """Lets an update happen; answers the status of our webhook."""
        self._house.clock.advance(timedelta(seconds=10))
        user = {"id": CITIZEN, "first_name": "Warga"}
        answer = self._http.post(
            "/send_update", params={"bot_token": TOKEN}, json={"chat_id": CITIZEN, "from_user": user, **content}
        )
        answer.raise_for_status()
        return int(answer.json()["delivery"]["status_code"])

    def press(self, label: str) -> list[str]:
        for message in reversed(self.said()):
            for row in (message.get("reply_markup") or {}).get("inline_keyboard", ()):
                for button in row:
                    if label in button["text"]:
                        return self.send(callback_data=button["callback_data"])
        raise AssertionError(f"no button is labelled {label!r}")

    def upload(self, data: bytes) -> str:
        answer = self._http.post("/upload_media", files={"file": ("foto.jpg", data, "image/jpeg")})
        answer.raise_for_status()
        return str(answer.json()["file_id"])

    def recorded(self, *methods: str) -> list[dict[str, Any]]:
        answer = self._http.get("/responses").raise_for_status().json()
        return [response for response in answer["responses"] if response["method"] in methods]

    def said(self) -> list[dict[str, Any]]:
        return self.recorded("sendMessage", "sendPhoto")


class Gate:
    """Adds the secret token that telemelya does not send."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self.secret: str | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if self.secret:
            environ["HTTP_X_TELEGRAM_BOT_API_SECRET_TOKEN"] = self.secret
        return self._application(environ, start_response)


@pytest.fixture
def gate(house: House) -> Gate:
    app = Flask(__name__)
    app.register_blueprint(hooks(house.services))
    return Gate(app)


@pytest.fixture
def talk(house: House, server: str, gate: Gate) -> Iterator[Talk]:
    with serve(gate) as url:
        setup = setup_for(
            house, "telegram", "telegram", settings={"api_url": server}, secrets={"token": TOKEN}, public_url=url
        )
        channel = TelegramChannel(setup, sleep=lambda seconds: house.clock.advance(timedelta(seconds=seconds)))
        house.channels["telegram"] = channel  # type: ignore[assignment]
        channel.start()
        gate.secret = channel._secret
        talk = Talk(house, server)
        yield talk
        talk.close()
        channel.close()


def test_a_report_with_a_photo_its_status_its_progress_and_its_rating(house: House, talk: Talk) -> None:
    assert "Halo" in talk.send(command="/start")[0]
    assert "Di mana" in talk.send(text="lampu jalan mati sejak kemarin")[0]
    replies = talk.send(text="Kelurahan Kebon Jeruk")
    if "foto" not in replies[-1]:
        replies = talk.press("Kebon Jeruk")
    assert "foto" in replies[-1]
    assert "rangkum" in talk.send(photo_file_id=talk.upload(picture()))[0]
    number = talk.press("Kirim")[0].split("Nomornya ")[1][:9]
    with house.services.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert (ticket.number, ticket.kelurahan) == (number, "Kebon Jeruk")
        assert [photo.media.state for photo in ticket.photos] == [MediaState.STORED]
    assert number in talk.press("Boleh")[0]
    assert number in talk.send(text="status")[0]
    before = len(talk.said())
    for step in (State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED):
        move(house, number, step)
    news = talk.said()[before:]
    assert "sedang dikerjakan" in news[0]["text"]
    assert any(message["method"] == "sendPhoto" for message in news), "the evidence is shown"
    assert "Terima kasih" in talk.press("Sudah beres")[0]
    assert talk.recorded("answerCallbackQuery")
    assert talk.recorded("sendChatAction")


def test_without_the_secret_token_nothing_is_taken(house: House, talk: Talk, gate: Gate) -> None:
    gate.secret = None
    assert talk.update(text="lampu jalan mati") == 403
    with house.services.database.read() as session:
        assert session.scalars(select(InboundMessage)).all() == []


def test_a_follower_by_deep_link(house: House, talk: Talk) -> None:
    number = house.report(sender="pelapor")
    assert "dikabari" in talk.send(text=f"/start {number.replace('-', '')}")[0]
    before = len(talk.said())
    move(house, number, State.IN_PROGRESS)
    assert number in talk.said()[before]["text"]


def test_a_reply_keyboard_that_is_echoed_sends_nothing_twice(house: House, talk: Talk) -> None:
    assert len(talk.send(text="lampu jalan mati")) == 1
    assert talk.said()[-1]["reply_markup"]["keyboard"]


def test_a_picture_that_is_none_is_refused_with_a_reason(talk: Talk) -> None:
    talk.send(text="lampu jalan mati")
    said = talk.send(photo_file_id=talk.upload(b"MZ this is a program"))
    assert any("bukan foto" in text for text in said)


def test_a_long_text_arrives_whole(house: House, talk: Talk) -> None:
    talk.send(text="halo")
    text = "panjang " * 1200
    before = len(talk.said())
    with house.services.database.write() as session:
        from core.storage.models import Conversation

        conversation = session.scalars(select(Conversation)).one()
        house.services.outbox.queue_text(session, conversation, text.strip())
        conversation_id = conversation.id
    house.clock.advance(timedelta(seconds=10))
    house.services.delivery.deliver(conversation_id)
    parts = [message["text"] for message in talk.said()[before:]]
    assert len(parts) == 3
    assert " ".join(parts) == text.strip()
