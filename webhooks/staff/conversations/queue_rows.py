"""The lines of the queue. The templates only lay out what is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.moderation.cases import Case
from core.moderation.escalation_queue import QueuedConversation
from core.moderation.search import MessageHit
from core.running.services import Services
from core.storage.models import Conversation
from webhooks.language import say
from webhooks.staff.conversations.faces import Face, Faces
from webhooks.staff.conversations.spans import ago, span
from webhooks.staff.signing_in.signed_in import Member
from webhooks.staff.tickets.choices import shortened

_EXCERPT = 160


@dataclass(frozen=True)
class QueueRow:
    """A conversation in the queue."""

    id: int
    face: Face
    reasons: tuple[str, ...]
    urgent: bool
    waits: str
    excerpt: str
    held: str
    """Who holds it, and for how long; empty if nobody does."""
    idle: str
    """For how long its moderator has given no sign of life while the citizen waits."""
    unanswered: bool
    choice: str
    """What its box for closing many carries; empty for what is closed by itself only."""


@dataclass(frozen=True)
class CaseRow:
    """Many conversations of one address, in the queue."""

    source: str
    count: int
    waits: str
    last: str
    since_ago: str
    last_ago: str
    newest_call: int


@dataclass(frozen=True)
class FoundRow:
    """A conversation that was searched for, or that is shut out."""

    id: int
    face: Face
    excerpt: str
    wrote: str


class QueueRows:
    def __init__(self, services: Services) -> None:
        self._faces = Faces(services)

    def row(self, waiting: QueuedConversation, me: Member, now: datetime) -> QueueRow:
        hold = waiting.hold
        return QueueRow(
            id=waiting.conversation.id,
            face=self._faces.of(waiting.conversation, me.role),
            reasons=tuple(say("staff-conversations-reason", reason=reason) for reason in waiting.reasons),
            urgent=waiting.urgent,
            waits=span(waiting.since, now),
            excerpt=shortened(waiting.last_words, _EXCERPT),
            held=_held(waiting, me, now),
            idle=span(hold.idle_since, now) if hold and hold.idle_since else "",
            unanswered=waiting.unanswered,
            choice=f"{waiting.conversation.id}:{waiting.newest_call}"
            if waiting.closes_with_others(me.staff_id)
            else "",
        )

    def case(self, case: Case, now: datetime) -> CaseRow:
        return CaseRow(
            source=case.source,
            count=case.count,
            waits=span(case.since, now),
            last=span(case.last, now),
            since_ago=ago(case.since, now),
            last_ago=ago(case.last, now),
            newest_call=case.newest_call,
        )

    def hit(self, hit: MessageHit, me: Member, now: datetime) -> FoundRow:
        return FoundRow(
            hit.conversation.id,
            self._faces.of(hit.conversation, me.role),
            shortened(hit.message.text, _EXCERPT),
            span(hit.message.received_at, now),
        )

    def barred(self, conversation: Conversation, me: Member, now: datetime) -> FoundRow:
        face = self._faces.of(conversation, me.role)
        return FoundRow(conversation.id, face, "", span(conversation.last_inbound_at, now))


def _held(waiting: QueuedConversation, me: Member, now: datetime) -> str:
    if waiting.hold is None:
        return ""
    passed = span(waiting.hold.since, now)
    if waiting.is_held_by(me.staff_id):
        return say("staff-conversations-held-mine", span=passed)
    return say("staff-conversations-held-other", name=waiting.hold.name, span=passed)
