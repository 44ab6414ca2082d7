"""What the domain needs from outside, as protocols. `tanggap/house.py` plugs the real things in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from core.kernel.messages import Capabilities, MediaRef, Outbound


class Guess(Protocol):
    """A label with its calibrated probability in 0..1."""

    @property
    def name(self) -> str: ...
    @property
    def confidence(self) -> float: ...


class Entity(Protocol):
    """A stretch of the text; `kind` is place, ticket_number, rt_rw or time."""

    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> str: ...


class Understanding(Protocol):
    """What the NLU makes of one text; lists have the best first."""

    @property
    def act(self) -> Guess: ...
    @property
    def act_clear(self) -> bool:
        """Sure enough to act upon; the model itself knows its thresholds."""

    @property
    def kinds(self) -> Sequence[Guess]: ...
    @property
    def kind_clear(self) -> bool: ...
    @property
    def categories(self) -> Sequence[Guess]: ...
    @property
    def category_decision(self) -> str:
        """`commit` to the best one, `ask_two` (the best two), or `ask_open`."""

    @property
    def entities(self) -> Sequence[Entity]: ...


class Understander(Protocol):
    def parse(self, text: str) -> Understanding:
        """Raises UnderstandingUnavailableError when there is no answer in time."""


class Channel(Protocol):
    """One account of a provider: the way out. (The way in is the channel's own affair.)"""

    @property
    def account(self) -> str: ...
    @property
    def capabilities(self) -> Capabilities: ...

    def send(self, message: Outbound) -> str | None:
        """Send and answer the provider's message id. Raises RetryableError, FinalError, BlockedError."""

    def fetch(self, media: MediaRef) -> bytes:
        """Get an attachment's bytes. Raises RetryableError or FinalError."""


@runtime_checkable
class KeepingChannel(Protocol):
    """A channel that itself keeps what was uploaded until it is safely stored elsewhere."""

    def forget(self, media: MediaRef) -> None:
        """The attachment is stored or refused for good: its raw bytes may go."""


@runtime_checkable
class SealingChannel(Protocol):
    """A channel that keeps something encrypted outside of the database."""

    def reseal(self) -> int:
        """Encrypt with the newest key what an earlier one did. Answers how much it was."""

    def forget_citizen(self, address: str) -> None:
        """Everything that is kept of this citizen goes."""


@runtime_checkable
class ReachingChannel(Protocol):
    """A channel in which we can write first, to an address that somebody told us."""

    @property
    def reaches(self) -> str:
        """What an address is: `phone` or `email`."""

    def address_of(self, written: str) -> str | None:
        """An address as people write it, as the conversations know it; None for what is none."""


@runtime_checkable
class LinkingChannel(Protocol):
    """A channel whose conversations can be opened by a link."""

    def link_with(self, text: str) -> str | None:
        """A link that opens a conversation with us and sends this text; None while its provider can't be asked."""


class Waker(Protocol):
    """Wakes workers after a commit. A lost wake-up is made good by the sweep."""

    def deliver(self, conversation_id: int, delay_s: float = 0) -> None: ...
    def fetch_media(self, media_id: int, delay_s: float = 0) -> None: ...
