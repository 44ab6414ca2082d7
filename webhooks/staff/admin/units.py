"""The units of config.yml as a tree, with how many people and open tickets each has. Changed in config.yml only."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.kernel.errors import TicketError
from core.running.services import Services
from core.staff.staffing import Staffing, staffing
from core.tickets.left_behind import left_behind
from webhooks.staff.form_input import words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.tickets.choices import unit_labels

_AT_ONCE = 500
_LONGEST = 255


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
    labels = unit_labels(services.router)

    @console.get("/unit")
    @requires(Permission.MANAGE_STAFF)
    def units() -> ResponseReturnValue:
        return _units()

    @console.post("/unit/pindahkan")
    @requires(Permission.MANAGE_STAFF)
    def give_unit_on() -> ResponseReturnValue:
        """Open tickets of a unit to another one's queue, all that fit into one transaction or none."""
        unit = words(request.form, "from", _LONGEST)
        to = labels.read(words(request.form, "to", _LONGEST))
        if to is None:
            return _units("Pilih unit tujuannya dari daftar yang muncul."), 422
        try:
            with services.database.write() as session:
                given = services.leaving.give_unit_on(session, member().actor, unit, to, limit=_AT_ONCE)
        except TicketError:
            return _units("Laporannya sudah ada di unit itu, atau baru saja diubah orang lain. Pilih unit lain."), 422
        more = " Masih ada sisanya: ulangi sekali lagi." if given == _AT_ONCE else ""
        flash(f"{given} laporan dipindahkan ke {tree.name(to)}, dan unitnya diberi tahu.{more}")
        return redirect(url_for("staff.units"))

    def _units(problem: str = "") -> str:
        with services.database.read() as session:
            found = staffing(session, tree)
            left = left_behind(session, services.router)

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
            lacking=[branch(code) for code in lacking if code in tree.units],
            gone_units=[branch(code) for code in left.gone_units],
            successor=lambda code: labels.labels[services.router.successor(code)],
            leavers=left.leavers,
            unit_names=sorted(labels.labels.values()),
            problem=problem,
        )
