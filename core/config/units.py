"""`units`: who can be given a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from core.config.base import Section


class Branches(Section):
    """A unit's branches: one in each area of a level, with the code `<unit>/<area code>`."""

    per: Literal["kota", "kecamatan", "kelurahan"]
    name: str
    """`{area}` stands for the area's name."""
    names: Mapping[str, str] = {}
    """Area code -> name, where the pattern does not fit."""


class UnitSection(Section):
    """One unit, a unit with branches, or (with `per`) one unit in each area of a level."""

    name: str
    parent: str | None = None
    per: Literal["kota", "kecamatan", "kelurahan"] | None = None
    names: Mapping[str, str] = {}
    """With `per`: area code -> name, where the pattern does not fit."""
    branches: Branches | None = None
