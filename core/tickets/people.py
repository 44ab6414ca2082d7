"""The people of the staff: their names, and whom a ticket can be given to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.city.scope import BOUND_ROLES
from core.kernel.states import OPEN_STATES, Role
from core.storage.models import Staff, Ticket


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    role: Role
    unit: str
    busy: int
    """Open tickets that are assigned to them."""


def names_of(session: Session, staff_ids: Iterable[int | None]) -> dict[int, str]:
    """By their ids; None, which stands where nobody of the staff had a hand in it, is passed over."""
    wanted = {one for one in staff_ids if one is not None}
    return dict(session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(wanted))).all())


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
