"""Messages kept on disk while the database is down. One file each, written whole or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import structlog
from pydantic import ValidationError

from core.clock import Clock
from core.messages import Inbound

log = structlog.get_logger()


class Spool:
    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, inbound: Inbound) -> Path:
        """Write to disk (synced) before the provider is answered."""
        name = f"{self._clock().strftime('%Y%m%dT%H%M%S%f')}-{uuid.uuid4().hex[:8]}"
        partial, final = self._folder / f"{name}.partial", self._folder / f"{name}.json"
        with open(partial, "w", encoding="utf-8", opener=_private) as file:
            file.write(inbound.model_dump_json())
            file.flush()
            os.fsync(file.fileno())
        partial.rename(final)
        return final

    def waiting(self) -> Iterator[tuple[Path, Inbound]]:
        """The oldest first. A file that can't be read is set aside for an operator, and said so."""
        for path in sorted(self._folder.glob("*.json")):
            try:
                yield path, Inbound.model_validate_json(path.read_text(encoding="utf-8"))
            except (ValidationError, UnicodeDecodeError) as error:
                log.error("spool.unreadable", file=path.name, problem=type(error).__name__)
                path.rename(path.with_suffix(".unreadable"))

    def done(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def __len__(self) -> int:
        return sum(1 for _ in self._folder.glob("*.json"))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
