"""What waits for moderators: escalated conversations, and reports that the bot could not sort by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.reports.worklist import TicketCursor, WorklistQuery, count_up_to, worklist
from core.storage.models import Conversation, Escalation, InboundMessage, OutboundMessage, Ticket, Urgency
from core.tickets.people import names_of

IDLE_AFTER = timedelta(minutes=30)
"""A moderator who leaves a citizen without an answer for so long has forgotten the conversation."""
SEARCHED_MESSAGES = 20_000
SEARCHED_FOR = timedelta(days=30)
_MOST = 200
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
    reasons: tuple[str, ...]
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


@dataclass(frozen=True)
class MessageHit:
    """A message that was searched for."""

    conversation: Conversation
    message: InboundMessage


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
    rows = [_row(one, escalations.get(one.id, []), answers.get(one.id), names, now) for one in found]
    rows.sort(key=lambda row: (not row.urgent, row.since, row.conversation.id))
    return _with_words(session, rows[:_MOST])


def count_waiting(session: Session, now: datetime) -> int:
    """Conversations that no moderator is at; those of one case count as one."""
    unheld = (
        select(func.count(Escalation.conversation_id.distinct()))
        .join(Conversation)
        .where(*_UNHELD, Escalation.folded.is_(False))
    )
    cases = select(func.count(Escalation.source.distinct())).join(Conversation).where(*_UNHELD, Escalation.folded)
    query = select(Conversation).where(Conversation.moderator_id.is_not(None), Conversation.barred.is_(False))
    held = session.scalars(query).all()
    answers = _answered(session, [one.id for one in held])
    forgotten = sum(_idle_since(one, answers.get(one.id), now) is not None for one in held)
    return (session.scalar(unheld) or 0) + (session.scalar(cases) or 0) + forgotten


_UNHELD = (Escalation.closed_at.is_(None), Conversation.moderator_id.is_(None), Conversation.barred.is_(False))


@dataclass(frozen=True)
class Case:
    """The conversations of one address that are too many to stand in the queue one by one."""

    source: str
    count: int
    since: datetime
    last: datetime
    """When the newest of them called."""
    newest_call: int


def cases(session: Session) -> list[Case]:
    """Those that have waited longest first."""
    return _cases(session)


def case_of(session: Session, source: str) -> Case | None:
    return next(iter(_cases(session, Escalation.source == source)), None)


def in_case(session: Session, source: str, now: datetime, limit: int = _MOST) -> list[QueuedConversation]:
    """The conversations of a case, those that have waited longest first."""
    query = (
        select(Escalation)
        .join(Conversation)
        .where(*_UNHELD, Escalation.folded, Escalation.source == source)
        .order_by(Escalation.id)
    )
    calls: dict[int, list[Escalation]] = {}
    for call in session.scalars(query.limit(limit * 2)):
        calls.setdefault(call.conversation_id, []).append(call)
    found = session.scalars(select(Conversation).where(Conversation.id.in_(calls)).order_by(Conversation.id)).all()
    rows = [_row(one, calls[one.id], None, {}, now) for one in found]
    rows.sort(key=lambda row: (row.since, row.conversation.id))
    return _with_words(session, rows[:limit])


def calls_of_case(session: Session, source: str, up_to: int, limit: int) -> dict[int, int]:
    """Conversation -> its newest call, of those in the case that are no newer than `up_to`."""
    query = (
        select(Escalation.conversation_id, func.max(Escalation.id))
        .join(Conversation)
        .where(*_UNHELD, Escalation.folded, Escalation.source == source, Escalation.id <= up_to)
        .group_by(Escalation.conversation_id)
        .order_by(Escalation.conversation_id)
        .limit(limit)
    )
    return dict(session.execute(query).all())


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


def barred(session: Session, limit: int = _MOST) -> Sequence[Conversation]:
    """Citizens who were shut out, those who wrote last first."""
    query = select(Conversation).where(Conversation.barred).order_by(Conversation.last_inbound_at.desc()).limit(limit)
    return session.scalars(query).all()


def search(session: Session, words: str, now: datetime, limit: int = 50) -> list[MessageHit]:
    """The newest messages that hold the words, one of each conversation. Only the latest messages are looked at."""
    newest = session.scalar(select(func.max(InboundMessage.id))) or 0
    query = (
        select(InboundMessage, Conversation)
        .join(Conversation, Conversation.id == InboundMessage.conversation_id)
        .where(InboundMessage.id > newest - SEARCHED_MESSAGES, InboundMessage.received_at >= now - SEARCHED_FOR)
        .where(InboundMessage.text.icontains(words, autoescape=True))
        .order_by(InboundMessage.id.desc())
        .limit(limit * 10)
    )
    found: dict[int, MessageHit] = {}
    for message, conversation in session.execute(query):
        found.setdefault(conversation.id, MessageHit(conversation, message))
    return list(found.values())[:limit]


# ---------------------------------------------------------------------------------------------------


def _cases(session: Session, *conditions: ColumnElement[bool]) -> list[Case]:
    first, newest = func.min(Escalation.opened_at), func.max(Escalation.opened_at)
    query = (
        select(
            Escalation.source,
            func.count(Escalation.conversation_id.distinct()),
            first,
            newest,
            func.max(Escalation.id),
        )
        .join(Conversation)
        .where(*_UNHELD, Escalation.folded, *conditions)
        .group_by(Escalation.source)
        .order_by(first)
        .limit(_MOST)
    )
    found = session.execute(query).all()
    return [Case(source or "", count, since, last, call) for source, count, since, last, call in found]


def _row(
    conversation: Conversation,
    escalations: Sequence[Escalation],
    answered: datetime | None,
    names: Mapping[int, str],
    now: datetime,
) -> QueuedConversation:
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


def _with_words(session: Session, rows: list[QueuedConversation]) -> list[QueuedConversation]:
    ids = [row.conversation.id for row in rows]
    newest = (
        select(func.max(InboundMessage.id))
        .where(InboundMessage.conversation_id.in_(ids), InboundMessage.text != "")
        .group_by(InboundMessage.conversation_id)
    )
    query = select(InboundMessage.conversation_id, InboundMessage.text).where(InboundMessage.id.in_(newest))
    words = dict(session.execute(query).all())
    return [replace(row, last_words=words.get(row.conversation.id, "")) for row in rows]
