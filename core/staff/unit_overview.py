"""The tree of units with how many people and open tickets each has, and what lies where nobody looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.units import UnitTree
from core.staff.staffing import Staffing, staffing
from core.tickets.left_behind import Leaver, left_behind


@dataclass(frozen=True)
class Branch:
    code: str
    name: str
    staffing: Staffing
    covered_by: str | None
    """The name of the unit above that looks after it, if it has no people itself."""
    below: tuple[Branch, ...]

    @property
    def people_below(self) -> int:
        return self.staffing.people + sum(branch.people_below for branch in self.below)

    @property
    def tickets_below(self) -> int:
        return self.staffing.open_tickets + sum(branch.tickets_below for branch in self.below)


@dataclass(frozen=True)
class UnitOverview:
    roots: Sequence[Branch]
    """Those of config.yml, then those that are gone from it and still have people or tickets."""
    lacking: Sequence[Branch]
    """Those with open tickets and without people, the most tickets first."""
    gone: Sequence[Branch]
    """Those with open tickets that config.yml does not know any more."""
    leavers: Sequence[Leaver]


def unit_overview(session: Session, router: Router) -> UnitOverview:
    tree, found = router.tree, staffing(session, router.tree)
    left = left_behind(session, router)
    roots = [unit.code for unit in tree.units.values() if unit.parent is None]
    gone = [code for code in found if code not in tree.units]
    lacking = [code for code, mine in found.items() if mine.is_lacking and code in tree.units]
    return UnitOverview(
        roots=[_branch(tree, found, code) for code in (*roots, *gone)],
        lacking=[_branch(tree, found, code) for code in sorted(lacking, key=lambda code: -found[code].open_tickets)],
        gone=[_branch(tree, found, code) for code in left.gone_units],
        leavers=left.leavers,
    )


def _branch(tree: UnitTree, found: Mapping[str, Staffing], code: str) -> Branch:
    mine = found[code]
    above = tree.name(mine.covered_by) if mine.covered_by else None
    below = tuple(_branch(tree, found, child.code) for child in tree.children(code))
    return Branch(code, tree.name(code), mine, above, below)
