"""`tanggap skm`."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.kernel.errors import TanggapError
from tests.support.command import flat, run


def test_a_round_is_begun_looked_at_and_reported(home: Path) -> None:
    assert "0 reporter(s) chosen" in run("skm", "start", "2026Q4", "--sample", "5")
    assert "0 waiting" in flat(run("skm", "status", "2026Q4"))
    assert "too few" in run("skm", "report", "2026Q4", "--csv", "skm.csv")
    assert (home / "skm.csv").read_text(encoding="utf-8").startswith("quarter,unit,name,answers,index,grade,")


def test_what_is_no_quarter_is_told_how_to_write(home: Path) -> None:
    with pytest.raises(TanggapError, match="2026Q4"):
        run("skm", "start", "2026-4")
