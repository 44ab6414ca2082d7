"""The map of public reports: how many there are in each kelurahan.

A report is never drawn where it was made: its point may be somebody's front door. So the map knows kelurahan only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.kernel.states import COLOURS
from core.location.model import Area
from core.reports.counts import Dimension, counts
from core.reports.public import LISTED
from core.running.services import Services
from webhooks.public.filters import FilterReader, PublicFilters
from webhooks.public.memory import remembered
from webhooks.security import Guards

_LOOKS = "60/minute"
_MINUTES = 5
_DIGITS = 4
"""Of the kelurahan's own points, which everybody knows: about ten metres."""

Counts = Mapping[str, Mapping[str, int]]
"""Area code -> colour -> reports."""


@dataclass(frozen=True)
class AreaRow:
    area: Area
    colours: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.colours.values())


def add(public: Blueprint, services: Services, guards: Guards, reader: FilterReader, *, outlines: bool) -> None:
    areas = services.areas

    @public.get("/peta")
    @guards.limiter.limit(_LOOKS)
    def city_map() -> ResponseReturnValue:
        filters = reader.read(request.args)
        found = _counts(replace(filters, area=None))
        shown_areas = areas.parts(filters.area.code if filters.area else None) or (filters.area,)
        rows = [AreaRow(area, _sum(found, area.code)) for area in shown_areas if area]
        return render_template(
            "public/map.html",
            rows=rows,
            total=sum(_sum(found, filters.area.code if filters.area else None).values()),
            outlines=url_for("invitation.map_areas") if outlines else "",
            **reader.choices(filters),
        )

    @public.get("/peta.json")
    @guards.limiter.limit(_LOOKS)
    def map_data() -> ResponseReturnValue:
        """GeoJSON (RFC 7946): a point in each kelurahan that has reports, with their number by colour."""
        response = Response(
            _geojson(replace(reader.read(request.args), area=None)), content_type="application/geo+json"
        )
        response.cache_control.public = True
        response.cache_control.max_age = _MINUTES * 60
        response.add_etag()
        return response.make_conditional(request)

    @remembered(services.clock, seconds=_MINUTES * 60)
    def _geojson(filters: PublicFilters) -> str:
        features = list(_features(_counts(filters)))
        return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))

    def _features(found: Counts) -> Iterator[dict[str, Any]]:
        for area in areas.kelurahan:
            if area.code in found:
                yield {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [round(area.lon, _DIGITS), round(area.lat, _DIGITS)]},
                    "properties": {
                        "code": area.code,
                        "name": area.kelurahan,
                        "kecamatan": area.kecamatan,
                        "counts": found[area.code],
                    },
                }

    @remembered(services.clock, seconds=_MINUTES * 60)
    def _counts(filters: PublicFilters) -> Counts:
        with services.database.read() as session:
            counted = counts(session, by=[Dimension.AREA, Dimension.COLOUR], **reader.only(filters))
        found: dict[str, dict[str, int]] = {}
        for (code, colour), number in counted.items():
            found.setdefault(code, dict.fromkeys(shown, 0))[colour] = number
        return found

    shown = tuple(dict.fromkeys(COLOURS[state] for state in LISTED))

    def _sum(found: Counts, code: str | None) -> Mapping[str, int]:
        """Of an area and all that lie in it; of the whole city for no code."""
        inside = [found[part] for part in (areas.within(code) if code else found) if part in found]
        return {colour: sum(counted[colour] for counted in inside) for colour in shown}
