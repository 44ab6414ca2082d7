"""Forgets a citizen who asks for it (UU 27/2022): all at once, in one transaction.

What stays is each ticket without anything personal, because the city has to finish it, and of each message a keyed
hash of the provider's id, so that one sent again is still known. The address stays for the last message only, and goes
with the row once that has left or was given up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import structlog
from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from core import conversations
from core.audit import Audit
from core.clock import Clock
from core.dialogue.state import State as DialogueState
from core.ports import Channel, SealingChannel
from core.privacy.anonymise import Anonymiser, discard
from core.privacy.vault import Vault
from core.storage.database import Database
from core.storage.models import (
    Conversation,
    Correction,
    Escalation,
    Follower,
    InboundMessage,
    Media,
    OutboundMessage,
    SendState,
    Ticket,
    TicketPhoto,
)
from core.storage.office_models import ConversationNote, StaffChat
from core.tickets.actor import REPORTER
from core.tickets.states import OPEN_STATES, State
from core.tickets.workflow import Workflow

log = structlog.get_logger()

_TIME_TO_READ = timedelta(minutes=15)
"""A page that fetches its messages itself can do so until then."""


class Erasure:
    def __init__(
        self,
        database: Database,
        workflow: Workflow,
        anonymiser: Anonymiser,
        vault: Vault,
        audit: Audit,
        channels: Mapping[str, Channel],
        clock: Clock,
    ) -> None:
        self._database = database
        self._workflow = workflow
        self._anonymiser = anonymiser
        self._vault = vault
        self._audit = audit
        self._channels = channels
        self._clock = clock

    # --- forgetting, inside the caller's transaction ------------------------------------------------

    def erase(self, session: Session, conversation: Conversation, *, withdraw: bool, asked: str = "chat") -> None:
        """Forget everything of this citizen in this account. The caller locked the row and queues the last message.

        `withdraw`: tickets that nobody has taken up yet are withdrawn. `asked`: how, for the audit (chat, letter).
        """
        if withdraw:
            self._withdraw(session, conversation)
        tickets = self._tickets(session, conversation)
        for ticket in tickets:
            self.cut(session, ticket)
        self._empty_messages(session, conversation)
        for table in (Follower, Escalation, ConversationNote, StaffChat):
            session.execute(delete(table).where(table.conversation_id == conversation.id))
        conversation.state = DialogueState()
        conversation.display_name = conversation.download_key = None
        conversation.moderator_id = conversation.held_since = None
        conversation.barred = False
        conversation.erased_at = self._clock()
        self._audit.write(
            "privacy.erased", f"conversation/{conversation.id}", session=session, tickets=len(tickets), asked=asked
        )

    def cut(self, session: Session, ticket: Ticket) -> None:
        """This ticket leads to no person any more. A closed one keeps nothing but what is counted."""
        session.execute(delete(Correction).where(Correction.ticket_id == ticket.id))
        if ticket.state in OPEN_STATES:
            self._anonymiser.cut(session, ticket)
        else:
            self._anonymiser.anonymise(session, ticket)
        session.flush()

    def _withdraw(self, session: Session, conversation: Conversation) -> None:
        waiting = select(Ticket.number).where(Ticket.reporter_id == conversation.id, Ticket.state == State.RECEIVED)
        for number in session.scalars(waiting.order_by(Ticket.id)).all():
            self._workflow.move(session, number, State.WITHDRAWN, REPORTER)

    def _tickets(self, session: Session, conversation: Conversation) -> Sequence[Ticket]:
        query = select(Ticket).where(Ticket.reporter_id == conversation.id).order_by(Ticket.id)
        return session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()

    def _empty_messages(self, session: Session, conversation: Conversation) -> None:
        """What was said goes in both directions; of what came in, a hash of the provider's id stays."""
        written = select(OutboundMessage.media_id).where(OutboundMessage.conversation_id == conversation.id)
        loose = select(Media).where(Media.id.in_(written), ~exists().where(TicketPhoto.media_id == Media.id))
        for media in session.scalars(loose).all():
            discard(media)
        session.execute(delete(OutboundMessage).where(OutboundMessage.conversation_id == conversation.id))
        nobody = conversations.nobody(session, self._vault, self._clock())
        said = select(InboundMessage).where(InboundMessage.conversation_id == conversation.id)
        for message in session.scalars(said).all():
            for media in list(message.media):
                discard(media)
            message.conversation_id = nobody.id
            message.provider_id = conversations.gone(self._vault, message.account, message.provider_id)[0]
            message.text, message.pin, message.pressed, message.understanding = "", None, None, None
            message.edits = message.deletes = message.unread_since = None
            message.sent_at = message.received_at = self._clock()
        session.flush()

    # --- afterwards --------------------------------------------------------------------------------

    def part(self, limit: int = 200) -> int:
        """Forget the addresses of those whose last message has left, or was given up. Answers how many."""
        now = self._clock()
        unsent = exists().where(
            OutboundMessage.conversation_id == Conversation.id, OutboundMessage.state == SendState.QUEUED
        )
        pulled = [account for account, channel in self._channels.items() if channel.capabilities.pulled]
        read = or_(Conversation.account.not_in(pulled), Conversation.erased_at < now - _TIME_TO_READ)
        query = select(Conversation.id).where(Conversation.erased_at.is_not(None), ~unsent, read).limit(limit)
        with self._database.read() as session:
            leaving = session.scalars(query).all()
        for conversation_id in leaving:
            self._part(conversation_id)
        return len(leaving)

    def _part(self, conversation_id: int) -> None:
        with self._database.read() as session:
            conversation = session.get(Conversation, conversation_id)
        if conversation is None:
            return
        channel = self._channels.get(conversation.account)
        if isinstance(channel, SealingChannel):
            channel.forget_citizen(self._vault.decrypt(conversation.address))
        with self._database.write() as session:
            session.execute(delete(OutboundMessage).where(OutboundMessage.conversation_id == conversation_id))
            session.execute(delete(Conversation).where(Conversation.id == conversation_id))
        log.info("privacy.parted", conversation=conversation_id)
