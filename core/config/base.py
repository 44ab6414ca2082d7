"""What all sections are made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def listed(value: object) -> object:
    return value if isinstance(value, (list, tuple)) else (value,)
