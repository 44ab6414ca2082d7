"""Somebody leaves: their account is closed and their open tickets go to somebody else, all in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.city.routing import Router
from core.kernel.actor import Actor
from core.kernel.errors import TargetError
from core.kernel.states import Role
from core.staff.accounts import Accounts
from core.staff.errors import StaffError
from core.storage.audit import Audit
from core.storage.models import Staff
from core.tickets.left_behind import give_on, numbers_of
from core.tickets.people import Person, people_of
from core.tickets.workflow import Workflow

_ALL = 100_000


@dataclass(frozen=True)
class Heir:
    """Who gets the tickets: a colleague, or (without one) the queue of the unit that each lies with."""

    staff_id: int | None = None


class Leaving:
    """`by` is the administrator who does it; None on the command line."""

    def __init__(self, accounts: Accounts, workflow: Workflow, router: Router, audit: Audit) -> None:
        self._accounts = accounts
        self._workflow = workflow
        self._router = router
        self._audit = audit

    def deactivate(self, session: Session, by: int | None, staff_id: int, heir: Heir | None) -> int:
        """Close an account; answers how many tickets went to the heir. Raises StaffError, also if one is missing."""
        left = self._accounts.deactivate(session, by, staff_id)
        if heir is not None:
            self._check(session, staff_id, heir)
        if not left.tickets:
            return 0
        if heir is None:
            raise StaffError(
                "heir_missing",
                f"{len(left.tickets)} open tickets are assigned to them; say who gets them: a colleague, or the queue",
            )
        return self.give_on(session, by, staff_id, heir)

    def give_on(self, session: Session, by: int | None, staff_id: int, heir: Heir) -> int:
        """The open tickets of somebody, who need not be active any more. Raises StaffError for an heir who can't."""
        self._check(session, staff_id, heir)
        numbers = numbers_of(session, staff_id=staff_id, limit=_ALL)
        actor = Actor(Role.ADMINISTRATOR, staff_id=by)
        try:
            given = give_on(session, self._workflow, numbers, actor, assignee_id=heir.staff_id)
        except TargetError as error:
            raise StaffError("heir", str(error)) from error
        to = f"staff/{heir.staff_id}" if heir.staff_id else "queue"
        subject = f"staff/{staff_id}"
        self._audit.write("staff.tickets_given", subject, staff_id=by, session=session, tickets=given, to=to)
        return given

    def heirs(self, session: Session, staff: Staff) -> list[Person]:
        """Active colleagues of the unit and of those above it; others may not see what is private to it."""
        units = self._router.upwards(staff.unit) if staff.unit else ()
        return [person for person in people_of(session, units, limit=_ALL) if person.id != staff.id]

    def _check(self, session: Session, staff_id: int, heir: Heir) -> None:
        if heir.staff_id is None:
            return
        leaver = session.get_one(Staff, staff_id)
        if heir.staff_id == staff_id:
            raise StaffError("heir", f"{leaver.name} can't be their own heir; choose a colleague, or the queue")
        if heir.staff_id not in {colleague.id for colleague in self.heirs(session, leaver)}:
            raise StaffError(
                "heir",
                f"only active staff of {leaver.name}'s unit ({leaver.unit or 'none'}) or of one above it "
                "get the tickets; choose one of them, or the queue",
            )

    def give_unit_on(self, session: Session, actor: Actor, unit: str, to: str, *, limit: int) -> int:
        """Open tickets of a unit, which config.yml need not know any more, to the queue of another one.

        Raises what `Workflow.reassign` raises.
        """
        numbers = numbers_of(session, unit=unit, limit=limit)
        given = give_on(session, self._workflow, numbers, actor, unit=to)
        if given:
            self._audit.write(
                "unit.tickets_given",
                f"unit/{unit}"[:64],
                staff_id=actor.staff_id,
                session=session,
                tickets=given,
                to=to,
            )
        return given
