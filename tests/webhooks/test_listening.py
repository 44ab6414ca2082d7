"""A listener that is added hears every step, whichever way it comes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.kernel.states import Role, State
from core.running.sweep import sweep
from core.storage.models import EventVerb
from tests.support.ear import Ear
from tests.support.site import Site
from tests.webhooks.api.office import Office
from webhooks.api.tokens import Scope

HOME = "kelurahan/31.73.05.1001"


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    ear = Ear()
    ear.listen(monkeypatch, "tests.support.house")
    return ear


def test_of_the_pages_and_of_the_citizen(ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path, monkeypatch)
    number, other = site.citizen().report(), site.citizen().report()
    assert ear.heard == [(number, "opened", "received"), (other, "opened", "received")]
    ear.heard.clear()
    desk = site.officer(Role.KELURAHAN, HOME)
    desk.move(number, State.IN_PROGRESS, note="berangkat")
    desk.post(f"/petugas/laporan/{number}/catatan", page=f"/petugas/laporan/{number}", note="pagar terkunci")
    fields = {"to": "in_progress", "laporan": f"{other}:{site.ticket(other).version}", "note": "bersama"}
    desk.post("/petugas/laporan/massal", page="/petugas/laporan", **fields)
    site.bring(number, State.COORDINATING)
    assert ear.heard == [
        (number, "moved", "in_progress"),
        (number, "noted", None),
        (other, "moved", "in_progress"),
        (number, "moved", "coordinating"),
    ]
    site.services.database.close()


def test_of_a_withdrawal_and_of_what_is_merged(ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path, monkeypatch)
    citizen = site.citizen()
    main, other = citizen.report(), site.citizen().report()
    admin = site.officer(Role.TICKET_ADMIN)
    admin.move(other, State.MERGED, main=main)
    ear.heard.clear()
    citizen.say("batal")
    citizen.say("ya")
    assert ear.heard == [(main, "moved", "withdrawn"), (other, "unmerged", "received")]
    site.services.database.close()


def test_of_the_api(ear: Ear, tmp_path: Path) -> None:
    office = Office(tmp_path)
    number = office.ticket()
    program = office.program(Scope.TICKETS_WRITE, Scope.TICKETS_READ, role=Role.ADMINISTRATOR)
    version = office.find(number).version
    moved = program.post(f"/api/v1/tickets/{number}/moves", {"to": "in_progress", "version": version})
    assert moved.status_code == 200, moved.text
    assert ear.heard == [(number, "opened", "received"), (number, "moved", "in_progress")]
    office.services.database.close()


def test_of_the_clock(ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path, monkeypatch)
    number = site.citizen().report()
    site.house.clock.advance(timedelta(days=30))
    sweep(site.services, site.house.waker)
    assert (number, EventVerb.CLIMBED.value, None) in ear.heard
    site.services.database.close()
