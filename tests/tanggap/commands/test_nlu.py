"""`tanggap nlu`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tanggap.commands.nlu
from core.config import load_config
from core.kernel.actor import Actor
from core.kernel.states import Role
from tests.support.command import call
from tests.support.house import House, step_by_step


class FakeModule:
    """Stands in for the understanding's own environment: remembers what it was run with."""

    def __init__(self) -> None:
        self.runs: list[tuple[str, ...]] = []
        self.lines: list[dict[str, str]] = []

    def __call__(self, module: str, *arguments: str, check: bool = True) -> int:
        self.runs.append((module, *arguments))
        if "--corrections" in arguments:
            file = Path(arguments[arguments.index("--corrections") + 1])
            self.lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        return 3


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> FakeModule:
    fake = FakeModule()
    monkeypatch.setattr(tanggap.commands.nlu, "run_module", fake)
    return fake


def test_learning_hands_over_the_corrections_of_the_database_and_its_outcome_back(
    home: Path, number: str, module: FakeModule
) -> None:
    house = House(home / "other", step_by_step(load_config(home / "config.yml")), database="sqlite:///var/tanggap.db")
    with house.services.database.write() as session:
        house.services.workflow.reclassify(session, number, Actor(Role.MODERATOR), category="listrik_telekom")
    house.services.database.close()
    result = call("nlu", "learn", "--on", "rows.tsv", "--json")
    assert result.exit_code == 3
    assert [(line["text"], line["category"]) for line in module.lines] == [
        ("lampu jalan mati sejak kemarin", "listrik_telekom")
    ]
    ((name, *arguments),) = module.runs
    assert (name, arguments[0]) == ("nlu.training.learn", "--corrections")
    assert arguments[2:] == ["--on", str(home / "rows.tsv"), "--json"]


@pytest.mark.usefixtures("home")
def test_one_command_goes_back_to_the_model_before(module: FakeModule) -> None:
    call("nlu", "learn", "--back")
    assert module.runs == [("nlu.training.learn", "--back")]
    assert not Path("var/tanggap.db").exists()
