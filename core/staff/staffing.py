"""Which units have people, and which have tickets that nobody is there for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.city.units import UnitTree
from core.kernel.states import OPEN_STATES
from core.storage.models import Staff, Ticket


@dataclass(frozen=True)
class Staffing:
    people: int = 0
    """Active ones of this very unit."""
    open_tickets: int = 0
    covered_by: str | None = None
    """The nearest unit above that has people, for one that has none."""

    @property
    def is_lacking(self) -> bool:
        return self.open_tickets > 0 and self.people == 0


def staffing(session: Session, tree: UnitTree) -> Mapping[str, Staffing]:
    """Of every unit in config.yml, and of those that are gone from it but still have people or tickets."""
    people = _counted(session, select(Staff.unit, func.count()).where(Staff.active).group_by(Staff.unit))
    waiting = select(Ticket.unit, func.count()).where(Ticket.state.in_(OPEN_STATES)).group_by(Ticket.unit)
    tickets = _counted(session, waiting)
    found = {}
    for code in {**tree.units, **people, **tickets}:
        mine = people.get(code, 0)
        found[code] = Staffing(mine, tickets.get(code, 0), None if mine else _above(tree, code, people))
    return found


def _counted(session: Session, query: object) -> dict[str, int]:
    return {unit: count for unit, count in session.execute(query) if unit is not None}  # type: ignore[call-overload]


def _above(tree: UnitTree, code: str, people: Mapping[str, int]) -> str | None:
    unit = tree.get(code)
    above = unit.parent if unit else None
    while above is not None and not people.get(above):
        unit = tree.get(above)
        above = unit.parent if unit else None
    return above
