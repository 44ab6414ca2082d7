"""What can be sent in a conversation, and why a reply would not arrive."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum

from core.kernel.errors import CannotWriteError
from core.kernel.messages import Capabilities
from core.storage.models import Conversation


class Obstacle(StrEnum):
    """Why a reply would not arrive: because of the conversation, or of the reply itself."""

    BLOCKED = "blocked"
    """The citizen has stopped us; nothing can be sent until they write again."""
    ERASED = "erased"
    """The citizen had the own data deleted, the address too."""
    ONE_WAY = "one_way"
    """Nobody reads what is sent there."""
    SWITCHED_OFF = "switched_off"
    """The account is off: what is sent waits until it is on again."""
    EMPTY = "empty"
    """A reply without words."""
    TOO_LONG = "too_long"
    """More characters than the channel takes in one message."""
    PHOTO = "photo"
    """The channel can't show photos."""


@dataclass(frozen=True)
class Reach:
    """What can be sent in a conversation now."""

    can: Capabilities
    obstacle: Obstacle | None

    @property
    def open(self) -> bool:
        """Whether a reply can be written at all."""
        return self.obstacle in (None, Obstacle.SWITCHED_OFF)

    def check(self, text: str, *, photo: bool) -> None:
        """Raises CannotWriteError for a reply that can't go out like this."""
        found = self._obstacle_of(text, photo=photo)
        if found is not None:
            raise CannotWriteError(
                found, f"a reply of {len(text)} characters can't go out: {found}", self.can.max_length
            )

    def _obstacle_of(self, text: str, *, photo: bool) -> Obstacle | None:
        if not self.open:
            return self.obstacle
        if not text:
            return Obstacle.EMPTY
        if len(text) > self.can.max_length:
            return Obstacle.TOO_LONG
        return Obstacle.PHOTO if photo and not self.can.photos_out else None


def reach_of(conversation: Conversation, can: Capabilities, accounts: Container[str]) -> Reach:
    """`accounts`: those that are switched on."""
    if conversation.erased_at is not None:
        return Reach(can, Obstacle.ERASED)
    if conversation.blocked:
        return Reach(can, Obstacle.BLOCKED)
    if not can.two_way:
        return Reach(can, Obstacle.ONE_WAY)
    return Reach(can, None if conversation.account in accounts else Obstacle.SWITCHED_OFF)
