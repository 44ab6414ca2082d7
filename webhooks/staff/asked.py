"""What an address or a form asks for, as every database can take it."""

from __future__ import annotations

from collections.abc import Mapping


def words(given: Mapping[str, str], name: str, limit: int) -> str:
    """What was typed, without NUL, which PostgreSQL refuses."""
    return given.get(name, "").replace("\0", "").strip()[:limit]
