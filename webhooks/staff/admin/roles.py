"""What each role may do, read from the tables that decide it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from core.city.scope import BOUND_ROLES
from core.kernel.states import STAFF_ROLES, STEPS, Kind, Role, State
from core.running.services import Services
from webhooks.staff.admin.labels import PERMISSIONS
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import requires
from webhooks.staff.tickets.code_names import CodeNames

_KINDS = ((Kind.COMPLAINT, "Keluhan"), (Kind.ASPIRATION, "Aspirasi dan permintaan informasi"))
"""Aspirations and questions have the same steps."""


def add(console: Blueprint, services: Services) -> None:
    names = CodeNames(services)

    @console.get("/peran")
    @requires(Permission.MANAGE_STAFF)
    def roles() -> ResponseReturnValue:
        return render_template(
            "staff/admin/roles.html",
            roles=STAFF_ROLES,
            bound=BOUND_ROLES,
            demanded={role for role in STAFF_ROLES if services.accounts.needs_second_factor(role)},
            permissions=[(label, permission) for permission, label in PERMISSIONS.items()],
            granted={role: {item for item in Permission if holds(role, item)} for role in STAFF_ROLES},
            kinds=[(label, steps_of(kind)) for kind, label in _KINDS],
            state=names.state,
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
