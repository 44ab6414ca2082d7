"""One-time links for channels without pins or photos: a page that gives a place to the same conversation.

A link carries the conversation, the draft it was made for, an end, and an HMAC; nothing is stored. It is used up
by the unique key of the message that it makes: sending the page twice is a replay.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.clock import Clock
from core.privacy.vault import Vault

_LIFETIME = timedelta(days=7)
_PAYLOAD = struct.Struct(">Q4sI")
_MAC_LENGTH = 10
"""Bytes: 80 bits cannot be guessed over the network, and every character costs in an SMS."""


@dataclass(frozen=True)
class Invitation:
    """What a valid link says."""

    conversation_id: int
    draft_key: str
    token: str

    @property
    def message_id(self) -> str:
        return f"link:{self.token}"


class Links:
    def __init__(self, vault: Vault, public_url: str | None, clock: Clock) -> None:
        self._key = vault.derive("one-time-link")
        self._public_url = public_url.rstrip("/") if public_url else None
        self._clock = clock

    @property
    def possible(self) -> bool:
        """Only with a public URL can a citizen's phone reach the page."""
        return self._public_url is not None

    def make(self, conversation_id: int, draft_key: str) -> str:
        """The URL for a draft (its key: 8 hexadecimal digits)."""
        end = int((self._clock() + _LIFETIME).timestamp())
        payload = _PAYLOAD.pack(conversation_id, bytes.fromhex(draft_key), end)
        token = base64.urlsafe_b64encode(payload + self._mac(payload)).decode().rstrip("=")
        return f"{self._public_url or ''}/t/{token}"

    def read(self, token: str) -> Invitation | None:
        """What a token says, or None if it is forged or too old."""
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        except (binascii.Error, ValueError):
            return None
        payload, mac = raw[: _PAYLOAD.size], raw[_PAYLOAD.size :]
        if len(payload) != _PAYLOAD.size or not hmac.compare_digest(mac, self._mac(payload)):
            return None
        conversation_id, draft, end = _PAYLOAD.unpack(payload)
        if datetime.fromtimestamp(end, UTC) < self._clock():
            return None
        # Base64 has several spellings of one value: the canonical one keeps the message id unique.
        return Invitation(conversation_id, draft.hex(), base64.urlsafe_b64encode(raw).decode().rstrip("="))

    def _mac(self, payload: bytes) -> bytes:
        return hmac.new(self._key, payload, hashlib.sha256).digest()[:_MAC_LENGTH]
