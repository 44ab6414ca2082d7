"""A request as the public may see it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from flask import request, url_for

from core.kernel.states import OPEN_STATES
from core.running.services import Services
from core.storage.models import Ticket
from webhooks.api.views import ApiPresenters, follow_up
from webhooks.language import language


class RequestItems:
    def __init__(self, services: Services, views: ApiPresenters) -> None:
        self._services = services
        self._views = views

    def item(self, ticket: Ticket) -> dict[str, Any]:
        services, spoken = self._services, language()
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
            "requested_datetime": self._day(ticket.opened_at),
            "updated_datetime": self._day(ticket.changed_at),
            "expected_datetime": None,
            "address": ", ".join(names) or None,
            "address_id": ticket.area_code,
            "zipcode": area.postal_code if area else None,
            # A point of the area, not the place: the public sees the kelurahan only.
            "lat": area.lat if area else None,
            "long": area.lon if area else None,
            "media_url": self._media_url(ticket),
        }

    def _day(self, moment: datetime) -> str:
        """Midnight of the city's day: the hour is not for everybody."""
        return datetime.combine(self._views.day(moment), time(), self._services.config.zone).isoformat()

    def _media_url(self, ticket: Ticket) -> str | None:
        photos = follow_up(ticket)
        if not photos:
            return None
        path = url_for("open311.photo", number=ticket.number, media_id=photos[0].id)
        base = str(self._services.config.server.public_url or request.host_url).rstrip("/")
        return base + path
