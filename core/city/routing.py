"""Which unit gets a report. The rules are data (config.yml, `routing`); nothing here knows a city.

Checked when it is built: a rule that names what does not exist, and any report that no rule would give to a unit.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from core.city.units import Unit, UnitTree, lineage
from core.config import Config, Rule
from core.kernel.errors import ConfigError
from core.kernel.states import UNSORTED, Kind
from core.location.areas import Areas
from core.location.model import Area

_BRANCH = "/area"
_OF_CATEGORY = "category"


class Router:
    """Knows the units and the rules. Raises ConfigError naming the key and the mend."""

    def __init__(self, config: Config, areas: Areas) -> None:
        self._config = config
        self._areas = areas
        self._rules = config.routing
        self.tree = UnitTree(config, areas)
        self._check_names()
        fallback = self.tree.get(config.routing.fallback)
        if fallback is None:
            raise ConfigError(
                "routing.fallback", f"no unit is called {config.routing.fallback!r}", "Add it under units, or mend it"
            )
        self.fallback: Unit = fallback
        """Gets what has no area, and what nobody else moved in time."""
        for key, rules in (("first", config.routing.first), ("then", config.routing.then)):
            self._check_holes(f"routing.{key}", rules)

    @property
    def units(self) -> Mapping[str, Unit]:
        """All units by their code, those of every area included."""
        return self.tree.units

    def first_unit(self, kind: Kind, category: str, area_code: str | None, geotagged: bool) -> Unit:
        """Who gets a new report."""
        return self._decide(self._rules.first, kind, category, area_code, geotagged)

    def suggested(self, kind: Kind, category: str, area_code: str | None, geotagged: bool) -> Unit:
        """To whom the first recipient is advised to pass it on."""
        return self._decide(self._rules.then, kind, category, area_code, geotagged)

    def name(self, unit: str | None) -> str:
        return self.tree.name(unit)

    def children(self, unit: str) -> tuple[Unit, ...]:
        """The units directly below a unit."""
        return self.tree.children(unit)

    def under(self, unit: str | None, other: str | None) -> bool:
        """Whether `unit` is `other` or stands anywhere below it. What config.yml lost stands below its successor."""
        return self.tree.under(unit, other) or (unit is not None and self.tree.under(self.successor(unit), other))

    def successor(self, unit: str) -> str:
        """The unit itself; of one that config.yml knows no more, the unit whose branch it was, or the fallback."""
        head = unit.partition("/")[0]
        return next((code for code in (unit, head) if code in self.units), self.fallback.code)

    def upwards(self, unit: str) -> Sequence[str]:
        """A unit and all above it, and the fallback at last: who is there for its tickets, one after the other."""
        found: list[str] = []
        above: str | None = self.successor(unit)
        while above is not None:
            found.append(above)
            above = self.units[above].parent
        return found if self.fallback.code in found else [*found, self.fallback.code]

    def below(self, unit: str) -> frozenset[str]:
        """Codes of a unit and of all below it."""
        return self.tree.below(unit)

    def governed(self, unit: str) -> frozenset[str]:
        """Codes of the areas whose own office is this unit or one below it, and of all that lie in them."""
        offices = {found.area for code in self.below(unit) if (found := self.units.get(code)) and found.governs}
        if not offices:
            return frozenset()
        around = {area.code: lineage(self._areas, area.code).values() for area in self._all_areas()}
        return frozenset(code for code, larger in around.items() if any(area.code in offices for area in larger))

    def _decide(self, rules: Sequence[Rule], kind: Kind, category: str, area_code: str | None, geotagged: bool) -> Unit:
        around = lineage(self._areas, area_code)
        return self._match(rules, kind, category, around, geotagged) or self.fallback

    def _match(
        self, rules: Sequence[Rule], kind: Kind, category: str, around: Mapping[str, Area], geotagged: bool
    ) -> Unit | None:
        for rule in rules:
            if _fits(rule, kind, category, around, geotagged):
                unit = self._unit_of(rule, category, around)
                if unit is not None:
                    return unit
        return None

    def _unit_of(self, rule: Rule, category: str, around: Mapping[str, Area]) -> Unit | None:
        head = rule.unit.removesuffix(_BRANCH)
        if head == _OF_CATEGORY:
            # A ticket may be older than a change of the categories.
            known = self._config.categories.get(category) or self._config.categories[UNSORTED]
            head = known.unit
        return self.tree.branch(head, around) if rule.unit.endswith(_BRANCH) else self.tree.get(head)

    # --- checks ------------------------------------------------------------------------------------

    def _check_names(self) -> None:
        for list_name, rules in (("first", self._rules.first), ("then", self._rules.then)):
            for place, rule in enumerate(rules, 1):
                key = f"routing.{list_name}, rule {place}"
                self._check_unit(key, rule.unit)
                for category in rule.category:
                    if category not in self._config.categories:
                        now = self._config.category_of(category)
                        mend = f"Write {now}, which it is called now" if now else "Mend its name, or remove it"
                        raise ConfigError(key, f"no category is called {category!r}", mend)
                for area in rule.area:
                    if self._areas.get(area) is None:
                        raise ConfigError(key, f"no area has the code {area!r}", "Write it as 31.74 or 31.74.01.1001")

    def _check_unit(self, key: str, name: str) -> None:
        head = name.removesuffix(_BRANCH)
        if head == _OF_CATEGORY or head in self.tree.units:
            return
        section = self._config.units.get(head)
        if section is None:
            raise ConfigError(key, f"no unit is called {head!r}", "Add it under units, or mend the name")
        if head == name:
            raise ConfigError(
                key,
                f"{name!r} stands for one unit in each {section.per}",
                f"Write {name}{_BRANCH} for the one of the report's area",
            )

    def _check_holes(self, key: str, rules: Sequence[Rule]) -> None:
        """Areas that the rules cannot tell apart need to be tried only once."""
        samples = {self._signature(rules, area): area for area in self._all_areas()}
        around = {area.code: lineage(self._areas, area.code) for area in samples.values()}
        every = itertools.product(samples.values(), self._config.categories, Kind, (True, False))
        for area, category, kind, geotagged in every:
            if self._match(rules, kind, category, around[area.code], geotagged) is None:
                how = "with a position" if geotagged else "without a position"
                raise ConfigError(
                    key,
                    f"no rule has a unit for a report ({kind}, category {category}, {how}) "
                    f"in the {area.level} {area.name} ({area.code})",
                    "Add a rule for it, for example one without conditions at the end",
                )

    def _all_areas(self) -> Iterator[Area]:
        return itertools.chain(self._areas.kota, self._areas.kecamatan, self._areas.kelurahan)

    def _signature(self, rules: Sequence[Rule], area: Area) -> tuple[object, ...]:
        return (area.level, *(_in_area(rule, area.code) for rule in rules))


def _in_area(rule: Rule, code: str) -> bool:
    return any(code == named or code.startswith(f"{named}.") for named in rule.area)


def _fits(rule: Rule, kind: Kind, category: str, around: Mapping[str, Area], geotagged: bool) -> bool:
    if rule.category and category not in rule.category:
        return False
    if rule.kind and kind not in rule.kind:
        return False
    if rule.geotagged is not None and rule.geotagged is not geotagged:
        return False
    return not rule.area or any(area.code in rule.area for area in around.values())
