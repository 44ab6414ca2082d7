"""The chat of the public page as a channel.

Nothing is pushed: the page reads the outbound rows itself. Uploaded photos lie raw in the media store until the
media task has cleaned and stored them.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from bots.shared.frame import Settings, Setup
from core.kernel.errors import FinalError, PayloadError
from core.kernel.messages import TEXT_LIMIT, Capabilities, Inbound, MediaKind, MediaRef, Outbound, Pin
from core.messaging.media_store import MediaStore
from core.protection.photos import MAX_BYTES

SECRETS = ()
MAX_PHOTOS = 10
_LONGEST_BUTTON = 64


def build(setup: Setup) -> WebChannel:
    setup.read(Settings)
    return WebChannel(setup.account, setup.media)


class TooLargeError(PayloadError):
    """More bytes, photos or characters than one message may have: answered 413."""


@dataclass(frozen=True)
class Upload:
    """A file as the browser sent it."""

    data: bytes
    mime: str | None = None


class WebChannel:
    capabilities = Capabilities(pulled=True)

    def __init__(self, account: str, media: MediaStore) -> None:
        self.account = account
        self._media = media

    def parse(
        self,
        form: Mapping[str, str],
        photos: Sequence[Upload],
        *,
        sender: str,
        sent_at: datetime,
        language: str | None = None,
        source: str | None = None,
    ) -> Inbound:
        """A posted form as a message; its photos are kept in the media store. Raises PayloadError.

        `source` stands for the address that it came from: see `Inbound.source`.
        """
        message_id = _message_id(form.get("id", ""))
        text = form.get("text", "").replace("\r\n", "\n").replace("\0", "")
        if len(text) > TEXT_LIMIT:
            raise TooLargeError(f"text: {len(text)} characters, {TEXT_LIMIT} are allowed")
        pressed = form.get("press") or None
        if pressed and len(pressed.encode()) > _LONGEST_BUTTON:
            raise PayloadError(f"press: longer than {_LONGEST_BUTTON} bytes")
        if len(photos) > MAX_PHOTOS:
            raise TooLargeError(f"photo: {len(photos)} of them, {MAX_PHOTOS} are allowed")
        if any(len(photo.data) > MAX_BYTES for photo in photos):
            raise TooLargeError(f"photo: larger than {MAX_BYTES} bytes")
        pin = _pin(form)
        return Inbound(
            account=self.account,
            message_id=message_id,
            sender=sender,
            sent_at=sent_at,
            text=text,
            media=tuple(self._keep(photo) for photo in photos if photo.data),
            pin=pin,
            pressed=pressed,
            language=language,
            source=source,
        )

    def discard(self, inbound: Inbound) -> None:
        """Throw away the uploads of a message that turned out to be a replay."""
        for media in inbound.media:
            self.forget(media)

    def send(self, message: Outbound) -> str | None:
        """Does nothing: the page fetches what is queued."""
        return None

    def fetch(self, media: MediaRef) -> bytes:
        try:
            return self._media.get(media.ref)
        except FileNotFoundError as error:
            raise FinalError(f"the upload {media.ref} is not there any more") from error

    def forget(self, media: MediaRef) -> None:
        self._media.delete(media.ref)

    def _keep(self, photo: Upload) -> MediaRef:
        # An image *file*: browsers send the original, which may still carry its position.
        ref = self._media.put_upload(photo.data)
        return MediaRef(kind=MediaKind.IMAGE_FILE, ref=ref, mime=photo.mime, size=len(photo.data))


def _message_id(given: str) -> str:
    try:
        return str(uuid.UUID(given))
    except ValueError as error:
        raise PayloadError("id: not a UUID") from error


def _pin(form: Mapping[str, str]) -> Pin | None:
    lat, lon, accuracy = (form.get(name) or None for name in ("lat", "lon", "accuracy"))
    if lat is None and lon is None:
        return None
    try:
        exact = accuracy and math.isfinite(float(accuracy))
        return Pin.model_validate({"lat": lat, "lon": lon, "accuracy_m": accuracy if exact else None})
    except (ValidationError, ValueError) as error:
        raise PayloadError("lat, lon, accuracy: not a position in degrees") from error
