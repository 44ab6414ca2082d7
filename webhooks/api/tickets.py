"""Tickets for programs: the list, one ticket, its photos, and the steps of the state table."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime, time, timedelta

import structlog
from flask import Response, request
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core.city.sight import EVERYTHING, sight_of
from core.kernel.errors import (
    EvidenceMissingError,
    ForbiddenError,
    StaleTicketError,
    TargetError,
    TicketError,
    TicketNotFoundError,
    TransitionError,
)
from core.kernel.ticket_numbers import read_number
from core.reports.queries import full_ticket
from core.reports.worklist import TicketCursor, WorklistQuery, worklist
from core.running.services import Services
from core.storage.models import Ticket
from webhooks.api.gate import NUMBERS, Exceeded, count
from webhooks.api.models import Move, Note, PublicTicket, StaffTicket, TicketPage, TicketQuery
from webhooks.api.operations import Given, Operation, Operations, answer_json
from webhooks.api.problems import Problem
from webhooks.api.tokens import Caller, Scope
from webhooks.api.uploads import Uploads
from webhooks.api.views import ApiPresenters
from webhooks.photos import answer_photo
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.tickets import evidence

log = structlog.get_logger()

_READ = (Scope.PUBLIC_READ, Scope.TICKETS_READ)
_TAG = re.compile(r'^"(\d{1,9})\.[0-9a-f]+"$')
_REFUSALS: tuple[tuple[type[TicketError], int, str], ...] = (
    (ForbiddenError, 403, "not-allowed"),
    (TransitionError, 409, "no-such-step"),
    (EvidenceMissingError, 422, "evidence-needed"),
    (TargetError, 422, "no-such-target"),
)


def add(operations: Operations, services: Services, views: ApiPresenters, uploads: Uploads) -> None:
    @operations.add(
        Operation(
            "GET",
            "/tickets",
            "listTickets",
            "Tickets, the newest first: the public ones, or with tickets:read those that the token's unit may see",
            scopes=_READ,
            query=TicketQuery,
            answer=TicketPage,
        )
    )
    def list_tickets(given: Given) -> TicketPage:
        asked: TicketQuery = given.query
        caller = given.caller
        reads = caller.may(Scope.TICKETS_READ)
        if not reads and (asked.unit is not None or asked.kind is not None):
            raise Problem(403, "no-scope", "`unit` and `kind` need tickets:read")
        if asked.unit is not None and asked.unit not in services.router.units:
            return TicketPage(items=[], next=None)
        for day in (asked.opened_from, asked.opened_to):
            if day is not None:
                _midnight(services, day, days=1)  # refuses days that no clock knows
        wanted = WorklistQuery(
            states=(asked.state,) if asked.state else (),
            kind=asked.kind,
            category=asked.category,
            areas=services.areas.within(asked.area) if asked.area else (),
            units=services.router.below(asked.unit) if asked.unit else (),
            since=asked.opened_from,
            until=asked.opened_to,
            changed_since=_midnight(services, asked.changed_from) if asked.changed_from else None,
            public=None if reads else True,
            sight=sight_of(services.router, caller.actor) if reads else EVERYTHING,
        )
        after = TicketCursor(int(asked.cursor, 16)) if asked.cursor else None
        with services.database.read() as session:
            rows = worklist(session, wanted, after=after, limit=asked.limit + 1)
            more = f"{rows[asked.limit - 1].id:x}" if len(rows) > asked.limit else None
            shown = rows[: asked.limit]
            if not reads:
                return TicketPage(items=[views.public(ticket) for ticket in shown], next=more)
        sought = asked.model_dump(mode="json", exclude_none=True)
        services.audit.write("tickets.listed", "tickets", token_id=caller.token_id, page="api", filters=sought)
        return TicketPage(items=[views.row(ticket, caller.actor.role) for ticket in shown], next=more)

    @operations.add(
        Operation(
            "GET",
            "/tickets/{number}",
            "getTicket",
            "One ticket: as the tracking page shows it, or with tickets:read as the token's role sees it",
            scopes=_READ,
            answer=(StaffTicket, PublicTicket),
            tagged=True,
            problems=(404,),
        )
    )
    def get_ticket(given: Given, number: str) -> Response:
        with services.database.read() as session:
            ticket = _find(session, views, number, given.caller, _READ)
            return _shown(ticket, given.caller)

    @operations.add(
        Operation(
            "GET",
            "/tickets/{number}/photos/{photo}",
            "getPhoto",
            "A photo of a ticket, as a JPEG without metadata",
            scopes=_READ,
            answer_type="image/jpeg",
            problems=(404,),
        )
    )
    def get_photo(given: Given, number: str, photo: int) -> Response:
        with services.database.read() as session:
            ticket = _find(session, views, number, given.caller, _READ)
            role = given.caller.role if _as_a_role(given.caller, ticket) else None
            media = views.photo(ticket, photo, role)
        if media is None:
            raise Problem(404)
        if role is not None:
            services.audit.write("photo.seen", ticket.number, token_id=given.caller.token_id, photo=media.id)
        return answer_photo(services.media, media)

    @operations.add(
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
    def move_ticket(given: Given, number: str) -> Response:
        asked: Move = given.body
        caller = given.caller
        tag = given.headers.get("If-Match")
        version = _version(tag) if tag is not None else asked.version
        if version is None:
            raise Problem(428, "version-needed")
        pictures = uploads.read(asked.photos, caller)
        with services.database.read() as session:
            number = _find(session, views, number, caller, (Scope.TICKETS_WRITE,)).number
        try:
            with services.database.write() as session:
                services.workflow.move(
                    session,
                    number,
                    asked.to,
                    caller.actor,
                    note=_clean(asked.note),
                    photos=evidence.load(session, pictures),
                    seen_version=version,
                    unit=asked.unit,
                    main=asked.main,
                    turn_to=_clean(asked.turn_to),
                )
                services.audit.write(
                    "ticket.moved", number, token_id=caller.token_id, session=session, to=asked.to.value
                )
        except (TicketError, StaleDataError) as error:
            log.info("api.refused", token=caller.token_id, ticket=number, to=asked.to.value, problem=str(error))
            raise _refusal(error, tagged=tag is not None) from error
        return _now(number, caller)

    @operations.add(
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
    def note_ticket(given: Given, number: str) -> Response:
        asked: Note = given.body
        caller = given.caller
        with services.database.read() as session:
            number = _find(session, views, number, caller, (Scope.TICKETS_WRITE,)).number
        if not holds(caller.actor.role, Permission.WRITE_NOTES):
            raise Problem(403, "not-allowed")
        with services.database.write() as session:
            services.workflow.note(session, number, caller.actor, _clean(asked.text) or "")
            services.audit.write("ticket.noted", number, token_id=caller.token_id, session=session)
        return _now(number, caller, status=201)

    def _find(session: Session, views: ApiPresenters, number: str, caller: Caller, scopes: tuple[Scope, ...]) -> Ticket:
        """The ticket, if this caller may look at it by one of these scopes. Raises Problem."""
        written = read_number(number)
        ticket = full_ticket(session, written) if written else None
        if ticket is not None and _as_a_role(caller, ticket, scopes):
            return ticket
        if Scope.PUBLIC_READ in scopes and caller.may(Scope.PUBLIC_READ):
            _counted(caller)
            if ticket is not None:
                return ticket
        raise Problem(404)

    def _as_a_role(caller: Caller, ticket: Ticket, scopes: tuple[Scope, ...] = _READ) -> bool:
        wanted = Scope.TICKETS_READ if Scope.TICKETS_READ in scopes else Scope.TICKETS_WRITE
        return caller.may(wanted) and views.in_reach(caller, ticket)

    def _shown(ticket: Ticket, caller: Caller) -> Response:
        if _as_a_role(caller, ticket):
            services.audit.write("ticket.seen", ticket.number, token_id=caller.token_id)
            response = _tagged(ticket, views.staff(ticket, caller))
        else:
            response = _tagged(ticket, views.public(ticket))
        response.make_conditional(request)
        return response

    def _now(number: str, caller: Caller, status: int = 200) -> Response:
        """The ticket as it is after a change. A step may take it out of the token's own reach."""
        with services.database.read() as session:
            ticket = full_ticket(session, number)
            assert ticket is not None
            return _tagged(ticket, views.staff(ticket, caller), status)


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


def _midnight(services: Services, day: date, days: int = 0) -> datetime:
    """Raises Problem for a day that no clock knows."""
    try:
        moment = datetime.combine(day + timedelta(days=days), time(), services.config.zone)
        moment.timestamp()
        return moment.astimezone(services.clock().tzinfo)
    except (OverflowError, ValueError) as error:
        raise Problem(400, "invalid", "a day that far away can't be looked for") from error


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
