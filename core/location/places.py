"""An operator's lists of landmarks and streets, and finding them in words.

A landmark is known by its whole name, and by runs of its words that all (but a fifth of) its bearers share one
kelurahan: ten stops and shops with the name of a housing estate say where that estate is. Runs made of words
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
from core.location.tokens import Token, words_of
from core.location.words import CityWords

_LONGEST = 6
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


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """Where a run of words points to.

    agreeing: how many of the `bearers`, the names of the list that have it, lie in the commonest kelurahan.
    whole: it is a whole name of the list.
    """

    codes: tuple[str, ...]
    agreeing: int
    bearers: int
    whole: bool


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place found in words `start` to `end` (exclusive).

    marked: a word for street stands before it. partial: the text goes on with a direction, a figure or another
    word that makes it the name of something else.
    """

    start: int
    end: int
    place: KnownPlace
    street: bool
    marked: bool
    partial: bool = False


class PlaceIndex:
    """Landmarks and streets by the words of their names."""

    def __init__(self, words: CityWords, names: AreaNames) -> None:
        self._words = words
        self._names = names
        self._landmarks: dict[str, KnownPlace] = {}
        self._streets: dict[str, KnownPlace] = {}
        self._street_rows: dict[str, Counter[str]] = defaultdict(Counter)
        self._first: frozenset[str] = frozenset()

    @classmethod
    def load(
        cls,
        words: CityWords,
        names: AreaNames,
        areas: Areas,
        boundaries: Boundaries | None,
        landmarks: Path | None,
        streets: Path | None,
    ) -> PlaceIndex:
        """Reads the lists; raises LocationDataError naming the line.

        Landmarks: CSV with columns name, lat, lon and, if known, code; without a code the boundaries decide and
        a landmark outside of them is left out. Streets: CSV with columns street and kelurahan_codes (separated
        by "|").
        """
        places = cls(words, names)
        if streets is not None:
            places._read_streets(streets, areas)
        if landmarks is not None:
            places._read_landmarks(landmarks, areas, boundaries)
        places._index_streets()
        places._first = frozenset(key.partition(" ")[0] for key in (*places._landmarks, *places._streets))
        return places

    def canonical(self, text: str) -> str:
        """A word without abbreviation, roman figures and leading zeros, so that both sides are written alike."""
        full = self._words.abbreviations.get(text)
        if full is not None and len(full) == 1:
            return full[0]
        if text.isdigit():
            return text.lstrip("0") or "0"
        return _ROMAN.get(text, text)

    def find(self, tokens: Sequence[Token]) -> list[PlaceHit]:
        """The longest landmarks and streets in a text, in reading order, none overlapping."""
        words = [self.canonical(token.text) for token in tokens]
        hits: list[PlaceHit] = []
        at = 0
        while at < len(words):
            hit = self._street_at(tokens, words, at) or self._landmark_at(tokens, words, at)
            if hit is not None:
                hits.append(hit)
            at = hit.end if hit is not None else at + 1
        return hits

    def _runs(self, tokens: Sequence[Token], words: Sequence[str], start: int) -> list[tuple[str, int]]:
        if start >= len(words) or words[start] not in self._first:
            return []
        runs = []
        key = words[start]
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            runs.append((key, end))
            if end >= len(words) or tokens[end].stop:
                break
            key += " " + words[end]
        return runs[::-1]

    def _street_at(self, tokens: Sequence[Token], words: Sequence[str], at: int) -> PlaceHit | None:
        marked = words[at] in self._words.street and at + 1 < len(words) and not tokens[at + 1].stop
        first = at + 1 if marked else at
        if marked and words[first] in self._words.street and first + 1 < len(words):
            first += 1
        for key, end in self._runs(tokens, words, first):
            place = self._streets.get(key)
            # Without a word for street, one word is too little to tell a street from anything else.
            if place is not None and (marked or (end - first > 1 and not self._says_nothing(key))):
                return PlaceHit(at, end, place, True, marked, self._goes_on(tokens, words, end))
        return None

    def _goes_on(self, tokens: Sequence[Token], words: Sequence[str], end: int) -> bool:
        if end >= len(words) or tokens[end].stop:
            return False
        return words[end] in self._words.directions or words[end] in self._words.tails

    def _landmark_at(self, tokens: Sequence[Token], words: Sequence[str], at: int) -> PlaceHit | None:
        for key, end in self._runs(tokens, words, at):
            place = self._landmarks.get(key)
            if place is not None:
                return PlaceHit(at, end, place, False, False)
        return None

    def _says_nothing(self, key: str) -> bool:
        """Whether the words are a name of an area, or parts of such names only."""
        return self._names.knows(key.replace(" ", "")) or all(
            self._names.in_name(word) or word in self._words.levels or word.isdigit() for word in key.split()
        )

    def _read_streets(self, path: Path, areas: Areas) -> None:
        for line, row in read_rows(path, ("street", "kelurahan_codes")):
            codes = [code for code in row["kelurahan_codes"].split("|") if code]
            key = self._street_key(row["street"])
            for code in codes:
                self._street_rows[key][_known(path, f"line {line} ({row['street']})", code, areas)] += 1

    def _street_key(self, name: str) -> str:
        words = [self.canonical(word) for word in words_of(name)]
        while len(words) > 1 and words[0] in self._words.street:
            words = words[1:]
        return " ".join(words)

    def _base(self, key: str) -> str:
        words = key.split()
        while len(words) > 1 and (words[-1].isdigit() or words[-1] in self._words.street or len(words[-1]) == 1):
            words = words[:-1]
        return " ".join(words)

    def _read_landmarks(self, path: Path, areas: Areas, boundaries: Boundaries | None) -> None:
        names: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for line, row in read_rows(path, ("name", "lat", "lon")):
            where = f"line {line} ({row['name']})"
            if row.get("code"):
                code: str | None = _known(path, where, row["code"], areas)
            else:
                lat, lon = read_point(path, where, row["lat"], row["lon"])
                code = boundaries.find(lat, lon) if boundaries is not None else None
            words = tuple(self.canonical(word) for word in words_of(row["name"]))
            if code is None or not words:
                continue
            if words[0] in self._words.street:
                self._street_rows[self._street_key(row["name"])][code] += 1
            else:
                names[words][code] += 1
        self._index_landmarks(names)

    def _index_streets(self) -> None:
        based: dict[str, set[str]] = defaultdict(set)
        for key, codes in self._street_rows.items():
            if key:
                self._streets[key] = KnownPlace(tuple(sorted(codes)), max(codes.values()), codes.total(), True)
                based[self._base(key)].update(codes)
        for key, union in based.items():
            # "Mawar" stands for Mawar 1, Mawar 2, Mawar Raya: all their kelurahan.
            if key:
                self._streets[key] = KnownPlace(tuple(sorted(union)), 1, len(union), key in self._street_rows)

    def _index_landmarks(self, names: Mapping[tuple[str, ...], Counter[str]]) -> None:
        spread: dict[str, set[str]] = defaultdict(set)
        runs: dict[str, Counter[str]] = defaultdict(Counter)
        whole: dict[str, Counter[str]] = defaultdict(Counter)
        for words, codes in names.items():
            for word in words:
                spread[word].update(codes)
            for start in range(len(words)):
                for end in range(start + 2, min(len(words), start + _LONGEST) + 1):
                    # A landmark that occurs twice with one name is one bearer: it is one name.
                    for code in codes:
                        runs[" ".join(words[start:end])][code] += 1
            if len(words) > 1:
                whole[" ".join(words)].update(codes)
        for key, found in runs.items():
            total = found.total()
            if key in whole:
                total, found = whole[key].total(), whole[key]
            elif total < weights.LANDMARK_BEARERS:
                continue
            best, count = found.most_common(1)[0]
            telling = any(
                len(spread[word]) < weights.EVERYWHERE and len(word) > 1 for word in key.split() if not word.isdigit()
            )
            # Words that occur everywhere make a name only where they are many, or one is part of an area's name.
            telling = telling or (key in whole and (key.count(" ") > 1 or any(map(self._names.in_name, key.split()))))
            if self._says_nothing(key) or not telling or all(len(word) < 2 for word in key.split()[1:]):
                continue
            if count >= weights.LANDMARK_AGREEING * total:
                self._landmarks[key] = KnownPlace((best,), count, total, key in whole)
            elif key in whole and len(found) <= weights.LANDMARK_MOST_KELURAHAN:
                self._landmarks[key] = KnownPlace(tuple(sorted(found)), count, total, True)


def _known(path: Path, where: str, code: str, areas: Areas) -> str:
    normal = normal_code(code)
    if normal is None or areas.get(normal) is None:
        raise LocationDataError(path, where, f"code {code!r} is not in the list of areas", "Mend or empty it")
    return normal
