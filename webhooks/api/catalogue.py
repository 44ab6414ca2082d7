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
from webhooks.api.operations import Given, Operation, OperationGroup, operation


class CatalogueOperations(OperationGroup):
    def __init__(self, services: Services) -> None:
        self._services = services

    @operation(Operation("GET", "/me", "getMe", "What this token may do", answer=Me))
    def me(self, given: Given) -> Me:
        caller = given.caller
        return Me(
            name=caller.name,
            scopes=sorted(caller.scopes),
            role=caller.role,
            unit=caller.unit,
            expires_at=caller.expires_at,
        )

    @operation(Operation("GET", "/categories", "listCategories", "The categories of reports", answer=CategoryList))
    def categories(self, given: Given) -> CategoryList:
        return CategoryList(
            items=[
                CategoryAnswer(code=code, names=dict(category.names), unit=category.unit)
                for code, category in self._services.config.categories.items()
            ]
        )

    @operation(
        Operation(
            "GET",
            "/areas",
            "listAreas",
            "The areas of the city: kota, kecamatan, kelurahan",
            query=AreaQuery,
            answer=AreaList,
        )
    )
    def areas(self, given: Given) -> AreaList:
        asked: AreaQuery = given.query
        known = self._services.areas.every
        if asked.under is None:
            return AreaList(items=[_area(area) for area in known])
        above = self._services.areas[asked.under]
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
