"""Scripted conversations: the format of `tanggap chat --script`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bots.terminal import MANNERS, TerminalChannel, account_of
from bots.terminal.script import Script, ScriptError
from tests.support.house import House, picture


@pytest.fixture
def script(house: House) -> Script:
    for manners in MANNERS:
        account = account_of(manners)
        house.channels[account] = TerminalChannel(account, manners)  # type: ignore[assignment]
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


def test_each_step_gives_its_replies_the_open_question_and_the_citizens_tickets(script: Script) -> None:
    results = play(script, *REPORT)
    assert [result["step"] for result in results] == [1, 2, 3, 4, 5]
    assert (results[0]["asked"], results[0]["tickets"], results[0]["language"]) == ("place", [], "id")
    assert results[3]["buttons"] == ["Kirim", "Ubah", "Batal"]
    (ticket,) = results[4]["tickets"]
    assert (ticket["kelurahan"], ticket["description"], ticket["photos"]) == ("Kebon Jeruk", "lampu jalan mati", 0)
    assert ticket["number"] in results[4]["replies"][0]
    assert (results[4]["asked"], results[4]["person"]) == ("publish", False)


def test_an_officers_step_reaches_the_citizen(script: Script) -> None:
    moves = ("in_progress", "awaiting_validation", "resolved")
    results = play(script, *REPORT, *({"officer": "move", "ticket": "last", "to": to, "note": "ok"} for to in moves))
    assert [result["tickets"][0]["state"] for result in results[5:8]] == list(moves)
    assert "selesai" in results[7]["replies"][0]
    assert results[7]["asked"] == "solved"


def test_citizens_have_conversations_of_their_own(script: Script) -> None:
    results = play(script, *REPORT, {"as": "citizen-2"}, {"say": "status"})
    assert results[6]["tickets"] == []
    assert "Belum ada laporan" in results[6]["replies"][0]


def test_a_fresh_citizen_has_written_nothing_yet(script: Script) -> None:
    (_, fresh) = play(script, {"say": "lampu jalan mati"}, {"new": "somebody"})
    assert (fresh["replies"], fresh["asked"], fresh["tickets"]) == ([], None, [])
    with pytest.raises(ScriptError, match="citizen-1 has written before"):
        play(script, {"new": "citizen-1"})


def test_a_message_is_edited_and_taken_back(script: Script) -> None:
    results = play(script, {"say": "lampu jalan mti"}, {"edit": "lampu jalan mati total"}, *REPORT[1:])
    assert results[-1]["tickets"][0]["description"] == "lampu jalan mati total"
    (_, deleted) = play(script, {"as": "citizen-2"}, {"say": "sampah"})
    assert deleted["asked"] == "place"
    assert play(script, {"delete": True})[0]["replies"]


def test_a_moderator_takes_over_and_hands_back(script: Script) -> None:
    steps = ({"say": "lampu jalan mati"}, {"moderator": "take"}, {"moderator": "Selamat siang"}, {"moderator": "back"})
    _, taken, said, back = play(script, *steps)
    assert (taken["person"], said["replies"], back["person"]) == (True, ["Selamat siang"], False)


def test_a_channel_has_its_manners(script: Script) -> None:
    (_, said) = play(script, {"channel": "sms"}, {"say": "lampu jalan mati"})
    assert len(said["replies"][0]) <= 160
    with pytest.raises(ScriptError, match="channel is one of"):
        play(script, {"channel": "pigeon"})


def test_a_message_may_answer_an_earlier_one_of_ours(script: Script) -> None:
    results = play(script, *REPORT, {"say": "boleh", "reply_to": 5})
    assert results[-1]["tickets"][0]["public"] is True
    with pytest.raises(ScriptError, match="no message of ours"):
        play(script, {"say": "boleh", "reply_to": 99})


def test_a_file_that_is_no_picture_calls_a_person(script: Script) -> None:
    assert play(script, {"media": "voice"})[0]["person"] is True


def test_the_clock_goes_on_to_the_time_of_day(script: Script, house: House) -> None:
    play(script, {"at": "23:30"})
    local = house.clock().astimezone(house.config.zone)
    assert (local.hour, local.minute) == (23, 30)


def test_waiting_moves_the_clock(script: Script, house: House) -> None:
    before = house.clock()
    play(script, {"wait": "1d"}, {"wait": "30m"})
    assert (house.clock() - before).total_seconds() >= 86_400 + 1_800


def test_a_photo_is_taken_from_the_disk(script: Script, tmp_path: Path) -> None:
    photo = tmp_path / "lampu.jpg"
    photo.write_bytes(picture())
    results = play(script, {"photo": str(photo), "caption": "lampu jalan mati"}, *REPORT[1:3], {"press": "Kirim"})
    assert results[3]["tickets"][0]["photos"] == 1


def test_a_label_that_was_never_shown_is_typed(script: Script) -> None:
    assert play(script, {"press": "halo"})[0]["replies"]


@pytest.mark.parametrize(
    "step",
    [
        {},
        {"shout": "hey"},
        {"wait": "soon"},
        {"at": "late"},
        {"pin": 7},
        {"edit": "x"},
        {"officer": "move", "to": "in_progress"},
        {"officer": "move", "to": "x"},
    ],
)
def test_a_step_that_is_not_of_the_format_is_named(script: Script, step: dict[str, Any]) -> None:
    with pytest.raises(ScriptError, match="step 1"):
        play(script, step)
