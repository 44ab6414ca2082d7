"""One-time links: a page that gives a place or a photo to a conversation, and one that hands out a citizen's own data.

A link carries the conversation, the key of what it was made for (a draft, a download), an end, and an HMAC. It is used
up with what it was made for: a draft's by the unique key of the message that it makes, a download's by its key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.kernel.clock import Clock
from core.protection.vault import Vault

_PAYLOAD = struct.Struct(">Q4sI")
_MAC_LENGTH = 10
"""Bytes: 80 bits cannot be guessed over the network, and every character costs in an SMS."""


@dataclass(frozen=True)
class Purpose:
    """What a link is good for; one made for another purpose does not open it."""

    path: str
    lifetime: timedelta
    label: bytes


REPORT = Purpose("t", timedelta(days=7), b"")
DOWNLOAD = Purpose("data", timedelta(days=1), b"download\0")


@dataclass(frozen=True)
class Invitation:
    """What a valid link says."""

    conversation_id: int
    key: str
    """Of the draft or the download."""
    token: str

    @property
    def message_id(self) -> str:
        return f"link:{self.token}"


class OneTimeLinks:
    def __init__(self, vault: Vault, public_url: str | None, clock: Clock) -> None:
        self._key = vault.derive("one-time-link")
        self._public_url = public_url.rstrip("/") if public_url else None
        self._clock = clock

    @property
    def possible(self) -> bool:
        """Only with a public URL can a citizen's phone reach the page."""
        return self._public_url is not None

    def staff_page(self, number: str) -> str | None:
        """A ticket's page in the staff's console; none while nobody outside could reach it."""
        return f"{self._public_url}/petugas/laporan/{number}" if self._public_url else None

    def make(self, conversation_id: int, key: str, purpose: Purpose = REPORT) -> str:
        """The URL for what has this key (8 hexadecimal digits)."""
        end = int((self._clock() + purpose.lifetime).timestamp())
        payload = _PAYLOAD.pack(conversation_id, bytes.fromhex(key), end)
        token = base64.urlsafe_b64encode(payload + self._mac(payload, purpose)).decode().rstrip("=")
        return f"{self._public_url or ''}/{purpose.path}/{token}"

    def read(self, token: str, purpose: Purpose = REPORT) -> Invitation | None:
        """What a token says, or None if it is forged or too old."""
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (binascii.Error, ValueError):
            return None
        payload, mac = raw[: _PAYLOAD.size], raw[_PAYLOAD.size :]
        if len(payload) != _PAYLOAD.size or not hmac.compare_digest(mac, self._mac(payload, purpose)):
            return None
        conversation_id, key, end = _PAYLOAD.unpack(payload)
        if datetime.fromtimestamp(end, UTC) < self._clock():
            return None
        # Base64 has several spellings of one value: the canonical one keeps the message id unique.
        return Invitation(conversation_id, key.hex(), base64.urlsafe_b64encode(raw).decode().rstrip("="))

    def _mac(self, payload: bytes, purpose: Purpose) -> bytes:
        return hmac.new(self._key, purpose.label + payload, hashlib.sha256).digest()[:_MAC_LENGTH]
