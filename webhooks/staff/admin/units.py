"""The units of config.yml as a tree, with how many people and open tickets each has. Changed in config.yml only."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from core.services import Services
from core.staff.staffing import Staffing, staffing
from webhooks.staff.permissions import Permission
from webhooks.staff.signed_in import requires


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


def add(console: Blueprint, services: Services) -> None:
    tree = services.router.tree

    @console.get("/unit")
    @requires(Permission.MANAGE_STAFF)
    def units() -> ResponseReturnValue:
        with services.database.read() as session:
            found = staffing(session, tree)

        def branch(code: str) -> Branch:
            mine = found[code]
            above = tree.name(mine.covered_by) if mine.covered_by else None
            below = tuple(branch(child.code) for child in tree.children(code))
            return Branch(code, tree.name(code), mine, above, below)

        roots = [unit.code for unit in tree.units.values() if unit.parent is None]
        gone = [code for code in found if code not in tree.units]
        lacking = sorted(
            (code for code, mine in found.items() if mine.is_lacking), key=lambda c: -found[c].open_tickets
        )
        return render_template(
            "staff/admin/units.html",
            roots=[branch(code) for code in (*roots, *gone)],
            lacking=[branch(code) for code in lacking],
        )
