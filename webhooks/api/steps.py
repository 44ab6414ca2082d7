"""What programs do to tickets: the steps of the state table, and notes."""

from __future__ import annotations

import re

import structlog
from flask import Response
from sqlalchemy.orm.exc import StaleDataError

from core.kernel.errors import (
    EvidenceMissingError,
    ForbiddenError,
    StaleTicketError,
    TargetError,
    TicketError,
    TicketNotFoundError,
    TransitionError,
)
from core.running.services import Services
from core.tickets.evidence import unused_photos
from core.tickets.steps import step_to
from webhooks.api.found import TicketFinder
from webhooks.api.models import Move, Note, StaffTicket
from webhooks.api.operations import Given, Operation, OperationGroup, operation
from webhooks.api.problems import Problem
from webhooks.api.tokens import Caller, Scope
from webhooks.api.uploads import Uploads
from webhooks.staff.permissions import Permission, holds

log = structlog.get_logger()

_TAG = re.compile(r'^"(\d{1,9})\.[0-9a-f]+"$')
_REFUSALS: tuple[tuple[type[TicketError], int, str], ...] = (
    (ForbiddenError, 403, "not-allowed"),
    (TransitionError, 409, "no-such-step"),
    (EvidenceMissingError, 422, "evidence-needed"),
    (TargetError, 422, "no-such-target"),
)


class StepOperations(OperationGroup):
    def __init__(self, services: Services, finder: TicketFinder, uploads: Uploads) -> None:
        self._services = services
        self._finder = finder
        self._uploads = uploads

    @operation(
        Operation(
            "POST",
            "/tickets/{number}/moves",
            "moveTicket",
            "Bring a ticket into another state, as the state table allows it to the token's role",
            scopes=(Scope.TICKETS_WRITE,),
            body=Move,
            headers=("If-Match",),
            answer=StaffTicket,
            tagged=True,
            problems=(404, 409, 412, 428),
        )
    )
    def move_ticket(self, given: Given, number: str) -> Response:
        asked: Move = given.body
        caller = given.caller
        tag = given.headers.get("If-Match")
        version = _version(tag) if tag is not None else asked.version
        if version is None:
            raise Problem(428, "version-needed")
        pictures = self._uploads.read(asked.photos, caller)
        number = self._finder.number(number, caller)
        try:
            self._move(number, asked, caller, version, pictures)
        except (TicketError, StaleDataError) as error:
            log.info("api.refused", token=caller.token_id, ticket=number, to=asked.to.value, problem=str(error))
            raise _refusal(error, tagged=tag is not None) from error
        return self._finder.changed(number, caller)

    @operation(
        Operation(
            "POST",
            "/tickets/{number}/notes",
            "noteTicket",
            "Add a note that only staff read",
            scopes=(Scope.TICKETS_WRITE,),
            body=Note,
            status=201,
            answer=StaffTicket,
            tagged=True,
            problems=(404,),
        )
    )
    def note_ticket(self, given: Given, number: str) -> Response:
        asked: Note = given.body
        caller, services = given.caller, self._services
        number = self._finder.number(number, caller)
        if not holds(caller.actor.role, Permission.WRITE_NOTES):
            raise Problem(403, "not-allowed")
        with services.database.write() as session:
            services.workflow.note(session, number, caller.actor, _clean(asked.text) or "")
            services.audit.write("ticket.noted", number, token_id=caller.token_id, session=session)
        return self._finder.changed(number, caller, status=201)

    def _move(self, number: str, asked: Move, caller: Caller, version: int, pictures: list[int]) -> None:
        services = self._services
        with services.database.write() as session:
            services.workflow.move(
                session,
                number,
                step_to(
                    asked.to,
                    note=_clean(asked.note),
                    photos=unused_photos(session, pictures),
                    unit=asked.unit,
                    main=asked.main,
                    turn_to=_clean(asked.turn_to),
                ),
                caller.actor,
                seen_version=version,
            )
            services.audit.write("ticket.moved", number, token_id=caller.token_id, session=session, to=asked.to.value)


def _version(tag: str) -> int:
    """Of an ETag that we gave. Raises Problem for anything else: it is certainly not the present one."""
    found = _TAG.match(tag.strip())
    if found is None:
        raise Problem(412, "stale")
    return int(found.group(1))


def _refusal(error: Exception, *, tagged: bool) -> Problem:
    if isinstance(error, TicketNotFoundError):
        return Problem(404)
    stale = 412 if tagged else 409
    if isinstance(error, StaleDataError | StaleTicketError):
        return Problem(stale, "stale", None if isinstance(error, StaleDataError) else str(error))
    for kind, status, name in _REFUSALS:
        if isinstance(error, kind):
            return Problem(status, name, str(error))
    return Problem(409, "no-such-step", str(error))


def _clean(text: str | None) -> str | None:
    return text.replace("\r\n", "\n").replace("\0", "").strip() or None if text else None
