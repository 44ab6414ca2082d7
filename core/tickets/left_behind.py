"""Open tickets that nobody is there for: with units that config.yml lost, or with people who can't log in any more.

Their notices go to the next one up (core/notifications/staff.py), and they show in that unit's queue; here they are
counted, named, and given on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.kernel.actor import Actor
from core.kernel.states import OPEN_STATES
from core.storage.models import Staff, Ticket
from core.tickets.workflow import Workflow

_NAMED = 10
_OPEN = Ticket.state.in_(OPEN_STATES)


@dataclass(frozen=True)
class Leaver:
    """Somebody who can't log in any more, and still has tickets."""

    staff_id: int
    username: str
    name: str
    tickets: int


@dataclass(frozen=True)
class LeftBehind:
    gone_units: Mapping[str, int]
    """Code of a unit that config.yml knows no more -> its open tickets."""
    leavers: Sequence[Leaver]
    unmanned: Mapping[str, int]
    """Code of a unit in whose tree nobody is there, up to the fallback -> its open tickets."""

    def lines(self) -> Iterator[str]:
        """What an operator is told, each with the mend."""
        for code, count in _most(self.gone_units):
            yield (
                f"{count} open ticket(s) lie with {code}, a unit that config.yml does not name: "
                f"tanggap tickets reassign --from {code} --to UNIT"
            )
        for leaver in self.leavers[:_NAMED]:
            yield (
                f"{leaver.tickets} open ticket(s) are assigned to {leaver.username}, who can't log in any more: "
                f"tanggap tickets reassign --from-person {leaver.username} (--to-person NAME, or their units' queues)"
            )
        if self.unmanned:
            named = ", ".join(code for code, _ in _most(self.unmanned))
            yield (
                f"{sum(self.unmanned.values())} open ticket(s) lie with {len(self.unmanned)} unit(s) for which nobody "
                f"is there, up to the fallback ({named}): add staff at /petugas/pengguna, or tanggap staff add"
            )
        further = max(len(self.gone_units) - _NAMED, 0) + max(len(self.leavers) - _NAMED, 0)
        if further:
            yield f"and so with {further} more; /petugas/unit lists all"


def _most(units: Mapping[str, int]) -> Sequence[tuple[str, int]]:
    return sorted(units.items(), key=lambda one: (-one[1], one[0]))[:_NAMED]


def left_behind(session: Session, router: Router) -> LeftBehind:
    counted = select(Ticket.unit, func.count()).where(_OPEN, Ticket.unit.is_not(None)).group_by(Ticket.unit)
    lying = {unit: count for unit, count in session.execute(counted) if unit}
    manned = _manned(session)
    leaving = (
        select(Staff.id, Staff.username, Staff.name, func.count())
        .join(Ticket, Ticket.assignee_id == Staff.id)
        .where(Staff.active.is_(False), _OPEN)
        .group_by(Staff.id, Staff.username, Staff.name)
        .order_by(func.count().desc(), Staff.username)
    )
    return LeftBehind(
        gone_units={unit: count for unit, count in lying.items() if unit not in router.units},
        leavers=[Leaver(*row) for row in session.execute(leaving)],
        unmanned={unit: count for unit, count in lying.items() if manned.isdisjoint(router.upwards(unit))},
    )


def looked_after(session: Session, router: Router, unit: str) -> frozenset[str]:
    """Codes of units outside a unit's tree of which it is the next one up that has people."""
    lying = set(session.scalars(select(Ticket.unit).where(Ticket.step_due_at.is_not(None)).distinct()))
    outside = {code for code in lying if code} - router.below(unit)
    manned = _manned(session) if outside else frozenset()
    return frozenset(
        code
        for code in outside
        if next((up for up in router.upwards(code) if up in manned), None) == unit and code not in manned
    )


def _manned(session: Session) -> frozenset[str]:
    return frozenset(unit for unit in session.scalars(select(Staff.unit).where(Staff.active).distinct()) if unit)


def numbers_of(session: Session, *, unit: str | None = None, staff_id: int | None = None, limit: int) -> Sequence[str]:
    """The open tickets of a unit, or of a person, in their order."""
    whose = Ticket.unit == unit if staff_id is None else Ticket.assignee_id == staff_id
    return session.scalars(select(Ticket.number).where(_OPEN, whose).order_by(Ticket.id).limit(limit)).all()


def give_on(
    session: Session,
    workflow: Workflow,
    numbers: Collection[str],
    actor: Actor,
    *,
    unit: str | None = None,
    assignee_id: int | None = None,
) -> int:
    """All of them, or none: in the caller's transaction. Raises what `Workflow.reassign` raises."""
    for number in numbers:
        workflow.reassign(session, number, actor, unit=unit, assignee_id=assignee_id)
    return len(numbers)
