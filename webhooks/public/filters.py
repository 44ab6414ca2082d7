"""What the address of a public page asks for: one set of filters for the list, the map, the figures and the feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import url_for

from core.city.units import lineage
from core.kernel.states import Kind
from core.location.model import Area, Level
from core.reports.counts import Only
from core.reports.public import Sought
from core.running.services import Services
from webhooks.public.periods import ALL, PERIODS, Period, period

COLOURS: Mapping[str, str] = MappingProxyType(
    {"menunggu": "red", "diproses": "yellow", "selesai": "green", "ditutup": "grey"}
)
"""Word in the address -> colour. Addresses are Indonesian in both languages, so that a link fits every reader."""
_KINDS: Mapping[str, Kind] = MappingProxyType(
    {"keluhan": Kind.COMPLAINT, "aspirasi": Kind.ASPIRATION, "informasi": Kind.INFORMATION}
)


@dataclass(frozen=True)
class PublicFilters:
    """What can't be meant is left out, so that a hand-made address still finds a page."""

    period: Period
    usual_period: str
    """What the page shows when nothing is asked for."""
    colour: str | None = None
    kind: str | None = None
    category: str | None = None
    area: Area | None = None

    @property
    def narrow(self) -> bool:
        """Whether something besides the colour, which has tabs of its own, was chosen."""
        return bool(self.kind or self.category or self.area) or self.period.key != self.usual_period

    def address(self, endpoint: str, **changes: str | None) -> str:
        """A page with these filters, and something changed."""
        asked: dict[str, Any] = {
            "warna": self.colour,
            "jenis": self.kind,
            "kategori": self.category,
            "wilayah": self.area.code if self.area else None,
            "waktu": self.period.key if self.period.key != self.usual_period else None,
            **changes,
        }
        return url_for(endpoint, **{name: value for name, value in asked.items() if value})


class FilterReader:
    """Reads filters from an address, and turns them into questions to the domain."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._areas = services.areas

    def read(self, given: Mapping[str, str], *, usual_period: str = ALL) -> PublicFilters:
        services = self._services
        today = services.clock().astimezone(services.config.zone).date()
        key = given.get("waktu", usual_period)
        return PublicFilters(
            colour=_known(given.get("warna"), COLOURS),
            kind=_known(given.get("jenis"), _KINDS),
            category=services.config.category_of(given.get("kategori")),
            area=self._areas.get(given.get("wilayah", "")),
            period=period(key if key in PERIODS else usual_period, today),
            usual_period=usual_period,
        )

    def sought(self, filters: PublicFilters) -> Sought:
        return Sought(
            colour=COLOURS[filters.colour] if filters.colour else None,
            kind=_KINDS[filters.kind] if filters.kind else None,
            category=filters.category,
            areas=self._areas.within(filters.area.code) if filters.area else (),
            since=filters.period.first,
            until=filters.period.last,
        )

    def only(self, filters: PublicFilters) -> Only:
        """The same question to the counts."""
        sought = self.sought(filters)
        return {
            "states": sought.states,
            "kinds": (sought.kind,) if sought.kind else (),
            "categories": (sought.category,) if sought.category else (),
            "areas": sought.areas,
            "public": True,
            "since": filters.period.first,
            "until": filters.period.last,
        }

    def choices(self, filters: PublicFilters) -> dict[str, Any]:
        """What the form of filters offers."""
        return {
            "filters": filters,
            "colours": COLOURS,
            "kinds": tuple(_KINDS),
            "categories": self._services.config.categories,
            "areas": tuple(self._around(filters.area)),
            "trail": tuple(self.trail(filters.area)),
            "periods": PERIODS,
        }

    def trail(self, area: Area | None) -> Iterator[Area]:
        """The areas that an area lies in, the largest first, and itself."""
        levels = lineage(self._areas, area.code) if area else {}
        return (levels[level] for level in (Level.KOTA, Level.KECAMATAN, Level.KELURAHAN) if level in levels)

    def _around(self, chosen: Area | None, code: str | None = None, depth: int = 0) -> Iterator[tuple[int, Area]]:
        """All kota, and below what was chosen its parts: (depth, area), as a list to choose from."""
        for area in self._areas.parts(code):
            yield depth, area
            if chosen and area.holds(chosen.code):
                yield from self._around(chosen, area.code, depth + 1)


def _known(value: str | None, among: Mapping[str, object]) -> str | None:
    return value if value in among else None
