"""Finding the landmarks and streets of an operator's lists in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.location.areas import Areas
from core.location.boundaries import Boundaries
from core.location.names import AreaNames
from core.location.place_lists import LONGEST_RUN, KnownPlace, PlaceLists, PlaceWords
from core.location.tokens import Token
from core.location.words import CityWords


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place found in words `start` to `end` (exclusive)."""

    start: int
    end: int
    place: KnownPlace
    street: bool
    marked: bool
    """Whether a word for street stands before it."""
    partial: bool = False
    """Whether the text goes on with a direction or another word that makes it the name of something else."""


class PlaceIndex:
    """Landmarks and streets by the words of their names."""

    def __init__(self, city_words: CityWords, words: PlaceWords, lists: PlaceLists) -> None:
        self._city_words = city_words
        self._words = words
        self._landmarks = lists.landmarks
        self._streets = lists.streets
        self._first_words = frozenset(key.partition(" ")[0] for key in (*self._landmarks, *self._streets))

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
        """Reads the lists (see PlaceLists); raises LocationDataError naming the line."""
        place_words = PlaceWords(words, names)
        return cls(words, place_words, PlaceLists(place_words, areas, boundaries, landmarks, streets))

    def find(self, tokens: Sequence[Token]) -> list[PlaceHit]:
        """Returns the longest landmarks and streets in a text, in reading order, none overlapping."""
        words = [self._words.canonical(token.text) for token in tokens]
        hits: list[PlaceHit] = []
        at = 0
        while at < len(words):
            hit = self._street_at(tokens, words, at) or self._landmark_at(tokens, words, at)
            if hit is not None:
                hits.append(hit)
            at = hit.end if hit is not None else at + 1
        return hits

    def _runs(self, tokens: Sequence[Token], words: Sequence[str], start: int) -> list[tuple[str, int]]:
        """The runs of words that begin here, the longest first, each with the word that follows it."""
        if start >= len(words) or words[start] not in self._first_words:
            return []
        runs = []
        key = words[start]
        for end in range(start + 1, min(len(words), start + LONGEST_RUN) + 1):
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
            if place is not None and (marked or (end - first > 1 and not self._words.names_areas_only(key))):
                return PlaceHit(at, end, place, True, marked, self._goes_on(tokens, words, end))
        return None

    def _goes_on(self, tokens: Sequence[Token], words: Sequence[str], end: int) -> bool:
        """Whether the name goes on with a direction, or with a word that namesakes of areas end with."""
        if end >= len(words) or tokens[end].stop:
            return False
        return words[end] in self._city_words.directions or words[end] in self._city_words.tails

    def _landmark_at(self, tokens: Sequence[Token], words: Sequence[str], at: int) -> PlaceHit | None:
        for key, end in self._runs(tokens, words, at):
            place = self._landmarks.get(key)
            if place is not None:
                return PlaceHit(at, end, place, False, False)
        return None
