"""Direct messages on X, by tweepy. Documentation: https://docs.x.com/x-api/introduction

Polling the direct messages works for every account; the Account Activity webhook only for those whose plan has it.
X may close its API: this folder is all that depends on it, and `enabled: false` in config.yml switches it off.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Event

import structlog

from bots.shared.frame import (
    ForgedError,
    HookReply,
    HookRequest,
    Inbox,
    Received,
    Settings,
    Setup,
    read_json,
    send_in_parts,
    split_text,
)
from bots.x.client import XClient
from bots.x.events import EventReader, PublicMention
from bots.x.polling import Poller
from core.kernel.errors import ConfigError, PayloadError, RetryableError, SendError
from core.kernel.messages import Capabilities, MediaRef, Outbound

log = structlog.get_logger()

SECRETS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
_MAX_TEXT = 10_000
_CHALLENGE = re.compile(r"[A-Za-z0-9._=+/-]{1,256}")
_INVITED_AGAIN_AFTER = timedelta(days=1)
_REMEMBERED = 5000


class XSettings(Settings):
    webhook: bool = False
    """Receive by the Account Activity webhook (needs server.public_url) instead of polling."""
    poll_every_s: float = 60
    answer_mentions: bool = True
    api_url: str | None = None
    """Another server in place of X's own."""


def build(setup: Setup) -> XChannel:
    return XChannel(setup)


class XChannel:
    capabilities = Capabilities(pins=False, buttons=False, max_length=_MAX_TEXT)

    def __init__(self, setup: Setup) -> None:
        settings = setup.read(XSettings)
        self.account = setup.account
        # The account's own number stands before the dash (tweepy reads it from there, too).
        own_id = setup.secrets["access_token"].partition("-")[0]
        if not own_id.isdecimal():
            problem = "is no user's access token: it begins with the account's number and a dash"
            raise ConfigError(f"TANGGAP_{setup.account}_ACCESS_TOKEN".upper(), problem, "Copy it from X's portal again")
        if settings.webhook and not setup.hook_url:
            raise ConfigError(f"channels.{setup.account}.webhook", "needs an address", "Set server.public_url")
        self._own_id = own_id
        self._setup = setup
        self._hook_url = setup.hook_url if settings.webhook else None
        self._answers_mentions = settings.answer_mentions
        self._key = setup.secrets["consumer_secret"].encode()
        self._client = XClient(setup.secrets, settings.api_url, setup.clock)
        self._reader = EventReader(setup.account, own_id)
        invite = self._invite if settings.answer_mentions else None
        self._poller = Poller(setup.account, self._client, self._reader, invite, setup.clock, settings.poll_every_s)
        self._aside = ThreadPoolExecutor(1, f"x-{setup.account}")
        self._invited: dict[str, datetime] = {}
        self._parts_left: dict[int, int] = {}

    def close(self) -> None:
        self._aside.shutdown()
        self._client.close()

    # --- pushed ------------------------------------------------------------------------------------

    def start(self) -> None:
        if self._hook_url:
            self._client.subscribe(self._hook_url)

    def verify(self, request: HookRequest) -> None:
        """https://docs.x.com/x-api/webhooks/quickstart: a challenge now and then (GET), events (POST).

        Whoever asks gets our signature of what they ask for, so a challenge must be nothing that passes for an event.
        """
        if request.method == "GET":
            if not _CHALLENGE.fullmatch(request.query.get("crc_token", "")):
                raise PayloadError(f"{self.account}: that is no challenge")
            return
        given = request.headers.get("x-twitter-webhooks-signature", "")
        if not hmac.compare_digest(given.encode(), self._sign(request.body).encode()):
            raise ForgedError(f"{self.account}: the signature is wrong")

    def receive(self, request: HookRequest) -> Received:
        if request.method == "GET":
            return Received(reply=self._answer_challenge(request.query["crc_token"]))
        reading = self._reader.pushed(read_json(self.account, request.body))
        if reading.broken and not (reading.messages or reading.mentions):
            raise reading.broken[0]
        for mention in reading.mentions:
            # X waits for our answer: a public reply must not hold it up.
            self._aside.submit(self._invite_quietly, mention)
        return Received(reading.messages, broken=reading.broken)

    def _answer_challenge(self, token: str) -> HookReply:
        answer = json.dumps({"response_token": self._sign(token.encode())})
        return HookReply(body=answer, content_type="application/json")

    def _sign(self, data: bytes) -> str:
        return "sha256=" + base64.b64encode(hmac.new(self._key, data, hashlib.sha256).digest()).decode()

    # --- polled ------------------------------------------------------------------------------------

    def poll(self, inbox: Inbox, stop: Event) -> None:
        if not self._hook_url:
            self._poller.poll(inbox, stop)

    def read(self, raw: bytes) -> Received:
        """Reads once more what was polled and kept."""
        return self._poller.read(None, raw)

    # --- public posts ------------------------------------------------------------------------------

    def _invite_quietly(self, mention: PublicMention) -> None:
        try:
            self._invite(mention)
        except RetryableError as error:
            log.warning("x.not_invited", account=self.account, problem=str(error))

    def _invite(self, mention: PublicMention) -> None:
        """Invites the author of a public post to a direct message, once a day. Nothing is taken from the post."""
        now, wording = self._setup.clock(), self._setup.wording
        last = self._invited.get(mention.author)
        if not (self._answers_mentions and wording) or (last and now - last < _INVITED_AGAIN_AFTER):
            return
        link = f"https://x.com/messages/compose?recipient_id={self._own_id}"
        try:
            self._client.reply(mention.post, wording.say("go-direct", self._setup.language, link=link))
        except RetryableError:
            raise
        except SendError as error:
            log.info("x.not_invited", account=self.account, problem=str(error))
        if len(self._invited) >= _REMEMBERED:
            self._invited.pop(next(iter(self._invited)))
        self._invited[mention.author] = now

    # --- out ---------------------------------------------------------------------------------------

    def send(self, message: Outbound) -> str | None:
        """Sends a message. Each picture takes a message of its own; the text goes with the last picture."""
        chunks = split_text(_with_options(message), _MAX_TEXT)
        pictures = [picture.key for picture in message.pictures]
        parts: list[Callable[[], str | None]] = [
            partial(self._send_picture, message.address, key, None) for key in pictures[:-1]
        ]
        if pictures:
            parts.append(partial(self._send_picture, message.address, pictures[-1], chunks.pop(0)))
        parts += [partial(self._client.send_message, message.address, chunk) for chunk in chunks]
        return send_in_parts(self._parts_left, message.id, parts)

    def _send_picture(self, to: str, key: str, text: str | None) -> str | None:
        """Sends a picture with a text. If the picture is gone or X refuses it, the text goes alone."""
        media_id: str | None = None
        try:
            media_id = self._client.upload(self._setup.media.get(key))
        except RetryableError:
            raise
        except (FileNotFoundError, SendError) as error:
            log.warning("x.photo_left_out", account=self.account, problem=type(error).__name__)
        return self._client.send_message(to, text or None, media_id) if text or media_id else None

    def fetch(self, media: MediaRef) -> bytes:
        return self._client.download(media.ref)


def _with_options(message: Outbound) -> str:
    """The choices as a numbered list: whoever types the number or the words chooses."""
    numbered = (f"{number}. {label}" for number, label in enumerate(message.options, 1))
    return "\n".join([message.text, *numbered]) or "…"
