"""What the API needs to know of the city's places."""

from __future__ import annotations

from dataclasses import dataclass

from core.location import Areas
from core.places import PlaceReader
from core.services import Services


@dataclass(frozen=True)
class City:
    places: PlaceReader
    areas: Areas

    @classmethod
    def of(cls, services: Services) -> City:
        return cls(services.intake._places, services.router._areas)
