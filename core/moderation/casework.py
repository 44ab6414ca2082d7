"""What a moderator does with the matter of a conversation: the bot's draft, new tickets, additions to tickets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.dialogue import assistance, drafting, questions
from core.dialogue.state import DescriptionPart, Draft, Place
from core.kernel.actor import Actor
from core.kernel.errors import TargetError, TicketNotFoundError
from core.kernel.states import Kind
from core.messaging.conversations import pictures
from core.messaging.outbox import Outbox
from core.moderation.takeover import Moderation, subject
from core.storage.audit import Audit
from core.storage.models import Conversation, EventVerb, InboundMessage, Media, Ticket, TicketEvent, TicketPhoto
from core.tickets.workflow import Workflow


@dataclass(frozen=True)
class ModeratorReport:
    """A ticket as a moderator fills it in. Without a place, somebody has to find it."""

    description: str
    kind: Kind
    category: str
    place: Place | None


class Casework:
    def __init__(self, moderation: Moderation, workflow: Workflow, outbox: Outbox, audit: Audit) -> None:
        self._moderation = moderation
        self._workflow = workflow
        self._outbox = outbox
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

    def open_ticket(
        self,
        session: Session,
        conversation_id: int,
        actor: Actor,
        report: ModeratorReport,
        *,
        number: str,
        media_ids: Collection[int] = (),
        keep_draft: bool = False,
    ) -> Ticket:
        """File a report in the citizen's name, who is told its number. Raises HeldElsewhereError and TargetError.

        A form that is sent twice brings the same `number` twice, and opens one ticket.
        """
        conversation = self._moderation.held(session, conversation_id, actor.staff_id or 0)
        known = session.scalar(select(Ticket).where(Ticket.number == number))
        if known is not None:
            if known.reporter_id != conversation.id:
                raise TargetError(f"{number} is another citizen's ticket; open the form again")
            return known
        doubts = () if report.place else ("place",)
        draft = Draft(
            key=drafting.key_of(conversation.account, number),
            parts=(DescriptionPart(message_id=number, text=report.description),),
            kind=report.kind,
            category=report.category,
            place=report.place,
            needs_person=doubts,
        )
        photos = pictures(session, conversation, Media.id.in_(media_ids))
        ticket = self._workflow.open(session, conversation, draft, number, photos, actor)
        conversation.state = assistance.reported(conversation.state, number, keep_draft=keep_draft)
        if self._moderation.reach(conversation).open:
            self._outbox.tell(session, conversation, questions.opened(draft, number, ticket.estimate_at))
        return ticket

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
