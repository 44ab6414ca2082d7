"""What the location package says and how: areas, positions, candidates, questions, errors.

Latitudes and longitudes are WGS 84 decimal degrees, distances and accuracies are metres, confidences lie
between 0 and 1. Nothing here knows a city: names come from the files that the operator gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.kernel.errors import TanggapError


class Level(StrEnum):
    """The three administrative levels below the province, from small to large."""

    KELURAHAN = "kelurahan"
    KECAMATAN = "kecamatan"
    KOTA = "kota"


class FoundBy(StrEnum):
    """How a candidate was found."""

    PIN = "pin"
    PHOTO = "photo"
    MAP_LINK = "map_link"
    PLUS_CODE = "plus_code"
    COORDINATES = "coordinates"
    KELURAHAN_NAME = "kelurahan_name"
    KECAMATAN_NAME = "kecamatan_name"
    KOTA_NAME = "kota_name"
    NAME_FAMILY = "name_family"
    POSTAL_CODE = "postal_code"
    LANDMARK = "landmark"
    STREET = "street"


class Ask(StrEnum):
    """What to ask the reporter next. The wording is not decided here."""

    KELURAHAN_IN_KECAMATAN = "kelurahan_in_kecamatan"
    """The kecamatan (`Resolution.place`) is known; which of its kelurahan (`options`)?"""
    KELURAHAN_IN_KOTA = "kelurahan_in_kota"
    """Only the kota (`Resolution.place`) is known."""
    WHICH_OF = "which_of"
    """Several areas fit (`options`)."""
    NEAR_BORDER = "near_border"
    """The position is closer to a border than it is accurate; which side (`options`)?"""
    TEXT_OR_PIN = "text_or_pin"
    """Words and position disagree: `options` holds the area of the words, then that of the position."""
    CONFIRM = "confirm"
    """One likely area (`options[0]`), too unsure to take unasked."""
    SEND_PIN = "send_pin"
    """The link can only be followed over the network; ask for a pin instead."""
    OUTSIDE = "outside"
    """The place is not in this city (`Resolution.outside`)."""
    PLACE = "place"
    """Nothing usable was found."""


class PlacePart(StrEnum):
    """What is still missing from a full place."""

    KELURAHAN = "kelurahan"
    KECAMATAN = "kecamatan"
    KOTA = "kota"
    SPOT = "spot"
    """A street, a landmark, RT/RW or a position inside the kelurahan."""


class PositionProblem(StrEnum):
    """What was wrong with a position."""

    SWAPPED = "swapped"
    """Latitude and longitude were given in the other order; used the other way round, to be confirmed."""
    SIGN = "sign"
    """The hemisphere was missing or wrong; mended, to be confirmed."""
    OUT_OF_RANGE = "out_of_range"
    """Not a position on earth (or not a number); not used."""
    ZERO = "zero"
    """0,0 is what devices send when they know nothing; not used."""
    AT_SEA = "at_sea"
    """The position lies in the water; the nearest area was taken."""


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area; a kecamatan has no kelurahan name, a kota neither that nor a kecamatan name.

    `code` is the Kemendagri code: "31.75.06.1001" for a kelurahan, its first three parts for the kecamatan,
    its first two for the kota. `lat` and `lon` are a point inside (for larger areas the mean of its parts).
    """

    code: str
    kelurahan: str | None
    kecamatan: str | None
    kota: str
    lat: float
    lon: float
    postal_code: str | None = None

    @property
    def level(self) -> Level:
        if self.kelurahan is not None:
            return Level.KELURAHAN
        return Level.KECAMATAN if self.kecamatan is not None else Level.KOTA

    @property
    def name(self) -> str:
        return self.kelurahan or self.kecamatan or self.kota

    def holds(self, code: str) -> bool:
        """Whether the area with this code is this area or lies in it."""
        return code == self.code or code.startswith(self.code + ".")


@dataclass(frozen=True, slots=True)
class Position:
    """A point, how it was given, and how far off it may be (None: unknown)."""

    lat: float
    lon: float
    found: FoundBy = FoundBy.PIN
    accuracy_m: float | None = None
    problem: PositionProblem | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area that may be meant. `found` lists every way that led to it, the strongest first."""

    area: Area
    found: tuple[FoundBy, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class NeighbourCity:
    """A city or regency next door: its name, and the key under which configuration says where to turn."""

    key: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Outside:
    """The place is (or seems) not in this city. `neighbour` is None when only the position says so and no
    neighbour is known."""

    neighbour: NeighbourCity | None
    found: FoundBy | None
    """None when words named the neighbour, otherwise how the position was given."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The finer parts of an address that words gave."""

    street: str | None = None
    landmark: str | None = None
    rt: str | None = None
    rw: str | None = None
    postal_code: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer for one report.

    `committed` is the kelurahan when it is sure enough to route to, otherwise None and `ask` says what to ask.
    `candidates` are ordered by confidence and may be partial (only a kecamatan or a kota).
    `options` are the areas to offer as buttons with `ask`; `place` is the area that is already sure.
    `approximate` says that only the nearest known point answered, not a boundary.
    """

    candidates: tuple[Candidate, ...] = ()
    committed: Area | None = None
    ask: Ask | None = None
    options: tuple[Area, ...] = ()
    place: Area | None = None
    missing: tuple[PlacePart, ...] = ()
    outside: Outside | None = None
    position: Position | None = None
    problem: PositionProblem | None = None
    spot: Spot = Spot()
    approximate: bool = False


class LocationDataError(TanggapError, ValueError):
    """An operator's file cannot be used. Names the file, the feature or line, the fault and the mend."""

    def __init__(self, path: Path | str, where: str, fault: str, mend: str) -> None:
        super().__init__(f"{path}: {where}: {fault}. {mend}")
        self.path = Path(path)
        self.where = where
        self.fault = fault
        self.mend = mend
