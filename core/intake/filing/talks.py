"""Reports that a moderator files in the name of the citizen whose conversation they hold."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from core.dialogue import assistance
from core.intake.filing.report import NewReport
from core.intake.filing.sender import FiledTicket, Sender
from core.kernel.actor import Actor
from core.messaging.conversations import pictures
from core.messaging.outbox import Outbox
from core.moderation.takeover import Moderation
from core.storage.models import Conversation, Media, Ticket


class Talks:
    def __init__(self, moderation: Moderation, outbox: Outbox) -> None:
        self.moderation = moderation
        self.outbox = outbox

    def held(self, conversation_id: int, actor: Actor, number: str, *, keep_draft: bool = False) -> Sender:
        """A report out of this conversation, with the number that its form was given.

        Its photos are ids of pictures of this very conversation. Without `keep_draft` the bot's draft is done with.
        Filing raises HeldElsewhereError and TargetError besides.
        """
        return _HeldTalk(self, conversation_id, actor, number, keep_draft=keep_draft)


class _HeldTalk(Sender):
    def __init__(self, talks: Talks, conversation_id: int, actor: Actor, number: str, *, keep_draft: bool) -> None:
        self._talks = talks
        self._conversation_id = conversation_id
        self._keep_draft = keep_draft
        self.actor, self.number = actor, number

    def owns(self, session: Session, ticket: Ticket) -> bool:
        return ticket.reporter_id == self._conversation_id

    def check(self, report: NewReport) -> None:
        """Who holds the conversation is looked at in the transaction."""

    def reporters(self, session: Session, report: NewReport) -> Sequence[Conversation]:
        return [self._talks.moderation.held(session, self._conversation_id, self.actor.staff_id or 0)]

    def pictures(self, session: Session, report: NewReport, conversation: Conversation) -> list[Media]:
        return pictures(session, conversation, Media.id.in_(report.photos))

    def add(self, session: Session, filed: FiledTicket) -> None:
        """The citizen is told, where something can be sent."""
        (conversation,) = filed.reporters
        conversation.state = assistance.reported(conversation.state, filed.ticket.number, keep_draft=self._keep_draft)
        if self._talks.moderation.reach(conversation).open:
            self._talks.outbox.tell(session, conversation, filed.news())
