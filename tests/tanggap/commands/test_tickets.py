"""`tanggap tickets`."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update

from core.kernel.errors import TanggapError
from core.storage.database import Database
from core.storage.models import Staff, Ticket
from tests.support.command import flat, run
from tests.support.ear import Ear
from tests.support.house import picture


def test_tickets_are_listed_shown_and_moved(home: Path, number: str) -> None:
    assert number in run("tickets", "list")
    assert "lampu jalan mati" in run("tickets", "show", number.lower())
    run("tickets", "move", number, "in_progress", "--note", "petugas berangkat")
    (home / "bukti.jpg").write_bytes(picture())
    run("tickets", "move", number, "awaiting_validation", "--note", "diganti", "--photo", "bukti.jpg")
    assert "Selesai" in run("tickets", "move", number, "resolved")
    assert "petugas berangkat" in run("tickets", "show", number)


@pytest.mark.usefixtures("home")
def test_a_step_that_the_table_forbids_is_said_in_one_line(number: str) -> None:
    with pytest.raises(TanggapError, match="it may go to"):
        run("tickets", "move", number, "resolved")


@pytest.mark.usefixtures("home")
def test_a_number_that_no_ticket_bears_is_said_so() -> None:
    with pytest.raises(TanggapError, match="no ticket bears"):
        run("tickets", "show", "K7M4-2XPR")


@pytest.mark.usefixtures("number")
def test_what_a_leaver_has_is_given_on_and_check_names_what_was_left_behind() -> None:
    for name in ("lama", "baru"):
        run("staff", "add", name, name, "--role", "officer", "--unit", "kelurahan/31.73.05.1001")
    database = Database("sqlite:///var/tanggap.db")
    with database.write() as session:
        ids = dict(session.execute(select(Staff.username, Staff.id)).all())
        session.execute(update(Ticket).values(assignee_id=ids["lama"]))
    with pytest.raises(TanggapError, match="--to-queue"):
        run("staff", "deactivate", "lama")
    with database.write() as session:
        session.execute(update(Staff).where(Staff.username == "lama").values(active=False))
    assert "reassign --from-person lama" in flat(run("check"))
    assert "1 ticket(s) given on" in run("tickets", "reassign", "--from-person", "lama", "--to-person", "baru")
    assert "1 ticket(s) given to the queues" in run("staff", "deactivate", "baru", "--to-queue")
    with database.write() as session:
        session.execute(update(Ticket).values(unit="dinas_lama"))
    assert "reassign --from dinas_lama --to UNIT" in flat(run("check"))
    assert "1 ticket(s) given on" in run("tickets", "reassign", "--from", "dinas_lama", "--to", "sda")
    assert "dinas_lama" not in run("check")
    for wrong in (("--to", "sda"), ("--from", "sda"), ("--from-person", "lama", "--to", "sda")):
        with pytest.raises(TanggapError, match="--from"):
            run("tickets", "reassign", *wrong)
    database.close()


def test_recounting_says_how_many_tickets_there_are(home: Path, number: str) -> None:
    assert run("tickets", "recount") == "1 tickets counted\n"


@pytest.mark.usefixtures("home")
def test_a_listener_that_is_added_hears_the_steps_of_commands(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ear = Ear()
    ear.listen(monkeypatch, "tanggap.house")
    run("tickets", "move", number, "in_progress")
    assert ear.heard == [(number, "moved", "in_progress")]
