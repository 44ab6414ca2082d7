"""What a program needs to know beforehand: categories, areas, and what its own token may do."""

from __future__ import annotations

from core.location.model import Area
from core.running.services import Services
from webhooks.api.models import (
    AreaAnswer,
    AreaList,
    AreaQuery,
    CategoryAnswer,
    CategoryList,
    Me,
)
from webhooks.api.operations import Given, Operation, Operations


def add(operations: Operations, services: Services) -> None:
    @operations.add(Operation("GET", "/me", "getMe", "What this token may do", answer=Me))
    def me(given: Given) -> Me:
        caller = given.caller
        return Me(
            name=caller.name,
            scopes=sorted(caller.scopes),
            role=caller.role,
            unit=caller.unit,
            expires_at=caller.expires_at,
        )

    @operations.add(Operation("GET", "/categories", "listCategories", "The categories of reports", answer=CategoryList))
    def categories(given: Given) -> CategoryList:
        return CategoryList(
            items=[
                CategoryAnswer(code=code, names=dict(category.names), unit=category.unit)
                for code, category in services.config.categories.items()
            ]
        )

    @operations.add(
        Operation(
            "GET",
            "/areas",
            "listAreas",
            "The areas of the city: kota, kecamatan, kelurahan",
            query=AreaQuery,
            answer=AreaList,
        )
    )
    def areas(given: Given) -> AreaList:
        asked: AreaQuery = given.query
        known = services.areas.every
        if asked.under is None:
            return AreaList(items=[_area(area) for area in known])
        above = services.areas[asked.under]
        return AreaList(items=[_area(area) for area in known if above.holds(area.code) and area != above])


def _area(area: Area) -> AreaAnswer:
    return AreaAnswer(
        code=area.code,
        level=area.level,
        name=area.name,
        kelurahan=area.kelurahan,
        kecamatan=area.kecamatan,
        kota=area.kota,
        postal_code=area.postal_code,
        lat=area.lat,
        lon=area.lon,
    )
