"""Files that pages load: kept by browsers for a year, because their address changes with their content."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, send_from_directory

_FOLDER = Path(__file__).parent / "static"
_YEAR = 365 * 86_400


def install(app: Flask) -> None:
    """Serve them as `static`. The version stands in the path, so that what a module imports beside it has it too."""
    current = _version(_FOLDER)

    @app.get("/static/<version>/<path:filename>", endpoint="static")
    def static(version: str, filename: str) -> Response:
        """A page from before an upgrade still gets a file, but does not keep it."""
        response = send_from_directory(_FOLDER, filename, max_age=_YEAR if version == current else 0)
        if version == current:
            response.cache_control.immutable = True
        return response

    @app.url_defaults
    def stamp(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["version"] = current


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
