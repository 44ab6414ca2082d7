"""What we put into our mails to know their answers again: a signed reply address, and Message-IDs of our own.

The reply address (lapor+<token>@…) bears a keyed hash of the conversation and nothing else. Our Message-IDs
bear the conversation's address and the day, encrypted (AES-SIV, RFC 5297): an answer brings it back in References.
Both together prove an answer, whatever address it comes from.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from bots.mail.settings import TOKEN_LENGTH
from core.protection.vault import Vault

_DAY = "\n"
"""Stands between the address and the day; no address has it."""
_LONGEST_ID = 255
"""Characters that the database keeps of a message's id."""


@dataclass(frozen=True)
class Known:
    """What a Message-ID of ours says."""

    number: int
    """The number of the message."""
    citizen: str
    """The address it was sent to."""
    day: date | None
    """When it was written; None in ids of earlier versions."""


class Signer:
    def __init__(self, vault: Vault, account: str, address: str, separator: str | None) -> None:
        self._token_key = vault.derive(f"mail-reply/{account}")
        self._siv = AESSIV(vault.derive(f"mail-id/{account}"))
        self._local, _, self._domain = address.partition("@")
        self._address = address
        self._separator = separator
        domain = re.escape(self._domain)
        self._own_id = re.compile(rf"<(\d{{1,20}})\.([A-Za-z0-9_-]+)@{domain}>", re.IGNORECASE)

    def reply_address(self, citizen: str) -> str:
        """Returns the address for this citizen's answers; the plain one if the server knows no such addresses."""
        if not self._separator:
            return self._address
        return f"{self._local}{self._separator}{self._token(citizen)}@{self._domain}"

    def proves(self, recipients: Iterable[str], citizen: str) -> bool:
        """Whether one of a mail's recipients is this citizen's reply address."""
        if not self._separator:
            return False
        wanted = self.reply_address(citizen).lower().encode()
        return any(hmac.compare_digest(wanted, given.lower().encode()) for given in recipients)

    def message_id(self, number: int, citizen: str, written_at: datetime | None = None) -> str:
        """Returns the Message-ID of a message, always the same one: a mail sent twice after a crash is seen as one."""
        day = f"{written_at.astimezone(UTC).date().toordinal():x}" if written_at else ""
        sealed = self._seal(number, f"{citizen}{_DAY}{day}".encode() if day else citizen.encode())
        own = f"<{number}.{sealed}@{self._domain}>"
        return own if len(own) <= _LONGEST_ID else f"<{number}.{self._token(f'{number}/{citizen}')}@{self._domain}>"

    def opens(self, message_id: str) -> Known | None:
        """Returns what one of our Message-IDs says; None if it is not ours."""
        match = self._own_id.fullmatch(message_id)
        if match is None:
            return None
        number, sealed = match.groups()
        try:
            data = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            citizen, _, day = self._siv.decrypt(data, [number.encode()]).decode().partition(_DAY)
            return Known(int(number), citizen, date.fromordinal(int(day, 16)) if day else None)
        except (InvalidTag, ValueError, binascii.Error):
            return None

    def own_ids(self, text: str) -> list[str]:
        """The genuine Message-IDs of ours that stand in a text."""
        found = (match.group() for match in self._own_id.finditer(text))
        return [own for own in dict.fromkeys(found) if self.opens(own)]

    def _token(self, citizen: str) -> str:
        digest = hmac.new(self._token_key, citizen.encode(), hashlib.sha256).digest()
        # Letters and digits of one case: mail servers may change the case of an address.
        return base64.b32encode(digest)[:TOKEN_LENGTH].decode().lower()

    def _seal(self, number: int, data: bytes) -> str:
        return base64.urlsafe_b64encode(self._siv.encrypt(data, [str(number).encode()])).decode().rstrip("=")
