"""An operator's lists of landmarks and streets, and where the words of their names point to.

A landmark is known by its whole name, and by runs of its words if nearly all names of the list that have such a run
lie in one kelurahan: ten stops and shops with the name of a housing estate say where that estate is. Runs of words
that occur all over the city say nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.location import weights
from core.location.areas import Areas, normal_code, read_point, read_rows
from core.location.boundaries import Boundaries
from core.location.model import LocationDataError
from core.location.names import AreaNames
from core.location.tokens import words_of
from core.location.words import CityWords

LONGEST_RUN = 6
"""Words. Longer runs are not looked for."""
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
    "xi": "11",
    "xii": "12",
    "xiii": "13",
    "xiv": "14",
    "xv": "15",
    "xvi": "16",
    "xvii": "17",
    "xviii": "18",
    "xix": "19",
    "xx": "20",
}


Codes = Counter[str]
"""How many places lie in each kelurahan."""


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """Where a run of words points to."""

    codes: tuple[str, ...]
    """The kelurahan that it may lie in."""
    agreeing: int
    """How many of the bearers lie in the commonest kelurahan."""
    bearers: int
    """How many names of the list have these words."""
    whole: bool
    """Whether they are a whole name of the list."""


class PlaceWords:
    """How words in names of places are written, and which of them tell one place from another."""

    def __init__(self, words: CityWords, names: AreaNames) -> None:
        self.street = words.street
        self.names = names
        self._words = words

    def canonical(self, text: str) -> str:
        """A word without abbreviation, roman figures and leading zeros, so that lists and texts are written alike."""
        full = self._words.abbreviations.get(text)
        if full is not None and len(full) == 1:
            return full[0]
        if text.isdigit():
            return text.lstrip("0") or "0"
        return _ROMAN.get(text, text)

    def of_name(self, name: str) -> tuple[str, ...]:
        return tuple(self.canonical(word) for word in words_of(name))

    def names_areas_only(self, key: str) -> bool:
        """Whether the words are a name of an area, or parts of such names only: then they name no place in it."""
        return self.names.knows(key.replace(" ", "")) or all(
            self.names.in_name(word) or word in self._words.levels or word.isdigit() for word in key.split()
        )


class PlaceLists:
    """Reads both lists. `landmarks` and `streets` hold what a run of words, joined by blanks, points to."""

    def __init__(
        self,
        words: PlaceWords,
        areas: Areas,
        boundaries: Boundaries | None,
        landmarks: Path | None,
        streets: Path | None,
    ) -> None:
        """Raises LocationDataError naming the line.

        Landmarks: CSV with columns name, lat, lon and, if known, code; without a code the boundaries decide and
        a landmark outside of them is left out. Streets: CSV with columns street and kelurahan_codes (separated
        by "|").
        """
        self._words = words
        self._areas = areas
        self._street_rows: dict[str, Codes] = defaultdict(Counter)
        self._landmark_rows: dict[tuple[str, ...], Codes] = defaultdict(Counter)
        if streets is not None:
            self._read_streets(streets)
        if landmarks is not None:
            self._read_landmarks(landmarks, boundaries)
        self.streets = self._known_streets()
        self.landmarks = self._known_landmarks()

    def _read_streets(self, path: Path) -> None:
        for line, row in read_rows(path, ("street", "kelurahan_codes")):
            key = self._street_key(self._words.of_name(row["street"]))
            for code in row["kelurahan_codes"].split("|"):
                if code:
                    self._street_rows[key][self._known_code(path, f"line {line} ({row['street']})", code)] += 1

    def _read_landmarks(self, path: Path, boundaries: Boundaries | None) -> None:
        for line, row in read_rows(path, ("name", "lat", "lon")):
            where = f"line {line} ({row['name']})"
            if row.get("code"):
                code: str | None = self._known_code(path, where, row["code"])
            else:
                lat, lon = read_point(path, where, row["lat"], row["lon"])
                code = boundaries.find(lat, lon) if boundaries is not None else None
            words = self._words.of_name(row["name"])
            if code is None or not words:
                continue
            if words[0] in self._words.street:
                self._street_rows[self._street_key(words)][code] += 1
            else:
                self._landmark_rows[words][code] += 1

    def _known_code(self, path: Path, where: str, code: str) -> str:
        normal = normal_code(code)
        if normal is None or self._areas.get(normal) is None:
            raise LocationDataError(path, where, f"code {code!r} is not in the list of areas", "Mend or empty it")
        return normal

    def _street_key(self, words: Sequence[str]) -> str:
        """The name of a street without the words for street before it."""
        while len(words) > 1 and words[0] in self._words.street:
            words = words[1:]
        return " ".join(words)

    def _base(self, key: str) -> str:
        """The name that streets share which are told apart by a number, a letter or a word for street behind it."""
        words = key.split()
        while len(words) > 1 and (words[-1].isdigit() or words[-1] in self._words.street or len(words[-1]) == 1):
            words = words[:-1]
        return " ".join(words)

    def _known_streets(self) -> dict[str, KnownPlace]:
        streets: dict[str, KnownPlace] = {}
        by_base: dict[str, set[str]] = defaultdict(set)
        for key, codes in self._street_rows.items():
            if key:
                streets[key] = KnownPlace(tuple(sorted(codes)), max(codes.values()), codes.total(), True)
                by_base[self._base(key)].update(codes)
        for key, together in by_base.items():
            # "Mawar" stands for Mawar 1, Mawar 2, Mawar Raya: all their kelurahan.
            if key:
                streets[key] = KnownPlace(tuple(sorted(together)), 1, len(together), key in self._street_rows)
        return streets

    def _known_landmarks(self) -> dict[str, KnownPlace]:
        landmarks: dict[str, KnownPlace] = {}
        spread = self._spread()
        for key, codes in self._runs().items():
            whole = self._landmark_rows.get(tuple(key.split()))
            if whole is None and codes.total() < weights.LANDMARK_BEARERS:
                continue
            place = _where(codes if whole is None else whole, whole is not None)
            if place is not None and self._is_telling(key, whole is not None, spread):
                landmarks[key] = place
        return landmarks

    def _is_telling(self, key: str, whole: bool, spread: Mapping[str, set[str]]) -> bool:
        """Whether a run of words tells a place from others."""
        words = key.split()
        if self._words.names_areas_only(key) or all(len(word) < 2 for word in words[1:]):
            return False
        if any(len(spread[word]) < weights.EVERYWHERE for word in words if len(word) > 1 and not word.isdigit()):
            return True
        # Words that occur everywhere make a name only where they are many, or one is part of an area's name.
        return whole and (len(words) > 2 or any(map(self._words.names.in_name, words)))

    def _spread(self) -> Mapping[str, set[str]]:
        """For each word the kelurahan in whose landmarks' names it occurs."""
        spread: dict[str, set[str]] = defaultdict(set)
        for words, codes in self._landmark_rows.items():
            for word in words:
                spread[word].update(codes)
        return spread

    def _runs(self) -> Mapping[str, Codes]:
        """For each run of at least two words the kelurahan of the names that have it."""
        runs: dict[str, Codes] = defaultdict(Counter)
        for words, codes in self._landmark_rows.items():
            for start in range(len(words)):
                for end in range(start + 2, min(len(words), start + LONGEST_RUN) + 1):
                    # Landmarks of the same name in one kelurahan are one bearer: it is one name.
                    runs[" ".join(words[start:end])].update(dict.fromkeys(codes, 1))
        return runs


def _where(codes: Codes, whole: bool) -> KnownPlace | None:
    """The kelurahan that nearly all bearers lie in; of a whole name, all of them if they are few."""
    best, count = codes.most_common(1)[0]
    if count >= weights.LANDMARK_AGREEING * codes.total():
        return KnownPlace((best,), count, codes.total(), whole)
    if whole and len(codes) <= weights.LANDMARK_MOST_KELURAHAN:
        return KnownPlace(tuple(sorted(codes)), count, codes.total(), True)
    return None
