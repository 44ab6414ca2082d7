"""`tanggap privacy`."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from core.kernel.errors import TanggapError
from tests.support.command import call, run


def test_a_copy_of_a_citizens_data_is_written_for_a_request_by_letter(number: str, home: Path) -> None:
    run("privacy", "export", "--ticket", number, "--to", "salinan.zip")
    with zipfile.ZipFile(home / "salinan.zip") as archive:
        assert number in archive.read("data.json").decode()
    assert (home / "salinan.zip").stat().st_mode & 0o077 == 0


def test_a_citizen_is_erased_at_a_request_by_letter(number: str) -> None:
    assert call("privacy", "erase", "--ticket", number, typed="n\n").exit_code == 1
    run("privacy", "export", "--ticket", number)
    run("privacy", "erase", "--ticket", number, "--yes")
    assert number in run("tickets", "show", number)
    with pytest.raises(TanggapError, match="no person"):
        run("privacy", "erase", "--ticket", number, "--yes")


def test_one_report_alone_can_be_cut_from_its_reporter(number: str) -> None:
    run("privacy", "erase", "--ticket", number, "--only-ticket", "--yes")
    with pytest.raises(TanggapError, match="no person"):
        run("privacy", "export", "--ticket", number)
