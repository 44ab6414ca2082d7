"""Where a report is, without a conversation about it."""

from __future__ import annotations

from core.dialogue.facts import PlaceReading
from core.dialogue.places import PlaceReader, place_in
from core.dialogue.state import Place
from core.intake.filing.problems import NoPlaceError, UnclearPlaceError, UnplacedError
from core.intake.filing.report import Where
from core.kernel.messages import Pin
from core.location.areas import Areas

_OUTSIDE = "ask-place-outside"
_DOUBT = ("place",)
Doubts = tuple[str, ...]
"""What a person has to look at: `place`."""


def settle(areas: Areas, places: PlaceReader, where: Where, *, asks_back: bool = False) -> tuple[Place, Doubts]:
    """Where it is; a position is worth more than words.

    Raises UnplacedError, and UnclearPlaceError for words that leave a doubt if it `asks_back`.
    """
    if where.settled is not None:
        return where.settled.worded(where.words or where.settled.words), ()
    if where.area is not None:
        return _in_area(areas, where)
    if where.pin is None and where.words is None:
        raise NoPlaceError("say where it is: a position, an address, or an area of this city")
    reading = places.read("" if where.pin else where.words or "", where.pin)
    if reading.question == _OUTSIDE:
        raise UnplacedError("the place is not in this city")
    if reading.place is not None:
        return reading.place.worded(where.words or reading.place.words), ()
    if asks_back:
        raise UnclearPlaceError(reading.options)
    guess = _guess(reading, where.pin)
    if where.pin is not None and guess.lat is None:
        raise UnplacedError("the position can't be used")
    return guess.worded(where.words or guess.words), _DOUBT


def _in_area(areas: Areas, where: Where) -> tuple[Place, Doubts]:
    area = areas.get(where.area or "")
    if area is None:
        raise UnplacedError("no area of this city has that code")
    return place_in(area, where.words, where.pin), () if area.kelurahan else _DOUBT


def _guess(reading: PlaceReading, pin: Pin | None) -> Place:
    """Nobody is there to be asked: a position's likeliest area is taken, words that fit several areas are not."""
    if reading.options and (pin is not None or len(reading.options) == 1):
        return reading.options[0]
    return reading.hint or Place()
