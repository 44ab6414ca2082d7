"""`city`: who we are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from core.config.base import Section


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"no time zone is called {name!r}; Jakarta's is Asia/Jakarta") from error
    return name


class City(Section):
    name: str = Field(min_length=1)
    zone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Jakarta"
    emergency: str = "112"
    helplines: Mapping[str, str] = Field(default_factory=dict)
    """Kind of danger (fire, medical, violence, self_harm, crime …) -> the number told beside the emergency one."""
    language: Literal["id", "en"] = "id"
