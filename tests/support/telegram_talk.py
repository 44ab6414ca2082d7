"""A Tanggap with a Telegram account that talks to the small Bot API server, by polling or by webhook."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask

from bots.telegram import TelegramChannel
from tests.support.accounts import setup_for
from tests.support.house import House
from tests.support.serving import serve
from tests.support.telegram_server import CITIZEN, TOKEN, TelegramServer
from webhooks.hooks import hooks

ACCOUNT = "telegram"


class Talk:
    """Lets updates happen, waits until the bot is done with them, and answers what it said."""

    def __init__(self, house: House, server: TelegramServer, channel: TelegramChannel, url: str | None) -> None:
        self.house, self.server, self.channel, self.url = house, server, channel, url

    def happen(self, *updates: dict[str, Any]) -> list[str]:
        before = len(self.server.texts())
        for update in updates:
            self.house.clock.advance(timedelta(seconds=10))
            self.server.happen(update)
            if self.server.webhook is None:
                self.server.wait_for(partial(self._confirmed, update["update_id"]))
        return self.server.texts()[before:]

    def _confirmed(self, update_id: int) -> bool:
        return any(call.fields.get("offset") == update_id + 1 for call in self.server.called("getUpdates"))

    def say(self, text: str, **content: Any) -> list[str]:
        return self.happen(self.server.message(text=text, **content))

    def press(self, label: str) -> list[str]:
        return self.happen(self.server.pressed(label))

    def report(self) -> str:
        """A whole report; answers its number."""
        self.say("lampu jalan mati sejak kemarin")
        self.happen(self.server.message(location={"latitude": -6.1937, "longitude": 106.7732}))
        self.say("1")
        self.say("lewati")
        opened = self.press("Kirim")[0]
        return opened.split("Nomornya ")[1][:9]

    @property
    def address(self) -> str:
        return str(CITIZEN["id"])


@contextmanager
def telegram_talk(house: House, *, webhook: bool) -> Iterator[Talk]:
    """At the end, everything that went over the wire must have kept to the Bot API's schema."""
    server = TelegramServer()
    with ExitStack() as stack:
        api_url = stack.enter_context(serve(server))
        app = Flask(__name__)
        app.register_blueprint(hooks(house.services))
        url = stack.enter_context(serve(app)) if webhook else None
        setup = setup_for(
            house, ACCOUNT, "telegram", settings={"api_url": api_url}, secrets={"token": TOKEN}, public_url=url
        )
        channel = TelegramChannel(setup, sleep=lambda seconds: house.clock.advance(timedelta(seconds=seconds)))
        house.channels[ACCOUNT] = channel  # type: ignore[assignment]
        stack.callback(channel.close)
        channel.start()
        stop = threading.Event()
        poller = threading.Thread(target=channel.poll, args=(house.services.inbox, stop))
        poller.start()
        stack.callback(poller.join, 10)
        stack.callback(server.close)
        stack.callback(stop.set)
        yield Talk(house, server, channel, url)
    assert not server.problems, "\n".join(server.problems)
