"""Fixtures that every floor's tests share."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from tests.support.house import House

# The machine decides how long an example takes; no test fails because of that.
settings.register_profile("tanggap", deadline=None)
settings.load_profile("tanggap")


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    """A command sets logging up for its process; the next test has another stderr to write to."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.services.database.close()
