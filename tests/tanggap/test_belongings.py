"""What lies on the disk is its owner's alone, and it is said where it is not."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import Config, load_config
from tanggap.belongings import belongings, close, left_open
from tanggap.frame import OTHERS
from tests.support.house import KEY, ROOT


@pytest.fixture(autouse=True)
def _usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def config(home: Path) -> Config:
    """An installation as it was made before anything was closed."""
    for name in ("var/media/a.jpg", "var/spool/1.sealed", "var/models/nlu.tar.gz", "var/sms-parts-sms.db"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("x")
    for name in ("var/tanggap.db", "var/tanggap.db-wal", "var/tasks.db", ".env", "README"):
        (home / name).write_text("x")
    return load_config(ROOT / "config.yml")


def open_files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.stat().st_mode & OTHERS}


def test_what_is_open_is_named_with_the_command_that_closes_it(config: Config) -> None:
    said = " ".join(left_open(config))
    assert "chmod -R go-rwx var" in said
    assert "chmod -R go-rwx .env" in said
    assert len(left_open(config)) == 2  # var speaks for what lies in it


def test_a_start_closes_what_is_ours_and_nothing_else(config: Config, home: Path) -> None:
    close(config)
    assert open_files(home) == {"README"}
    assert left_open(config) == []


def test_the_owner_keeps_what_he_may(config: Config, home: Path) -> None:
    (home / "var/media").chmod(0o755)
    (home / "var/tanggap.db").chmod(0o664)
    close(config)
    assert stat.S_IMODE((home / "var/media").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "var/tanggap.db").stat().st_mode) == 0o600


def test_a_link_is_not_followed(config: Config, home: Path) -> None:
    (home / "elsewhere").mkdir()
    (home / "elsewhere/letter").write_text("x")
    (home / "var/media/link").symlink_to(home / "elsewhere")
    (home / "var/media/letter").symlink_to(home / "elsewhere/letter")
    close(config)
    assert open_files(home / "elsewhere") == {"letter"}


def test_what_another_user_owns_is_left_alone_and_named(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    close(config)
    assert len(left_open(config)) == 2


def test_of_a_folder_that_others_share_only_our_files_are_closed(home: Path, config: Config) -> None:
    shared = home / "srv"
    shared.mkdir()
    for name in ("city.db", "city.db-wal", "tasks.db", "neighbour.txt"):
        (shared / name).write_text("x")
    storage = config.storage.model_copy(
        update={
            "database": f"sqlite:///{shared}/city.db",
            "tasks": shared / "tasks.db",
            "spool": shared / "spool",
            "media": "memory://photos",
        }
    )
    moved = config.model_copy(update={"storage": storage})
    close(moved)
    assert open_files(shared) == {"neighbour.txt"}
    assert shared.stat().st_mode & OTHERS


def test_at_the_root_of_the_disk_var_is_not_ours(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "cwd", lambda: Path("/"))
    assert Path("var") not in belongings(config)


def test_a_database_on_a_server_is_no_file(config: Config) -> None:
    storage = config.storage.model_copy(update={"database": "postgresql+psycopg://localhost/tanggap"})
    names = {path.name for path in belongings(config.model_copy(update={"storage": storage}))}
    assert "tanggap.db" not in names
    assert "tasks.db" in names


def test_whatever_the_command_writes_is_its_users_alone(home: Path) -> None:
    """The whole program, as an operator calls it."""
    (home / "config.yml").write_text((ROOT / "config.yml").read_text(encoding="utf-8"), encoding="utf-8")
    environment = {**os.environ, "TANGGAP_SECRET_KEYS": KEY, "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-c", "from tanggap.main import main; main()", "staff", "list"]
    subprocess.run(program, cwd=home, env=environment, check=True, stdout=subprocess.DEVNULL)
    assert (home / "var/tanggap.db").exists()
    assert open_files(home) == {"config.yml"}
