"""The chance that one sign, taken alone, names the right kelurahan, and how chances combine."""

from __future__ import annotations

from collections.abc import Iterable

from core.location import weights
from core.location.names import Match
from core.location.places import PlaceHit
from core.location.reading import NameMention, TextReading


def either(chances: Iterable[float]) -> float:
    """The chance that at least one of several independent signs is right."""
    wrong = 1.0
    for chance in chances:
        wrong *= 1 - chance
    return 1 - wrong


def strengthened(chance: float, doubt_left: float) -> float:
    """The chance after something that leaves only this part of the doubt."""
    return 1 - (1 - chance) * doubt_left


def name_chance(mention: NameMention, reading: TextReading) -> float:
    """The chance that a name means the area that bears it."""
    chance = _spelling_chance(mention.match)
    if mention.weak:
        return chance * (weights.PASSING_SHARE if mention.passing else weights.NAMESAKE_SHARE)
    if mention.levels:
        return strengthened(chance, weights.DOUBT_AFTER_MARKER)
    if reading.answer and mention.match.exact:
        return strengthened(chance, weights.DOUBT_AFTER_ANSWER)
    return chance


def _spelling_chance(match: Match) -> float:
    several = match.words > 1
    if match.reordered:
        return weights.NAME_REORDERED
    if match.likely:
        return weights.NAME_CUT_OFF
    if match.misspelt_short or (match.abbreviated and not several):
        return weights.NAME_DOUBTFUL
    if match.misspelt:
        long = several and match.length >= weights.LONG_NAME_LETTERS
        return weights.NAME_MISSPELT_LONG if long else weights.NAME_DOUBTFUL
    return weights.NAME_OF_SEVERAL_WORDS if several else weights.NAME_OF_ONE_WORD


def place_chance(hit: PlaceHit) -> float:
    """The chance that the report is about one of the kelurahan where this street or landmark is."""
    if hit.street:
        return weights.STREET_MARKED if hit.marked and not hit.partial else weights.STREET
    # Laplace's rule of succession: how likely the next bearer of these words lies with the others.
    chance = (hit.place.agreeing + 1) / (hit.place.bearers + 2)
    return max(chance, weights.WHOLE_LANDMARK) if hit.place.whole else chance


def postal_code_chance(reading: TextReading) -> float:
    """The chance that the report is about one of the kelurahan with the postal code that was read."""
    return weights.POSTAL_CODE_MARKED if reading.postal_marked else weights.POSTAL_CODE
