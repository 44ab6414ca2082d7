"""Telegram, by python-telegram-bot. Documentation: https://core.telegram.org/bots/api

Long polling while no public URL is set, otherwise a webhook with a secret token. Updates are told apart by
chat and message id, edits by their date as well, so that a replay is recognised.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from threading import Event, Thread
from typing import Any, TypeVar

import structlog
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from telegram.constants import FileSizeLimit, MessageLimit, UpdateType
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bots.frame import Door, ForgedError, HookRequest, Received, Settings, Setup
from core.errors import BlockedError, FinalError, PayloadError, RetryableError
from core.media import MediaStore
from core.messages import (
    TEXT_LIMIT,
    ButtonKind,
    Capabilities,
    Inbound,
    MediaKind,
    MediaRef,
    Outbound,
    Pin,
)

log = structlog.get_logger()

SECRETS = ("token",)
_UPDATES = [UpdateType.MESSAGE, UpdateType.EDITED_MESSAGE, UpdateType.CALLBACK_QUERY]
_POLL_TIMEOUT_S = 25
_RETRY_POLL_S = 5
_GONE = ("chat not found", "user is deactivated", "bot was kicked", "peer_id_invalid")
_T = TypeVar("_T")


class TelegramSettings(Settings):
    api_url: str = "https://api.telegram.org"
    """A Bot API server of one's own may stand in."""


def build(setup: Setup) -> TelegramChannel:
    settings = setup.read(TelegramSettings)
    secret = setup.vault.derive(f"telegram-webhook/{setup.account}").hex()
    return TelegramChannel(setup.account, setup.secrets["token"], settings.api_url, setup.media, secret, setup.hook_url)


class TelegramChannel:
    capabilities = Capabilities(max_length=MessageLimit.MAX_TEXT_LENGTH)

    def __init__(
        self, account: str, token: str, api_url: str, media: MediaStore, secret: str, hook_url: str | None
    ) -> None:
        self.account = account
        self._media = media
        self._secret = secret
        self._hook_url = hook_url
        # The request's own time-out must outlast the server's long poll.
        patient = HTTPXRequest(connection_pool_size=2, read_timeout=_POLL_TIMEOUT_S + 10)
        self._bot = telegram.Bot(
            token, base_url=f"{api_url}/bot", base_file_url=f"{api_url}/file/bot", get_updates_request=patient
        )
        self._loop = asyncio.new_event_loop()
        Thread(target=self._loop.run_forever, name=f"telegram-{account}", daemon=True).start()

    def _await(self, work: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    # --- in ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Choose between webhook and polling at the provider."""
        if self._hook_url:
            self._call(self._bot.set_webhook(self._hook_url, secret_token=self._secret, allowed_updates=_UPDATES))
        else:
            self._call(self._bot.delete_webhook())

    def receive(self, request: HookRequest) -> Received:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise ForgedError(f"{self.account}: the secret token is wrong")
        try:
            update = json.loads(request.body)
        except ValueError as error:
            raise PayloadError(f"{self.account}: the body is no JSON") from error
        return Received(self._read(update))

    def poll(self, door: Door, stop: Event) -> None:
        """An update is confirmed by asking for the next one, after it is safely stored."""
        if self._hook_url:
            return
        offset: int | None = None
        while not stop.is_set():
            try:
                updates = self._await(self._bot.get_updates(offset, timeout=_POLL_TIMEOUT_S, allowed_updates=_UPDATES))
            except TelegramError as error:
                log.warning("telegram.poll_failed", account=self.account, problem=type(error).__name__)
                stop.wait(_RETRY_POLL_S)
                continue
            for update in updates:
                for message in self._read(update.to_dict()):
                    door.take(message)
                offset = update.update_id + 1

    def _read(self, data: Any) -> Sequence[Inbound]:
        """The message in an update; none for a kind of update that we don't use."""
        if not isinstance(data, dict) or not isinstance(data.get("update_id"), int):
            raise PayloadError(f"{self.account}: that is no Telegram update")
        try:
            update = telegram.Update.de_json(data, self._bot)
            if update.callback_query:
                return self._pressed(update.callback_query)
            message = update.edited_message or update.message
            if message is None or message.chat.type != telegram.Chat.PRIVATE:
                return ()
            return (self._message(message, edited=update.edited_message is not None),)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise PayloadError(f"{self.account}: the update is malformed ({type(error).__name__})") from error

    def _message(self, message: telegram.Message, *, edited: bool) -> Inbound:
        own_id = f"{message.chat.id}:{message.message_id}"
        edit_id = f"{own_id}:edit:{int((message.edit_date or message.date).timestamp())}"
        user = message.from_user
        return Inbound(
            account=self.account,
            message_id=edit_id if edited else own_id,
            edits=own_id if edited else None,
            sender=str(message.chat.id),
            sent_at=message.edit_date or message.date,
            text=_text(message)[:TEXT_LIMIT],
            media=_media(message),
            pin=_pin(message),
            display_name=user.full_name if user else None,
            language=user.language_code if user else None,
            group=message.media_group_id,
            forwarded=message.forward_origin is not None,
        )

    def _pressed(self, query: telegram.CallbackQuery) -> Sequence[Inbound]:
        asyncio.run_coroutine_threadsafe(self._stop_spinner(query.id), self._loop)
        chat = query.message.chat if query.message else None
        if query.data is None or (chat is not None and chat.type != telegram.Chat.PRIVATE):
            return ()
        return (
            Inbound(
                account=self.account,
                message_id=f"callback:{query.id}",
                sender=str(chat.id if chat else query.from_user.id),
                sent_at=datetime.now(UTC),
                pressed=query.data,
                display_name=query.from_user.full_name,
                language=query.from_user.language_code,
            ),
        )

    async def _stop_spinner(self, query_id: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id)
        except TelegramError as error:
            log.info("telegram.spinner", account=self.account, problem=type(error).__name__)

    # --- out ---------------------------------------------------------------------------------------

    def send(self, message: Outbound) -> str | None:
        chat, markup = int(message.address), _markup(message)
        chunks = _split(message.text, MessageLimit.MAX_TEXT_LENGTH)
        if message.pictures:
            photo = self._media.get(message.pictures[0].key)
            caption = chunks[0] if len(chunks) == 1 and len(message.text) <= MessageLimit.CAPTION_LENGTH else None
            sent = self._call(
                self._bot.send_photo(chat, photo, caption=caption, reply_markup=markup if caption else None)
            )
            if caption is not None:
                return str(sent.message_id)
        for chunk in chunks[:-1]:
            self._call(self._bot.send_message(chat, chunk))
        return str(self._call(self._bot.send_message(chat, chunks[-1], reply_markup=markup)).message_id)

    def fetch(self, media: MediaRef) -> bytes:
        if media.size and media.size > FileSizeLimit.FILESIZE_DOWNLOAD:
            raise FinalError("Telegram hands out files up to 20 MB only")
        return bytes(self._call(self._download(media.ref)))

    async def _download(self, file_id: str) -> bytearray:
        file = await self._bot.get_file(file_id)
        return await file.download_as_bytearray()

    def _call(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Await a Bot API call, and turn its errors into ours."""
        try:
            return self._await(work)
        except RetryAfter as error:
            seconds = error.retry_after
            wait = float(seconds if isinstance(seconds, int) else seconds.total_seconds())
            raise RetryableError("Telegram asks to slow down", wait) from error
        except Forbidden as error:
            raise BlockedError(f"Telegram: {error.message}") from error
        except BadRequest as error:
            if any(sign in error.message.lower() for sign in _GONE):
                raise BlockedError(f"Telegram: {error.message}") from error
            raise FinalError(f"Telegram: {error.message}") from error
        except InvalidToken as error:
            raise RetryableError("Telegram does not know the token; mend TANGGAP_…_TOKEN", 300) from error
        except NetworkError as error:
            raise RetryableError(f"Telegram can't be reached: {type(error).__name__}") from error
        except TelegramError as error:
            raise FinalError(f"Telegram: {error.message}") from error


def _text(message: telegram.Message) -> str:
    if message.venue:
        return f"{message.venue.title}, {message.venue.address}"
    return message.text or message.caption or ""


def _pin(message: telegram.Message) -> Pin | None:
    place = message.venue.location if message.venue else message.location
    if place is None:
        return None
    return Pin(lat=place.latitude, lon=place.longitude, accuracy_m=place.horizontal_accuracy)


def _media(message: telegram.Message) -> tuple[MediaRef, ...]:
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        return (MediaRef(kind=MediaKind.PHOTO, ref=best.file_id, mime="image/jpeg", size=best.file_size),)
    attached = (
        (message.document, MediaKind.DOCUMENT),
        (message.voice, MediaKind.VOICE),
        (message.audio, MediaKind.VOICE),
        (message.video, MediaKind.VIDEO),
        (message.video_note, MediaKind.VIDEO),
        (message.sticker, MediaKind.STICKER),
    )
    for file, kind in attached:
        if file is None:
            continue
        mime = getattr(file, "mime_type", None)
        if kind is MediaKind.DOCUMENT and str(mime).startswith("image/"):
            kind = MediaKind.IMAGE_FILE
        return (MediaRef(kind=kind, ref=file.file_id, mime=mime, size=file.file_size),)
    return ()


def _markup(message: Outbound) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """Inline buttons; a location can only be asked for by a reply keyboard, whose labels come back as text."""
    if any(button.kind is ButtonKind.LOCATION for button in message.buttons):
        rows = [[KeyboardButton(b.label, request_location=b.kind is ButtonKind.LOCATION)] for b in message.buttons]
        return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
    shown = [button for button in message.buttons if button.kind is ButtonKind.REPLY]
    if not shown:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(b.label, callback_data=b.id)] for b in shown])


def _split(text: str, limit: int) -> list[str]:
    """Cut at line ends or spaces where there are any."""
    chunks = []
    while len(text) > limit:
        cut = max(text.rfind("\n", 0, limit), text.rfind(" ", 0, limit))
        cut = cut if cut > 0 else limit
        chunks.append(text[:cut])
        text = text[cut:].lstrip()
    return [*chunks, text or "…"]
