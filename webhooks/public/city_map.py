"""The map of public reports: how many there are in each kelurahan.

A report is never drawn where it was made: its point may be somebody's front door. So the map knows kelurahan only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.location.model import Area
from core.reports.area_counts import AreaCounts, area_counts
from core.running.services import Services
from webhooks.public.filters import FilterReader, PublicFilters
from webhooks.public.memory import remembered
from webhooks.routing import Pages, get, limited

_LOOKS = "60/minute"
_MINUTES = 5
_DIGITS = 4
"""Of the kelurahan's own points, which everybody knows: about ten metres."""


@dataclass(frozen=True)
class AreaRow:
    area: Area
    colours: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.colours.values())


class PublicMapPages(Pages):
    def __init__(self, services: Services, reader: FilterReader, *, outlines: bool) -> None:
        """`outlines`: whether there is a page that knows the outlines of the areas."""
        self._services = services
        self._areas = services.areas
        self._reader = reader
        self._outlines = outlines
        remember = remembered(services.clock, seconds=_MINUTES * 60)
        self._counts = remember(self._counts_of)
        self._geojson = remember(self._geojson_of)

    @get("/peta")
    @limited(_LOOKS)
    def city_map(self) -> ResponseReturnValue:
        filters = self._reader.read(request.args)
        found = self._counts(replace(filters, area=None))
        chosen = filters.area.code if filters.area else None
        shown = self._areas.parts(chosen) or (filters.area,)
        return render_template(
            "public/map.html",
            rows=[AreaRow(area, found.inside(self._areas, area.code)) for area in shown if area],
            total=sum(found.inside(self._areas, chosen).values()),
            outlines=url_for("invitation.map_areas") if self._outlines else "",
            **self._reader.choices(filters),
        )

    @get("/peta.json")
    @limited(_LOOKS)
    def map_data(self) -> ResponseReturnValue:
        """GeoJSON (RFC 7946): a point in each kelurahan that has reports, with their number by colour."""
        text = self._geojson(replace(self._reader.read(request.args), area=None))
        response = Response(text, content_type="application/geo+json")
        response.cache_control.public = True
        response.cache_control.max_age = _MINUTES * 60
        response.add_etag()
        return response.make_conditional(request)

    def _counts_of(self, filters: PublicFilters) -> AreaCounts:
        with self._services.database.read() as session:
            return area_counts(session, self._reader.only(filters))

    def _geojson_of(self, filters: PublicFilters) -> str:
        features = list(self._features(self._counts(filters)))
        return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))

    def _features(self, found: AreaCounts) -> Iterator[dict[str, Any]]:
        for area in self._areas.kelurahan:
            if area.code in found.by_area:
                yield {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [round(area.lon, _DIGITS), round(area.lat, _DIGITS)]},
                    "properties": {
                        "code": area.code,
                        "name": area.kelurahan,
                        "kecamatan": area.kecamatan,
                        "counts": found.by_area[area.code],
                    },
                }
