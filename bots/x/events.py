"""What X tells us, pushed or polled, as messages.

Pushed: https://docs.x.com/x-api/account-activity/introduction (direct messages in the form of API v1.1)
Polled: https://docs.x.com/x-api/direct-messages/lookup/introduction
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from bots.shared.frame import storable
from core.kernel.errors import PayloadError
from core.kernel.messages import Inbound, MediaKind, MediaRef

_Id = Annotated[str, Field(pattern=r"^[0-9]{1,19}$")]
_MEDIA_LINK = re.compile(r"https://t\.co/\w++\Z")
_NAME_LIMIT = 200


class _File(BaseModel):
    media_url_https: str
    type: str = "photo"


class _Attachment(BaseModel):
    type: str
    media: _File | None = None


class _Data(BaseModel):
    text: str = ""
    attachment: _Attachment | None = None


class _Target(BaseModel):
    recipient_id: _Id


class _Create(BaseModel):
    sender_id: _Id
    target: _Target
    message_data: _Data


class _Pushed(BaseModel):
    id: _Id
    created_timestamp: Annotated[int, Field(ge=0, le=10**14)]
    message_create: _Create


class _Keys(BaseModel):
    media_keys: list[str] = []


class _Polled(BaseModel):
    id: _Id
    event_type: str
    text: str = ""
    created_at: datetime
    sender_id: _Id
    dm_conversation_id: str | None = None
    attachments: _Keys = _Keys()


class _Author(BaseModel):
    id_str: _Id


class _Entities(BaseModel):
    user_mentions: list[_Author] = []


class _PushedPost(BaseModel):
    id_str: _Id
    user: _Author
    entities: _Entities = _Entities()
    retweeted_status: dict[str, Any] | None = None


class _Reference(BaseModel):
    type: str


class _PolledPost(BaseModel):
    id: _Id
    author_id: _Id
    created_at: datetime | None = None
    referenced_tweets: list[_Reference] = []


@dataclass(frozen=True)
class PublicMention:
    """A public post that names the account."""

    post: str
    author: str


@dataclass
class EventReading:
    messages: list[Inbound] = field(default_factory=list)
    mentions: list[PublicMention] = field(default_factory=list)
    broken: list[PayloadError] = field(default_factory=list)


_S = TypeVar("_S", bound=BaseModel)


@dataclass(frozen=True)
class EventReader:
    account: str
    own_id: str

    def pushed(self, data: Any) -> EventReading:
        """Events of other kinds, and of another account of the same app, are left out. Raises PayloadError.

        One event that can't be read does not cost the others of its request.
        """
        reading = EventReading()
        if not isinstance(data, dict) or not isinstance(data.get("for_user_id"), str):
            raise PayloadError(f"{self.account}: that is no account activity")
        if data["for_user_id"] != self.own_id:
            return reading
        for event in self._list(data, "direct_message_events"):
            try:
                if message := self._pushed_message(event, data.get("users")):
                    reading.messages.append(message)
            except PayloadError as error:
                reading.broken.append(error)
        for post in self._list(data, "tweet_create_events"):
            try:
                if mention := self._pushed_mention(post):
                    reading.mentions.append(mention)
            except PayloadError as error:
                reading.broken.append(error)
        return reading

    def _list(self, data: Mapping[str, Any], name: str) -> list[Any]:
        found = data.get(name, [])
        if not isinstance(found, list):
            raise PayloadError(f"{self.account}: {name} is no list")
        return found

    def _shaped(self, shape: type[_S], data: Any) -> _S:
        try:
            return shape.model_validate(data)
        except (ValidationError, RecursionError) as error:
            raise PayloadError(f"{self.account}: a {shape.__name__.strip('_').lower()} event is malformed") from error

    def _pushed_message(self, data: Any, users: Any) -> Inbound | None:
        if not isinstance(data, dict) or data.get("type") != "message_create":
            return None
        event = self._shaped(_Pushed, data)
        create = event.message_create
        if create.sender_id == self.own_id or create.target.recipient_id != self.own_id:
            return None
        attached = create.message_data.attachment
        file = attached.media if attached else None
        return self._message(
            event.id,
            create.sender_id,
            datetime.fromtimestamp(event.created_timestamp / 1000, UTC),
            create.message_data.text,
            ((file.type, file.media_url_https),) if file else (),
            users.get(create.sender_id) if isinstance(users, dict) else None,
        )

    def polled(self, data: Any, includes: Any) -> Inbound | None:
        """Reads a polled event; None for our own messages and for conversations of more than two people."""
        event = self._shaped(_Polled, data)
        pair = {event.sender_id, self.own_id}
        conversation = event.dm_conversation_id
        group = conversation is not None and set(conversation.split("-")) != pair
        if event.event_type != "MessageCreate" or event.sender_id == self.own_id or group:
            return None
        files = {item.get("media_key"): item for item in _included(includes, "media")}
        known = [files[key] for key in event.attachments.media_keys if key in files]
        user = next((user for user in _included(includes, "users") if user.get("id") == event.sender_id), None)
        media = tuple((str(f.get("type")), str(f.get("url") or f.get("preview_image_url") or "")) for f in known)
        return self._message(event.id, event.sender_id, event.created_at, event.text, media, user)

    def _message(
        self, event: str, sender: str, sent_at: datetime, text: str, media: tuple[tuple[str, str], ...], user: Any
    ) -> Inbound:
        name = user.get("name") if isinstance(user, dict) else None
        # What is attached stands at the end of the text as a link, too.
        plain = _MEDIA_LINK.sub("", text.rstrip()).rstrip() if media else text
        try:
            return Inbound(
                account=self.account,
                message_id=event,
                sender=sender,
                sent_at=sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=UTC),
                text=storable(html.unescape(plain)),
                media=tuple(
                    MediaRef(kind=MediaKind.PHOTO if kind == "photo" else MediaKind.VIDEO, ref=url)
                    for kind, url in media
                ),
                display_name=storable(name, _NAME_LIMIT) if isinstance(name, str) and name else None,
            )
        except ValidationError as error:
            raise PayloadError(f"{self.account}: a message is malformed") from error

    def _pushed_mention(self, data: Any) -> PublicMention | None:
        post = self._shaped(_PushedPost, data)
        named = any(user.id_str == self.own_id for user in post.entities.user_mentions)
        if not named or post.user.id_str == self.own_id or post.retweeted_status is not None:
            return None
        return PublicMention(post.id_str, post.user.id_str)

    def polled_mention(self, data: Any) -> PublicMention | None:
        post = self._shaped(_PolledPost, data)
        if post.author_id == self.own_id or any(ref.type == "retweeted" for ref in post.referenced_tweets):
            return None
        return PublicMention(post.id, post.author_id)


def with_media(event: Any, includes: Any) -> Any:
    """An event as it is kept: what is attached to it came beside it, once for a whole page of events."""
    attached = event.get("attachments") if isinstance(event, dict) else None
    keys = attached.get("media_keys") if isinstance(attached, dict) else None
    media = [item for item in _included(includes, "media") if isinstance(keys, list) and item.get("media_key") in keys]
    return {**event, "includes": {"media": media}} if media else event


def _included(includes: Any, name: str) -> list[dict[str, Any]]:
    found = includes.get(name) if isinstance(includes, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
