"""The schema's revisions, on an empty database."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect

from core.storage.database import Database


@pytest.mark.parametrize("back_to", ["0003", "0002", "0001"])
def test_revisions_can_be_taken_back_and_made_again(tmp_path: Path, back_to: str) -> None:
    database = Database(f"sqlite:///{tmp_path}/tanggap.db")
    database.upgrade()
    made = _indexes(database)
    with database._alembic() as config:
        command.downgrade(config, back_to)
    database.upgrade()
    assert _indexes(database) == made
    database.close()


def _indexes(database: Database) -> dict[str, set[str | None]]:
    inspected = inspect(database.engine)
    return {table: {index["name"] for index in inspected.get_indexes(table)} for table in inspected.get_table_names()}
