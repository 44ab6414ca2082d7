"""Who speaks in a conversation: the bot, or the one moderator who holds it.

Everything works inside the caller's transaction, with the conversation's row locked.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from core.dialogue.assistance import resume
from core.dialogue.facts import Facts, Manner
from core.dialogue.outcome import Reply
from core.kernel.clock import Clock
from core.kernel.errors import ConversationNotFoundError, HeldElsewhereError
from core.kernel.ports import Channel
from core.messaging.media_store import MediaStore
from core.messaging.one_time_links import OneTimeLinks
from core.messaging.outbox import Outbox
from core.moderation import canned
from core.moderation.reach import Reach, reach_of
from core.protection.photos import CleanPhoto
from core.storage.audit import Audit
from core.storage.audit_actions import AuditAction
from core.storage.models import CloseReason, Conversation, ConversationNote, Escalation, OutboundMessage, Urgency
from core.tickets.ticket_views import views_for
from core.tickets.workflow import Workflow


class Fate(StrEnum):
    """What became of a conversation that somebody wished to close with others."""

    CLOSED = "closed"
    TOLD = "told"
    """Closed, and its citizen was told."""
    HELD = "held"
    """Another moderator is at it."""
    OVER = "over"
    """Nothing waited there any more."""
    URGENT = "urgent"
    """Emergencies are closed one by one."""
    CHANGED = "changed"
    """The citizen called again since it was looked at."""
    GONE = "gone"
    FAILED = "failed"
    """The database did not answer."""

    @property
    def is_closed(self) -> bool:
        return self in (Fate.CLOSED, Fate.TOLD)


def subject(conversation_id: int) -> str:
    """What the audit calls a conversation."""
    return f"conversation/{conversation_id}"


class Moderation:
    def __init__(
        self,
        outbox: Outbox,
        workflow: Workflow,
        links: OneTimeLinks,
        audit: Audit,
        media: MediaStore,
        channels: Mapping[str, Channel],
        manner: Manner,
        clock: Clock,
    ) -> None:
        self._outbox = outbox
        self._workflow = workflow
        self._links = links
        self._audit = audit
        self._media = media
        self._channels = channels
        self._manner = manner
        self._clock = clock

    # --- taking and giving back --------------------------------------------------------------------

    def take(self, session: Session, conversation_id: int, staff_id: int, *, instead_of: int | None = None) -> None:
        """Hold it: from the commit on the bot is silent. `instead_of` is the moderator whom it is taken from.

        Of two who try at once, one gets it: a single statement compares and sets. Raises HeldElsewhereError.
        """
        expected = Conversation.moderator_id == instead_of if instead_of else Conversation.moderator_id.is_(None)
        taking = (
            update(Conversation)
            .where(Conversation.id == conversation_id, expected)
            .values(moderator_id=staff_id, held_since=self._clock())
        )
        taken = cast(CursorResult[Any], session.execute(taking)).rowcount
        conversation = self._locked(session, conversation_id)
        if not taken:
            if conversation.moderator_id == staff_id:
                return
            raise HeldElsewhereError(f"conversation {conversation_id} is held by another moderator; look at it again")
        self._write(session, "conversation.taken", conversation_id, staff_id, instead_of=instead_of)
        if instead_of is None and self._bot_may_write(conversation):
            self._outbox.tell(session, conversation, Reply("moderator-here"))

    def hand_back(self, session: Session, conversation_id: int, staff_id: int) -> None:
        """The bot goes on where it was, and asks its last question again. Raises HeldElsewhereError."""
        conversation = self.held(session, conversation_id, staff_id)
        self._release(session, conversation, staff_id)
        self._write(session, "conversation.handed_back", conversation_id, staff_id)
        if self._bot_may_write(conversation):
            turn = resume(conversation.state, self._facts(session, conversation))
            conversation.state = turn.state
            self._outbox.queue(session, conversation, (Reply("moderator-left"), *turn.replies))

    def close(self, session: Session, conversation_id: int, staff_id: int) -> None:
        """There is nothing more to do: the escalation ends, and the citizen is told nothing."""
        conversation = self._not_elsewhere(session, conversation_id, staff_id)
        self._release(session, conversation, staff_id)
        self._write(session, "conversation.closed", conversation_id, staff_id)

    def close_seen(
        self, session: Session, conversation_id: int, staff_id: int, *, seen: int, reason: CloseReason, tell: bool
    ) -> Fate:
        """Close what was looked at in a list, unless there is more to it than that.

        `seen` is the newest call that the list showed. `tell`: the citizen hears that nobody answers it.
        """
        conversation = self._locked(session, conversation_id)
        calls = session.scalars(
            select(Escalation).where(Escalation.conversation_id == conversation_id, Escalation.closed_at.is_(None))
        ).all()
        if conversation.moderator_id not in (None, staff_id):
            return Fate.HELD
        if not calls:
            return Fate.OVER
        if any(call.urgency is Urgency.HIGH for call in calls):
            return Fate.URGENT
        if any(call.id > seen for call in calls):
            return Fate.CHANGED
        for call in calls:
            call.closed_because = reason
        self._release(session, conversation, staff_id)
        told = tell and self._bot_may_write(conversation)
        self._write(session, "conversation.closed", conversation_id, staff_id, reason=reason, told=told)
        if told:
            self._outbox.tell(session, conversation, Reply("human-closed"))
        return Fate.TOLD if told else Fate.CLOSED

    # --- abuse -------------------------------------------------------------------------------------

    def bar(self, session: Session, conversation_id: int, staff_id: int, reason: str) -> None:
        """What comes in is kept from now on, and nothing answers. The reason becomes a note."""
        conversation = self._not_elsewhere(session, conversation_id, staff_id)
        self._release(session, conversation, staff_id)
        conversation.barred = True
        self.note(session, conversation_id, staff_id, reason)
        self._write(session, "conversation.barred", conversation_id, staff_id)

    def lift(self, session: Session, conversation_id: int, staff_id: int) -> None:
        """The bot answers again."""
        self._locked(session, conversation_id).barred = False
        self._write(session, "conversation.unbarred", conversation_id, staff_id)

    # --- writing -----------------------------------------------------------------------------------

    def reach(self, conversation: Conversation) -> Reach:
        return reach_of(conversation, self._outbox.capabilities(conversation.account), self._channels)

    def reply(
        self,
        session: Session,
        conversation_id: int,
        staff_id: int,
        text: str,
        *,
        form_key: str,
        photo: CleanPhoto | None = None,
    ) -> OutboundMessage | None:
        """Queue what a moderator writes; None if this form was sent before.

        Raises HeldElsewhereError, CannotWriteError, and PlaceholderError for what was left to be filled in.
        """
        conversation = self.held(session, conversation_id, staff_id)
        if session.scalar(select(OutboundMessage.id).where(OutboundMessage.form_key == form_key)) is not None:
            return None
        self.reach(conversation).check(text, photo=photo is not None)
        canned.check_filled(text)
        picture = self._media.put_photo(photo, self._clock()) if photo else None
        row = self._outbox.queue_text(session, conversation, text, photo=picture)
        row.staff_id, row.form_key = staff_id, form_key
        session.flush()
        self._write(session, "conversation.answered", conversation_id, staff_id, message=row.id)
        return row

    def note(self, session: Session, conversation_id: int, staff_id: int, text: str) -> None:
        """For colleagues only. What the same person wrote last is not written twice."""
        newest = (
            select(ConversationNote)
            .where(ConversationNote.conversation_id == conversation_id)
            .order_by(ConversationNote.id.desc())
            .limit(1)
        )
        self._locked(session, conversation_id)
        last = session.scalar(newest)
        if last is not None and (last.staff_id, last.text) == (staff_id, text):
            return
        session.add(
            ConversationNote(conversation_id=conversation_id, staff_id=staff_id, text=text, created_at=self._clock())
        )

    def held(self, session: Session, conversation_id: int, staff_id: int) -> Conversation:
        """The locked row, if this moderator holds it. Raises HeldElsewhereError."""
        conversation = self._locked(session, conversation_id)
        if conversation.moderator_id != staff_id:
            raise HeldElsewhereError(f"conversation {conversation_id} is not held by staff {staff_id}; take it first")
        return conversation

    # ---------------------------------------------------------------------------------------------

    def _locked(self, session: Session, conversation_id: int) -> Conversation:
        query = select(Conversation).where(Conversation.id == conversation_id).with_for_update()
        conversation = session.scalar(query.execution_options(populate_existing=True))
        if conversation is None:
            raise ConversationNotFoundError(f"no conversation has the id {conversation_id}")
        return conversation

    def _not_elsewhere(self, session: Session, conversation_id: int, staff_id: int) -> Conversation:
        conversation = self._locked(session, conversation_id)
        if conversation.moderator_id not in (None, staff_id):
            raise HeldElsewhereError(f"conversation {conversation_id} is held by another moderator; take it first")
        return conversation

    def _release(self, session: Session, conversation: Conversation, staff_id: int) -> None:
        conversation.moderator_id = conversation.held_since = None
        conversation.draft_due_at = self._outbox.draft_due(conversation.state)
        session.execute(
            update(Escalation)
            .where(Escalation.conversation_id == conversation.id, Escalation.closed_at.is_(None))
            .values(closed_at=self._clock(), closed_by_id=staff_id)
        )

    def _bot_may_write(self, conversation: Conversation) -> bool:
        return not conversation.barred and self.reach(conversation).open

    def _facts(self, session: Session, conversation: Conversation) -> Facts:
        """As much as asking a question once more needs."""
        _, own = views_for(session, self._workflow, conversation, ())
        return Facts(
            now=self._clock(),
            fresh_number="",
            manner=self._manner,
            capabilities=self._outbox.capabilities(conversation.account),
            can_link=self._links.possible,
            own=own,
        )

    def _write(self, session: Session, action: AuditAction, conversation_id: int, staff_id: int, **detail: Any) -> None:
        said = {name: value for name, value in detail.items() if value is not None}
        self._audit.write(action, subject(conversation_id), staff_id=staff_id, session=session, **said)
