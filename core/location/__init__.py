"""Finding the kelurahan of a report from words, pins, map links and photos. Pure: no I/O after loading."""

from core.location.areas import Areas
from core.location.boundaries import Boundaries
from core.location.model import (
    Area,
    Ask,
    Candidate,
    FoundBy,
    Level,
    LocationDataError,
    NeighbourCity,
    Outside,
    PlacePart,
    Position,
    PositionProblem,
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
    "FoundBy",
    "Gazetteer",
    "Level",
    "LocationDataError",
    "NeighbourCity",
    "Outside",
    "PlacePart",
    "Position",
    "PositionProblem",
    "Resolution",
    "Spot",
    "photo_position",
]
