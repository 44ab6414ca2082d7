"""Officers who read their notices in a chat: how they link it, and what they are sent.

A code from the console, sent in any conversation with the bot, links that conversation. It works once and soon ends,
so whoever sends it is signed in in the console at that moment. The conversation stays a citizen's one in every other
respect.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.sight import sight_of
from core.dialogue.outcome import Reply
from core.kernel.actor import Actor
from core.kernel.clock import Clock
from core.messaging.one_time_links import OneTimeLinks
from core.messaging.outbox import Outbox
from core.protection.vault import Vault
from core.storage.models import Conversation, Staff, StaffChat, Ticket

_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without letters and digits that are mistaken for each other. Ten of them are 49 bits."""
_GROUP = 5
_CODE = re.compile(rf"\bTAUT-([{_ALPHABET}]{{{_GROUP}}})-([{_ALPHABET}]{{{_GROUP}}})\b", re.IGNORECASE)
_PURPOSE = "staff-chat"
VALID_FOR = timedelta(minutes=15)


class StaffChats:
    def __init__(self, outbox: Outbox, router: Router, links: OneTimeLinks, vault: Vault, clock: Clock) -> None:
        self._outbox = outbox
        self._router = router
        self._links = links
        self._vault = vault
        self._clock = clock

    def invite(self, session: Session, staff_id: int) -> str:
        """A fresh code for this member of staff; an older one ends."""
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(2))
        code = "-".join(("TAUT", *groups))
        row = session.get(StaffChat, staff_id, with_for_update=True)
        if row is None:
            row = StaffChat(staff_id=staff_id)
            session.add(row)
        row.code_hash, row.code_until = self._vault.fingerprint(_PURPOSE, code), self._clock() + VALID_FOR
        return code

    def linked_account(self, session: Session, staff_id: int) -> str | None:
        """The account of the chat that gets the notices, if there is one; whose address it is stays unsaid."""
        query = select(Conversation.account).join(StaffChat, StaffChat.conversation_id == Conversation.id)
        return session.scalar(query.where(StaffChat.staff_id == staff_id))

    def unlink(self, session: Session, staff_id: int) -> None:
        row = session.get(StaffChat, staff_id, with_for_update=True)
        if row is not None:
            session.delete(row)

    def answer(self, session: Session, conversation: Conversation, text: str) -> Reply | None:
        """Link the conversation if the text holds a code. None for a text that is the dialogue's affair."""
        found = None if conversation.barred else _CODE.search(text)
        if found is None:
            return None
        code = "-".join(("TAUT", *found.groups())).upper()
        hashes = self._vault.fingerprints(_PURPOSE, code)
        row = session.scalar(select(StaffChat).where(StaffChat.code_hash.in_(hashes)).with_for_update())
        now = self._clock()
        if row is None or row.code_until is None or row.code_until < now:
            return Reply("staff-chat-over")
        row.conversation_id, row.since = conversation.id, now
        row.code_hash = row.code_until = None
        return Reply("staff-chat-linked")

    def tell(self, session: Session, ticket: Ticket, key: str, whom: ColumnElement[bool]) -> None:
        """Queue a notice for those of the staff who linked a chat and may see the ticket."""
        query = (
            select(Conversation, Staff)
            .join(StaffChat, StaffChat.conversation_id == Conversation.id)
            .join(Staff, Staff.id == StaffChat.staff_id)
            .where(Staff.active, whom, Conversation.blocked.is_(False), Conversation.barred.is_(False))
            .order_by(Conversation.id)
        )
        unit = self._router.name(ticket.unit)
        replies = [Reply(key, {"number": ticket.number, "category": ticket.category, "unit": unit})]
        page = self._links.staff_page(ticket.number)
        if page is not None:
            replies.append(Reply("staff-chat-page", {"page": page}))
        told = list(dict.fromkeys(chat for chat, staff in session.execute(query) if self._sees(staff, ticket)))
        for conversation in told:
            self._outbox.queue(session, conversation, replies, ticket=ticket)

    def _sees(self, staff: Staff, ticket: Ticket) -> bool:
        return sight_of(self._router, Actor(staff.role, staff_id=staff.id, unit=staff.unit)).sees(ticket)
