"""What waits for moderators: escalated conversations, and reports that the bot could not sort by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.dialogue.outcome import Reason
from core.reports.worklist import TicketCursor, WorklistQuery, count_up_to, worklist
from core.storage.models import Conversation, Escalation, InboundMessage, OutboundMessage, Ticket, Urgency
from core.tickets.people import names_of

IDLE_AFTER = timedelta(minutes=30)
"""A moderator who leaves a citizen without an answer for so long has forgotten the conversation."""
MOST_SHOWN = 200
UNHELD = (Escalation.closed_at.is_(None), Conversation.moderator_id.is_(None), Conversation.barred.is_(False))
"""What an escalation that nobody is at looks like."""
_LOOKED_AT = 2000


@dataclass(frozen=True)
class Hold:
    """A conversation in a moderator's hands."""

    staff_id: int
    name: str
    since: datetime
    idle_since: datetime | None
    """Since when the citizen has waited in vain; None while the moderator is at it."""


@dataclass(frozen=True)
class QueuedConversation:
    conversation: Conversation
    reasons: tuple[Reason, ...]
    urgent: bool
    since: datetime
    """Since when it waits for a person; of a conversation that nobody called for, since when it is held."""
    hold: Hold | None
    unanswered: bool
    """The last word is the citizen's."""
    last_words: str
    newest_call: int = 0
    """Its id; 0 where nobody called."""

    @property
    def forgotten(self) -> bool:
        return self.hold is not None and self.hold.idle_since is not None

    def is_held_by(self, staff_id: int) -> bool:
        return self.hold is not None and self.hold.staff_id == staff_id

    def closes_with_others(self, staff_id: int) -> bool:
        """Whether this member of staff may close it among many: not what is urgent, nor what a colleague is at."""
        mine_or_free = self.hold is None or self.is_held_by(staff_id)
        return bool(self.newest_call) and not self.urgent and mine_or_free


@dataclass(frozen=True)
class ModeratorsQueue:
    """What waits, as one moderator sees it."""

    mine: Sequence[QueuedConversation]
    free: Sequence[QueuedConversation]
    """Held by nobody, or forgotten by a colleague."""
    others: Sequence[QueuedConversation]


def queue_of(session: Session, staff_id: int, now: datetime) -> ModeratorsQueue:
    mine, free, others = list[QueuedConversation](), list[QueuedConversation](), list[QueuedConversation]()
    for one in waiting(session, now):
        part = mine if one.is_held_by(staff_id) else free if one.hold is None or one.forgotten else others
        part.append(one)
    return ModeratorsQueue(mine, free, others)


def waiting(session: Session, now: datetime) -> list[QueuedConversation]:
    """The urgent ones first, then those that have waited longest; shut-out citizens do not wait."""
    escalations: dict[int, list[Escalation]] = {}
    urgent_first = (Escalation.urgency != Urgency.HIGH, Escalation.opened_at, Escalation.id)
    open_ones = select(Escalation).where(Escalation.closed_at.is_(None), Escalation.folded.is_(False))
    for escalation in session.scalars(open_ones.order_by(*urgent_first).limit(_LOOKED_AT)):
        escalations.setdefault(escalation.conversation_id, []).append(escalation)
    held = select(Conversation.id).where(Conversation.moderator_id.is_not(None))
    ids = {*escalations, *session.scalars(held)}
    found = session.scalars(select(Conversation).where(Conversation.id.in_(ids), Conversation.barred.is_(False))).all()
    answers, names = _answered(session, ids), names_of(session, (one.moderator_id for one in found))
    rows = [queued(one, escalations.get(one.id, []), answers.get(one.id), names, now) for one in found]
    rows.sort(key=lambda row: (not row.urgent, row.since, row.conversation.id))
    return with_last_words(session, rows[:MOST_SHOWN])


def count_waiting(session: Session, now: datetime) -> int:
    """Conversations that no moderator is at; those of one case count as one."""
    unheld = (
        select(func.count(Escalation.conversation_id.distinct()))
        .join(Conversation)
        .where(*UNHELD, Escalation.folded.is_(False))
    )
    cases = select(func.count(Escalation.source.distinct())).join(Conversation).where(*UNHELD, Escalation.folded)
    query = select(Conversation).where(Conversation.moderator_id.is_not(None), Conversation.barred.is_(False))
    held = session.scalars(query).all()
    answers = _answered(session, [one.id for one in held])
    forgotten = sum(_idle_since(one, answers.get(one.id), now) is not None for one in held)
    return (session.scalar(unheld) or 0) + (session.scalar(cases) or 0) + forgotten


def waits(session: Session, conversation: Conversation) -> bool:
    """Whether a moderator is called to it or holds it."""
    if conversation.moderator_id is not None:
        return True
    query = select(Escalation.id).where(Escalation.conversation_id == conversation.id, Escalation.closed_at.is_(None))
    return session.scalar(query.limit(1)) is not None


def hold_of(session: Session, conversation: Conversation, now: datetime) -> Hold | None:
    answers = _answered(session, [conversation.id])
    return _hold(conversation, answers.get(conversation.id), names_of(session, [conversation.moderator_id]), now)


def unsorted(session: Session, *, before_id: int | None = None, limit: int = 50) -> Sequence[Ticket]:
    """Open reports of which the kind, category or place was left to a person, the newest first."""
    return worklist(session, _UNSORTED, after=TicketCursor(before_id) if before_id else None, limit=limit)


def count_unsorted(session: Session) -> int:
    return count_up_to(session, _UNSORTED, _COUNTED)


_UNSORTED = WorklistQuery(doubtful=True)
_COUNTED = 10_000


def barred(session: Session, limit: int = MOST_SHOWN) -> Sequence[Conversation]:
    """Citizens who were shut out, those who wrote last first."""
    query = select(Conversation).where(Conversation.barred).order_by(Conversation.last_inbound_at.desc()).limit(limit)
    return session.scalars(query).all()


# ---------------------------------------------------------------------------------------------------


def queued(
    conversation: Conversation,
    escalations: Sequence[Escalation],
    answered: datetime | None,
    names: Mapping[int, str],
    now: datetime,
) -> QueuedConversation:
    """`escalations`: the open ones of the conversation; `answered`: when a moderator wrote in it last."""
    called = min((escalation.opened_at for escalation in escalations), default=conversation.held_since)
    return QueuedConversation(
        conversation=conversation,
        reasons=tuple(dict.fromkeys(escalation.reason for escalation in escalations)),
        urgent=any(escalation.urgency is Urgency.HIGH for escalation in escalations),
        since=called or conversation.last_inbound_at,
        hold=_hold(conversation, answered, names, now),
        unanswered=answered is None or conversation.last_inbound_at > answered,
        last_words="",
        newest_call=max((escalation.id for escalation in escalations), default=0),
    )


def _hold(
    conversation: Conversation, answered: datetime | None, names: Mapping[int, str], now: datetime
) -> Hold | None:
    if conversation.moderator_id is None or conversation.held_since is None:
        return None
    return Hold(
        staff_id=conversation.moderator_id,
        name=names.get(conversation.moderator_id, ""),
        since=conversation.held_since,
        idle_since=_idle_since(conversation, answered, now),
    )


def _idle_since(conversation: Conversation, answered: datetime | None, now: datetime) -> datetime | None:
    """Since when the citizen waits for a moderator who gives no sign of life."""
    if conversation.held_since is None:
        return None
    sign = max(conversation.held_since, answered or conversation.held_since)
    unanswered = answered is None or conversation.last_inbound_at > answered
    return sign if unanswered and now - sign > IDLE_AFTER else None


def _answered(session: Session, conversation_ids: Collection[int]) -> dict[int, datetime]:
    """When a moderator wrote last."""
    query = (
        select(OutboundMessage.conversation_id, func.max(OutboundMessage.id))
        .where(OutboundMessage.conversation_id.in_(conversation_ids), OutboundMessage.staff_id.is_not(None))
        .group_by(OutboundMessage.conversation_id)
    )
    newest = [message_id for _, message_id in session.execute(query)]
    rows = select(OutboundMessage.conversation_id, OutboundMessage.created_at).where(OutboundMessage.id.in_(newest))
    return dict(session.execute(rows).all())


def with_last_words(session: Session, rows: list[QueuedConversation]) -> list[QueuedConversation]:
    """The same rows with what each citizen wrote last."""
    ids = [row.conversation.id for row in rows]
    newest = (
        select(func.max(InboundMessage.id))
        .where(InboundMessage.conversation_id.in_(ids), InboundMessage.text != "")
        .group_by(InboundMessage.conversation_id)
    )
    query = select(InboundMessage.conversation_id, InboundMessage.text).where(InboundMessage.id.in_(newest))
    words = dict(session.execute(query).all())
    return [replace(row, last_words=words.get(row.conversation.id, "")) for row in rows]
