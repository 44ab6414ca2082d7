"""The floors, put together."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import delete

from core.kernel.errors import UnderstandingUnavailableError
from core.reports import counts
from core.storage.database import Database
from core.storage.models import TicketCountChange
from tanggap.house import RemoteUnderstanding
from tests.support.command import run


def test_requests_to_the_understanding_are_counted() -> None:
    def failures() -> float:
        return REGISTRY.get_sample_value("tanggap_understanding_seconds_count", {"outcome": "unreachable"}) or 0

    before = failures()
    remote = RemoteUnderstanding("http://127.0.0.1:9", timeout_s=0.5)
    for _ in range(5):
        with pytest.raises(UnderstandingUnavailableError):
            remote.parse("lampu mati")
    assert failures() == before + 5
    assert REGISTRY.get_sample_value("tanggap_understanding_resting") == 1


def test_tickets_from_before_the_tallies_are_counted_at_the_next_start(home: Path, number: str) -> None:
    database = Database("sqlite:///var/tanggap.db")
    with database.write() as session:
        session.execute(delete(TicketCountChange))
    assert "Counting the tickets" in run("tickets", "list")
    assert "Counting" not in run("tickets", "list")
    with database.read() as session:
        assert counts.counts(session, by=[counts.Dimension.STATE]) == {("received",): 1}
    database.close()
