"""From words and positions to one kelurahan, or to the question that leads there.

What a text says is gathered as evidence (evidence.py), from which a kelurahan is taken or a question chosen
(asking.py). A position is looked up in the map (positions.py) and held against the words (agreement.py). The numbers
that all of it goes by stand in weights.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from core.kernel.excerpt import excerpt
from core.location.agreement import with_positions
from core.location.areas import Areas
from core.location.asking import answer_from_words
from core.location.boundaries import Boundaries
from core.location.coordinates import check, find_typed
from core.location.evidence import gather
from core.location.links import read_links
from core.location.model import Ask, FoundBy, Level, PlacePart, Position, Resolution, Spot
from core.location.names import AreaNames
from core.location.places import PlaceIndex
from core.location.positions import UNUSABLE, Locator
from core.location.reading import NOTHING_READ, TextReader
from core.location.words import CityWords

_MISSING_BELOW = {
    None: (PlacePart.KELURAHAN, PlacePart.KECAMATAN, PlacePart.KOTA),
    Level.KOTA: (PlacePart.KELURAHAN, PlacePart.KECAMATAN),
    Level.KECAMATAN: (PlacePart.KELURAHAN,),
    Level.KELURAHAN: (),
}
"""What is missing where only an area of this level is known."""


@dataclass(slots=True)
class _Told:
    """What a reporter gave: words without links and coordinates, and positions."""

    words: str
    positions: list[Position]
    """The pin first, if there is one."""
    unfollowed: bool
    """Whether there is a link that only the network can follow."""


class Gazetteer:
    """The places of one city. Build it with `load`; it is immutable afterwards and safe to share by threads."""

    def __init__(
        self, areas: Areas, words: CityWords, boundaries: Boundaries | None, places: PlaceIndex, names: AreaNames
    ):
        self.areas = areas
        self.words = words
        self.boundaries = boundaries
        self._reader = TextReader(areas, words, names, places)
        self._locator = Locator(areas, words, boundaries)

    @classmethod
    def load(
        cls,
        areas: Path | None = None,
        boundaries: Path | None = None,
        landmarks: Path | None = None,
        streets: Path | None = None,
        words: Path | None = None,
    ) -> Gazetteer:
        """Reads the files of a city; areas and words are those in this package unless given.

        Without boundaries positions are answered by the nearest area's point: approximate, never committed.
        Raises LocationDataError naming the file, the feature or line, the fault and the mend.
        """
        data = Path(str(files("core.location"))) / "data"
        known = Areas.load(areas or data / "areas.csv")
        vocabulary = CityWords.load(words or data / "words.yml")
        outlines = Boundaries.load(boundaries, known) if boundaries is not None else None
        names = AreaNames(known, vocabulary)
        places = PlaceIndex.load(vocabulary, names, known, outlines, landmarks, streets)
        return cls(known, vocabulary, outlines, places, names)

    def resolve(
        self,
        text: str | None = None,
        pin: Position | tuple[float, float] | None = None,
        accuracy_m: float | None = None,
        within: str | None = None,
    ) -> Resolution:
        """Returns the kelurahan of a report, or what to ask.

        pin: latitude and longitude, or a Position (which says how it was given, e.g. FoundBy.PHOTO).
        accuracy_m: how far off the pin may be; unknown when None, and then borders are not asked about.
        within: code of a kecamatan or kota that is already known from the conversation; names are read inside it.
        """
        told = self._take_apart(text, _position(pin, accuracy_m))
        reading = self._reader.read(told.words) if told.words else NOTHING_READ
        evidence = gather(reading, within, self.words.neighbours)
        answer = answer_from_words(evidence, self.areas, within)
        located = [self._locator.locate(one) for one in told.positions if one.problem not in UNUSABLE]
        if located:
            answer = with_positions(located, answer, evidence, self.areas)
        elif told.positions or told.unfollowed:
            answer = _without_usable_position(answer, told)
        return replace(answer, missing=_missing(answer, reading.spot), spot=reading.spot)

    def resolve_many(self, texts: Iterable[str]) -> Iterator[Resolution]:
        """The answers for many texts, one by one."""
        for text in texts:
            yield self.resolve(text)

    def _take_apart(self, text: str | None, pin: Position | None) -> _Told:
        """Sets positions in links and typed ones apart from the words."""
        frame = self._locator.frame
        links = read_links(excerpt(text or ""), frame)
        words = " ".join((links.rest, *links.words)).strip()
        typed = find_typed(words, frame, self.words.hemispheres) if words else []
        for one in reversed(typed):
            words = f"{words[: one.start]} , {words[one.end :]}"
        positions = [*links.positions, *(one.position for one in typed)]
        if pin is not None:
            positions.insert(0, check(pin, frame))
        return _Told(words, positions, links.unfollowed)


def _position(pin: Position | tuple[float, float] | None, accuracy_m: float | None) -> Position | None:
    if pin is None:
        return None
    position = pin if isinstance(pin, Position) else Position(pin[0], pin[1], FoundBy.PIN)
    return replace(position, accuracy_m=accuracy_m) if accuracy_m is not None and accuracy_m >= 0 else position


def _without_usable_position(answer: Resolution, told: _Told) -> Resolution:
    """The answer of the words, with what was wrong with the positions, asking for a pin where only a link was sent."""
    if told.unfollowed and answer.committed is None:
        answer = replace(answer, ask=Ask.SEND_PIN)
    return replace(answer, problem=told.positions[0].problem) if told.positions else answer


def _missing(answer: Resolution, spot: Spot) -> tuple[PlacePart, ...]:
    """The parts of a full place that the answer does not have."""
    known = answer.committed or answer.place
    missing = _MISSING_BELOW[known.level if known is not None else None]
    exact = answer.position is not None and answer.outside is None
    if exact or spot.street or spot.landmark or (spot.rt and spot.rw):
        return missing
    return (*missing, PlacePart.SPOT)
