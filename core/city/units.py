"""The units of config.yml as a tree, with the branches that stand in every kota or kelurahan written out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.config import Config, UnitSection
from core.kernel.errors import ConfigError
from core.location.areas import Areas
from core.location.model import Area


@dataclass(frozen=True)
class Unit:
    """Somebody who can be given a ticket. `area` is the code of the area that a branch is there for."""

    code: str
    name: str
    parent: str | None
    area: str | None = None
    governs: bool = False
    """It is its area's own office, such as a kelurahan's, and not a branch for one matter there."""

    @property
    def head(self) -> str:
        """The key of config.yml that it was written from."""
        return self.code.partition("/")[0]


class UnitTree:
    """All units. Raises ConfigError for a parent that is unknown, or that nobody could find."""

    def __init__(self, config: Config, areas: Areas) -> None:
        self._sections = config.units
        self.units: Mapping[str, Unit] = {unit.code: unit for unit in _expanded(config.units, areas)}
        self._check_parents()
        children: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units.values():
            if unit.parent is not None:
                children[unit.parent].append(unit)
        self._children = {code: tuple(units) for code, units in children.items()}

    def get(self, code: str | None) -> Unit | None:
        return self.units.get(code) if code else None

    def name(self, code: str | None) -> str:
        """The name to show; the code itself if config.yml knows the unit no more."""
        unit = self.get(code)
        return unit.name if unit else code or "-"

    def children(self, code: str) -> tuple[Unit, ...]:
        return self._children.get(code, ())

    def under(self, code: str | None, other: str | None) -> bool:
        """Whether a unit is `other` itself, or stands anywhere below it."""
        while code is not None:
            if code == other:
                return True
            unit = self.units.get(code)
            code = unit.parent if unit else None
        return False

    def below(self, code: str) -> frozenset[str]:
        """The codes of a unit and of all that stand below it."""
        found = {code}
        for child in self.children(code):
            found |= self.below(child.code)
        return frozenset(found)

    def branch(self, head: str, lineage: Mapping[str, Area]) -> Unit | None:
        """The branch of a unit in an area (given with what it lies in), or the unit itself if it has none there."""
        section = self._sections[head]
        level = section.per or (section.branches.per if section.branches else None)
        if level is not None and level in lineage:
            return self.units[f"{head}/{lineage[level].code}"]
        return self.units.get(head)

    def _check_parents(self) -> None:
        for unit in self.units.values():
            seen, above = {unit.code}, unit.parent
            while above is not None:
                if above not in self.units:
                    raise ConfigError(
                        f"units.{unit.head}.parent",
                        f"no unit is called {above!r}",
                        "Add it under units, or mend the name",
                    )
                if above in seen:
                    raise ConfigError(
                        f"units.{unit.head}.parent", "the units form a circle", "Let one of them have no parent"
                    )
                seen.add(above)
                above = self.units[above].parent


def lineage(areas: Areas, code: str | None) -> dict[str, Area]:
    """Level -> area, for an area and all that it lies in. Empty for a code that the city does not have."""
    area = areas.get(code) if code else None
    found = {}
    while area is not None:
        found[area.level.value] = area
        area = areas.get(area.code.rpartition(".")[0])
    return found


def _expanded(sections: Mapping[str, UnitSection], areas: Areas) -> Iterator[Unit]:
    for key, section in sections.items():
        if "/" in key:
            raise ConfigError(f"units.{key}", "has a slash in its name", "Slashes part a branch from its area")
        if section.per:
            if section.branches:
                raise ConfigError(f"units.{key}", "has both `per` and `branches`", "Remove one of them")
            yield from _in_each_area(f"units.{key}", key, section.per, section.name, section.names, sections, areas)
            continue
        yield Unit(key, section.name, section.parent)
        if section.branches:
            inside = section.branches
            yield from _in_each_area(
                f"units.{key}.branches", key, inside.per, inside.name, inside.names, sections, areas
            )


def _in_each_area(
    where: str,
    key: str,
    level: str,
    pattern: str,
    names: Mapping[str, str],
    sections: Mapping[str, UnitSection],
    areas: Areas,
) -> Iterator[Unit]:
    if "{area}" not in pattern:
        raise ConfigError(f"{where}.name", "does not say where {area} stands", "Write it as “Kelurahan {area}”")
    inside: Mapping[str, tuple[Area, ...]] = {
        "kota": areas.kota,
        "kecamatan": areas.kecamatan,
        "kelurahan": areas.kelurahan,
    }
    known = {area.code for area in inside[level]}
    for code in names:
        if code not in known:
            raise ConfigError(f"{where}.names.{code}", f"no {level} has this code", "Look the code up, or remove it")
    for area in inside[level]:
        name = names.get(area.code) or pattern.replace("{area}", area.name)
        parent = _parent(key, sections, area, areas)
        yield Unit(f"{key}/{area.code}", name, parent, area.code, governs=bool(sections[key].per))


def _parent(key: str, sections: Mapping[str, UnitSection], area: Area, areas: Areas) -> str | None:
    """A branch stands below its unit; a unit of an area below its parent's unit of the area around it."""
    if not sections[key].per:
        return key
    above = sections[key].parent
    if above is None or above not in sections:
        return above
    level = sections[above].per
    if level is None:
        return above
    around = lineage(areas, area.code)
    if level not in around or around[level] == area:
        raise ConfigError(
            f"units.{key}.parent",
            f"a {sections[key].per} lies in no {level}",
            "Name a unit of a larger area, or one without `per`",
        )
    return f"{above}/{around[level].code}"
