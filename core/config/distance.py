"""How far something is."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator

_IN_METRES = {"m": 1, "km": 1000}
_DISTANCE = re.compile(r"(\d+)\s*(m|km)")


def _read_metres(value: object) -> int:
    found = _DISTANCE.fullmatch(str(value).strip())
    if found is None:
        raise ValueError(f"{value!r} is no distance; write 50m or 1km")
    return int(found[1]) * _IN_METRES[found[2]]


Metres = Annotated[int, BeforeValidator(_read_metres)]
"""A distance, written `50m` or `1km`."""
