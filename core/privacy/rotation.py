"""Encrypts everything that is stored with the newest key, while the service runs.

Every value is replaced only if it is still what was read, so that nothing is lost that is written meanwhile; what a
service that has not heard of the new key still writes with an earlier one is found by the next pass. While the root
is being replaced, conversations are found by either hash (core/messaging/conversations.py), and this gives them the
new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Row, Table, func, select, update

from core.kernel.errors import ConfigError
from core.kernel.ports import Channel, SealingChannel
from core.messaging.spool import Spool
from core.protection.vault import Vault
from core.storage.base import Base
from core.storage.database import Database
from core.storage.models import Conversation
from core.storage.types import Sealed

_BATCH = 200
_CONVERSATIONS = Conversation.__table__


def sealed_columns() -> dict[Table, list[Column[bytes]]]:
    """All columns that hold what the vault encrypted."""
    found = {table: [c for c in table.columns if isinstance(c.type, Sealed)] for table in Base.metadata.sorted_tables}
    return {table: columns for table, columns in found.items() if columns}


@dataclass
class Pass:
    """What one pass found. `unreadable` are rows that none of the keys opens, like `conversation/7`."""

    changed: int
    unreadable: list[str]


class Rotation:
    def __init__(self, database: Database, vault: Vault, spool: Spool, channels: Mapping[str, Channel]) -> None:
        self._database = database
        self._vault = vault
        self._spool = spool
        self._channels = channels

    def size(self) -> int:
        """Rows that a pass looks at."""
        with self._database.read() as session:
            return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in sealed_columns())

    def run(self, progress: Callable[[int], None] = lambda _rows: None) -> Pass:
        """One pass over everything. It may be broken off and begun again at any time."""
        done = Pass(self._spool.reseal(), [])
        done.changed += sum(c.reseal() for c in self._channels.values() if isinstance(c, SealingChannel))
        for table, columns in sealed_columns().items():
            for rows in self._batches(table, columns):
                self._replace(table, columns, rows, done)
                progress(len(rows))
        return done

    def _batches(self, table: Table, columns: Sequence[Column[bytes]]) -> Iterator[Sequence[Row[Any]]]:
        hashed = [table.c.account, table.c.address_hash] if table is _CONVERSATIONS else []
        query = select(table.c.id, *columns, *hashed).order_by(table.c.id).limit(_BATCH)
        last = 0
        while True:
            with self._database.read() as session:
                rows = session.execute(query.where(table.c.id > last)).all()
            if not rows:
                return
            yield rows
            last = rows[-1].id

    def _replace(self, table: Table, columns: Sequence[Column[bytes]], rows: Sequence[Row[Any]], done: Pass) -> None:
        changes: list[tuple[Row[Any], dict[str, Any]]] = []
        for row in rows:
            try:
                new = self._resealed(columns, row) | (self._hashed(row) if table is _CONVERSATIONS else {})
            except ConfigError:
                done.unreadable.append(f"{table.name}/{row.id}")
                continue
            if new:
                changes.append((row, new))
        if not changes:
            return
        with self._database.write() as session:
            for row, new in changes:
                unchanged = [table.c[name] == row._mapping[name] for name in new]
                session.execute(update(table).where(table.c.id == row.id, *unchanged).values(new))
        done.changed += len(changes)

    def _resealed(self, columns: Sequence[Column[bytes]], row: Row[Any]) -> dict[str, Any]:
        stored = {column.name: row._mapping[column.name] for column in columns}
        return {
            name: self._vault.rotate(value)
            for name, value in stored.items()
            if value is not None and not self._vault.is_new(value)
        }

    def _hashed(self, row: Row[Any]) -> dict[str, Any]:
        """A hash that is neither root's is left alone: that conversation must not be found (see erasure)."""
        new, *former = self._vault.fingerprints(row.account, self._vault.decrypt(row.address))
        return {"address_hash": new} if row.address_hash in former else {}
