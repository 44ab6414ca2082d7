"""Fixtures that every floor's tests share."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from argon2 import PasswordHasher
from hypothesis import settings

from core.staff import passwords
from core.storage import database
from tests.support.house import House
from tests.support.once import compile_once

# The machine decides how long an example takes; no test fails because of that.
settings.register_profile("tanggap", deadline=None)
settings.load_profile("tanggap")
compile_once()


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    """A command sets logging up for its process; the next test has another stderr to write to."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(autouse=True, scope="session")
def _nothing_to_wait_for() -> None:
    """Passwords that are cheap to guess, and a disk that is not waited for: crashes are the subject of tests/real."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)
    database._PRAGMAS = tuple(pragma.replace("=FULL", "=OFF") for pragma in database._PRAGMAS)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.services.database.close()
