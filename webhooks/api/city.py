"""What the API needs to know of the city's places."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.config import Config
from core.location import Areas
from core.places import PlaceReader
from core.services import Services


@dataclass(frozen=True)
class City:
    places: PlaceReader
    areas: Areas

    @classmethod
    def of(cls, services: Services) -> City:
        return cls(services.places, services.areas)

    def codes(self, config: Config) -> Mapping[str, Collection[str]]:
        """Of its categories and areas, in their order."""
        areas = (*self.areas.kota, *self.areas.kecamatan, *self.areas.kelurahan)
        return {"categories": dict.fromkeys(config.categories), "areas": dict.fromkeys(area.code for area in areas)}
