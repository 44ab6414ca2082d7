"""`channels`: one entry per account."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Account(BaseModel):
    """One channel account. A kind's further settings are checked by the channel itself."""

    model_config = ConfigDict(frozen=True, extra="allow")
    kind: str
    enabled: bool | None = None
