"""The schema's revisions: what they make, and which databases they leave alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from core.kernel.errors import ForeignDatabaseError
from core.storage.base import Base
from core.storage.database import Database
from tests.support.former import former_database


def differences(database: Database) -> list[Any]:
    """What the mapped classes have and the schema has not, or the other way round."""

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (name or "").startswith(("ticket_words", "ix_ticket_words")) and (kind, name) != ("column", "words")

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours, "compare_type": False})
        return list(compare_metadata(context, Base.metadata))


def test_the_schema_is_what_the_classes_say(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/tanggap.db")
    database.upgrade()
    assert differences(database) == []
    with database.write() as session:
        session.execute(text("ALTER TABLE canned_reply DROP COLUMN updated_at"))
    assert len(differences(database)) == 1, "a column that is missing is noticed"
    database.close()


def test_revisions_can_be_taken_back_and_made_again(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/tanggap.db")
    database.upgrade()
    made = _indexes(database)
    with database._alembic() as config:
        command.downgrade(config, "base")
    assert set(_indexes(database)) == {"alembic_version"}
    database.upgrade()
    assert _indexes(database) == made
    database.close()


@pytest.mark.parametrize(("revision", "who"), [("0001", "an earlier"), ("0018", "an earlier"), ("9000", "a later")])
def test_a_database_of_another_version_is_refused_and_left_as_it_is(tmp_path: Path, revision: str, who: str) -> None:
    path = tmp_path / "tanggap.db"
    before = former_database(path, revision)
    database = Database(f"sqlite:///{path}")
    for look in (database.upgrade, database.is_current):
        with pytest.raises(ForeignDatabaseError) as refused:
            look()
        for told in (str(path), revision, who, "storage.database", "docs/deployment.md"):
            assert told in str(refused.value)
    database.close()
    assert path.read_bytes() == before


def test_the_password_of_the_database_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database("postgresql+psycopg://tanggap:rahasia@127.0.0.1/tanggap")
    monkeypatch.setattr(MigrationContext, "get_current_heads", lambda _self: ("0016",))
    monkeypatch.setattr(database.engine, "connect", Database("sqlite://").engine.connect)
    with pytest.raises(ForeignDatabaseError, match=r"tanggap:[*]+@127\.0\.0\.1/tanggap has the revision 0016"):
        database.upgrade()


def _indexes(database: Database) -> dict[str, set[str | None]]:
    inspected = inspect(database.engine)
    return {table: {index["name"] for index in inspected.get_indexes(table)} for table in inspected.get_table_names()}
