"""Cases: the calls of one address that are too many to stand in the queue one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.moderation.escalation_queue import MOST_SHOWN, UNHELD, QueuedConversation, queued, with_last_words
from core.storage.models import Conversation, Escalation


@dataclass(frozen=True)
class Case:
    """The waiting conversations of one address, as one line of the queue."""

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


def in_case(session: Session, source: str, now: datetime, limit: int = MOST_SHOWN) -> list[QueuedConversation]:
    """The conversations of a case, those that have waited longest first."""
    query = (
        select(Escalation)
        .join(Conversation)
        .where(*UNHELD, Escalation.folded, Escalation.source == source)
        .order_by(Escalation.id)
    )
    calls: dict[int, list[Escalation]] = {}
    for call in session.scalars(query.limit(limit * 2)):
        calls.setdefault(call.conversation_id, []).append(call)
    found = session.scalars(select(Conversation).where(Conversation.id.in_(calls)).order_by(Conversation.id)).all()
    rows = [queued(one, calls[one.id], None, {}, now) for one in found]
    rows.sort(key=lambda row: (row.since, row.conversation.id))
    return with_last_words(session, rows[:limit])


def calls_of_case(session: Session, source: str, up_to: int, limit: int) -> dict[int, int]:
    """Conversation -> its newest call, of those in the case that are no newer than `up_to`."""
    query = (
        select(Escalation.conversation_id, func.max(Escalation.id))
        .join(Conversation)
        .where(*UNHELD, Escalation.folded, Escalation.source == source, Escalation.id <= up_to)
        .group_by(Escalation.conversation_id)
        .order_by(Escalation.conversation_id)
        .limit(limit)
    )
    return dict(session.execute(query).all())


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
        .where(*UNHELD, Escalation.folded, *conditions)
        .group_by(Escalation.source)
        .order_by(first)
        .limit(MOST_SHOWN)
    )
    found = session.execute(query).all()
    return [Case(source or "", count, since, last, call) for source, count, since, last, call in found]
