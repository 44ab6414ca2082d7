"""Who hears of which ticket, and how many they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import distinct, func, or_, select
from sqlalchemy.orm import Session

from core.kernel.states import OPEN_STATES, Kind
from core.storage.models import Follower, Ticket


def follower_counts(session: Session, ticket_ids: Collection[int]) -> Mapping[int, int]:
    """How many hear of each of these tickets, its reporter and those of the tickets merged into it among them."""
    heard = func.coalesce(Ticket.merged_into_id, Ticket.id)
    query = (
        select(heard, func.count(distinct(Follower.conversation_id)))
        .join(Ticket, Ticket.id == Follower.ticket_id)
        .where(or_(Ticket.id.in_(ticket_ids), Ticket.merged_into_id.in_(ticket_ids)))
        .group_by(heard)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def followed_by(
    session: Session, conversation_id: int, *, since: datetime, kind: Kind, category: str
) -> Sequence[Ticket]:
    """The open tickets of a matter that this conversation hears of, the newest first."""
    query = (
        select(Ticket)
        .join(Follower, Follower.ticket_id == Ticket.id)
        .where(Follower.conversation_id == conversation_id, Ticket.opened_at >= since)
        .where(Ticket.category == category, Ticket.kind == kind, Ticket.state.in_(OPEN_STATES))
        .order_by(Ticket.id.desc())
    )
    return session.scalars(query).all()


def told_tickets(session: Session, conversation_id: int, limit: int = 20) -> Sequence[Ticket]:
    """The tickets that this conversation reported, and those that it joined with a report; the newest first."""
    joined = select(Follower.ticket_id).where(Follower.conversation_id == conversation_id, Follower.joined)
    told = or_(Ticket.reporter_id == conversation_id, Ticket.id.in_(joined))
    return session.scalars(select(Ticket).where(told).order_by(Ticket.id.desc()).limit(limit)).all()
