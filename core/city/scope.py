"""Who may act on which ticket. The state table says what a role may do; this says where."""

from __future__ import annotations

from core.city.routing import Router
from core.kernel.actor import Actor
from core.kernel.errors import ForbiddenError
from core.kernel.states import Role
from core.storage.models import Ticket

BOUND_ROLES = frozenset({Role.KELURAHAN, Role.UNIT, Role.OFFICER})
"""They act for a unit only; the others for the whole city."""


def within_scope(router: Router, actor: Actor, ticket: Ticket) -> bool:
    """Officers: what is assigned to them, or lies with their unit. Desks and heads: their unit and those below."""
    if actor.role not in BOUND_ROLES:
        return True
    if actor.staff_id is not None and actor.staff_id == ticket.assignee_id:
        return True
    if actor.unit is None or ticket.unit is None:
        return False
    if actor.role is Role.OFFICER:
        return ticket.unit == actor.unit
    return router.under(ticket.unit, actor.unit)


def check_scope(router: Router, actor: Actor, ticket: Ticket) -> None:
    if not within_scope(router, actor, ticket):
        mine = router.name(actor.unit) if actor.unit else "no unit"
        raise ForbiddenError(
            f"{ticket.number} lies with {router.name(ticket.unit)}, and this {actor.role} belongs to {mine}: "
            "ask that unit, or a ticket admin"
        )
