"""Whom a ticket can be given to: the people of a unit, with how much they have to do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.storage.models import Staff, Ticket
from core.tickets.scope import BOUND_ROLES
from core.tickets.states import OPEN_STATES, Role


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    role: Role
    unit: str
    busy: int
    """Open tickets that are assigned to them."""


def people_of(session: Session, units: Collection[str], limit: int = 200) -> list[Person]:
    """Active staff of these units who may be named in a disposition, by unit and name."""
    query = (
        select(Staff)
        .where(Staff.unit.in_(units), Staff.active, Staff.role.in_(BOUND_ROLES))
        .order_by(Staff.unit, Staff.name, Staff.id)
        .limit(limit)
    )
    found = session.scalars(query).all()
    load = (
        select(Ticket.assignee_id, func.count())
        .where(Ticket.assignee_id.in_([staff.id for staff in found]), Ticket.state.in_(OPEN_STATES))
        .group_by(Ticket.assignee_id)
    )
    busy = {row[0]: row[1] for row in session.execute(load)}
    return [Person(s.id, s.name, s.role, s.unit or "", busy.get(s.id, 0)) for s in found]
