"""What an update of the Bot API means. Documentation: https://core.telegram.org/bots/api#getting-updates

Messages are told apart by chat and message id, edits by the update's id as well (two may fall into one second),
so that a replay is recognised.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import telegram
from telegram import Chat, Message
from telegram.constants import UpdateType

from bots.shared.frame import storable
from core.kernel.clock import Clock
from core.kernel.errors import PayloadError
from core.kernel.messages import Inbound, MediaKind, MediaRef, Pin

USED = (UpdateType.MESSAGE, UpdateType.EDITED_MESSAGE, UpdateType.CALLBACK_QUERY)
"""The kinds of updates that are asked for."""
_COMMAND = re.compile(r"^(/\w+)@\w+")
_IMAGE_NAME = re.compile(r"\.(jpe?g|png|webp|bmp|tiff?|gif|hei[cf])$", re.IGNORECASE)
_NAME_LIMIT = 200
_PRESSED_LIMIT = 64


@dataclass(frozen=True)
class Addressed:
    """Somebody spoke to the bot where others read along."""

    chat: int
    message: int
    language: str | None


@dataclass(frozen=True)
class UpdateReading:
    message: Inbound | None = None
    query: str | None = None
    """The id of a pressed button, which the citizen's app waits to see acknowledged."""
    addressed: Addressed | None = None


@dataclass(frozen=True)
class UpdateReader:
    account: str
    bot_id: int
    username: Callable[[], str | None]
    """Asked only if a group makes it necessary."""
    clock: Clock

    def read(self, data: Any) -> UpdateReading:
        """Reads an update; one of a kind that we don't use is read as empty. Raises PayloadError."""
        if not isinstance(data, dict) or not _is_id(data.get("update_id")):
            raise PayloadError(f"{self.account}: that is no Telegram update")
        # What we don't use is not even parsed: a new form of it must not make an update malformed.
        used = {name: data[name] for name in ("update_id", *USED) if name in data}
        try:
            update = telegram.Update.de_json(used)
            if update.callback_query:
                return self._pressed(update.callback_query)
            message = update.edited_message or update.message
            if message is None or (message.from_user is not None and message.from_user.is_bot):
                return UpdateReading()
            if not (_is_id(message.chat.id) and _is_id(message.message_id)):
                raise PayloadError(f"{self.account}: the message has no proper ids")
            if message.chat.type != Chat.PRIVATE:
                return UpdateReading() if update.edited_message else self._public(message)
            if update.edited_message:
                return self._edited(message, update.update_id)
            return UpdateReading(self._message(message) if _says_something(message) else None)
        except PayloadError:
            raise
        # The library checks no types, so a malformed update may make it stumble over anything.
        except Exception as error:
            raise PayloadError(f"{self.account}: the update is malformed ({type(error).__name__})") from error

    def _message(self, message: Message, **changes: Any) -> Inbound:
        user = message.from_user
        fields: dict[str, Any] = {
            "account": self.account,
            "message_id": _own_id(message),
            "sender": str(message.chat.id),
            "sent_at": message.edit_date or message.date,
            "text": _COMMAND.sub(r"\1", storable(_text(message))),
            "media": _media(message),
            "pin": _pin(message),
            "display_name": storable(user.full_name, _NAME_LIMIT) if user else None,
            "language": user.language_code if user else None,
            "group": message.media_group_id,
            "forwarded": message.forward_origin is not None,
            "replies_to": self._replies_to(message),
        }
        return Inbound.model_validate(fields | changes)

    def _replies_to(self, message: Message) -> str | None:
        """Our messages are known by their bare number, as they were sent; the citizen's own by chat and number."""
        earlier = message.reply_to_message
        if earlier is None:
            return None
        ours = earlier.from_user is not None and earlier.from_user.id == self.bot_id
        return str(earlier.message_id) if ours else _own_id(earlier)

    def _edited(self, message: Message, update_id: int) -> UpdateReading:
        """A live location sends an edit every few seconds (its first position counts), and some edits concern
        fields that nobody sees; these have no date."""
        if message.location or message.edit_date is None or not _says_something(message):
            return UpdateReading()
        own_id = _own_id(message)
        return UpdateReading(self._message(message, message_id=f"{own_id}:edit:{update_id}", edits=own_id))

    def _pressed(self, query: telegram.CallbackQuery) -> UpdateReading:
        chat = query.message.chat if query.message else None
        if query.data is None or (chat is not None and chat.type != Chat.PRIVATE):
            return UpdateReading(query=query.id)
        user = query.from_user
        if not _is_id(chat.id if chat else user.id):
            raise PayloadError(f"{self.account}: the id of the chat is no number")
        message = Inbound(
            account=self.account,
            message_id=f"callback:{query.id}",
            sender=str(chat.id if chat else user.id),
            sent_at=self.clock(),
            pressed=storable(query.data, _PRESSED_LIMIT),
            display_name=storable(user.full_name, _NAME_LIMIT),
            language=user.language_code,
        )
        return UpdateReading(message, query=query.id)

    def _public(self, message: Message) -> UpdateReading:
        """Reads a message in a group. Nothing is taken from it; who speaks to the bot is invited to a private chat."""
        replied = message.reply_to_message.from_user if message.reply_to_message else None
        text, user = _text(message), message.from_user
        named = [entity.user for entity in (*message.entities, *message.caption_entities) if entity.user]
        to_us = (replied is not None and replied.id == self.bot_id) or any(u.id == self.bot_id for u in named)
        if not to_us and "@" in text and (username := self.username()):
            to_us = re.search(rf"@{re.escape(username)}\b", text, re.IGNORECASE) is not None
        language = user.language_code if user else None
        return UpdateReading(addressed=Addressed(message.chat.id, message.message_id, language) if to_us else None)


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _own_id(message: Message) -> str:
    return f"{message.chat.id}:{message.message_id}"


def _says_something(message: Message) -> bool:
    """Whether a citizen sent something, be it a contact, a poll or a game; a service message says nothing."""
    return bool(message.text or message.caption or message.effective_attachment)


def _text(message: Message) -> str:
    if message.venue:
        return f"{message.venue.title}, {message.venue.address}"
    return message.text or message.caption or ""


def _pin(message: Message) -> Pin | None:
    place = message.venue.location if message.venue else message.location
    if place is None:
        return None
    return Pin(lat=place.latitude, lon=place.longitude, accuracy_m=place.horizontal_accuracy)


def _media(message: Message) -> tuple[MediaRef, ...]:
    if message.photo:
        best = max(message.photo, key=lambda size: size.width * size.height)
        return (MediaRef(kind=MediaKind.PHOTO, ref=best.file_id, mime="image/jpeg", size=best.file_size),)
    # An animation is sent as a document, too; its own field says more.
    attached = (
        (message.animation, MediaKind.VIDEO),
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
        mime = storable(getattr(file, "mime_type", None) or "", 255) or None
        named = getattr(file, "file_name", None) or ""
        if kind is MediaKind.DOCUMENT and ((mime or "").startswith("image/") or (_IMAGE_NAME.search(named))):
            kind = MediaKind.IMAGE_FILE
        return (MediaRef(kind=kind, ref=file.file_id, mime=mime, size=file.file_size),)
    return ()
