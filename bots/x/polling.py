"""Reads the direct messages and the mentions of an account again and again.

Documentation: https://docs.x.com/x-api/direct-messages/get-dm-events, https://docs.x.com/x-api/users/get-mentions
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

import structlog

from bots.shared.frame import Inbox, Received, hand_over, read_json
from bots.x.client import XClient
from bots.x.events import EventReader, PublicMention, with_media
from core.kernel.clock import Clock
from core.kernel.errors import RetryableError, SendError

log = structlog.get_logger()

_FIRST_LOOK = timedelta(days=1)
"""How far back a new account is read."""
_EPOCH_MS = 1_288_834_974_657
"""X's ids count milliseconds from here, above 22 lower bits: https://docs.x.com/fundamentals/x-ids"""


@dataclass(frozen=True)
class Poller:
    account: str
    client: XClient
    reader: EventReader
    invite: Callable[[PublicMention], None] | None
    """What to do with a mention; if None, mentions are not read at all."""
    clock: Clock
    every_s: float

    def poll(self, inbox: Inbox, stop: Event) -> None:
        while not stop.is_set():
            wait = self.every_s
            try:
                self._poll_messages(inbox, stop)
                if self.invite:
                    self._poll_mentions(inbox, stop, self.invite)
            except SendError as error:
                log.warning("x.poll_failed", account=self.account, problem=str(error))
                wait = getattr(error, "retry_after", None) or self.every_s
            except Exception:
                # Not even keeping it worked. The cursor stays, so it is read again.
                log.exception("x.poll_failed", account=self.account)
            stop.wait(wait)

    def _poll_messages(self, inbox: Inbox, stop: Event) -> None:
        since = self._read_up_to(inbox, "message")
        fresh: dict[int, tuple[Any, Any]] = {}
        for answer in self._pages(self.client.messages, stop):
            numbered = [(_number(event), event) for event in answer.get("data") or ()]
            for event in (event for number, event in numbered if not number):
                log.error("x.event_without_id", account=self.account)
                self._hand_over(inbox, event, None)
            fresh |= {number: (event, answer.get("includes")) for number, event in numbered if number > since}
            if any(0 < number <= since for number, _ in numbered):
                break
        if stop.is_set():
            return
        for _, (event, includes) in sorted(fresh.items()):
            self._hand_over(inbox, event, includes)
        self._advance(inbox, "message", max(fresh, default=since))

    def _hand_over(self, inbox: Inbox, event: Any, includes: Any) -> None:
        hand_over(inbox, self.account, json.dumps(with_media(event, includes)).encode(), partial(self.read, includes))

    def read(self, includes: Any, raw: bytes) -> Received:
        """A polled event; also one that was kept. Raises PayloadError."""
        event = read_json(self.account, raw)
        attached = event.get("includes") if isinstance(event, dict) else None
        message = self.reader.polled(event, includes or attached)
        return Received((message,) if message else ())

    def _poll_mentions(self, inbox: Inbox, stop: Event, invite: Callable[[PublicMention], None]) -> None:
        since = self._read_up_to(inbox, "mention")
        posts: dict[int, Any] = {}
        for answer in self._pages(partial(self.client.mentions, self.reader.own_id, str(since)), stop):
            posts |= {_number(post): post for post in answer.get("data") or ()}
        if stop.is_set():
            return
        for number, post in sorted(posts.items()):
            try:
                if mention := self.reader.polled_mention(post):
                    invite(mention)
            except SendError:
                raise
            except Exception as error:  # noqa: BLE001 - one post must not hold up those behind it
                log.warning("x.mention_left_out", account=self.account, problem=type(error).__name__)
            self._advance(inbox, "mention", max(number, since))

    def _pages(self, fetch: Callable[[str | None], Mapping[str, Any]], stop: Event) -> Iterator[Mapping[str, Any]]:
        """Returns the pages. One that X does not give now is asked for again: those before it have been read."""
        page: str | None = None
        while not stop.is_set():
            try:
                answer = fetch(page)
            except RetryableError as error:
                log.warning("x.page_waits", account=self.account, problem=str(error))
                stop.wait(error.retry_after or self.every_s)
                continue
            yield answer
            page = (answer.get("meta") or {}).get("next_token")
            if not page:
                return

    def _read_up_to(self, inbox: Inbox, what: str) -> int:
        number = json.loads(inbox.cursor(self.account) or "{}").get(what)
        since_ms = int((self.clock() - _FIRST_LOOK).timestamp() * 1000)
        return int(number) if number else max(since_ms - _EPOCH_MS, 0) << 22

    def _advance(self, inbox: Inbox, what: str, number: int) -> None:
        before = inbox.cursor(self.account)
        after = json.dumps({**json.loads(before or "{}"), what: str(number)}, sort_keys=True)
        if after != before:
            inbox.advance(self.account, after)


def _number(event: Any) -> int:
    """Returns an event's id, which grows with time; 0 if it has none."""
    number = str(event.get("id")) if isinstance(event, dict) else ""
    return int(number) if number.isdecimal() and len(number) < 20 else 0
