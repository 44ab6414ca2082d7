"""What a moderator does with the matter of a conversation: the bot's draft, and additions to tickets.

New tickets are filed as all others are, by core/intake/filing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.dialogue import assistance
from core.dialogue.state import Place
from core.kernel.actor import Actor
from core.kernel.errors import TargetError, TicketNotFoundError
from core.kernel.states import Kind
from core.messaging.conversations import pictures
from core.moderation.takeover import Moderation, subject
from core.storage.audit import Audit
from core.storage.models import Conversation, EventVerb, InboundMessage, Media, Ticket, TicketEvent, TicketPhoto
from core.tickets.workflow import Workflow


class Casework:
    def __init__(self, moderation: Moderation, workflow: Workflow, audit: Audit) -> None:
        self._moderation = moderation
        self._workflow = workflow
        self._audit = audit

    def correct_draft(
        self,
        session: Session,
        conversation_id: int,
        staff_id: int,
        *,
        kind: Kind,
        category: str | None,
        place: Place | None,
    ) -> None:
        """Put right what the bot has understood so far. Raises HeldElsewhereError and TargetError."""
        conversation = self._moderation.held(session, conversation_id, staff_id)
        if conversation.state.draft is None:
            raise TargetError(f"conversation {conversation_id} has no draft any more")
        conversation.state = assistance.corrected(conversation.state, kind=kind, category=category, place=place)
        self._audit.write("conversation.draft_corrected", subject(conversation_id), staff_id=staff_id, session=session)

    def attach(
        self,
        session: Session,
        conversation_id: int,
        actor: Actor,
        number: str,
        message_ids: Collection[int],
        media_ids: Collection[int],
    ) -> Ticket:
        """Add messages and photos to a ticket of this very citizen. Raises TicketNotFoundError and TargetError."""
        conversation = session.get_one(Conversation, conversation_id, with_for_update=True)
        ticket = self.own_ticket(session, conversation_id, number)
        has = set(session.scalars(select(TicketPhoto.media_id).where(TicketPhoto.ticket_id == ticket.id)))
        photos = [media for media in pictures(session, conversation, Media.id.in_(media_ids)) if media.id not in has]
        text = self.words(session, conversation, message_ids)
        said = select(TicketEvent.id).where(
            TicketEvent.ticket_id == ticket.id,
            TicketEvent.verb == EventVerb.ADDED,
            TicketEvent.note == self._workflow.clean(ticket, text),
        )
        if text and session.scalar(said.limit(1)) is not None:
            text = ""
        if not text and not photos:
            raise TargetError(f"{number} has all of it already, or nothing was chosen")
        return self._workflow.add_information(session, number, text, photos, actor)

    def own_ticket(self, session: Session, conversation_id: int, number: str) -> Ticket:
        """Raises TicketNotFoundError for a ticket that this conversation did not report."""
        query = select(Ticket).where(Ticket.number == number, Ticket.reporter_id == conversation_id)
        ticket = session.scalar(query)
        if ticket is None:
            raise TicketNotFoundError(f"conversation {conversation_id} has no ticket {number}")
        return ticket

    def messages(
        self, session: Session, conversation: Conversation, message_ids: Collection[int]
    ) -> Sequence[InboundMessage]:
        """Those of the messages that this conversation has, in order."""
        query = (
            select(InboundMessage)
            .where(InboundMessage.conversation_id == conversation.id, InboundMessage.id.in_(message_ids))
            .options(selectinload(InboundMessage.media))
            .order_by(InboundMessage.id)
        )
        return session.scalars(query).all()

    def words(self, session: Session, conversation: Conversation, message_ids: Collection[int]) -> str:
        """What the messages say, one below the other; a pin as degrees."""
        return "\n".join(spoken(message) for message in self.messages(session, conversation, message_ids)).strip()


def spoken(message: InboundMessage) -> str:
    pin = f"{message.pin.lat:.6f}, {message.pin.lon:.6f}" if message.pin else ""
    return "\n".join(part for part in (message.text.strip(), pin) if part)
