"""Joins the parts of a long text, for gateways that hand them over one by one.

Parts wait in a SQLite file of their own until all are there, so that a restart loses none; what they say is
encrypted. A part is kept for a day after its text was joined, so that a repeated one is known again. Parts whose
companions never come are handed over as they are after a while (see `stale`).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bots.sms.gateway import Sms, SmsPart
from core.protection.vault import Vault

PATIENCE = timedelta(minutes=10)
_MEMORY = timedelta(days=1)
_BUSY_TIMEOUT_S = 30
_SCHEMA = """
CREATE TABLE IF NOT EXISTS part (
  sender TEXT, ref TEXT, total INTEGER, round INTEGER, number INTEGER,
  id TEXT NOT NULL, sealed BLOB NOT NULL, at REAL NOT NULL, settled INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (sender, ref, total, round, number)
)
"""
# A phone uses its references (0 to 255) again and again: `round` counts the texts that bore the same one.
_Key = tuple[str, str, int, int]


@dataclass(frozen=True)
class IncompleteText:
    """The parts of a text that are there, joined as far as they go."""

    key: _Key
    sms: Sms


class Parts:
    def __init__(self, path: Path, account: str, vault: Vault) -> None:
        self._path = path
        self._account = account
        self._vault = vault

    def add(self, sms: Sms, now: datetime) -> Sms | None:
        """Keeps a part. Returns the whole text once nothing of it is missing."""
        if sms.part is None or not 1 <= sms.part.number <= sms.part.total:
            return sms
        with self._open() as file:
            key = self._place(file, sms, sms.part)
            file.execute(
                "INSERT OR IGNORE INTO part VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
                (*key, sms.part.number, own_id(sms), self._seal(sms), now.timestamp()),
            )
            rows = _rows(file, key)
            return self._joined(key, rows) if len(rows) == sms.part.total else None

    def stale(self, now: datetime) -> list[IncompleteText]:
        """Returns incomplete texts whose last part came a while ago and that were not settled yet."""
        if not self._path.exists():
            return []
        with self._open() as file:
            found = file.execute(
                "SELECT sender, ref, total, round FROM part WHERE settled = 0"
                " GROUP BY sender, ref, total, round HAVING max(at) < ?",
                ((now - PATIENCE).timestamp(),),
            ).fetchall()
            return [IncompleteText(key, self._joined(key, _rows(file, key))) for key in found]

    def settle(self, waiting: IncompleteText, now: datetime) -> None:
        """Marks a text as stored elsewhere: parts with its reference belong to another text from now on."""
        with self._open() as file:
            file.execute(
                "UPDATE part SET settled = 1 WHERE sender = ? AND ref = ? AND total = ? AND round = ?", waiting.key
            )
            file.execute("DELETE FROM part WHERE settled = 1 AND at < ?", ((now - _MEMORY).timestamp(),))

    def reseal(self) -> int:
        """Encrypts with the newest key what an earlier one did. Returns how many parts."""
        if not self._path.exists():
            return 0
        with self._open() as file:
            kept = file.execute("SELECT rowid, sealed FROM part").fetchall()
            old = [(self._vault.rotate(sealed), row) for row, sealed in kept if not self._vault.is_new(sealed)]
            file.executemany("UPDATE part SET sealed = ? WHERE rowid = ?", old)
            return len(old)

    def forget(self, sender: str) -> None:
        """Deletes everything of this sender."""
        if self._path.exists():
            with self._open() as file:
                for known in self._vault.fingerprints(self._account, sender):
                    file.execute("DELETE FROM part WHERE sender = ?", (known,))

    def _place(self, file: sqlite3.Connection, sms: Sms, part: SmsPart) -> _Key:
        """Returns the text that this part belongs to: the newest with its reference that lacks this part or has it."""
        sender = self._vault.fingerprint(self._account, sms.sender)
        rounds = file.execute(
            "SELECT round, max(settled), max(CASE WHEN number = ? THEN id END) FROM part"
            " WHERE sender = ? AND ref = ? AND total = ? GROUP BY round ORDER BY round DESC",
            (part.number, sender, part.ref, part.total),
        ).fetchall()
        for number, settled, there in rounds:
            if there == own_id(sms) or (there is None and not settled):
                return sender, part.ref, part.total, number
        return sender, part.ref, part.total, (rounds[0][0] + 1 if rounds else 0)

    def _joined(self, key: _Key, rows: Sequence[tuple[int, str, bytes, float]]) -> Sms:
        opened = {number: self._unseal(sealed) for number, _, sealed, _ in rows}
        texts = [opened[number][1] if number in opened else " … " for number in range(1, key[2] + 1)]
        ids = "\0".join(own_id for _, own_id, _, _ in rows)
        return Sms(
            sender=next(iter(opened.values()))[0],
            text="".join(texts).strip(),
            id=f"joined:{hashlib.sha256(ids.encode()).hexdigest()}",
            at=datetime.fromtimestamp(min(at for *_, at in rows), UTC),
        )

    def _seal(self, sms: Sms) -> bytes:
        return self._vault.encrypt(f"{sms.sender}\n{sms.text}")

    def _unseal(self, sealed: bytes) -> tuple[str, str]:
        sender, _, text = self._vault.decrypt(sealed).partition("\n")
        return sender, text

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Opens a transaction that takes the write lock at its start, because two parts may come at once."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            file.execute(_SCHEMA)
            yield file
            file.execute("COMMIT")


def _rows(file: sqlite3.Connection, key: _Key) -> list[tuple[int, str, bytes, float]]:
    return file.execute(
        "SELECT number, id, sealed, at FROM part WHERE sender = ? AND ref = ? AND total = ? AND round = ?"
        " ORDER BY number",
        key,
    ).fetchall()


def own_id(sms: Sms) -> str:
    """The gateway's id, or what makes the text unique without one: sender, time and words, and which part it is."""
    if sms.id:
        # The database's column is not endless.
        return sms.id if len(sms.id) <= 128 else f"long:{hashlib.sha256(sms.id.encode()).hexdigest()}"
    part = f"{sms.part.ref}/{sms.part.number}/{sms.part.total}" if sms.part else ""
    words = "\0".join((sms.sender, sms.stamp, part, sms.text))
    return f"hash:{hashlib.sha256(words.encode()).hexdigest()}"


def read_udh(header: bytes) -> SmsPart | None:
    """The part that a user data header tells of: information element 00 (8-bit reference) or 08 (16-bit).

    3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8.
    """
    at = 1
    while at + 2 <= len(header):
        element, length = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + length]
        if (element, length, len(value)) in ((0x00, 3, 3), (0x08, 4, 4)):
            return SmsPart(ref=value[:-2].hex(), number=value[-1], total=value[-2])
        at += 2 + length
    return None
