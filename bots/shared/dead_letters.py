"""Trying once more what could not be read or taken in when it came."""

from __future__ import annotations

from collections.abc import Mapping

from bots.shared.frame import reread, take_in, told
from core.intake.dead_letters import is_wrapped
from core.intake.inbox import Inbox
from core.kernel.errors import PayloadError
from core.kernel.ports import Channel, KeepingChannel
from core.storage.models import DeadLetterRecord


def retry(inbox: Inbox, channels: Mapping[str, Channel], kept: DeadLetterRecord) -> int:
    """Takes it in and off the list. Returns how many messages it had. Raises PayloadError if it still can't be read.

    Doing it twice is harmless: what was taken in before is a replay.
    """
    channel = channels.get(kept.account)
    if channel is None:
        raise PayloadError(f"the account {kept.account} is switched off; switch it on in config.yml")
    payload = inbox.opened(kept)
    received = reread(channel, payload)
    # What we put together ourselves names the uploads of the one and only delivery; a provider's words bring their own.
    forget = channel.forget if isinstance(channel, KeepingChannel) and not is_wrapped(payload) else None
    if problems := take_in(inbox, received, forget):
        raise PayloadError(told(problems))
    inbox.settle(kept.id)
    return len(received.messages)
