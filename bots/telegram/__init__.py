"""Telegram, by python-telegram-bot. Documentation: https://core.telegram.org/bots/api

Long polling while no public URL is set, otherwise a webhook with a secret token.
"""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event
from typing import Any

import structlog
from telegram import InputFile, ReplyParameters
from telegram.constants import ChatAction, MessageLimit

from bots.shared.frame import (
    ForgedError,
    HookRequest,
    Inbox,
    Received,
    Settings,
    Setup,
    hand_over,
    read_json,
    send_in_parts,
    split_text,
    text_units,
)
from bots.telegram.client import TelegramClient
from bots.telegram.pace import Pace
from bots.telegram.sending import keyboard
from bots.telegram.updates import USED, Addressed, UpdateReader
from core.kernel.errors import BlockedError, FinalError, RetryableError, SendError
from core.kernel.messages import Capabilities, Inbound, MediaRef, Outbound

log = structlog.get_logger()

SECRETS = ("token",)
_RETRY_POLL_S = 5.0
_REMEMBERED = 1000


class TelegramSettings(Settings):
    api_url: str = "https://api.telegram.org"
    """A Bot API server of one's own may stand in: https://github.com/tdlib/telegram-bot-api"""
    polling: bool = False
    """Whether to poll although there is a public URL."""
    poll_timeout_s: int = 25


def build(setup: Setup) -> TelegramChannel:
    return TelegramChannel(setup)


class TelegramChannel:
    capabilities = Capabilities(max_length=MessageLimit.MAX_TEXT_LENGTH)

    def __init__(self, setup: Setup, sleep: Callable[[float], None] = time.sleep) -> None:
        settings, token = setup.read(TelegramSettings), setup.secrets["token"]
        self.account = setup.account
        self._setup = setup
        self._sleep = sleep
        self._secret = setup.vault.derive(f"telegram-webhook/{setup.account}").hex()
        self._hook_url = None if settings.polling else setup.hook_url
        self._poll_timeout_s = settings.poll_timeout_s
        self._client = TelegramClient(setup.account, token, settings.api_url, settings.poll_timeout_s)
        self._pace = Pace(setup.clock)
        bot_id = token.partition(":")[0]
        self._reader = UpdateReader(
            setup.account, int(bot_id) if bot_id.isdecimal() else 0, self._own_name, setup.clock
        )
        self._name: str | None = None
        self._guided: dict[tuple[int, int], None] = {}
        self._parts_left: dict[int, int] = {}

    def close(self) -> None:
        self._client.close()

    # --- in ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Tells the provider whether to push to our webhook or to wait for polling."""
        if self._hook_url:
            self._client.call("setWebhook", url=self._hook_url, secret_token=self._secret, allowed_updates=USED)
        else:
            self._client.call("deleteWebhook")
        self._own_name()  # so that the first word in a group does not have to wait for it

    def verify(self, request: HookRequest) -> None:
        """https://core.telegram.org/bots/api#setwebhook"""
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise ForgedError(f"{self.account}: the secret token is wrong")

    def receive(self, request: HookRequest) -> Received:
        return self.read(request.body)

    def read(self, raw: bytes) -> Received:
        """Reads an update, as it is pushed, or as it was polled and kept."""
        return Received(self._read(read_json(self.account, raw)))

    def poll(self, inbox: Inbox, stop: Event) -> None:
        """Fetches updates. Asking for the next one confirms an update, so that happens after it is stored."""
        offset: int | None = None
        while not self._hook_url and not stop.is_set():
            try:
                updates = self._client.call(
                    "getUpdates", offset=offset, timeout=self._poll_timeout_s, allowed_updates=USED
                )
                for update in updates:
                    hand_over(inbox, self.account, json.dumps(update).encode(), self.read)
                    offset = _after(update, offset)
            except SendError as error:
                log.warning("telegram.poll_failed", account=self.account, problem=str(error))
                stop.wait(getattr(error, "retry_after", None) or _RETRY_POLL_S)
            except Exception:
                # Not even keeping it worked. The update is not confirmed, so it comes again.
                log.exception("telegram.poll_failed", account=self.account)
                stop.wait(_RETRY_POLL_S)

    def _read(self, data: Any) -> Sequence[Inbound]:
        reading = self._reader.read(data)
        if reading.query:
            self._client.nicety("answerCallbackQuery", callback_query_id=reading.query)
        if reading.addressed:
            self._guide(reading.addressed)
        message = reading.message
        if message is None:
            return ()
        if not (message.pressed or message.edits or self._pace.busy):
            self._client.nicety("sendChatAction", chat_id=int(message.sender), action=ChatAction.TYPING)
        return (message,)

    def _guide(self, to: Addressed) -> None:
        """Ask somebody in a group to go on in private; once per message, and no faster than the chat may be sent."""
        name, wording = self._own_name(), self._setup.wording
        if (to.chat, to.message) in self._guided or not (name and wording and self._pace.book(to.chat)[0]):
            return
        if len(self._guided) >= _REMEMBERED:
            self._guided.pop(next(iter(self._guided)))
        self._guided[to.chat, to.message] = None
        language = "en" if (to.language or "").startswith("en") else self._setup.language
        # Deep link: https://core.telegram.org/bots/features#deep-linking
        text = wording.say("go-private", language, link=f"https://t.me/{name}?start=lapor")
        reply = ReplyParameters(to.message, allow_sending_without_reply=True)
        self._client.nicety("sendMessage", chat_id=to.chat, text=text, reply_parameters=reply)

    def link_with(self, text: str) -> str | None:
        """Deep link; letters, digits, _ and - only: https://core.telegram.org/bots/features#deep-linking"""
        name = self._own_name()
        return f"https://t.me/{name}?start={text}" if name else None

    def _own_name(self) -> str | None:
        if self._name is None:
            try:
                self._name = str(self._client.call("getMe")["username"])
            except SendError as error:
                log.warning("telegram.no_username", account=self.account, problem=str(error))
        return self._name

    # --- out ---------------------------------------------------------------------------------------

    def send(self, message: Outbound) -> str | None:
        """Sends a message, in several parts if it is long. A second attempt leaves out the parts that were sent."""
        chat = int(message.address)
        parts = [partial(self._send_part, chat, method, fields) for method, fields in self._parts(message)]
        return send_in_parts(self._parts_left, message.id, parts)

    def _parts(self, message: Outbound) -> list[tuple[str, dict[str, Any]]]:
        pictures = [photo for picture in message.pictures if (photo := self._picture(picture.key))]
        chunks = split_text(message.text, MessageLimit.MAX_TEXT_LENGTH) if message.text or not pictures else []
        parts: list[tuple[str, dict[str, Any]]] = [("sendPhoto", {"photo": photo}) for photo in pictures]
        if pictures and len(chunks) == 1 and text_units(chunks[0]) <= MessageLimit.CAPTION_LENGTH:
            parts[-1][1]["caption"] = chunks[0]
        else:
            parts += [("sendMessage", {"text": chunk or "…"}) for chunk in chunks]
        parts[-1][1]["reply_markup"] = keyboard(message)
        return parts

    def _picture(self, key: str) -> InputFile | None:
        try:
            return InputFile(self._setup.media.get(key), filename="foto.jpg")
        except FileNotFoundError:
            log.warning("telegram.photo_gone", account=self.account, key=key)
            return None

    def _send_part(self, chat: int, method: str, fields: dict[str, Any]) -> str | None:
        booked, wait = self._pace.book(chat)
        if not booked:
            raise RetryableError("paced, so that Telegram does not refuse", wait)
        if wait:
            self._sleep(wait)
        try:
            return str(self._client.call(method, chat_id=chat, **fields)["message_id"])
        except BlockedError:
            raise
        except FinalError as error:
            if method != "sendPhoto":
                raise
            # A picture that Telegram does not like must not cost the citizen the words.
            log.warning("telegram.photo_refused", account=self.account, problem=str(error))
        if "caption" not in fields:
            return None
        text, markup = fields["caption"], fields["reply_markup"]
        return str(self._client.call("sendMessage", chat_id=chat, text=text, reply_markup=markup)["message_id"])

    def fetch(self, media: MediaRef) -> bytes:
        return self._client.download(media.ref)


def _after(update: Any, offset: int | None) -> int | None:
    """Returns the number to ask for next. An update without a number is confirmed only by later ones."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number + 1 if isinstance(number, int) else offset
