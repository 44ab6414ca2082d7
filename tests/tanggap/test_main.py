"""The command line as a whole: what it lists, what it imports for that, and how it is called."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tanggap.main import COMMANDS, imported
from tests.support.command import call, flat
from tests.support.house import ROOT

_HEAVY = {"alembic", "flask", "holidays", "httpx", "huey", "lingua", "redis", "shapely", "sqlalchemy"}


def python(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The whole program, from a folder that is not the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=home, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_listed_of_a_command_is_its_own_first_line(name: str) -> None:
    command = imported(name)
    assert command.name == name
    assert COMMANDS[name][1] == inspect.cleandoc(command.help).partition("\n")[0]


def test_every_module_of_commands_is_in_the_list() -> None:
    modules = {path.stem for path in (ROOT / "tanggap" / "commands").glob("*.py")} - {"__init__"}
    assert modules == {module for module, _ in COMMANDS.values()}


@pytest.mark.parametrize("asked", ["--help", "no-such-command"])
def test_neither_the_list_nor_a_wrong_name_waits_for_what_a_command_needs(tmp_path: Path, asked: str) -> None:
    program = f"import atexit, sys; atexit.register(lambda: print(*sys.modules)); sys.argv[1:] = [{asked!r}]; "
    done = python(tmp_path, "-c", f"{program} from tanggap.main import main; main()")
    loaded = set(done.stdout.split())
    assert "tanggap.main" in loaded
    assert loaded & _HEAVY == set()
    assert {name for name in loaded if name.startswith("tanggap.commands.")} == set()


def test_who_chats_does_not_wait_for_the_web_and_the_workers(tmp_path: Path) -> None:
    done = python(tmp_path, "-c", "import sys, tanggap.commands.chat; print(*sys.modules)")
    loaded = set(done.stdout.split())
    assert "tanggap.commands.chat" in loaded
    assert loaded & {"flask", "huey", "redis", "core.demo", "holidays.countries"} == set()


def test_it_runs_as_a_module_and_says_an_error_of_ours_in_one_line(tmp_path: Path) -> None:
    done = python(tmp_path, "-m", "tanggap", "tickets", "list")
    assert done.returncode == 1
    assert done.stderr.startswith("tanggap: ")
    assert "config.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_broken_files_of_a_city_are_an_error_of_ours(home: Path) -> None:
    (home / "areas.csv").write_text("code\n1\n", encoding="utf-8")
    done = python(home, "-m", "tanggap", "areas", "import", "--areas", "areas.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("tanggap: ")
    assert "areas.csv" in done.stderr


def test_a_mistyped_command_is_told_the_right_one() -> None:
    result = call("ticket")
    assert result.exit_code == 2
    assert "Did you mean" in result.output
    assert "tickets" in result.output


def test_a_group_lists_its_own_commands() -> None:
    listed = flat(call("tokens", "--help").output)
    assert "Make a token." in listed
    assert "completion" not in listed
