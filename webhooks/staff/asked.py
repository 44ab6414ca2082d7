"""What an address or a form asks for, as every database can take it."""

from __future__ import annotations

from collections.abc import Mapping

_LARGEST = 2**31 - 1
ROW = f"<int(max={_LARGEST}):"
"""How a row's number stands in an address; a larger one is nobody's."""


def row_id(text: str) -> int:
    """For `request.args.get(…, type=row_id)`."""
    number = int(text)
    if not 0 < number <= _LARGEST:
        raise ValueError(f"{number} is no row's number")
    return number


def words(given: Mapping[str, str], name: str, limit: int) -> str:
    """What was typed, without NUL, which PostgreSQL refuses."""
    return given.get(name, "").replace("\0", "").strip()[:limit]
