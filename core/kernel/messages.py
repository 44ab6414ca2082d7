"""What crosses the border between the channels and the domain.

A channel turns whatever its provider sent into `Inbound`; the domain answers with `Outbound`.
Both are plain values that can be written to disk as JSON (the spool does).
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

TEXT_LIMIT = 20_000
"""Characters kept of one message; the longest text that any provider lets through is shorter."""


def storable(text: str, limit: int = TEXT_LIMIT) -> str:
    """A foreign text as every database can keep it: not too long, without NUL and without half surrogates."""
    return text[:limit].replace("\0", "").encode("utf-8", "replace").decode()


def _whole(value: object) -> object:
    """Not cut: what is too long is refused, where it has a limit."""
    return storable(value, len(value)) if isinstance(value, str) else value


Foreign = Annotated[str, BeforeValidator(_whole)]
"""A text from outside, as every database can keep it."""

_BREAKS = frozenset({"Cc", "Zl", "Zp"})
_UNSEEN = frozenset({"Cf", "Cs"})
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that look like nothing; Unicode does not count them among its format characters."""


def plain_name(name: str | None) -> str | None:
    """A person's name as it may be shown: without what turns the writing around, is not seen, or breaks the line.

    None if nothing is left of it.
    """
    return " ".join("".join(map(_plain, name or "")).split()) or None


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in _BREAKS:
        return " "
    return "" if kind in _UNSEEN or letter in _BLANKS else letter


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pin(_Value):
    """A position in WGS 84 degrees, with the accuracy in metres where the device states one."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    accuracy_m: float | None = Field(default=None, ge=0)


class MediaKind(StrEnum):
    PHOTO = "photo"
    IMAGE_FILE = "image_file"
    """An image sent as a file: not compressed by the provider, so it may carry an EXIF position."""
    VOICE = "voice"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"

    @property
    def is_picture(self) -> bool:
        return self in (MediaKind.PHOTO, MediaKind.IMAGE_FILE)


def _short_mime(mime: str | None) -> str | None:
    """RFC 6838 allows 127 characters on either side; what is longer says nothing that anybody could use."""
    return mime if mime is None or len(mime) <= 255 else None


class MediaRef(_Value):
    """Something attached. `ref` is what the channel's `fetch` needs to get the bytes."""

    kind: MediaKind
    ref: Foreign
    mime: Annotated[Foreign | None, AfterValidator(_short_mime)] = None
    size: int | None = None


class Inbound(_Value):
    """One message of a citizen, whatever the channel."""

    account: Foreign = Field(max_length=64)
    """The channel account of config.yml that received it."""
    message_id: Foreign = Field(max_length=255)
    """The provider's id, unique within the account: the key that makes a replay a no-op."""
    sender: Foreign
    """The provider's address of the citizen; encrypted at rest."""
    sent_at: datetime
    text: Foreign = Field(default="", max_length=TEXT_LIMIT)
    media: tuple[MediaRef, ...] = ()
    pin: Pin | None = None
    pressed: Foreign | None = Field(default=None, max_length=64)
    """The id of the button that was pressed."""
    display_name: Annotated[Foreign | None, AfterValidator(plain_name)] = None
    language: Foreign | None = None
    """The language of the sender's device, as a hint only."""
    group: Foreign | None = None
    """Messages of one album bear the same group."""
    edits: Foreign | None = Field(default=None, max_length=255)
    """The provider's id of the earlier message that this one replaces."""
    deletes: Foreign | None = Field(default=None, max_length=255)
    """The provider's id of the earlier message that the citizen took back."""
    forwarded: bool = False
    source: Foreign | None = Field(default=None, max_length=64)
    """Where it came from, of a channel in which a new sender costs nothing: a keyed hash, of one day only."""
    proven: bool = True
    """The provider vouches for the sender. Whoever may be somebody else (a mail without proof) may only report."""
    answers: int | None = None
    """Our own number of the message that this one answers, where the channel can tell for sure."""
    replies_to: Foreign | None = Field(default=None, max_length=255)
    """The provider's id of the earlier message, ours or the citizen's own, that this one replies to."""
    digest: Foreign | None = Field(default=None, max_length=64)
    """Of the content, where the sender chooses the message's id: two contents under one id are two messages."""
    thread: Foreign | None = Field(default=None, max_length=8000)
    """What the channel wants back with every reply of this conversation (a mail's references); its own affair."""


class DeliveryReport(_Value):
    """What a provider says later about a message that we sent."""

    account: Foreign
    message_id: Foreign
    """The id that `send` answered."""
    delivered: bool
    detail: Foreign | None = None
    retry: bool = False
    """It came back for a reason that passes (a full mailbox): it is sent again later."""


class DeadLetter(_Value):
    """What was received and could not be read or taken in; an operator looks at it, and it is tried again."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")
    account: str
    payload: bytes
    problem: Foreign
    on_purpose: bool = False
    """Left alone, rather than unreadable."""


class ButtonKind(StrEnum):
    REPLY = "reply"
    LOCATION = "location"
    PHOTO = "photo"


class Button(_Value):
    """A quick reply. Ids stay below 64 bytes, the tightest provider's limit (Telegram)."""

    id: str = Field(max_length=64)
    label: str
    kind: ButtonKind = ButtonKind.REPLY


class Picture(_Value):
    """A stored photo, ready to be sent."""

    key: str
    mime: str


class Outbound(_Value):
    """One message to a citizen, already worded."""

    id: int
    account: str
    address: str
    text: str
    buttons: tuple[Button, ...] = ()
    pictures: tuple[Picture, ...] = ()
    thread: str | None = None
    written_at: datetime | None = None
    essential: bool = False
    """A ticket's number or an answer to an emergency: no ceiling of costs holds it back."""
    by_person: bool = False
    """A moderator wrote it."""

    @property
    def options(self) -> tuple[str, ...]:
        """The labels of the buttons that answer a question."""
        return tuple(button.label for button in self.buttons if button.kind is ButtonKind.REPLY)

    @property
    def reference(self) -> str:
        """Our own id of the message, for providers that take one."""
        return f"{self.account}-{self.id}"


class Capabilities(_Value):
    """What a channel can do; the wording and the dialogue adapt to it."""

    photos_in: bool = True
    photos_out: bool = True
    pins: bool = True
    buttons: bool = True
    short: bool = False
    """Every character costs (SMS): the short variants of the wording are used."""
    two_way: bool = True
    """Somebody reads what is sent; otherwise it goes to nobody, and a moderator need not write."""
    pulled: bool = False
    """Nothing is pushed: the citizen's page reads what is queued for it."""
    per_hour: int | None = None
    """So many messages to one citizen within an hour; what is beyond waits. None where a message costs nothing."""
    max_length: int = 4000
    """Characters in one message; longer texts are split by the channel."""
