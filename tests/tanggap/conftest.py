"""A throw-away folder to call commands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.config import load_config
from core.protection.vault import KEYS_VARIABLE
from tests.support.house import KEY, ROOT, House, step_by_step


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the project's config, as a fresh checkout has it, and an empty environment."""
    (tmp_path / "config.yml").write_text((ROOT / "config.yml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(KEYS_VARIABLE, KEY)
    monkeypatch.delenv("TANGGAP_TELEGRAM_TOKEN", raising=False)
    return tmp_path


@pytest.fixture
def number(home: Path) -> str:
    """A ticket in the folder's database."""
    house = House(home / "other", step_by_step(load_config(home / "config.yml")), database="sqlite:///var/tanggap.db")
    number = house.report()
    house.services.database.close()
    return number
