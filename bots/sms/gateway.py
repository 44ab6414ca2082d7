"""The shape that every SMS gateway has, and what passes between it and the channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar, Protocol

import httpx
from pydantic import Field, IPvAnyNetwork

from bots.shared.frame import HookReply, HookRequest, Settings, Setup
from core.kernel.errors import PayloadError, RetryableError

_MEND_CREDENTIALS_S = 300.0


class SmsSettings(Settings):
    """Keys that every gateway has."""

    gateway: str
    sender: str | None = None
    """The number or name that citizens see; needed unless the gateway knows it itself."""
    region: str = Field(default="ID", pattern="^[A-Z]{2}$")
    """The country of numbers without a country code (ISO 3166)."""
    countries: tuple[Annotated[str, Field(pattern="^[A-Z]{2}$")], ...] = ()
    """Countries whose numbers get answers (ISO 3166); empty: the region. Others are answered by people."""
    ceiling: int | None = Field(default=None, ge=1)
    """Segments a day. More wait until tomorrow, except for ticket numbers and answers to emergencies."""
    replies_per_hour: int = Field(default=20, ge=1)
    """Replies to one number; more wait."""
    allow_from: tuple[IPvAnyNetwork, ...] = ()
    """Addresses that the webhook listens to; empty: any."""
    parts: Path | None = None
    """Where parts of long texts wait for each other."""

    @property
    def answered(self) -> tuple[str, ...]:
        return self.countries or (self.region,)

    def parts_file(self, account: str) -> Path:
        return self.parts or Path(f"var/sms-parts-{account}.db")


@dataclass(frozen=True)
class SmsPart:
    """Which part of a long text this is: they share the reference, and count from 1."""

    ref: str
    number: int
    total: int


@dataclass(frozen=True)
class Sms:
    """A received text as the gateway told it."""

    sender: str
    text: str
    id: str | None = None
    """The gateway's id; without one, sender, time and text make the message unique."""
    stamp: str = ""
    """The time as the gateway wrote it."""
    at: datetime | None = None
    part: SmsPart | None = None


@dataclass(frozen=True)
class Status:
    """A final word on a message that we sent."""

    id: str
    delivered: bool
    detail: str | None = None


@dataclass(frozen=True)
class Incoming:
    """What a request holds; all empty for an event that is of no use."""

    texts: Sequence[Sms] = ()
    statuses: Sequence[Status] = ()
    reply: HookReply = field(default_factory=HookReply)
    broken: Sequence[PayloadError] = ()
    """What could not be read but may be somebody's words: the request is kept for it."""


class Gateway(Protocol):
    Settings: ClassVar[type[SmsSettings]]
    delivers_parts: ClassVar[bool]
    """Whether long texts may arrive in parts, to be joined here."""

    def __init__(self, setup: Setup, settings: Any, http: httpx.Client) -> None: ...

    @staticmethod
    def secrets(settings: Mapping[str, Any]) -> tuple[str, ...]:
        """Names of the secrets that an account with these settings needs."""

    def verify(self, request: HookRequest) -> None:
        """Raises ForgedError unless the gateway itself calls."""

    def read(self, request: HookRequest) -> Incoming:
        """Raises PayloadError, or ValueError, for what is not as documented."""

    def send(self, to: str, text: str, *, unicode: bool, reference: str) -> str:
        """Sends to an E.164 number; `text` needs UCS-2 if `unicode`. Returns the id that delivery reports will have."""


def call(http: httpx.Client, gateway: str, method: str, url: str, **request: Any) -> httpx.Response:
    """Makes an HTTP request to a gateway. Raises RetryableError for what may work later; other answers are returned.

    Errors name neither URL nor body: both may hold secrets.
    """
    try:
        response = http.request(method, url, **request)
    except httpx.HTTPError as error:
        raise RetryableError(f"{gateway} can't be reached: {type(error).__name__}") from error
    if response.status_code in (401, 403):
        raise RetryableError(f"{gateway} refuses our credentials; mend them in the environment", _MEND_CREDENTIALS_S)
    if response.status_code == 429 or response.status_code >= 500:
        raise RetryableError(f"{gateway} answers {response.status_code}", _retry_after(response))
    return response


def _retry_after(response: httpx.Response) -> float | None:
    """https://www.rfc-editor.org/rfc/rfc9110#field.retry-after; of its two forms only the seconds occur here."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdecimal() else None


def body_of(response: httpx.Response) -> Any:
    """A response's JSON; an empty mapping if it has none."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return {}


def moment(value: object) -> datetime | None:
    """A time in one of the ways that gateways write it; None if it is none. A wrong clock must not lose a text."""
    try:
        if isinstance(value, int | float) or (isinstance(value, str) and value.strip().isdecimal()):
            return datetime.fromtimestamp(float(value), UTC)
        parsed = datetime.fromisoformat(str(value).strip())
        # Gateways that state no zone state UTC.
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
