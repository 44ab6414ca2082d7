"""`privacy`: how long things are kept."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from core.config.base import Section


class Privacy(Section):
    """How long things are kept, in days."""

    anonymise_after_days: int = Field(default=365, ge=1)
    """After its last step a closed ticket leads to no person any more."""
    descriptions: Literal["scrub", "remove"] = "scrub"
    """What becomes of the reporter's own words then: numbers, addresses and names are taken out, or all of it."""
    messages_days: int = Field(default=180, ge=1)
    """What was said in chats, both ways; a conversation goes when nothing of it is left."""
    drafts_days: int = Field(default=14, ge=1)
    """A report that was begun and not sent."""
    kept_days: int = Field(default=90, ge=1)
    """What no channel could parse."""
    settled_days: int = Field(default=7, ge=0)
    """The same, once somebody has dealt with it."""
    sessions_days: int = Field(default=30, ge=1)
    """Staff's sessions that have ended, or are not used any more."""
    calls_days: int = Field(default=30, ge=1)
    """Webhooks out that were made or given up."""
    uploads_days: int = Field(default=2, ge=2)
    """Photos that were uploaded and never used."""
