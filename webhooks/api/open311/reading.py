"""Requests as the public may see them: the list of what may be shown, and the state of a number."""

from __future__ import annotations

from flask import Response
from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from core.kernel.ticket_numbers import read_number
from core.reports.queries import full_ticket
from core.running.services import Services
from core.storage.models import Ticket, TicketEvent, TicketPhoto
from webhooks.api.open311.calls import CallGate, count_numbers
from webhooks.api.open311.filters import RequestFilters, read_filters
from webhooks.api.open311.formats import REQUESTS, Refused, answer
from webhooks.api.open311.items import RequestItems
from webhooks.api.views import ApiPresenters
from webhooks.photos import answer_photo
from webhooks.routing import Pages, get

_PHOTOS = (
    selectinload(Ticket.events).selectinload(TicketEvent.photos).joinedload(TicketPhoto.media),
    selectinload(Ticket.photos).joinedload(TicketPhoto.media),
)


class RequestPages(Pages):
    def __init__(self, services: Services, calls: CallGate) -> None:
        self._services = services
        self._calls = calls
        self._views = ApiPresenters(services)
        self._items = RequestItems(services, self._views)

    @get("/v2/requests.<any(xml, json):form>")
    def requests(self, form: str) -> Response:
        who = self._calls.let_in()
        filters = read_filters(self._services)
        query = select(Ticket).order_by(Ticket.id.desc()).options(*_PHOTOS)
        if filters.numbers:
            count_numbers(who, len(filters.numbers))
            query = query.where(Ticket.number.in_(filters.numbers))
        else:
            query = _shown(query, filters)
        with self._services.database.read() as session:
            items = [self._items.item(ticket) for ticket in session.scalars(query)]
        return answer(items, REQUESTS, form)

    @get("/v2/requests/<number>.<any(xml, json):form>")
    def one_request(self, number: str, form: str) -> Response:
        who = self._calls.let_in()
        count_numbers(who, 1)
        written = read_number(number)
        with self._services.database.read() as session:
            ticket = full_ticket(session, written) if written else None
            if ticket is None:
                raise Refused(404, "service_request_id was not found")
            return answer([self._items.item(ticket)], REQUESTS, form)

    @get("/v2/requests/<number>/media/<int:media_id>.jpg")
    def photo(self, number: str, media_id: int) -> Response:
        """A photo of the work done, where the reporter agreed that the report may be shown."""
        self._calls.let_in()
        with self._services.database.read() as session:
            ticket = full_ticket(session, number)
            media = self._views.photo(ticket, media_id, None) if ticket else None
        if media is None:
            raise Refused(404)
        return answer_photo(self._services.media, media, kept=True)


def _shown(query: Select[Ticket], filters: RequestFilters) -> Select[Ticket]:
    query = query.where(Ticket.public, Ticket.opened_at >= filters.start, Ticket.opened_at < filters.end)
    if filters.categories:
        query = query.where(Ticket.category.in_(filters.categories))
    if filters.states is not None:
        query = query.where(Ticket.state.in_(filters.states))
    return query.limit(filters.page_size).offset((filters.page - 1) * filters.page_size)
