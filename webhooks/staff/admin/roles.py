"""What each role may do, read from the tables that decide it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template
from flask.typing import ResponseReturnValue

from core.city.scope import BOUND_ROLES
from core.kernel.states import STAFF_ROLES, STEPS, Kind, Role, State
from core.running.services import Services
from webhooks.routing import Pages, get
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import requires
from webhooks.staff.tickets.code_names import CodeNames

_KINDS = (Kind.COMPLAINT, Kind.ASPIRATION)
"""Questions have the same steps as aspirations."""


class RolePages(Pages):
    def __init__(self, services: Services) -> None:
        self._accounts = services.accounts
        self._names = CodeNames(services)

    @get("/peran")
    @requires(Permission.MANAGE_STAFF)
    def roles(self) -> ResponseReturnValue:
        return render_template(
            "staff/admin/roles.html",
            roles=STAFF_ROLES,
            bound=BOUND_ROLES,
            demanded={role for role in STAFF_ROLES if self._accounts.needs_second_factor(role)},
            granted={role: [item for item in Permission if holds(role, item)] for role in STAFF_ROLES},
            kinds=[(kind, steps_of(kind)) for kind in _KINDS],
            state=self._names.state,
        )


def steps_of(kind: Kind) -> Mapping[Role, list[tuple[State, list[State]]]]:
    """Role -> from where to where it may bring a ticket, in the order of the state table."""
    return {
        role: [
            (state, targets)
            for state, steps in STEPS[kind].items()
            if (targets := [target for target, who in steps.items() if role in who])
        ]
        for role in STAFF_ROLES
    }
