"""The ticket that a program asks for by its number, as far as it may look at it."""

from __future__ import annotations

import hashlib

from flask import Response, request
from sqlalchemy.orm import Session

from core.kernel.ticket_numbers import read_number
from core.reports.queries import full_ticket
from core.running.services import Services
from core.storage.models import Ticket
from webhooks.api.gate import NUMBERS, Exceeded, count
from webhooks.api.models import PublicTicket, StaffTicket
from webhooks.api.operations import answer_json
from webhooks.api.problems import Problem
from webhooks.api.tokens import Caller, Scope
from webhooks.api.views import ApiPresenters

READ = (Scope.PUBLIC_READ, Scope.TICKETS_READ)


class TicketFinder:
    def __init__(self, services: Services, views: ApiPresenters) -> None:
        self._services = services
        self._views = views

    def find(self, session: Session, number: str, caller: Caller, scopes: tuple[Scope, ...] = READ) -> Ticket:
        """The ticket, if this caller may look at it by one of these scopes. Raises Problem."""
        written = read_number(number)
        ticket = full_ticket(session, written) if written else None
        if ticket is not None and self.as_a_role(caller, ticket, scopes):
            return ticket
        if Scope.PUBLIC_READ in scopes and caller.may(Scope.PUBLIC_READ):
            _counted(caller)
            if ticket is not None:
                return ticket
        raise Problem(404)

    def number(self, number: str, caller: Caller) -> str:
        """Of a ticket that this caller may change, as it is stored. Raises Problem."""
        with self._services.database.read() as session:
            return self.find(session, number, caller, (Scope.TICKETS_WRITE,)).number

    def as_a_role(self, caller: Caller, ticket: Ticket, scopes: tuple[Scope, ...] = READ) -> bool:
        """Whether the token's role shows this ticket to the caller; else it is seen as by the public."""
        wanted = Scope.TICKETS_READ if Scope.TICKETS_READ in scopes else Scope.TICKETS_WRITE
        return caller.may(wanted) and self._views.in_reach(caller, ticket)

    def shown(self, ticket: Ticket, caller: Caller) -> Response:
        """As the caller may see it; looking at it as a role is written to the audit."""
        if self.as_a_role(caller, ticket):
            self._services.audit.write("ticket.seen", ticket.number, token_id=caller.token_id)
            response = _tagged(ticket, self._views.staff(ticket, caller))
        else:
            response = _tagged(ticket, self._views.public(ticket))
        response.make_conditional(request)
        return response

    def changed(self, number: str, caller: Caller, status: int = 200) -> Response:
        """The ticket as it is after a change. A step may take it out of the token's own reach."""
        with self._services.database.read() as session:
            ticket = full_ticket(session, number)
            assert ticket is not None
            return _tagged(ticket, self._views.staff(ticket, caller), status)


def _tagged(ticket: Ticket, shown: StaffTicket | PublicTicket, status: int = 200) -> Response:
    """With an ETag of the version, and of what this caller sees of it."""
    response = answer_json(shown, status)
    digest = hashlib.sha256(response.get_data()).hexdigest()[:16]
    response.headers["ETag"] = f'"{ticket.version}.{digest}"'
    return response


def _counted(caller: Caller) -> None:
    """Numbers can't be tried out in bulk, with a public token as little as on the tracking page."""
    try:
        count(NUMBERS, "numbers", "token", str(caller.token_id))
    except Exceeded as error:
        raise Problem(429, "too-many", headers={"Retry-After": str(error.retry_after)}) from error
