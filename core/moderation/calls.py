"""Calls for a moderator: opened once a reason, and gathered where one address of the web makes very many.

A conversation on the public page costs nothing, so one address could fill the queue. After the first few of an hour the
further ones are folded: the queue shows them as one case, which a moderator can open, and close as a whole. Emergencies
are never folded, nor is anybody whom staff have dealt with before.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.orm import Session

from core.dialogue.outcome import Escalate, Reason
from core.kernel.clock import Clock
from core.kernel.states import State
from core.storage.models import Conversation, Escalation, OutboundMessage, Ticket, Urgency

_HOUR = timedelta(hours=1)
_NOT_TAKEN_UP = (State.RECEIVED, State.WITHDRAWN, State.OUT_OF_SCOPE, State.MERGED)


class Calls:
    def __init__(self, an_hour: int, clock: Clock) -> None:
        """`an_hour`: so many newcomers of one address stand in the queue by themselves, in an hour."""
        self._an_hour = an_hour
        self._clock = clock

    def open(self, session: Session, conversation: Conversation, call: Escalate, source: str | None) -> None:
        """Call a person; `source` is what `Inbound.source` says. A reason that waits already is not added again."""
        if self.waits(session, conversation, call.reason):
            return
        folded = not call.urgent and self.folds(session, conversation, source)
        if call.urgent:
            self._unfold(session, conversation)
        session.add(
            Escalation(
                conversation_id=conversation.id,
                reason=call.reason,
                urgency=Urgency.HIGH if call.urgent else Urgency.NORMAL,
                opened_at=self._clock(),
                source=None if call.urgent else source,
                folded=folded,
            )
        )

    def waits(self, session: Session, conversation: Conversation, reason: Reason) -> bool:
        query = select(Escalation.id).where(*_open(conversation), Escalation.reason == reason)
        return session.scalar(query) is not None

    def folds(self, session: Session, conversation: Conversation, source: str | None) -> bool:
        """Whether what this conversation calls for now stands among many of its address, and not by itself."""
        waiting = session.scalars(select(Escalation.folded).where(*_open(conversation))).all()
        if waiting:
            return all(waiting)
        if source is None or self._is_known(session, conversation):
            return False
        return self._case_is_open(session, source) or self._counted(session, source) >= self._an_hour

    def _counted(self, session: Session, source: str) -> int:
        """Newcomers of the last hour that stand, or stood, in the queue by themselves."""
        since: datetime = self._clock() - _HOUR
        return (
            session.scalar(
                select(func.count(Escalation.conversation_id.distinct())).where(
                    Escalation.source == source, Escalation.folded.is_(False), Escalation.opened_at > since
                )
            )
            or 0
        )

    def _case_is_open(self, session: Session, source: str) -> bool:
        """Then whatever comes joins it: otherwise a patient flood would send as many again every hour."""
        query = select(Escalation.id).where(
            Escalation.source == source, Escalation.folded, Escalation.closed_at.is_(None)
        )
        return session.scalar(query.limit(1)) is not None

    def _is_known(self, session: Session, conversation: Conversation) -> bool:
        """Staff have written to them, or taken up a report of theirs: what nobody gets without a person's work."""
        answered = exists().where(
            OutboundMessage.conversation_id == conversation.id, OutboundMessage.staff_id.is_not(None)
        )
        taken_up = exists().where(Ticket.reporter_id == conversation.id, Ticket.state.not_in(_NOT_TAKEN_UP))
        return bool(session.scalar(select(or_(answered, taken_up))))

    def _unfold(self, session: Session, conversation: Conversation) -> None:
        """A conversation stands in the queue, or in a case; never in both."""
        session.execute(update(Escalation).where(*_open(conversation), Escalation.folded).values(folded=False))


def _open(conversation: Conversation) -> tuple[ColumnElement[bool], ...]:
    return Escalation.conversation_id == conversation.id, Escalation.closed_at.is_(None)
