"""What a report is about and where: read from the forms that correct it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request
from pydantic import ValidationError

from core.dialogue.places import place_in
from core.dialogue.state import Place
from core.kernel.messages import Pin
from core.kernel.states import Kind
from core.running.services import Services
from webhooks.language import say
from webhooks.staff.form_input import UnreadableError
from webhooks.staff.tickets.choices import area_labels

_POINT = re.compile(r"\s*(-?\d{1,3}(?:[.,]\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*")


@dataclass(frozen=True)
class Sorted:
    kind: Kind
    category: str


class TypedPlaces:
    """Reads places that are typed: an area by its name, a position in degrees, or both."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._areas = area_labels(services.areas)
        self.names = tuple(self._areas.labels.values())

    def label(self, code: str) -> str:
        return self._areas.labels.get(code, "")

    def read(self, area: str, point: str = "") -> Place | None:
        """None if nothing is typed. Raises UnreadableError."""
        pin = _pin(point)
        code = self._areas.chosen(area)
        if code is None:
            return self._around(pin) if pin else None
        return place_in(self._services.areas[code], at=pin)

    def _around(self, pin: Pin) -> Place:
        reading = self._services.places.read("", pin)
        found = reading.place or next(iter(reading.options), None)
        if found is None:
            raise UnreadableError(say("staff-form-point-outside"))
        return found


def read_sorting(services: Services) -> Sorted:
    """Kind and category of a form. Raises UnreadableError."""
    kind = services.config.kind_of(request.form.get("kind"))
    category = services.config.category_of(request.form.get("category"))
    if kind is None:
        raise UnreadableError(say("staff-form-kind-unknown"))
    if category is None:
        raise UnreadableError(say("staff-form-category-unknown"))
    return Sorted(kind, category)


def _pin(typed: str) -> Pin | None:
    if not typed:
        return None
    found = _POINT.fullmatch(typed)
    try:
        if found is not None:
            return Pin(lat=float(found.group(1).replace(",", ".")), lon=float(found.group(2).replace(",", ".")))
    except ValidationError:
        pass
    raise UnreadableError(say("staff-form-point-unreadable"))
