"""Reads what came while the understanding was away, once it is back: messages, open drafts and tickets."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import Row, func, select

from core.dialogue import drafting
from core.intake.intake import remember
from core.kernel import metrics
from core.kernel.errors import UnderstandingUnavailableError
from core.kernel.ports import Understander
from core.storage.database import Database
from core.storage.models import Conversation, InboundMessage, Ticket
from core.tickets.workflow import Workflow

log = structlog.get_logger()

AT_ONCE = 100
"""Conversations, messages of one of them, and tickets in one run: the sweep has more to do."""


class LateReading:
    """Asks outside of transactions: an answer may take a second, and nothing must be locked meanwhile."""

    def __init__(self, database: Database, understander: Understander, workflow: Workflow) -> None:
        self._database = database
        self._understander = understander
        self._workflow = workflow

    def run(self) -> None:
        """Stops as soon as the understanding is away again."""
        try:
            for conversation_id in self._waiting_conversations():
                self._read_conversation(conversation_id)
            for number, description in self._waiting_tickets():
                self._read_ticket(number, description)
        except UnderstandingUnavailableError as error:
            log.info("late.still_away", problem=str(error))

    def _waiting_conversations(self) -> Sequence[int]:
        query = (
            select(InboundMessage.conversation_id)
            .where(InboundMessage.unread_since.is_not(None))
            .group_by(InboundMessage.conversation_id)
            .order_by(func.min(InboundMessage.id))
            .limit(AT_ONCE)
        )
        with self._database.read() as session:
            return session.scalars(query).all()

    def _read_conversation(self, conversation_id: int) -> None:
        """The messages, for the moderator who reads them, and the draft that they belong to."""
        query = (
            select(InboundMessage.id, InboundMessage.text)
            .where(InboundMessage.conversation_id == conversation_id, InboundMessage.unread_since.is_not(None))
            .order_by(InboundMessage.id)
            .limit(AT_ONCE)
        )
        with self._database.read() as session:
            texts = session.execute(query).all()
            draft = session.get_one(Conversation, conversation_id).state.draft
        read = {id_: self._understander.parse(text) if text.strip() else None for id_, text in texts}
        whole = self._understander.parse(draft.description) if draft and draft.unread else None
        with self._database.write() as session:
            conversation = session.get_one(Conversation, conversation_id, with_for_update=True)
            # What has changed in the meantime stays unread, and is read as a ticket.
            if draft is not None and whole is not None and conversation.state.draft == draft:
                sorted_now = drafting.read_late(draft, whole)
                conversation.state = conversation.state.with_draft(sorted_now)
            for message in session.scalars(select(InboundMessage).where(InboundMessage.id.in_(read))):
                message.understanding = remember(read[message.id])
                message.unread_since = None
        metrics.READ_LATE.labels("messages").inc(len(read))

    def _waiting_tickets(self) -> Sequence[Row[str, str]]:
        query = (
            select(Ticket.number, Ticket.description)
            .where(Ticket.unread_since.is_not(None))
            .order_by(Ticket.id)
            .limit(AT_ONCE)
        )
        with self._database.read() as session:
            return session.execute(query).all()

    def _read_ticket(self, number: str, description: str) -> None:
        understanding = self._understander.parse(description)
        with self._database.write() as session:
            self._workflow.sort_late(session, number, understanding)
        metrics.READ_LATE.labels("tickets").inc()
