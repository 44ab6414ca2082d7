"""What a text gives as evidence: which kelurahan, kecamatan and kota its words speak for, and how strongly.

Each kind of sign (a name, a landmark, a street, a postal code) gives a kelurahan a chance; different kinds add up. A
kecamatan or kota that was named strengthens what lies in it and weakens the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.location import weights
from core.location.areas import lies_in, parent
from core.location.model import FoundBy, Level, NeighbourCity
from core.location.places import PlaceHit
from core.location.reading import NameMention, TextReading
from core.location.weighing import either, name_chance, place_chance, postal_code_chance, strengthened


class SaidName(NamedTuple):
    """The kelurahan that one name may mean, and the chance that it means one of them."""

    codes: frozenset[str]
    chance: float


@dataclass(slots=True)
class Evidence:
    """What the words of a text speak for. Areas are named by their codes."""

    signs: dict[str, dict[FoundBy, float]] = field(default_factory=dict)
    """For each kelurahan the chance that each kind of sign gives it."""
    chance: dict[str, float] = field(default_factory=dict)
    """For each kelurahan the chance that all of them give it together."""
    kecamatan: dict[str, float] = field(default_factory=dict)
    sure_kecamatan: set[str] = field(default_factory=set)
    """Kecamatan named with their marker, or by a name that no kelurahan has."""
    kota: dict[str, float] = field(default_factory=dict)
    sure_kelurahan: set[str] = field(default_factory=set)
    """Kelurahan named in full and said to be a kelurahan."""
    ambiguous: set[str] = field(default_factory=set)
    """Kelurahan whose name also means a kecamatan, or also begins the names of other kelurahan."""
    names: list[SaidName] = field(default_factory=list)
    neighbour: NeighbourCity | None = None
    """The city next door that was named first."""

    def add(self, code: str, chance: float, found: FoundBy) -> None:
        # The same kind of sign twice is one sign: who repeats a name is not surer of it.
        kinds = self.signs.setdefault(code, {})
        kinds[found] = max(kinds.get(found, 0.0), chance)

    def found(self, code: str) -> tuple[FoundBy, ...]:
        """The kinds of signs for a kelurahan, the strongest first."""
        return tuple(sorted(self.signs[code], key=lambda kind: -self.signs[code][kind]))

    def named_kecamatan(self) -> list[str]:
        return [code for code, chance in self.kecamatan.items() if chance >= weights.NAMED]

    def named_kota(self) -> list[str]:
        return [code for code, chance in self.kota.items() if chance >= weights.NAMED]


def gather(
    reading: TextReading, within: str | None, neighbours: Sequence[tuple[NeighbourCity, Iterable[object]]]
) -> Evidence:
    """Returns the evidence of a text.

    within: code of the kecamatan or kota that is already known; nothing outside it counts.
    neighbours: the cities next door, by the numbers that names have for them.
    """
    evidence = Evidence()
    for mention in reading.mentions:
        if mention.match.entry.neighbour is not None:
            if not mention.passing and evidence.neighbour is None:
                evidence.neighbour = neighbours[mention.match.entry.neighbour][0]
        else:
            _add_larger_areas(evidence, mention, reading, within)
    for mention in reading.mentions:
        if _may_mean_kelurahan(mention, reading):
            _add_kelurahan(evidence, mention, reading, within)
    for hit in reading.hits:
        _add_place(evidence, hit)
    for area in reading.postal:
        evidence.add(area.code, postal_code_chance(reading) / len(reading.postal), FoundBy.POSTAL_CODE)
    if within is not None:
        evidence.signs = {code: kinds for code, kinds in evidence.signs.items() if lies_in(code, within)}
    evidence.chance = {code: either(kinds.values()) for code, kinds in evidence.signs.items()}
    if evidence.kecamatan or evidence.kota:
        _weigh_by_larger_areas(evidence)
    return evidence


def _inside(codes: Iterable[str], within: str | None) -> list[str]:
    return [code for code in codes if within is None or lies_in(code, within)]


def _add_larger_areas(evidence: Evidence, mention: NameMention, reading: TextReading, within: str | None) -> None:
    entry, levels = mention.match.entry, mention.levels
    chance = name_chance(mention, reading)
    if entry.kota and (not entry.kelurahan or Level.KOTA in levels) and not mention.weak:
        for code in entry.kota:
            evidence.kota[code] = max(evidence.kota.get(code, 0.0), chance)
    elif entry.kecamatan and (not _said_as_kelurahan(mention, within) or Level.KECAMATAN in levels):
        for code in entry.kecamatan:
            evidence.kecamatan[code] = max(evidence.kecamatan.get(code, 0.0), chance)
        if not mention.weak and (Level.KECAMATAN in levels or not entry.kelurahan):
            evidence.sure_kecamatan.update(entry.kecamatan)


def _said_as_kelurahan(mention: NameMention, within: str | None) -> bool:
    """Whether the name was said to be a kelurahan's, by its marker or by the question that was asked."""
    entry = mention.match.entry
    if not entry.kelurahan:
        return False
    asked_about = within is not None and any(lies_in(code, within) for code in entry.kelurahan)
    return Level.KELURAHAN in mention.levels or (entry.dual and asked_about)


def _may_mean_kelurahan(mention: NameMention, reading: TextReading) -> bool:
    entry, levels = mention.match.entry, mention.levels
    if entry.neighbour is not None or (entry.kota and Level.KOTA in levels):
        return False
    # A name that is an everyday word, too, needs something that shows that it is meant as a name.
    return not entry.everyday or bool(levels) or reading.answer or _stands_before_its_larger_area(mention, reading)


def _stands_before_its_larger_area(mention: NameMention, reading: TextReading) -> bool:
    """Whether the kecamatan or kota that the named kelurahan lies in is said right after it."""
    for other in reading.mentions:
        gap = other.match.start - mention.match.end
        if other is mention or not 0 <= gap <= 1:
            continue
        larger = other.match.entry.kecamatan + other.match.entry.kota
        if any(lies_in(code, upper) for code in mention.match.entry.kelurahan for upper in larger):
            return True
    return False


def _add_kelurahan(evidence: Evidence, mention: NameMention, reading: TextReading, within: str | None) -> None:
    entry = mention.match.entry
    chance = name_chance(mention, reading)
    as_kelurahan = _said_as_kelurahan(mention, within)
    as_kecamatan = bool(entry.kecamatan) and not as_kelurahan
    exact, longer = _meant(evidence, mention, within, as_kecamatan)
    if not mention.weak and (exact or longer) and not as_kecamatan:
        evidence.names.append(SaidName(frozenset((*exact, *longer)), chance))
    ambiguous = (entry.dual or (bool(longer) and not mention.after_rw)) and not as_kelurahan
    share = _share(shared_with_kecamatan=entry.dual) if ambiguous else 1.0
    for code in exact:
        evidence.add(code, chance * share, FoundBy.KELURAHAN_NAME)
        if ambiguous:
            evidence.ambiguous.add(code)
    if as_kelurahan and mention.match.exact:
        evidence.sure_kelurahan.update(exact)
    if longer and not entry.kecamatan and not (exact and as_kelurahan):
        share = weights.LONGER_NAME_SHARE if exact else weights.LONGER_NAME_ALONE_SHARE
        for code in longer:
            evidence.add(code, chance * share / len(longer), FoundBy.NAME_FAMILY)
            evidence.ambiguous.add(code)


def _share(*, shared_with_kecamatan: bool) -> float:
    return weights.SHARED_WITH_KECAMATAN_SHARE if shared_with_kecamatan else weights.BEGINNING_OF_OTHERS_SHARE


def _meant(
    evidence: Evidence, mention: NameMention, within: str | None, as_kecamatan: bool
) -> tuple[list[str], list[str]]:
    """Returns the kelurahan that have exactly this name, and those whose longer names begin with it."""
    entry, levels = mention.match.entry, mention.levels
    exact = [] if as_kecamatan and Level.KECAMATAN in levels else _inside(entry.kelurahan, within)
    longer = _in_named_areas(evidence, _inside(entry.family, within))
    if exact and longer and not levels:
        # If only some of both lie in what else was named, those are meant.
        together = _in_named_areas(evidence, [*exact, *longer])
        exact = [code for code in exact if code in together]
        longer = [code for code in longer if code in together]
    return exact, longer


def _in_named_areas(evidence: Evidence, codes: list[str]) -> list[str]:
    """Those of the codes that lie in the kota and kecamatan that were named; all of them if none does."""
    if not codes:
        return codes
    for named in (evidence.named_kota(), evidence.named_kecamatan()):
        codes = [code for code in codes if any(lies_in(code, upper) for upper in named)] or codes
    return codes


def _add_place(evidence: Evidence, hit: PlaceHit) -> None:
    chance = place_chance(hit) / len(hit.place.codes)
    for code in hit.place.codes:
        evidence.add(code, chance, FoundBy.STREET if hit.street else FoundBy.LANDMARK)


def _weigh_by_larger_areas(evidence: Evidence) -> None:
    """Strengthens what lies in a named kecamatan or kota, and weakens the rest."""
    kecamatan, kota = set(evidence.named_kecamatan()), set(evidence.named_kota())
    ambiguous = {code for code in evidence.ambiguous if len(evidence.signs.get(code, ())) == 1}
    kecamatan_of_others = {parent(code) for code in evidence.chance if code not in ambiguous} & kecamatan
    outside_share = (
        weights.OUTSIDE_SURE_KECAMATAN_SHARE if kecamatan & evidence.sure_kecamatan else weights.OUTSIDE_KECAMATAN_SHARE
    )
    for code, chance in evidence.chance.items():
        upper = parent(code)
        if code in ambiguous:
            if upper in kecamatan_of_others:
                chance *= weights.KECAMATAN_OF_ANOTHER_SHARE
        elif upper in kecamatan:
            chance = strengthened(chance, weights.DOUBT_IN_KECAMATAN)
        elif kecamatan:
            chance *= outside_share
        if kota and parent(upper) not in kota:
            chance *= weights.OUTSIDE_KOTA_SHARE
        elif kota and code not in ambiguous:
            chance = strengthened(chance, weights.DOUBT_IN_KOTA)
        evidence.chance[code] = chance
