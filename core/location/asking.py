"""From the evidence of words to a kelurahan that is sure enough, or to the best question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.location import weights
from core.location.areas import Areas, parent
from core.location.evidence import Evidence
from core.location.model import Area, Ask, Candidate, FoundBy, Level, Outside, Resolution
from core.location.weighing import either

_DIGITS = 3
"""Of a confidence that is told."""


def candidate(area: Area, found: tuple[FoundBy, ...], chance: float) -> Candidate:
    return Candidate(area, found, round(chance, _DIGITS))


def merged(first: Iterable[Candidate], second: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates of both, one for each area, by confidence."""
    by_code: dict[str, Candidate] = {}
    for one in (*first, *second):
        seen = by_code.get(one.area.code)
        if seen is None:
            by_code[one.area.code] = one
        else:
            found = (*seen.found, *(kind for kind in one.found if kind not in seen.found))
            by_code[one.area.code] = candidate(one.area, found, either((seen.confidence, one.confidence)))
    return _by_confidence(by_code.values())


def _by_confidence(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda one: (-one.confidence, one.area.code)))


def answer_from_words(evidence: Evidence, areas: Areas, within: str | None) -> Resolution:
    """Returns the kelurahan that the words mean, or what to ask. `within` is the area the question was about."""
    order = sorted(evidence.chance, key=lambda code: (-evidence.chance[code], code))
    outside = Outside(evidence.neighbour, None) if evidence.neighbour is not None else None
    answer = Resolution(_candidates(evidence, areas), outside=outside)
    if order and _is_sure(evidence, order) and (outside is None or _is_supported(evidence, order[0])):
        return replace(answer, committed=areas[order[0]], outside=None)
    return _Question(answer, evidence, areas, order).asked(within)


def _candidates(evidence: Evidence, areas: Areas) -> tuple[Candidate, ...]:
    kelurahan = (candidate(areas[code], evidence.found(code), chance) for code, chance in evidence.chance.items())
    larger = (
        candidate(areas[code], (kind,), chance)
        for kind, named in ((FoundBy.KECAMATAN_NAME, evidence.kecamatan), (FoundBy.KOTA_NAME, evidence.kota))
        for code, chance in named.items()
    )
    likely = (one for one in (*kelurahan, *larger) if one.confidence >= weights.CANDIDATE)
    return _by_confidence(likely)[: weights.MOST_CANDIDATES]


def _is_sure(evidence: Evidence, order: Sequence[str]) -> bool:
    """Whether the first kelurahan is likely enough, and far enough ahead of whatever else was named."""
    first = order[0]
    best = evidence.chance[first]
    if best < weights.COMMIT:
        return False
    others = [name.chance for name in evidence.names if first not in name.codes]
    second = max(others, default=0.0)
    if len(order) > 1:
        second = max(second, evidence.chance[order[1]])
    return best * (1 - second) >= weights.AHEAD * second * (1 - best)


def _is_supported(evidence: Evidence, code: str) -> bool:
    """Whether a kelurahan stands although a city next door was named."""
    return code in evidence.sure_kelurahan or parent(code) in evidence.sure_kecamatan or bool(evidence.kota)


@dataclass(slots=True)
class _Question:
    """Chooses what to ask where no kelurahan is sure."""

    answer: Resolution
    evidence: Evidence
    areas: Areas
    order: Sequence[str]
    """The kelurahan by their chance."""

    def asked(self, within: str | None) -> Resolution:
        if self.evidence.neighbour is not None:
            return replace(self.answer, ask=Ask.OUTSIDE)
        likely = self._likely()
        kecamatan = self.evidence.named_kecamatan()
        if len(kecamatan) == 1:
            return self._in_kecamatan(self.areas[kecamatan[0]], likely)
        if len(likely) == 1 and self.evidence.chance[likely[0]] >= weights.WORTH_ASKING:
            return replace(self.answer, ask=Ask.CONFIRM, options=(self.areas[likely[0]],))
        if 1 < len(likely) <= weights.MOST_OPTIONS:
            return self._which_of(likely)
        if kecamatan:
            return self._which_of(kecamatan[: weights.MOST_OPTIONS])
        return self._in_larger_area(within)

    def _likely(self) -> list[str]:
        """The kelurahan to offer: those not far behind the first, if it is likely enough that it is one of them."""
        chance = self.evidence.chance
        best = chance[self.order[0]] if self.order else 0.0
        likely = [code for code in self.order if chance[code] >= max(weights.OPEN_SHARE * best, weights.OPEN_LEAST)]
        return likely if sum(chance[code] for code in likely) >= weights.WORTH_ASKING else []

    def _in_kecamatan(self, place: Area, likely: Sequence[str]) -> Resolution:
        """One kecamatan was named: asks which kelurahan in it, or about what was said that lies elsewhere."""
        chance = self.evidence.chance
        inside = [code for code in likely if place.holds(code)]
        elsewhere = [code for code in likely if not place.holds(code) and chance[code] >= weights.WORTH_ASKING]
        if elsewhere:
            return self._which_of([*elsewhere, *(inside or [place.code])][: weights.MOST_OPTIONS])
        if len(inside) == 1 and chance[inside[0]] > weights.CONFIRM_IN_KECAMATAN:
            return replace(self.answer, ask=Ask.CONFIRM, options=(self.areas[inside[0]],), place=place)
        return self._kelurahan_of(place)

    def _in_larger_area(self, within: str | None) -> Resolution:
        """No kelurahan or kecamatan to ask about: goes by the area already known, or the kota named."""
        known = self.areas.get(within) if within is not None else None
        if known is not None and known.level is Level.KECAMATAN:
            return self._kelurahan_of(known)
        kota = self.evidence.named_kota()
        if len(kota) == 1:
            return replace(self.answer, ask=Ask.KELURAHAN_IN_KOTA, place=self.areas[kota[0]])
        return self._which_of(kota) if kota else replace(self.answer, ask=Ask.PLACE)

    def _kelurahan_of(self, kecamatan: Area) -> Resolution:
        options = self.areas.under(kecamatan.code)
        return replace(self.answer, ask=Ask.KELURAHAN_IN_KECAMATAN, options=options, place=kecamatan)

    def _which_of(self, codes: Iterable[str]) -> Resolution:
        return replace(self.answer, ask=Ask.WHICH_OF, options=tuple(self.areas[code] for code in codes))
