"""What is received while the database is down, kept on disk. One encrypted file each, written whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import structlog
from pydantic import TypeAdapter, ValidationError

from core.kernel.clock import Clock
from core.kernel.errors import ConfigError
from core.kernel.messages import DeadLetter, DeliveryReport, Inbound
from core.protection.vault import Vault

log = structlog.get_logger()

_SUFFIX = ".sealed"
Spooled = Inbound | DeliveryReport | DeadLetter
_SPOOLED: TypeAdapter[Spooled] = TypeAdapter(Spooled)
"""No two of them share all their fields, so a file need not say which one it holds."""


class Spool:
    def __init__(self, folder: Path, vault: Vault, clock: Clock) -> None:
        self._folder = folder
        self._vault = vault
        self._clock = clock
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, received: Spooled) -> Path:
        """Write to disk (synced) before the provider is answered."""
        sealed = self._vault.encrypt(received.model_dump_json())
        name = f"{self._clock().strftime('%Y%m%dT%H%M%S%f')}-{uuid.uuid4().hex[:8]}"
        return self._write(self._folder / f"{name}{_SUFFIX}", sealed)

    def reseal(self) -> int:
        """Encrypt with the newest key what an earlier one did. Answers how many files.

        One that is taken in at the same moment comes back, and is then a replay.
        """
        old = [path for path in self._folder.glob(f"*{_SUFFIX}") if not self._vault.is_new(path.read_bytes())]
        for path in old:
            self._write(path, self._vault.rotate(path.read_bytes()))
        return len(old)

    def _write(self, final: Path, sealed: bytes) -> Path:
        partial = final.with_suffix(".partial")
        with open(partial, "wb", opener=_private) as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(final)
        return final

    def waiting(self) -> Iterator[tuple[Path, Spooled]]:
        """The oldest first. A file that can't be read is set aside for an operator, and said so."""
        for path in sorted(self._folder.glob(f"*{_SUFFIX}")):
            try:
                yield path, _SPOOLED.validate_json(self._vault.decrypt(path.read_bytes()))
            except (ConfigError, ValidationError, UnicodeDecodeError) as error:
                log.error("spool.unreadable", file=path.name, problem=type(error).__name__)
                path.rename(path.with_suffix(".unreadable"))

    def done(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def __len__(self) -> int:
        return sum(1 for _ in self._folder.glob(f"*{_SUFFIX}"))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
