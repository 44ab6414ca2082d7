"""To which unit and person a step gives a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.scope import BOUND_ROLES
from core.kernel.actor import Actor
from core.kernel.errors import TargetError
from core.kernel.states import Role, State
from core.storage.models import Staff, Ticket
from core.tickets.steps import Coordinate, Handing, Step

GIVING = frozenset({State.COORDINATING, State.DISPATCHED, State.FORWARDED})
"""States that a ticket enters by being given to somebody."""


@dataclass(frozen=True)
class Handover:
    unit: str | None
    assignee_id: int | None


class Handovers:
    """Raises TargetError for a unit or person that this ticket can't be given to."""

    def __init__(self, router: Router) -> None:
        self._router = router

    def decide(self, session: Session, ticket: Ticket, step: Step, actor: Actor) -> Handover:
        match step:
            case Coordinate(unit=unit):
                return self._coordinate(ticket, self._known(unit))
            case Handing():
                return self._hand(session, ticket, step, actor)
        return self._stay(ticket, step.to, actor)

    def _hand(self, session: Session, ticket: Ticket, step: Handing, actor: Actor) -> Handover:
        staff = self._staff(session, ticket, step.assignee_id)
        target = self._known(step.unit) or (staff.unit if staff else None) or self.default(ticket)
        if staff is not None and staff.unit != target:
            raise TargetError(f"{staff.name} does not belong to {self._router.name(target)}; choose somebody of it")
        self._check_down(ticket, actor, target)
        return Handover(target, step.assignee_id)

    def instead(self, session: Session, ticket: Ticket, unit: str | None, assignee_id: int | None) -> Handover:
        """Somebody else where whoever had it is gone: a person, or (without one) the queue of a unit."""
        unit = self._known(unit)
        staff = self._staff(session, ticket, assignee_id)
        if staff is not None:
            return Handover(staff.unit, staff.id)
        lies = self._router.successor(ticket.unit) if ticket.unit else self._router.fallback.code
        return Handover(unit or lies, None)

    def suggested(self, ticket: Ticket) -> str:
        """The unit that the rules name for what the ticket is about."""
        geotagged = ticket.lat is not None
        return self._router.suggested(ticket.kind, ticket.category, ticket.area_code, geotagged).code

    def first(self, ticket: Ticket) -> str:
        """The unit whose desk receives such a ticket."""
        geotagged = ticket.lat is not None
        return self._router.first_unit(ticket.kind, ticket.category, ticket.area_code, geotagged).code

    def default(self, ticket: Ticket) -> str | None:
        """Whom it goes to when nobody is named: from its first desk to the unit in charge, then it stays."""
        return self.suggested(ticket) if ticket.state is State.RECEIVED else ticket.unit

    def units_below(self, ticket: Ticket, actor: Actor) -> list[str]:
        """To which units this actor may pass it down, the suggested one first."""
        advised = self.suggested(ticket)
        others = [code for code in self._router.units if code != advised and self._may_give(ticket, actor, code)]
        return [advised, *others]

    def _stay(self, ticket: Ticket, to: State, actor: Actor) -> Handover:
        if to is State.RECEIVED:
            return Handover(self.first(ticket), None)
        if to is State.IN_PROGRESS and ticket.assignee_id is None and actor.role in BOUND_ROLES:
            return Handover(ticket.unit, actor.staff_id)
        return Handover(ticket.unit, ticket.assignee_id)

    def _known(self, unit: str | None) -> str | None:
        if unit is not None and unit not in self._router.units:
            raise TargetError(f"no unit is called {unit!r}; the units stand in config.yml")
        return unit

    def _coordinate(self, ticket: Ticket, unit: str | None) -> Handover:
        if unit is None:
            advised = (self.suggested(ticket), self._router.fallback.code)
            unit = next((code for code in advised if code != ticket.unit), ticket.unit)
        if unit == ticket.unit:
            raise TargetError(f"{ticket.number} lies with {self._router.name(unit)} already; name another unit")
        return Handover(unit, None)

    def _staff(self, session: Session, ticket: Ticket, assignee_id: int | None) -> Staff | None:
        if assignee_id is None:
            return None
        staff = session.get(Staff, assignee_id)
        if staff is None or not staff.active or staff.role not in BOUND_ROLES or staff.unit is None:
            raise TargetError(f"{ticket.number} can only be given to active staff of a unit; choose somebody else")
        return staff

    def _check_down(self, ticket: Ticket, actor: Actor, target: str | None) -> None:
        if target is None or not self._may_give(ticket, actor, target):
            raise TargetError(
                f"{self._router.name(target)} does not stand below {self._router.name(ticket.unit)}: "
                f"pass {ticket.number} down, or coordinate with that unit"
            )

    def _may_give(self, ticket: Ticket, actor: Actor, target: str) -> bool:
        if actor.role in (Role.TICKET_ADMIN, Role.ADMINISTRATOR):
            return True
        if self._router.under(target, ticket.unit) or target == self.suggested(ticket):
            return True
        return actor.role is not Role.OFFICER and actor.unit is not None and self._router.under(target, actor.unit)
