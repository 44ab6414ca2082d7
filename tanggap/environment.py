"""The environment with the values of `.env` below it, and the keys that stand in one of the two."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from dotenv import dotenv_values

from core.kernel.errors import ConfigError
from core.protection.vault import KEYS_VARIABLE, Vault
from tanggap.frame import out

ENVIRONMENT_FILE = Path(".env")


def environment() -> dict[str, str]:
    """The process's environment, over the values of a .env file."""
    values = {name: value for name, value in dotenv_values(ENVIRONMENT_FILE).items() if value is not None}
    return {**values, **os.environ}


def secret_keys(*, create: bool) -> str:
    """The keys that encrypt contacts. A first run makes one and keeps it in .env, readable by its owner only."""
    keys = environment().get(KEYS_VARIABLE)
    if keys:
        return keys
    if not create:
        raise ConfigError(KEYS_VARIABLE, "is not set", "Start with `make run`, or make a key with `tanggap key`")
    key = Vault.new_key()
    write_keys(key)
    out.print(f"A key for personal data was made and written to .env ({KEYS_VARIABLE}). Keep a copy: without it")
    out.print("the stored contacts can't be read.")
    return key


def keys_stand_in_file() -> bool:
    """Otherwise whoever starts the processes gives them, and we can't change them."""
    return KEYS_VARIABLE not in os.environ


def write_keys(keys: str) -> None:
    """Put the keys into .env; the other lines stay, and the file is whole at every moment."""
    lines = ENVIRONMENT_FILE.read_text(encoding="utf-8").splitlines() if ENVIRONMENT_FILE.exists() else []
    others = [line for line in lines if not line.removeprefix("export ").startswith(f"{KEYS_VARIABLE}=")]
    partial = ENVIRONMENT_FILE.with_name(".env.partial")
    with open(partial, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write("\n".join((*others, f"{KEYS_VARIABLE}={keys}", "")))
        file.flush()
        os.fsync(file.fileno())
    partial.rename(ENVIRONMENT_FILE)


def keys_written_at() -> datetime:
    return datetime.fromtimestamp(ENVIRONMENT_FILE.stat().st_mtime, UTC)
