"""`areas`: a city's own files."""

from __future__ import annotations

from pathlib import Path

from core.config.base import Section


class AreaFiles(Section):
    """A city's own files; without them the areas and words that come with Tanggap are used."""

    areas: Path | None = None
    boundaries: Path | None = None
    landmarks: Path | None = None
    streets: Path | None = None
    words: Path | None = None
