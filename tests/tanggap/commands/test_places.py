"""`tanggap locate`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.kernel.errors import TanggapError
from tests.support.command import run


@pytest.mark.usefixtures("home")
def test_locate_answers_json() -> None:
    answer = json.loads(run("locate", "Jl. Mawar kel. Tebet Barat"))
    assert answer["committed"]["kelurahan"] == "Tebet Barat"
    assert answer["ask"] is None


def test_locate_takes_a_whole_file(home: Path) -> None:
    (home / "texts.csv").write_text("text,lat,lon\nkel. Tebet Barat,,\n,-6.2,106.8\ndekat pasar,,\n", encoding="utf-8")
    answers = [json.loads(line) for line in run("locate", "--batch", "texts.csv").splitlines()]
    assert answers[0]["committed"]["kelurahan"] == "Tebet Barat"
    assert answers[1]["committed"] is None
    assert answers[2]["ask"]


@pytest.mark.usefixtures("home")
def test_locate_without_a_question_says_what_to_give() -> None:
    with pytest.raises(TanggapError, match="--pin"):
        run("locate")
