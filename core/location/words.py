"""The words of a city, from its YAML file: markers, abbreviations, directions, neighbours, everyday names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
import yaml
from shapely import Point, Polygon

from core.location.model import Level, LocationDataError, NeighbourCity
from core.location.tokens import words_of

_SECTIONS = (
    "markers",
    "directions",
    "tails",
    "everyday",
    "common",
    "abbreviations",
    "aliases",
    "city",
    "hemispheres",
    "neighbours",
    "sea",
)
_MARKERS = (*Level, "street", "line", "toward", "postal", "filler")


@dataclass(frozen=True)
class CityWords:
    """The words of a city that announce names, stand for them, or keep them from being taken for others."""

    levels: Mapping[str, Level]
    """Markers, and the level of the area that they announce: "kel" -> kelurahan."""
    street: frozenset[str]
    """Markers of streets."""
    line: frozenset[str]
    """Markers of long things that pass many areas: rivers, toll roads, railways."""
    toward: frozenset[str]
    """Words before a name that somebody comes from or goes to."""
    postal: frozenset[str]
    """Markers of postal codes."""
    filler: frozenset[str]
    """Words that may stand between a marker and its name."""
    directions: frozenset[str]
    """Words like "barat": never a kota by themselves, and often left out of names."""
    tails: frozenset[str]
    """Before these words a name is part of the name of something else, such as a housing estate."""
    everyday: frozenset[str]
    """Names that are everyday words, too, and need a marker."""
    common: frozenset[str]
    """Words that are never read as a misspelt name."""
    abbreviations: Mapping[str, tuple[str, ...]]
    """Abbreviated words, and what each may stand for."""
    aliases: Mapping[tuple[str, ...], str]
    """Other names of areas, as words, and the official ones."""
    city: tuple[tuple[str, ...], ...]
    """Names of the city as a whole."""
    hemispheres: Mapping[str, str]
    """Letters beside coordinates -> N, S, E or W."""
    neighbours: tuple[tuple[NeighbourCity, tuple[tuple[str, ...], ...]], ...]
    """Each neighbour with the names that mean it. A neighbour with several points stands here once."""
    neighbour_points: tuple[NeighbourCity, ...]
    sea: Polygon

    @classmethod
    def load(cls, path: Path) -> CityWords:
        """Raises LocationDataError naming the section that is missing or has the wrong form."""
        try:
            document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        except OSError as error:
            raise LocationDataError(
                path, "file", error.strerror or "cannot be opened", "Check path and rights"
            ) from None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise LocationDataError(path, "file", f"is not YAML ({error})", "Mend the place it names") from None
        if not isinstance(document, dict):
            raise LocationDataError(path, "file", "has no sections", f"It needs {', '.join(_SECTIONS)}")
        for section in _SECTIONS:
            if section not in document:
                raise LocationDataError(path, section, "is missing", "Add it, even if it is empty")
        for section in _SECTIONS:
            try:
                _PROBES[section](document[section])
            except (TypeError, ValueError, KeyError, AttributeError, IndexError) as error:
                raise LocationDataError(
                    path, section, f"has the wrong form ({error!r})", "Compare it with the file of the project"
                ) from None
        return cls._build(document)

    @classmethod
    def _build(cls, document: Mapping[str, Any]) -> CityWords:
        markers = document["markers"]
        neighbours, points = [], []
        for key, entry in (document["neighbours"] or {}).items():
            places = [
                NeighbourCity(str(key), str(entry["name"]), float(lat), float(lon)) for lat, lon in entry["points"]
            ]
            neighbours.append((places[0], tuple(words_of(name) for name in entry["names"])))
            points.extend(places)
        return cls(
            levels={word: level for level in Level for word in markers[level.value]},
            street=frozenset(markers["street"]),
            line=frozenset(markers["line"]),
            toward=frozenset(markers["toward"]),
            postal=frozenset(markers["postal"]),
            filler=frozenset(markers["filler"]),
            directions=frozenset(document["directions"]),
            tails=frozenset(document["tails"]),
            everyday=frozenset(document["everyday"]),
            common=frozenset(document["common"]),
            abbreviations={word: tuple(full) for word, full in document["abbreviations"].items()},
            aliases={words_of(written): str(name) for written, name in document["aliases"].items()},
            city=tuple(words_of(name) for name in document["city"]),
            hemispheres={str(k).upper(): str(v).upper() for k, v in document["hemispheres"].items()},
            neighbours=tuple(neighbours),
            neighbour_points=tuple(points),
            sea=_sea(document["sea"]),
        )

    def is_marker(self, word: str) -> bool:
        """Whether the word announces a name. Such a word is never read as a misspelt or abbreviated part of a name."""
        return word in self.levels or word in self.street or word in self.line or word in self.toward

    def at_sea(self, lat: float, lon: float) -> bool:
        return bool(self.sea.covers(Point(lon, lat)))


def _strings(value: Any) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError("not a list of words")


def _markers(value: Any) -> None:
    for name in _MARKERS:
        _strings(value[name])


def _lists(value: Any) -> None:
    for words in value.values():
        _strings(words)


def _neighbours(value: Any) -> None:
    for entry in (value or {}).values():
        _strings(entry["names"])
        if not [(float(lat), float(lon)) for lat, lon in entry["points"]]:
            raise ValueError("no point")
        str(entry["name"])


def _mapping(value: Any) -> None:
    _strings([key for pair in value.items() for key in pair])


def _sea(corners: Iterable[Iterable[float]] | None) -> Polygon:
    polygon = Polygon([(float(lon), float(lat)) for lon, lat in corners]) if corners else Polygon()
    if not polygon.is_valid:
        raise ValueError(shapely.is_valid_reason(polygon))
    return polygon


_PROBES: Mapping[str, Any] = {
    "markers": _markers,
    "directions": _strings,
    "tails": _strings,
    "everyday": _strings,
    "common": _strings,
    "abbreviations": _lists,
    "aliases": _mapping,
    "city": _strings,
    "hemispheres": _mapping,
    "neighbours": _neighbours,
    "sea": _sea,
}
