"""`storage` and `photos`: where things lie, and how much."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from core.config.base import Section


class Storage(Section):
    database: str = "sqlite:///var/tanggap.db"
    media: str = "var/media"
    spool: Path = Path("var/spool")
    tasks: Path = Path("var/tasks.db")


class Photos(Section):
    """What photos may cost."""

    per_day: int = Field(default=40, ge=1)
    """Of one conversation; what is beyond is refused, and the citizen is told so once."""
    floor_mb: int = Field(default=1000, ge=0)
    """Free space on the disk below which no photo is stored; reports go on without."""
