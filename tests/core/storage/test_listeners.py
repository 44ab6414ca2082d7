from __future__ import annotations

import gc
import weakref
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.storage.database import Database


class Listener:
    def __init__(self, database: Database) -> None:
        self.database, self.heard = database, 0

    def hear(self, _session: Session) -> None:
        self.heard += 1


def test_a_listener_hears_of_its_own_database_only(tmp_path: Path) -> None:
    mine, other = (Database(f"sqlite:///{tmp_path}/{name}.db") for name in ("mine", "other"))
    listener = Listener(mine)
    mine.listen("before_commit", listener.hear)
    for database in (mine, other):
        with database.write() as session:
            session.execute(text("SELECT 1"))
        database.close()
    assert listener.heard == 1


def test_a_database_that_is_used_no_more_is_not_kept_by_those_who_listened(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/gone.db")
    listener = Listener(database)
    database.listen("before_commit", listener.hear)
    with database.write() as session:
        session.execute(text("SELECT 1"))
    database.close()
    kept = weakref.ref(listener)
    del database, listener, session
    gc.collect()
    assert kept() is None
