"""Positions typed into text: decimal degrees, degrees with minutes and seconds, plus codes.

A typed position is as accurate as its last digit: 6.2 may be five kilometres off, 6.20000 half a metre. So the
accuracy of a position is half a unit of the last digit that was typed. Short plus codes
(github.com/google/open-location-code) are completed with the city as their reference.

The general parser for one coordinate (lat-lon-parser) lets any text pass, so pairs are found here by pattern.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice

from openlocationcode import openlocationcode

from core.location.geometry import Plane
from core.location.model import FoundBy, Position, PositionProblem

METRES_PER_DEGREE = 111_000.0
"""Of latitude; good enough to say how accurate a position is."""
_MOST_POSITIONS = 10
"""No report has more positions; what comes after these is read as words."""

_NUMBER = r"[-+−–]?\d{1,3}[.,]\d{1,16}"
_SIDE = r"[a-z]{1,2}"
_DECIMAL = re.compile(
    rf"(?<![\w.,])(?:(?P<side1>{_SIDE})\s?)?(?P<lat>{_NUMBER})\s*°?\s*(?P<side2>{_SIDE})?"
    rf"[\s,;/|]+(?:(?:lon|lng|long|longitude|bujur)\b[\s:=]*)?(?:(?P<side3>{_SIDE})\s?)?"
    rf"(?P<lon>{_NUMBER})(?:\s*°?\s*(?P<side4>{_SIDE}))?(?![\w]|[.,]\d)",
    re.IGNORECASE,
)
_ANGLE = (
    r"(?P<side{0}a>[a-z]{{1,2}})?\s?(?P<sign{0}>[-+−–]?)(?P<deg{0}>\d{{1,3}}(?:[.,]\d+)?)\s?[°º˚]\s?"
    r"(?:(?P<min{0}>\d{{1,2}}(?:[.,]\d+)?)\s?['’′`]\s?)?"
    r"(?:(?P<sec{0}>\d{{1,2}}(?:[.,]\d+)?)\s?(?:[\"”″]|''|’’|′′)\s?)?"
    r"(?P<side{0}b>[a-z]{{1,2}})?"
)
_SEXAGESIMAL = re.compile(r"(?<!\w)" + _ANGLE.format(1) + r"\s*[,;/]?\s*" + _ANGLE.format(2) + r"(?!\w)", re.IGNORECASE)
# The four characters before the plus are the least a short code has; padded codes are too coarse to be used.
_PLUS_CODE = re.compile(
    r"(?<![\w+])([23456789CFGHJMPQRVWX]{4}(?:[23456789CFGHJMPQRVWX]{4})?\+"
    r"[23456789CFGHJMPQRVWX]{2,4})(?![\w+])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The box that the city lies in (degrees), used to tell a mistyped position from a far one."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    @property
    def centre(self) -> tuple[float, float]:
        return (self.south + self.north) / 2, (self.west + self.east) / 2

    def grown(self, degrees: float) -> Frame:
        return Frame(self.south - degrees, self.west - degrees, self.north + degrees, self.east + degrees)


@dataclass(frozen=True, slots=True)
class Typed:
    """A position in a text, and where it stands there."""

    position: Position
    start: int
    end: int


def check(position: Position, frame: Frame) -> Position:
    """Returns the position with its problem named.

    Swapped numbers and a wrong sign are mended, but only if that brings the position into the frame.
    """
    lat, lon = position.lat, position.lon
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return replace(position, problem=PositionProblem.OUT_OF_RANGE)
    if lat == 0 and lon == 0:
        return replace(position, problem=PositionProblem.ZERO)
    if frame.holds(lat, lon):
        return position
    for problem, y, x in (
        (PositionProblem.SWAPPED, lon, lat),
        (PositionProblem.SIGN, -lat, lon),
        (PositionProblem.SIGN, lat, -lon),
        (PositionProblem.SWAPPED, -lon, lat),
        (PositionProblem.SWAPPED, lon, -lat),
    ):
        if frame.holds(y, x):
            return replace(position, lat=y, lon=x, problem=problem)
    if abs(lat) > 90 or abs(lon) > 180:
        return replace(position, problem=PositionProblem.OUT_OF_RANGE)
    return position


def find_typed(text: str, frame: Frame, hemispheres: Mapping[str, str]) -> list[Typed]:
    """All positions in a text, in reading order. `hemispheres` maps local letters to N, S, E, W."""
    found: list[Typed] = []
    if any(sign in text for sign in "°º˚"):
        found.extend(_sexagesimal(text, frame, hemispheres))
    if "+" in text:
        found.extend(_plus_codes(text, frame))
    for match in islice(_DECIMAL.finditer(text), _MOST_POSITIONS):
        typed = _decimal(match, frame, hemispheres)
        if typed is not None and not any(typed.start < other.end and other.start < typed.end for other in found):
            found.append(typed)
    return sorted(found, key=lambda typed: typed.start)


def _value(number: str) -> float:
    return float(number.replace("−", "-").replace("–", "-").replace(",", "."))


def _decimals(number: str) -> int:
    return len(re.split(r"[.,]", number)[-1])


def _side(letters: str | None, hemispheres: Mapping[str, str]) -> str | None:
    if not letters:
        return None
    upper = letters.upper()
    return upper if upper in {"N", "S", "E", "W"} else hemispheres.get(upper)


def _decimal(match: re.Match[str], frame: Frame, hemispheres: Mapping[str, str]) -> Typed | None:
    first, second = match["lat"], match["lon"]
    lat, lon = _value(first), _value(second)
    side1 = _side(match["side1"], hemispheres) or _side(match["side2"], hemispheres)
    side2 = _side(match["side3"], hemispheres) or _side(match["side4"], hemispheres)
    if side1 in ("E", "W") and side2 in ("N", "S"):
        lat, lon, side1, side2 = lon, lat, side2, side1
    lat = -abs(lat) if side1 == "S" else lat
    lon = -abs(lon) if side2 == "W" else lon
    digits = min(_decimals(first), _decimals(second))
    position = check(Position(lat, lon, FoundBy.COORDINATES, 0.5 * METRES_PER_DEGREE / 10**digits), frame)
    # Two numbers with fractions are often quantities; far from the city only many digits make a position.
    far = not frame.grown(1.0).holds(position.lat, position.lon)
    if far and digits < 4 and position.problem is not PositionProblem.ZERO:
        return None
    return Typed(position, match.start(), match.end())


def _sexagesimal(text: str, frame: Frame, hemispheres: Mapping[str, str]) -> list[Typed]:
    found = []
    for match in islice(_SEXAGESIMAL.finditer(text), _MOST_POSITIONS):
        values, sides, accuracy = [], [], 0.0
        for part in ("1", "2"):
            degrees, minutes, seconds = match["deg" + part], match["min" + part], match["sec" + part]
            value = _value(degrees) + _value(minutes or "0") / 60 + _value(seconds or "0") / 3600
            finest, unit = next(
                (number, size) for number, size in ((seconds, 3600), (minutes, 60), (degrees, 1)) if number
            )
            fraction = 10 ** _decimals(finest) if re.search(r"[.,]", finest) else 1
            accuracy = max(accuracy, 0.5 * METRES_PER_DEGREE / unit / fraction)
            side = _side(match[f"side{part}a"], hemispheres) or _side(match[f"side{part}b"], hemispheres)
            values.append(-value if match["sign" + part] in ("-", "−", "–") or side in ("S", "W") else value)
            sides.append(side)
        lat, lon = values
        if sides[0] in ("E", "W") and sides[1] in ("N", "S"):
            lat, lon = lon, lat
        position = check(Position(lat, lon, FoundBy.COORDINATES, accuracy), frame)
        found.append(Typed(position, match.start(), match.end()))
    return found


def _plus_codes(text: str, frame: Frame) -> list[Typed]:
    found = []
    for match in islice(_PLUS_CODE.finditer(text), _MOST_POSITIONS):
        code = match[1].upper()
        if openlocationcode.isShort(code):
            code = openlocationcode.recoverNearest(code, *frame.centre)
        if not openlocationcode.isFull(code):
            continue
        cell = openlocationcode.decode(code)
        lat, lon = float(cell.latitudeCenter), float(cell.longitudeCenter)
        size = Plane(lat).distance(cell.latitudeLo, cell.longitudeLo, cell.latitudeHi, cell.longitudeHi)
        found.append(Typed(Position(lat, lon, FoundBy.PLUS_CODE, size / 2), match.start(), match.end()))
    return found
