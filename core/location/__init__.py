"""Finding the kelurahan of a report from words, pins, map links and photos. Pure: no I/O after loading."""

from core.location.areas import Areas
from core.location.boundaries import Boundaries
from core.location.model import (
    Area,
    Ask,
    Candidate,
    Found,
    Level,
    LocationDataError,
    Neighbour,
    Outside,
    Part,
    Position,
    Problem,
    Resolution,
    Spot,
)
from core.location.photos import photo_position
from core.location.resolver import Gazetteer

__all__ = [
    "Area",
    "Areas",
    "Ask",
    "Boundaries",
    "Candidate",
    "Found",
    "Gazetteer",
    "Level",
    "LocationDataError",
    "Neighbour",
    "Outside",
    "Part",
    "Position",
    "Problem",
    "Resolution",
    "Spot",
    "photo_position",
]
