"""Who writes in a conversation, as far as a member of staff may know."""

from __future__ import annotations

from dataclasses import dataclass

from core.kernel.messages import plain_name
from core.kernel.states import Role
from core.protection.scrub import scrub
from core.running.services import Services
from core.storage.models import Conversation
from webhooks.language import say
from webhooks.staff.permissions import Permission, holds


@dataclass(frozen=True)
class Face:
    name: str
    channel: str
    """Empty for those who may not know it."""


class Faces:
    def __init__(self, services: Services) -> None:
        self._vault = services.vault
        self._accounts = services.config.channels

    def of(self, conversation: Conversation, role: Role) -> Face:
        """Never the address; some put their number or mail address into the name, so that is taken out."""
        nobody = say("staff-conversations-nobody", id=str(conversation.id))
        if not holds(role, Permission.MODERATE):
            return Face(nobody, "")
        name = self._vault.decrypt(conversation.display_name) if conversation.display_name else ""
        account = self._accounts.get(conversation.account)
        channel = account.kind if account else conversation.account
        return Face(
            scrub(plain_name(name) or "").strip() or nobody, say("staff-conversations-channel", channel=channel)
        )
