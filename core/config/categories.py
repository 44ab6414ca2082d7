"""`categories`, `kinds` and `routing`: what reports are about, and who is in charge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from core.config.base import Section, listed
from core.config.distance import Metres
from core.config.working_time import SpanOf
from core.kernel.states import Kind


def _area_code(value: object) -> object:
    if isinstance(value, float):
        raise ValueError(f'{value} was read as a number; write the area code in quotes: "{value}"')  # noqa: TRY004
    return value


_Kinds = Annotated[tuple[Kind, ...], BeforeValidator(listed)]


_Codes = Annotated[tuple[str, ...], BeforeValidator(listed)]


_AreaCodes = Annotated[tuple[Annotated[str, BeforeValidator(_area_code)], ...], BeforeValidator(listed)]


class Rule(Section):
    """Which unit; the conditions that are left out fit everything."""

    category: _Codes = ()
    kind: _Kinds = ()
    area: _AreaCodes = ()
    """Codes of areas; what lies in them fits too."""
    geotagged: bool | None = None
    unit: str
    """A unit's code, `category` (the category's own unit), or one of them with `/area`: its branch there."""


class Routing(Section):
    """Who gets a report. In each list the first rule that fits and has a unit in the report's area decides."""

    fallback: str
    """Gets a report whose area is not known, and is the last to whom an overdue ticket climbs."""
    first: tuple[Rule, ...]
    """Who gets it first."""
    then: tuple[Rule, ...] = (Rule(unit="category/area"),)
    """To whom the first one is advised to pass it on."""


class Category(Section):
    id: str
    en: str
    unit: str
    """The unit that is responsible for the matter."""
    finish: SpanOf | None = None
    """How long a complaint may take, in working time; `tickets.clocks.finish` where it is left out."""
    near: Metres = 50
    """Within so many metres an open ticket may be about the same matter, and is offered; 0: none ever is."""
    aliases: _Codes = ()
    """Codes that it had before, or that the model, tickets and programs still call it by."""

    @property
    def names(self) -> Mapping[str, str]:
        return {"id": self.id, "en": self.en}


class KindSection(Section):
    """Other codes of one of the kinds."""

    aliases: _Codes = ()
