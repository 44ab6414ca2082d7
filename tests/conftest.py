"""Fixtures that every floor's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.house import House

# The machine decides how long an example takes; no test fails because of that.
settings.register_profile("tanggap", deadline=None)
settings.load_profile("tanggap")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.services.database.close()
