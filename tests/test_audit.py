"""What `make audit` makes of what pip-audit says."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.house import ROOT

UNREACHED = "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='osv.example', port=443)"


def audited(folder: Path, says: str) -> tuple[int, str]:
    """Run it with a pip-audit that does what `says` (shell; $lock is what it is asked about)."""
    tool = folder / "pip-audit"
    tool.write_text(f"#!/bin/sh\nfor lock; do case $lock in *.lock) break;; esac; done\n{says}\n")
    tool.chmod(0o755)
    environment = {**os.environ, "PIP_AUDIT": str(tool)}
    done = subprocess.run([ROOT / ".ci/audit"], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_nothing_found_is_in_order(tmp_path: Path) -> None:
    code, said = audited(tmp_path, "exit 0")
    assert code == 0
    assert "requirements.lock" in said


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_something_found_fails_and_is_told(tmp_path: Path, lock: str) -> None:
    code, said = audited(tmp_path, f'[ $lock != {lock} ] || {{ echo "flask PYSEC-1"; exit 1; }}')
    assert code == 1
    assert "flask PYSEC-1" in said


def test_what_is_known_of_the_quarantined_packages_is_told_and_fails_nothing(tmp_path: Path) -> None:
    code, said = audited(tmp_path, '[ $lock != nlu/requirements.lock ] || { echo "sanic PYSEC-2"; exit 1; }')
    assert code == 0
    assert "sanic PYSEC-2" in said


def test_a_service_that_can_not_be_reached_fails_nothing_and_is_told(tmp_path: Path) -> None:
    code, said = audited(tmp_path, f'echo "{UNREACHED}" >&2; exit 1')
    assert code == 0
    assert "not audited: the service can't be reached" in said


def test_any_other_failure_is_one(tmp_path: Path) -> None:
    code, said = audited(tmp_path, 'echo "requirements.lock: no hash" >&2; exit 1')
    assert code == 1
    assert "no hash" in said
