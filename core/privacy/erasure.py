"""Forgets a citizen who asks for it (UU 27/2022): all at once, in one transaction.

What stays is each ticket without anything personal, because the city has to finish it, and of each message a keyed
hash of the provider's id, so that one sent again is still known. The address stays for the last message only, and goes
once that has left or was given up. Emptied rows are removed by the retention later: were they deleted at once, SQLite
would give their numbers to others, and numbers stand in pages, links and the audit.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta

import structlog
from sqlalchemy import case, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from core.dialogue.state import ConversationState as DialogueState
from core.kernel.actor import REPORTER
from core.kernel.clock import Clock
from core.kernel.ports import Channel, SealingChannel
from core.kernel.states import OPEN_STATES, State
from core.messaging import conversations
from core.privacy.anonymise import Anonymiser, discard
from core.protection.vault import Vault
from core.storage.audit import Audit
from core.storage.database import Database
from core.storage.models import (
    Conversation,
    ConversationNote,
    Correction,
    Escalation,
    Follower,
    InboundMessage,
    Media,
    OutboundMessage,
    SendState,
    StaffChat,
    SurveyInvitation,
    Ticket,
    TicketPhoto,
)
from core.tickets.steps import CallOff
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
        for table in (Follower, Escalation, ConversationNote, StaffChat, SurveyInvitation):
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
            self._workflow.move(session, number, CallOff(), REPORTER)

    def _tickets(self, session: Session, conversation: Conversation) -> Sequence[Ticket]:
        query = select(Ticket).where(Ticket.reporter_id == conversation.id).order_by(Ticket.id)
        return session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()

    def _empty_messages(self, session: Session, conversation: Conversation) -> None:
        """What was said goes in both directions; of what came in, a hash of the provider's id stays."""
        written = select(OutboundMessage.media_id).where(OutboundMessage.conversation_id == conversation.id)
        loose = select(Media).where(Media.id.in_(written), ~exists().where(TicketPhoto.media_id == Media.id))
        for media in session.scalars(loose).all():
            discard(media)
        nobody = conversations.nobody(session, self._vault, self._clock())
        _empty_outbound(session, conversation.id, nobody.id)
        said = select(InboundMessage).where(InboundMessage.conversation_id == conversation.id)
        for message in session.scalars(said).all():
            for media in list(message.media):
                discard(media)
            message.conversation_id = nobody.id
            message.provider_id = conversations.gone(self._vault, message.account, message.provider_id)[0]
            message.text, message.pin, message.pressed, message.understanding = "", None, None, None
            message.edits = message.deletes = message.unread_since = message.digest = None
            message.sent_at = message.received_at = self._clock()
        session.flush()

    # --- afterwards --------------------------------------------------------------------------------

    def part(self, limit: int = 200) -> int:
        """Forget the addresses of those whose last message has left, or was given up. Answers how many.

        What is left of the conversation is a row that nothing can be read from, and that nobody can be found by.
        """
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
            conversation = session.get_one(Conversation, conversation_id)
        channel = self._channels.get(conversation.account)
        if isinstance(channel, SealingChannel):
            channel.forget_citizen(self._vault.decrypt(conversation.address))
        with self._database.write() as session:
            emptied = session.get_one(Conversation, conversation_id, with_for_update=True)
            _empty_outbound(session, conversation_id, conversations.nobody(session, self._vault, self._clock()).id)
            emptied.address = self._vault.encrypt("")
            emptied.address_hash = secrets.token_hex(32)
            emptied.thread = emptied.erased_at = None
            emptied.blocked = True
        log.info("privacy.parted", conversation=conversation_id)


def _empty_outbound(session: Session, conversation_id: int, nobody_id: int) -> None:
    session.execute(
        update(OutboundMessage)
        .where(OutboundMessage.conversation_id == conversation_id)
        .values(
            conversation_id=nobody_id,
            ticket_id=None,
            text="",
            buttons=(),
            media_id=None,
            problem=None,
            provider_id=None,
            draft_key=None,
            thread=None,
            state=case(
                (OutboundMessage.state == SendState.QUEUED, SendState.FAILED.value), else_=OutboundMessage.state
            ),
        )
    )
