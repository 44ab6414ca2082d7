"""A mail account's keys in config.yml."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bots.shared.frame import Settings

TOKEN_LENGTH = 24
_LOCAL_LIMIT = 64
"""Octets before the @ (RFC 5321, section 4.5.3.1.1)."""
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.?)*")
"""A dot-atom at a host name; quoted local parts and address literals are nobody's in practice."""


def plain_address(text: str) -> str:
    """An address in the form that is compared and kept. Raises ValueError for anything else."""
    # Upper and lower case are the same mailbox at every provider that citizens use.
    lowered = text.strip().lower()
    if len(lowered) > 254 or not ADDRESS.fullmatch(lowered) or ".." in lowered:
        raise ValueError("is no mail address")
    return lowered


Address = Annotated[str, AfterValidator(plain_address)]


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class _Server(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Security = Security.TLS
    user: str | None = None
    """The log-in name; the account's address if it is not given."""

    @model_validator(mode="after")
    def _secrets_stay_secret(self) -> _Server:
        if self.security is Security.NONE and not _is_loopback(self.host):
            raise ValueError("security: none would send the password readable; use tls or starttls")
        return self


class ImapServer(_Server):
    folder: str = "INBOX"
    idle: bool = True
    """Switched off for a server whose IDLE is broken: it is then asked every `poll_s`."""
    poll_s: float = Field(default=30, gt=0)
    refresh_s: float = Field(default=120, gt=0, le=29 * 60)
    """IDLE is begun anew after this time; a server may hang up after 30 minutes (RFC 2177)."""
    since_days: int = Field(default=3, ge=0)
    """How far back unread mail is taken when the mailbox is read for the first time."""
    reread_days: int = Field(default=30, ge=1)
    """How far back is read again when the server has numbered its mails anew."""


class SmtpServer(_Server):
    login: bool = True
    """Switched off for a relay of one's own that asks for none."""


class MailSettings(Settings):
    address: Address
    name: str = "Tanggap"
    """The sender's name that citizens see."""
    aliases: tuple[Address, ...] = ()
    """Further addresses of the same mailbox: mail from them is our own."""
    lists: tuple[Address, ...] = ()
    """Lists and groups that lead into the same mailbox. What they pass on is from its author, not from them."""
    imap: ImapServer | None = None
    hook: Literal["token", "mailgun", "hmac"] | None = None
    smtp: SmtpServer
    separator: Literal["+", "-", "="] | None = "+"
    """The character before the token in the signed reply address; null for a server without such addresses."""
    subject: str = "Laporan Anda"
    """The subject for a conversation whose first mail had none."""
    max_mb: int = Field(default=25, ge=1, le=100)
    """Of a larger mail only the text is taken, and its sender is told that the photos were too large."""
    authserv: str | None = None
    """Our own server's name in Authentication-Results (RFC 8601): only what passes DMARC there is proven by it."""
    proof_days: int = Field(default=180, ge=1)
    """For how long an answer to one of our mails proves who writes it."""

    @model_validator(mode="after")
    def _whole(self) -> MailSettings:
        if self.imap is None and self.hook is None:
            raise ValueError("neither imap nor hook is given, so no mail would come in")
        local = self.address.partition("@")[0]
        if self.separator and len(local) + 1 + TOKEN_LENGTH > _LOCAL_LIMIT:
            raise ValueError(f"address: more than {_LOCAL_LIMIT - 1 - TOKEN_LENGTH} characters before the @")
        return self


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
