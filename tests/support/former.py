"""Databases that another version of Tanggap made."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def former_database(path: Path, revision: str) -> bytes:
    """With something in it; answers the file's content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        connection.execute("CREATE TABLE ticket (number TEXT)")
        connection.execute("INSERT INTO ticket VALUES ('K7M4-2XPR')")
    connection.close()
    return path.read_bytes()
