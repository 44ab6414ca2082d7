"""All names of a city's areas and of its neighbours, with the ways of writing each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.location.areas import Areas
from core.location.tokens import words_of
from core.location.words import CityWords

Spelling = tuple[str, ...]
"""The words of a name."""


@dataclass(frozen=True, slots=True)
class NameEntry:
    """Everything that one name means. Areas are given by their codes."""

    key: str
    """The words of the name, joined."""
    kelurahan: tuple[str, ...] = ()
    kecamatan: tuple[str, ...] = ()
    kota: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    """The kelurahan whose longer names begin with this name."""
    neighbour: int | None = None
    """The number of the city next door in CityWords.neighbours."""
    city: bool = False
    everyday: bool = False
    """It is an everyday word, too."""

    @property
    def dual(self) -> bool:
        """Whether both a kelurahan and a kecamatan have this name."""
        return bool(self.kelurahan and self.kecamatan)


class Spellings:
    """The entries by key, and every way of writing them."""

    def __init__(self, areas: Areas, words: CityWords) -> None:
        self.entries: dict[str, NameEntry] = {}
        self.written: list[tuple[str, Spelling]] = []
        """Key and spelling."""
        self._everyday = words.everyday
        for area in areas.kelurahan:
            entry = self._entry(words_of(area.name))
            self._put(replace(entry, kelurahan=(*entry.kelurahan, area.code)))
        for area in areas.kecamatan:
            entry = self._entry(words_of(area.name))
            self._put(replace(entry, kecamatan=(*entry.kecamatan, area.code)))
        for area in areas.kota:
            entry = self._entry(words_of(area.name))
            self._put(replace(entry, kota=(*entry.kota, area.code)))
        for beginning, family in _families(areas, words).items():
            entry = self._entry(beginning)
            self._put(replace(entry, family=tuple(code for code in family if code not in entry.kelurahan)))
        self._add_aliases(words)
        for number, (_, names) in enumerate(words.neighbours):
            for spelling in names:
                self._put(replace(self._entry(spelling), neighbour=number))
        for spelling in words.city:
            self._put(replace(self._entry(spelling), city=True))

    def _entry(self, spelling: Spelling) -> NameEntry:
        """The entry of a name, which is noted to be written like this."""
        key = "".join(spelling)
        self.written.append((key, spelling))
        return self.entries.get(key) or NameEntry(key, everyday=key in self._everyday)

    def _put(self, entry: NameEntry) -> None:
        self.entries[entry.key] = entry

    def _add_aliases(self, words: CityWords) -> None:
        for spelling, official in words.aliases.items():
            entry = self.entries.get("".join(words_of(official)))
            if entry is not None and "".join(spelling) not in self.entries:
                self.written.append((entry.key, spelling))


def _families(areas: Areas, words: CityWords) -> dict[Spelling, list[str]]:
    """Returns beginnings of names, each with the kelurahan whose longer names begin so.

    Beginnings are names of kelurahan ("X" of "X Y"), and names without their directions ("X" of "X Utara") if they
    have several words or several kelurahan share them.
    """
    names = {area.code: words_of(area.name) for area in areas.kelurahan}
    shared: dict[Spelling, int] = defaultdict(int)
    for name in names.values():
        beginning = _without_directions(name, words)
        if beginning != name:
            shared[beginning] += 1
    beginnings = {beginning for beginning, count in shared.items() if count > 1 or len(beginning) > 1}
    beginnings.update(names.values())
    found = {
        beginning: [code for code, name in names.items() if name[: len(beginning)] == beginning and name != beginning]
        for beginning in beginnings
    }
    return {beginning: codes for beginning, codes in found.items() if codes}


def _without_directions(name: Spelling, words: CityWords) -> Spelling:
    while len(name) > 1 and name[-1] in words.directions:
        name = name[:-1]
    return name


def joinings(spelling: Spelling) -> Sequence[Spelling]:
    """All ways of writing neighbouring words of a spelling together."""
    if len(spelling) == 1:
        return [spelling]
    rest = joinings(spelling[1:])
    return [(spelling[0], *tail) for tail in rest] + [(spelling[0] + tail[0], *tail[1:]) for tail in rest]
