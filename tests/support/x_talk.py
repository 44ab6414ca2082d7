"""A Tanggap with an account on X that talks to the small X, by polling or by webhook."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from threading import Event
from typing import Any

from flask import Flask

from bots.x import XChannel
from tests.support.accounts import setup_for
from tests.support.house import House
from tests.support.serving import serve
from tests.support.x_server import SECRETS, XServer, post, signature
from webhooks.hooks import hooks

ACCOUNT = "x"


class Rounds(Event):
    """Lets a poller go round so many times, and remembers how long it wished to wait instead of waiting."""

    def __init__(self, rounds: int, meanwhile: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._left = rounds
        self._meanwhile = meanwhile
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0)
        self._left -= 1
        if self._left <= 0:
            self.set()
        self._meanwhile()
        return self.is_set()


class Talk:
    def __init__(self, house: House, server: XServer, channel: XChannel, hook: str) -> None:
        self.house, self.server, self.channel, self.hook = house, server, channel, hook
        self.pushing = False

    def say(self, text: str = "", **more: Any) -> list[str]:
        """Somebody writes; answers what the account said to it."""
        before = len(self.server.texts())
        self.house.clock.advance(timedelta(seconds=10))
        if self.pushing:
            assert self.push(self.server.pushed(text, **more)) == 200
        else:
            self.server.events.append(self.server.event(text, **more))
            self.poll()
        return self.server.texts()[before:]

    def push(self, data: Mapping[str, Any]) -> int:
        body = json.dumps(data).encode()
        return post(self.hook, body, signature(body))

    def poll(self, rounds: int = 1) -> list[float]:
        stop = Rounds(rounds)
        self.channel.poll(self.house.services.inbox, stop)
        return stop.waits


@contextmanager
def x_talk(house: House, *, webhook: bool = False, **settings: Any) -> Iterator[Talk]:
    """At the end, everything that was sent must have kept to X's OpenAPI and been signed rightly."""
    server = XServer(house.clock)
    with ExitStack() as stack:
        api_url = stack.enter_context(serve(server))
        app = Flask(__name__)
        app.register_blueprint(hooks(house.services))
        url = stack.enter_context(serve(app))
        setup = setup_for(
            house,
            ACCOUNT,
            "x",
            settings={"api_url": api_url, "webhook": webhook, **settings},
            secrets=SECRETS,
            public_url=url,
        )
        channel = XChannel(setup)
        house.channels[ACCOUNT] = channel  # type: ignore[assignment]
        stack.callback(channel.close)
        channel.start()
        talk = Talk(house, server, channel, f"{url}/webhooks/{ACCOUNT}")
        talk.pushing = webhook
        yield talk
    assert not server.problems, "\n".join(server.problems)
