"""Requests as the public may see them: the list of what may be shown, and the state of a number."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from flask import Blueprint, Response, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.kernel.states import OPEN_STATES
from core.kernel.ticket_numbers import read_number
from core.reports.queries import full_ticket
from core.running.services import Services
from core.storage.models import Ticket, TicketEvent, TicketPhoto
from webhooks.api.gate import Gate
from webhooks.api.open311.calls import count_numbers, counted
from webhooks.api.open311.filters import RequestFilters, read_filters
from webhooks.api.open311.formats import REQUESTS, Refused, answer
from webhooks.api.open311.jurisdiction import Jurisdiction
from webhooks.api.views import ApiPresenters, follow_up
from webhooks.language import language
from webhooks.photos import answer_photo

_PHOTOS = (
    selectinload(Ticket.events).selectinload(TicketEvent.photos).joinedload(TicketPhoto.media),
    selectinload(Ticket.photos).joinedload(TicketPhoto.media),
)


def add(georeport: Blueprint, services: Services, gate: Gate, jurisdiction: Jurisdiction) -> None:
    views = ApiPresenters(services)

    @georeport.get("/v2/requests.<any(xml, json):form>")
    def requests(form: str) -> Response:
        who = counted(gate)
        jurisdiction.check()
        filters = read_filters(services)
        query = select(Ticket).order_by(Ticket.id.desc()).options(*_PHOTOS)
        if filters.numbers:
            count_numbers(who, len(filters.numbers))
            query = query.where(Ticket.number.in_(filters.numbers))
        else:
            query = _shown(query, filters)
        with services.database.read() as session:
            items = [_item(ticket) for ticket in session.scalars(query)]
        return answer(items, REQUESTS, form)

    @georeport.get("/v2/requests/<number>.<any(xml, json):form>")
    def one_request(number: str, form: str) -> Response:
        who = counted(gate)
        jurisdiction.check()
        count_numbers(who, 1)
        written = read_number(number)
        with services.database.read() as session:
            ticket = full_ticket(session, written) if written else None
            if ticket is None:
                raise Refused(404, "service_request_id was not found")
            return answer([_item(ticket)], REQUESTS, form)

    @georeport.get("/v2/requests/<number>/media/<int:media_id>.jpg")
    def photo(number: str, media_id: int) -> Response:
        """A photo of the work done, where the reporter agreed that the report may be shown."""
        counted(gate)
        with services.database.read() as session:
            ticket = full_ticket(session, number)
            media = views.photo(ticket, media_id, None) if ticket else None
        if media is None:
            raise Refused(404)
        return answer_photo(services.media, media, kept=True)

    def _shown(query: Any, filters: RequestFilters) -> Any:
        query = query.where(Ticket.public, Ticket.opened_at >= filters.start, Ticket.opened_at < filters.end)
        if filters.categories:
            query = query.where(Ticket.category.in_(filters.categories))
        if filters.states is not None:
            query = query.where(Ticket.state.in_(filters.states))
        return query.limit(filters.page_size).offset((filters.page - 1) * filters.page_size)

    def _item(ticket: Ticket) -> dict[str, Any]:
        spoken = language()
        area = services.areas.get(ticket.area_code) if ticket.area_code else None
        names = [name for name in (ticket.kelurahan, ticket.kecamatan, ticket.kota) if name]
        return {
            "service_request_id": ticket.number,
            "status": "open" if ticket.state in OPEN_STATES else "closed",
            "status_notes": services.wording.say(f"state-{ticket.state}", spoken),
            "service_name": services.wording.category(ticket.category, spoken),
            "service_code": ticket.category,
            "description": None,
            "agency_responsible": None,
            "service_notice": None,
            "requested_datetime": _day(ticket.opened_at),
            "updated_datetime": _day(ticket.changed_at),
            "expected_datetime": None,
            "address": ", ".join(names) or None,
            "address_id": ticket.area_code,
            "zipcode": area.postal_code if area else None,
            # A point of the area, not the place: the public sees the kelurahan only.
            "lat": area.lat if area else None,
            "long": area.lon if area else None,
            "media_url": _media_url(ticket),
        }

    def _day(moment: datetime) -> str:
        """Midnight of the city's day: the hour is not for everybody."""
        return datetime.combine(views.day(moment), time(), services.config.zone).isoformat()

    def _media_url(ticket: Ticket) -> str | None:
        photos = follow_up(ticket)
        if not photos:
            return None
        path = url_for("open311.photo", number=ticket.number, media_id=photos[0].id)
        base = str(services.config.server.public_url or request.host_url).rstrip("/")
        return base + path
