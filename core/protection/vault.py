"""Encrypts contact data at rest, and finds them again by a keyed hash.

The secret is a list of base64 keys of 32 bytes, separated by commas: the first encrypts, all decrypt, so that keys can
be rotated while the service runs (core/privacy/rotation.py). Hashes and all other secrets are derived from the root:
the key with a star before it, or else the last one, which therefore stays when keys rotate. While a key has the star,
the last one is the former root: what was hashed with it is still found.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.kernel.errors import ConfigError

KEYS_VARIABLE = "TANGGAP_SECRET_KEYS"
_STAR = "*"
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
"""32 bytes in base64."""


@dataclass(frozen=True)
class Keys:
    """The list of keys, the newest first."""

    all: tuple[str, ...]
    root: str
    former_root: str | None = None

    @classmethod
    def read(cls, text: str) -> Keys:
        """Raises ConfigError when it is no such list."""
        parts = [part.strip() for part in text.split(",") if part.strip()]
        keys = tuple(part.removeprefix(_STAR) for part in parts)
        starred = [part.removeprefix(_STAR) for part in parts if part.startswith(_STAR)]
        roots = starred or keys[-1:]
        if len(roots) != 1 or not all(_KEY.fullmatch(key) for key in keys):
            raise ConfigError(
                KEYS_VARIABLE, "is no list of keys", "Make one with `tanggap key` and put it into the environment"
            )
        return cls(keys, roots[0], keys[-1] if keys[-1] != roots[0] else None)

    def __str__(self) -> str:
        starred = self.root if self.former_root else None
        return ",".join(f"{_STAR if key == starred else ''}{key}" for key in self.all)

    def with_new(self, key: str, *, as_root: bool = False) -> Keys:
        """Returns the list with a new first key.

        as_root: it becomes the root, too; the present root stays as the former one until everything is hashed anew.
        """
        if as_root:
            return Keys((key, *self.all), key, self.root)
        return Keys((key, *self.all), self.root, self.former_root)

    def without_old(self) -> Keys:
        """Returns the keys still needed once everything is encrypted with the first key and hashed with the root."""
        return Keys(tuple(dict.fromkeys((self.all[0], self.root))), self.root)


class Vault:
    """Encrypts and hashes with a list of keys.

    again: reads that list anew, so that a running service takes up new keys.
    """

    def __init__(self, keys: str, again: Callable[[], str] | None = None) -> None:
        """Raises ConfigError when the keys are not of the right form."""
        self._again = again
        self._use(keys)

    def _use(self, text: str) -> None:
        keys = Keys.read(text)
        self._text = text
        self._fernet = MultiFernet([Fernet(key) for key in keys.all])
        self._first = Fernet(keys.all[0])
        self._roots = [base64.urlsafe_b64decode(key) for key in (keys.root, keys.former_root) if key]

    @staticmethod
    def new_key() -> str:
        return Fernet.generate_key().decode()

    def refresh(self) -> bool:
        """Takes up keys that were added meanwhile. Returns whether there were any."""
        text = self._again() if self._again else self._text
        if text == self._text:
            return False
        self._use(text)
        return True

    def encrypt(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def decrypt(self, token: bytes) -> str:
        """Raises ConfigError if none of the keys is the one that encrypted it."""
        return self._open(token).decode()

    def rotate(self, token: bytes) -> bytes:
        """Returns the same text encrypted with the first key. Raises ConfigError like `decrypt`."""
        return self._fernet.encrypt(self._open(token))

    def is_new(self, token: bytes) -> bool:
        """Whether the first key encrypted it."""
        try:
            self._first.decrypt(token)
        except InvalidToken:
            return False
        return True

    def _open(self, token: bytes) -> bytes:
        try:
            return self._fernet.decrypt(token)
        except InvalidToken as error:
            if self.refresh():
                return self._open(token)
            raise ConfigError(
                KEYS_VARIABLE, "does not open stored data", "Give the earlier keys as well, separated by commas"
            ) from error

    def fingerprint(self, account: str, address: str) -> str:
        """Keyed hash for look-ups (HMAC-SHA256)."""
        return self.fingerprints(account, address)[0]

    def fingerprints(self, account: str, address: str) -> list[str]:
        """The hash, and the one that the former root made while it is being replaced."""
        message = f"{account}\0{address}".encode()
        return [hmac.new(_derive(root, "fingerprint"), message, hashlib.sha256).hexdigest() for root in self._roots]

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for another purpose (RFC 5869)."""
        return _derive(self._roots[0], purpose)


def _derive(root: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(root)
