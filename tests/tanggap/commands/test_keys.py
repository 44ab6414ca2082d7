"""`tanggap key`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import select

from core.config import load_config
from core.kernel.errors import TanggapError
from core.protection.vault import KEYS_VARIABLE, Vault
from core.storage.models import Conversation
from tests.support.command import call, run
from tests.support.house import KEY, House, step_by_step


@pytest.mark.usefixtures("home")
def test_a_new_key_opens_a_vault() -> None:
    Vault(run("key").strip())


@pytest.fixture
def filed_keys(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose keys stand in .env, beside something else."""
    monkeypatch.delenv(KEYS_VARIABLE)
    file = home / ".env"
    file.write_text(f"TANGGAP_WHATEVER=1\n{KEYS_VARIABLE}={KEY}\n", encoding="utf-8")
    return file


def keys_of(file: Path) -> str:
    first, second = sorted(file.read_text(encoding="utf-8").splitlines())
    assert second == "TANGGAP_WHATEVER=1"
    return first.removeprefix(f"{KEYS_VARIABLE}=")


def contact(keys: str) -> str:
    house = House(Path("other"), step_by_step(load_config(Path("config.yml"))), database="sqlite:///var/tanggap.db")
    with house.services.database.read() as session:
        address = session.scalars(select(Conversation.address)).one()
    house.services.database.close()
    return Vault(keys).decrypt(address)


def test_key_alone_prints_a_new_key() -> None:
    assert Vault(run("key"))


def test_a_new_key_takes_over_and_the_earlier_one_stays_only_as_root(number: str, filed_keys: Path) -> None:
    run("key", "rotate")
    new, _, old = keys_of(filed_keys).partition(",")
    assert (old, contact(new)) == (KEY, "warga-1")
    assert filed_keys.stat().st_mode & 0o077 == 0
    with pytest.raises(TanggapError, match="no earlier key"):
        run("key", "drop")


def test_a_leaked_root_is_replaced_and_dropped_once_a_running_service_has_heard_of_it(
    number: str, filed_keys: Path
) -> None:
    run("key", "rotate", "--root")
    with pytest.raises(TanggapError, match="try again after"):
        run("key", "drop")
    before = filed_keys.stat().st_mtime - 200
    os.utime(filed_keys, (before, before))
    run("key", "drop")
    assert KEY not in keys_of(filed_keys)
    assert contact(keys_of(filed_keys)) == "warga-1"
    assert number in run("tickets", "list")


def test_a_rotation_that_was_broken_off_is_finished_before_another_begins(number: str, filed_keys: Path) -> None:
    waiting = f"{Vault.new_key()},{KEY}"
    filed_keys.write_text(f"TANGGAP_WHATEVER=1\n{KEYS_VARIABLE}={waiting}\n", encoding="utf-8")
    assert "earlier rotation is finished" in run("key", "rotate")
    assert keys_of(filed_keys) == waiting
    assert contact(waiting.partition(",")[0]) == "warga-1"


def test_keys_of_the_environment_are_printed_and_taken_up_with_the_next_call(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("key", "rotate")
    keys = said.split("=", 1)[1].strip()
    assert contact(KEY) == "warga-1"
    monkeypatch.setenv(KEYS_VARIABLE, keys)
    run("key", "rotate")
    assert contact(keys.partition(",")[0]) == "warga-1"


def test_no_command_works_with_other_keys_until_they_are_adopted(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("tickets", "list")
    monkeypatch.setenv(KEYS_VARIABLE, Vault.new_key())
    with pytest.raises(TanggapError, match="key adopt"):
        run("tickets", "list")
    assert call("key", "adopt", typed="n\n").exit_code == 1
    with pytest.raises(TanggapError):
        run("tickets", "list")
    run("key", "adopt", "--yes")
    assert number in run("tickets", "list")
