"""Whole conversations with the trained understanding and the project's own configuration.

Their files, in folders by theme, are the documentation of how the bot talks.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from bots.terminal import MANNERS, TerminalChannel, account_of
from bots.terminal.script import Script
from core.config import Config, load_config
from tanggap.house import RemoteUnderstanding, understanding
from tests.support.house import ROOT, House, picture
from tests.transcripts.reading import Transcript, faults, playable, told, transcripts

_TRAINING_S = 1_500
"""A fresh clone has no model yet: the first conversation waits for it."""
pytestmark = [pytest.mark.transcripts, pytest.mark.timeout(_TRAINING_S)]

ALL = list(transcripts())


def _cases() -> Iterator[object]:
    for one in ALL:
        marks = [pytest.mark.xfail(strict=True, reason=one.fails)] if one.fails else []
        yield pytest.param(one, id=f"{one.theme}/{one.name}", marks=marks)


@pytest.fixture(scope="session")
def config() -> Config:
    return load_config(ROOT / "config.yml")


@pytest.fixture(scope="session")
def understander(config: Config) -> Iterator[RemoteUnderstanding]:
    """The model for exactly this data and code: trained unless there is one, and served as it always is."""
    with understanding(config, own_port=True) as address:
        # No conversation goes another way because the machine was busy.
        yield RemoteUnderstanding(address.url, timeout_s=30.0, token=address.token)


@pytest.fixture
def script(tmp_path: Path, config: Config, understander: RemoteUnderstanding) -> Iterator[Script]:
    house = House(tmp_path, config=config, understander=understander)
    for manners in MANNERS:
        account = account_of(manners)
        house.channels[account] = TerminalChannel(account, manners)  # type: ignore[assignment]
    yield Script(house.services, house.clock)
    house.services.database.close()


@pytest.mark.parametrize("transcript", _cases())
def test_conversation(transcript: Transcript, script: Script, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(picture())
    results = [script.do(playable(step, photo)) for step in transcript.steps]
    found = faults(transcript, results)
    assert not found, "\n".join(["", *told(transcript, results), *found])


def test_there_are_conversations_of_every_theme() -> None:
    assert len(ALL) >= 150
    assert len({one.name for one in ALL}) == len(ALL), "two conversations have one name"
    assert min(len(list(some)) for _, some in groupby(ALL, key=lambda one: one.theme)) >= 3
