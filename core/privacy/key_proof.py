"""Notices at the start that a database was written with other keys: before anything is written with these.

One row proves the keys: it is encrypted like everything else, and holds a hash that only the root makes. An older
database has none yet, so what is stored there is tried instead.
"""

from __future__ import annotations

from collections.abc import Iterator

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.kernel.errors import ConfigError
from core.privacy.rotation import sealed_columns
from core.protection.vault import KEYS_VARIABLE, Vault
from core.storage.database import Database
from core.storage.models import KeyProof

log = structlog.get_logger()

_ROW = 1
_MEND = (
    "Give the keys that it was written with (your copy of them), with earlier ones separated by commas; "
    "if they are lost for good, see `tanggap key adopt --help`"
)


def examine(session: Session, vault: Vault) -> list[str]:
    """Raises ConfigError if the database was written with other keys. Answers single rows that no key opens."""
    proof = session.get(KeyProof, _ROW)
    if proof is None:
        return _tried(session, vault)
    if not _opens(vault, proof.proof):
        raise ConfigError(KEYS_VARIABLE, "does not open what this database holds", _MEND)
    if vault.decrypt(proof.proof) not in vault.fingerprints(*_PURPOSE):
        raise ConfigError(
            KEYS_VARIABLE,
            "has another root than this database, so no citizen would be found again",
            "The root is the key with a star, or else the last one: put the keys into their former order",
        )
    return []


def prove(database: Database, vault: Vault) -> None:
    """Examine, and keep the proof for the next start. Raises ConfigError like `examine`."""
    with database.read() as session:
        unreadable = examine(session, vault)
        proof = session.get(KeyProof, _ROW)
        kept = vault.decrypt(proof.proof) if proof else None
    if unreadable:
        log.error("keys.some_rows_stay_closed", rows=unreadable)
    if kept != vault.fingerprint(*_PURPOSE):  # none yet, or the root is being replaced
        adopt(database, vault)


def adopt(database: Database, vault: Vault) -> None:
    """From now on these keys are the database's own."""
    with database.write() as session:
        session.merge(KeyProof(id=_ROW, proof=vault.encrypt(vault.fingerprint(*_PURPOSE))))


_PURPOSE = ("key-proof", "")


def _tried(session: Session, vault: Vault) -> list[str]:
    samples = dict(_samples(session))
    closed = [name for name, sealed in samples.items() if not _opens(vault, sealed)]
    if closed and len(closed) == len(samples):
        raise ConfigError(KEYS_VARIABLE, f"opens nothing that this database holds (not even {closed[0]})", _MEND)
    return closed


def _samples(session: Session) -> Iterator[tuple[str, bytes]]:
    """The oldest and the newest value of each column with ciphertext."""
    for table, columns in sealed_columns().items():
        for column in columns:
            query = select(table.c.id, column).where(column.is_not(None), column != b"").limit(1)
            for order in (table.c.id.asc(), table.c.id.desc()):
                for row_id, sealed in session.execute(query.order_by(order)):
                    yield f"{table.name}/{row_id}", sealed


def _opens(vault: Vault, sealed: bytes) -> bool:
    try:
        vault.decrypt(sealed)
    except ConfigError:
        return False
    return True
