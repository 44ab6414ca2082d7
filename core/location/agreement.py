"""Holding positions against the words: they agree, they contradict each other, or one of them settles the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.location import weights
from core.location.areas import Areas
from core.location.asking import candidate, merged
from core.location.evidence import Evidence
from core.location.model import Area, Ask, Resolution
from core.location.positions import Located


def with_positions(located: Sequence[Located], said: Resolution, evidence: Evidence, areas: Areas) -> Resolution:
    """Returns the answer of words and positions together.

    located: what each position says, the one that counts most first. said: the answer of the words alone.
    """
    main = located[0]
    answer = _from_position(main, said)
    if main.outside is not None:
        if said.committed is not None:
            return replace(answer, ask=Ask.TEXT_OR_PIN, options=(said.committed, *main.areas))
        return replace(answer, ask=Ask.OUTSIDE, options=main.areas)
    contradicting = _contradicting(located, said, evidence, areas)
    if contradicting:
        return replace(answer, ask=Ask.TEXT_OR_PIN, options=(*contradicting, main.areas[0]))
    if said.outside is not None and said.committed is None:
        return replace(answer, ask=Ask.OUTSIDE, outside=said.outside, options=main.areas[:1])
    return _settled(answer, main, said.committed)


def _from_position(main: Located, said: Resolution) -> Resolution:
    """What the position says, with the candidates of the words beside its own, and nothing decided yet."""
    position = main.position
    pinned = [candidate(area, (position.found,), main.chance(number)) for number, area in enumerate(main.areas)]
    return replace(
        said,
        candidates=merged(pinned, said.candidates),
        committed=None,
        ask=None,
        options=(),
        place=None,
        position=position,
        problem=position.problem,
        approximate=main.approximate,
        outside=main.outside,
    )


def _contradicting(located: Sequence[Located], said: Resolution, evidence: Evidence, areas: Areas) -> tuple[Area, ...]:
    """The areas that another position or the words name, where the position lies in none of them."""
    main, *others = located
    area = main.areas[0]
    other = next((one.areas[0] for one in others if one.areas and one.areas[0] != area), None)
    if other is not None:
        return (other,)
    if said.committed is not None:
        return (said.committed,) if said.committed not in main.areas else ()
    return _named_elsewhere(evidence, main.areas, areas)


def _named_elsewhere(evidence: Evidence, here: Sequence[Area], areas: Areas) -> tuple[Area, ...]:
    """What was named (kelurahan, kecamatan or kota), if none of the areas here is it or lies in it."""
    pinned = {area.code for area in here}
    names = [name.codes for name in evidence.names if name.chance >= weights.COMMIT]
    if names and not any(codes & pinned for codes in names):
        return tuple(areas[code] for code in sorted(names[0]))[: weights.MOST_OPTIONS - 1]
    for codes in (evidence.named_kecamatan(), evidence.named_kota()):
        if codes and not any(areas[code].holds(area.code) for code in codes for area in here):
            return (areas[min(codes)],)
    return ()


def _settled(answer: Resolution, main: Located, said: Area | None) -> Resolution:
    """Commits to the area of words and position where nothing contradicts it, or asks to confirm it."""
    if said is not None and not main.doubtful:
        return replace(answer, committed=said)
    if len(main.areas) > weights.MOST_OPTIONS and not main.by_points:
        return replace(answer, ask=Ask.PLACE)
    if len(main.areas) > 1 and not main.by_points:
        return replace(answer, ask=Ask.NEAR_BORDER, options=main.areas)
    if main.doubtful or main.by_points:
        return replace(answer, ask=Ask.CONFIRM, options=main.areas)
    return replace(answer, committed=main.areas[0])
