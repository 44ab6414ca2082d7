"""Scripted conversations: the format of `tanggap chat --script`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bots.terminal import ACCOUNT, TerminalChannel
from bots.terminal.script import Script, ScriptError
from tests.support.house import House, picture


@pytest.fixture
def script(house: House) -> Script:
    house.channels[ACCOUNT] = TerminalChannel()  # type: ignore[assignment]
    return Script(house.services, house.clock)


def play(script: Script, *steps: dict[str, Any]) -> list[dict[str, Any]]:
    return list(script.play(steps))


REPORT: tuple[dict[str, Any], ...] = (
    {"say": "lampu jalan mati"},
    {"pin": [-6.1937, 106.7732]},
    {"say": "1"},
    {"press": "Lewati"},
    {"press": "Kirim"},
)


def test_each_step_gives_its_replies_the_state_and_the_ticket(script: Script) -> None:
    results = play(script, *REPORT)
    assert [result["step"] for result in results[:-1]] == [1, 2, 3, 4, 5]
    assert results[0]["state"] == "place"
    assert results[0]["ticket"] is None
    ticket = results[4]["ticket"]
    assert ticket["kelurahan"] == "Kebon Jeruk"
    assert ticket["number"] in results[4]["replies"][0]
    assert results[-1] == {"tickets": [ticket]}


def test_an_officers_step_reaches_the_citizen(script: Script) -> None:
    moves = ("in_progress", "awaiting_validation", "resolved")
    results = play(script, *REPORT, *({"officer": "move", "ticket": "last", "to": to, "note": "ok"} for to in moves))
    assert [result["ticket"]["state"] for result in results[5:8]] == list(moves)
    assert "selesai" in results[7]["replies"][0]


def test_citizens_have_conversations_of_their_own(script: Script) -> None:
    results = play(script, *REPORT, {"as": "citizen-2"}, {"say": "status"})
    assert results[6]["ticket"] is None
    assert "Belum ada laporan" in results[6]["replies"][0]


def test_waiting_moves_the_clock(script: Script, house: House) -> None:
    before = house.clock()
    play(script, {"wait": "1d"}, {"wait": "30m"})
    assert (house.clock() - before).total_seconds() >= 86_400 + 1_800


def test_a_photo_is_taken_from_the_disk(script: Script, tmp_path: Path) -> None:
    photo = tmp_path / "lampu.jpg"
    photo.write_bytes(picture())
    results = play(script, {"photo": str(photo), "caption": "lampu jalan mati"}, *REPORT[1:3])
    assert "1 foto" in results[2]["replies"][0]


def test_a_label_that_was_never_shown_is_typed(script: Script) -> None:
    assert play(script, {"press": "halo"})[0]["replies"]


@pytest.mark.parametrize(
    "step",
    [{}, {"shout": "hey"}, {"wait": "soon"}, {"officer": "move", "to": "in_progress"}, {"officer": "move", "to": "x"}],
)
def test_a_step_that_is_not_of_the_format_is_named(script: Script, step: dict[str, Any]) -> None:
    with pytest.raises(ScriptError, match="step 1"):
        play(script, step)
