"""Tickets for programs to read: the list, one ticket, its photos."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Response

from core.city.sight import EVERYTHING, sight_of
from core.reports.worklist import TicketCursor, WorklistQuery, worklist
from core.running.services import Services
from webhooks.api.found import READ, TicketFinder
from webhooks.api.models import PublicTicket, StaffTicket, TicketPage, TicketQuery
from webhooks.api.operations import Given, Operation, OperationGroup, operation
from webhooks.api.problems import Problem
from webhooks.api.tokens import Caller, Scope
from webhooks.api.views import ApiPresenters
from webhooks.photos import answer_photo


class TicketOperations(OperationGroup):
    def __init__(self, services: Services, views: ApiPresenters, finder: TicketFinder) -> None:
        self._services = services
        self._views = views
        self._finder = finder

    @operation(
        Operation(
            "GET",
            "/tickets",
            "listTickets",
            "Tickets, the newest first: the public ones, or with tickets:read those that the token's unit may see",
            scopes=READ,
            query=TicketQuery,
            answer=TicketPage,
        )
    )
    def list_tickets(self, given: Given) -> TicketPage:
        asked: TicketQuery = given.query
        caller, views = given.caller, self._views
        reads = caller.may(Scope.TICKETS_READ)
        if not reads and (asked.unit is not None or asked.kind is not None):
            raise Problem(403, "no-scope", "`unit` and `kind` need tickets:read")
        if asked.unit is not None and asked.unit not in self._services.router.units:
            return TicketPage(items=[], next=None)
        wanted = self._wanted(asked, caller)
        after = TicketCursor(int(asked.cursor, 16)) if asked.cursor else None
        with self._services.database.read() as session:
            rows = worklist(session, wanted, after=after, limit=asked.limit + 1)
            more = f"{rows[asked.limit - 1].id:x}" if len(rows) > asked.limit else None
            shown = rows[: asked.limit]
            if not reads:
                return TicketPage(items=[views.public(ticket) for ticket in shown], next=more)
        sought = asked.model_dump(mode="json", exclude_none=True)
        self._services.audit.write("tickets.listed", "tickets", token_id=caller.token_id, page="api", filters=sought)
        return TicketPage(items=[views.row(ticket, caller.actor.role) for ticket in shown], next=more)

    @operation(
        Operation(
            "GET",
            "/tickets/{number}",
            "getTicket",
            "One ticket: as the tracking page shows it, or with tickets:read as the token's role sees it",
            scopes=READ,
            answer=(StaffTicket, PublicTicket),
            tagged=True,
            problems=(404,),
        )
    )
    def get_ticket(self, given: Given, number: str) -> Response:
        with self._services.database.read() as session:
            ticket = self._finder.find(session, number, given.caller)
            return self._finder.shown(ticket, given.caller)

    @operation(
        Operation(
            "GET",
            "/tickets/{number}/photos/{photo}",
            "getPhoto",
            "A photo of a ticket, as a JPEG without metadata",
            scopes=READ,
            answer_type="image/jpeg",
            problems=(404,),
        )
    )
    def get_photo(self, given: Given, number: str, photo: int) -> Response:
        services, caller = self._services, given.caller
        with services.database.read() as session:
            ticket = self._finder.find(session, number, caller)
            role = caller.role if self._finder.as_a_role(caller, ticket) else None
            media = self._views.photo(ticket, photo, role)
        if media is None:
            raise Problem(404)
        if role is not None:
            services.audit.write("photo.seen", ticket.number, token_id=caller.token_id, photo=media.id)
        return answer_photo(services.media, media)

    def _wanted(self, asked: TicketQuery, caller: Caller) -> WorklistQuery:
        """Raises Problem for a day that no clock knows."""
        services = self._services
        reads = caller.may(Scope.TICKETS_READ)
        for day in (asked.opened_from, asked.opened_to):
            if day is not None:
                self._midnight(day, days=1)
        return WorklistQuery(
            states=(asked.state,) if asked.state else (),
            kind=asked.kind,
            category=asked.category,
            areas=services.areas.within(asked.area) if asked.area else (),
            units=services.router.below(asked.unit) if asked.unit else (),
            since=asked.opened_from,
            until=asked.opened_to,
            changed_since=self._midnight(asked.changed_from) if asked.changed_from else None,
            public=None if reads else True,
            sight=sight_of(services.router, caller.actor) if reads else EVERYTHING,
        )

    def _midnight(self, day: date, days: int = 0) -> datetime:
        """Raises Problem for a day that no clock knows."""
        try:
            moment = datetime.combine(day + timedelta(days=days), time(), self._services.config.zone)
            moment.timestamp()
            return moment.astimezone(self._services.clock().tzinfo)
        except (OverflowError, ValueError) as error:
            raise Problem(400, "invalid", "a day that far away can't be looked for") from error
