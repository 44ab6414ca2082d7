"""Whatever a citizen writes through a provider: answered 200, taken in, and nothing raises on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bots.test_channels import SUBJECTS
from tests.hostile.town import Tally, Town, with_text
from tests.support.hostile import LINES, LONGEST


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    town = Town(tmp_path, monkeypatch)
    yield town
    town.close()


@pytest.mark.parametrize("name", [subject.name for subject in SUBJECTS])
def test_hostile_and_longest_words_through_every_webhook(town: Town, name: str) -> None:
    subject, tally = town.subjects[name], Tally()
    case = next(case for case in subject.real if case.messages[0].get("text"))
    for words in (*LONGEST.values(), *LINES):
        if case.raw.query and len(words) > 60_000:
            continue  # no server takes an address of this length
        town.house.clock.advance(timedelta(minutes=20))  # no flood, which the mail's brake would end
        tally.note(f"{name}: {words[:40]!r}", town.push(subject, with_text(case, words)))
    assert tally.tried >= len(LONGEST) + 35
    assert tally.broken == []
    assert town.not_taken() == []
    assert set(tally.statuses) <= {200, 400, 413}
    assert tally.statuses[200] >= tally.tried - 12, tally.statuses
