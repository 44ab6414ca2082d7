"""The units of config.yml as a tree, with how many people and open tickets each has. Changed in config.yml only."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.kernel.errors import TicketError
from core.running.services import Services
from core.staff.unit_overview import unit_overview
from webhooks.language import say
from webhooks.routing import Pages, get, post
from webhooks.staff.form_input import words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import member, requires
from webhooks.staff.tickets.choices import unit_labels

_AT_ONCE = 500
_LONGEST = 255
_LACKING_SHOWN = 50


class UnitPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._router = services.router
        self._labels = unit_labels(services.router)

    @get("/unit")
    @requires(Permission.MANAGE_STAFF)
    def units(self) -> ResponseReturnValue:
        return self._page()

    @post("/unit/pindahkan")
    @requires(Permission.MANAGE_STAFF)
    def give_unit_on(self) -> ResponseReturnValue:
        """Open tickets of a unit to another one's queue, all that fit into one transaction or none."""
        unit = words(request.form, "from", _LONGEST)
        to = self._labels.read(words(request.form, "to", _LONGEST))
        if to is None:
            return self._page(say("staff-admin-units-choose-target")), 422
        try:
            with self._services.database.write() as session:
                given = self._services.leaving.give_unit_on(session, member().actor, unit, to, limit=_AT_ONCE)
        except TicketError:
            return self._page(say("staff-admin-units-not-moved")), 422
        key = "staff-admin-units-moved-in-part" if given == _AT_ONCE else "staff-admin-units-moved"
        flash(say(key, tickets=given, target=self._router.tree.name(to)))
        return redirect(url_for("staff.units"))

    def _page(self, problem: str = "") -> str:
        with self._services.database.read() as session:
            overview = unit_overview(session, self._router)
        labels = self._labels.labels
        return render_template(
            "staff/admin/units.html",
            overview=overview,
            lacking_shown=_LACKING_SHOWN,
            successor=lambda code: labels[self._router.successor(code)],
            unit_names=sorted(labels.values()),
            problem=problem,
        )
