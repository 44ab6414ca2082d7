"""Trying once more what could not be parsed when it came."""

from __future__ import annotations

from collections.abc import Mapping

from bots.frame import reread
from core.door import Door
from core.errors import PayloadError
from core.ports import Channel
from core.storage.models import KeptPayload


def retry(door: Door, channels: Mapping[str, Channel], kept: KeptPayload) -> int:
    """Take it in and off the list; answers how many messages were in it. Raises PayloadError.

    Doing it twice is harmless: what was taken in before is a replay.
    """
    channel = channels.get(kept.account)
    if channel is None:
        raise PayloadError(f"the account {kept.account} is switched off; switch it on in config.yml")
    received = reread(channel, door.opened(kept))
    for message in received.messages:
        door.take(message)
    door.settle(kept.id)
    return len(received.messages)
