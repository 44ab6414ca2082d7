"""Encrypts contact data at rest, and finds them again by a keyed hash.

The secret is one or more base64 keys of 32 bytes, separated by commas: the first encrypts, all decrypt, so
that a key can be rotated. The hash key is derived from the last one, which therefore stays when keys rotate.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import ConfigError

KEYS_VARIABLE = "TANGGAP_SECRET_KEYS"


class Vault:
    def __init__(self, keys: str) -> None:
        """Raises ConfigError when the keys are not of the right form."""
        parts = [key.strip() for key in keys.split(",") if key.strip()]
        try:
            fernets = [Fernet(key) for key in parts]
            root = base64.urlsafe_b64decode(parts[-1])
        except (ValueError, binascii.Error, IndexError) as error:
            raise ConfigError(
                KEYS_VARIABLE, "is no list of keys", "Make one with `tanggap key` and put it into the environment"
            ) from error
        self._fernet = MultiFernet(fernets)
        self._root = root

    @staticmethod
    def new_key() -> str:
        return Fernet.generate_key().decode()

    def encrypt(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def decrypt(self, token: bytes) -> str:
        """Raises ConfigError if none of the keys is the one that encrypted it."""
        try:
            return self._fernet.decrypt(token).decode()
        except InvalidToken as error:
            raise ConfigError(
                KEYS_VARIABLE, "does not open stored data", "Give the earlier keys as well, separated by commas"
            ) from error

    def rotate(self, token: bytes) -> bytes:
        """The same text, encrypted with the first key."""
        return self._fernet.rotate(token)

    def fingerprint(self, account: str, address: str) -> str:
        """Keyed hash for look-ups (HMAC-SHA256)."""
        message = f"{account}\0{address}".encode()
        return hmac.new(self.derive("fingerprint"), message, hashlib.sha256).hexdigest()

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for another purpose (RFC 5869)."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(self._root)
