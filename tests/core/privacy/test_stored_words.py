"""What earlier versions stored as it was written is scrubbed by the sweep, and loses nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from core.kernel.actor import REPORTER, Actor
from core.kernel.states import Kind, Role
from core.privacy import stored
from core.running.sweep import sweep
from core.storage.models import Correction, EventVerb, Ticket, TicketEvent
from tests.support.house import House

RAW = "Nama saya Zubaidi Penandawan, lampu mati di Jl. Melati"
CLEAN = "Nama saya [nama], lampu mati di Jl. Melati"


def left(house: House) -> int:
    """Of an earlier version: everything as it was written."""
    with house.services.database.write() as session:
        session.execute(update(Ticket).values(description=RAW, place_words="Jl. Melati, WA 081977553311"))
        session.execute(update(TicketEvent).where(TicketEvent.verb == EventVerb.ADDED).values(note=RAW))
        ticket = session.scalars(select(Ticket)).first()
        assert ticket is not None
        session.add(
            Correction(
                ticket_id=ticket.id,
                at=house.clock(),
                text=RAW,
                old_kind=Kind.COMPLAINT,
                new_kind=Kind.COMPLAINT,
                old_category="jalan",
                new_category="jalan",
            )
        )
    with house.services.database.write() as session:
        session.execute(text("DELETE FROM cursor"))
    return ticket.id


def add(house: House, number: str) -> None:
    with house.services.database.write() as session:
        house.services.workflow.add_information(session, number, "tambahan", [], REPORTER)
        house.services.workflow.note(session, number, Actor(Role.ADMINISTRATOR), "Kantor: 021-5550101, Bu Rini")


def test_the_sweep_scrubs_descriptions_places_and_what_reporters_added(house: House) -> None:
    add(house, house.report())
    left(house)
    sweep(house.services, house.waker)
    with house.services.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert (ticket.description, ticket.place_words) == (CLEAN, "Jl. Melati, WA [telepon]")
        notes = {event.verb: event.note for event in ticket.events}
        assert notes[EventVerb.ADDED] == CLEAN
        assert notes[EventVerb.NOTED] == "Kantor: 021-5550101, Bu Rini"
        assert session.scalars(select(Correction.text)).one() == CLEAN


def test_nothing_else_of_a_ticket_changes(house: House) -> None:
    house.report()
    left(house)

    def rows() -> list[tuple[object, ...]]:
        with house.services.database.read() as session:
            kept = [column for column in Ticket.__table__.columns if column.name not in ("description", "place_words")]
            return [tuple(row) for row in session.execute(select(*kept))]

    before = rows()
    house.services.stored_words.run()
    assert rows() == before


def test_names_leave_the_full_text_index(house: House) -> None:
    house.report()
    left(house)
    house.services.stored_words.run()
    house.services.database.close()
    kept = b"".join(file.read_bytes() for file in sorted(Path(house.config.storage.database[10:]).parent.glob("*.db")))
    with house.services.database.read() as session:
        session.execute(text("CREATE VIRTUAL TABLE temp.said USING fts5vocab(main, ticket_words, row)"))
        assert "penandawan" not in set(session.scalars(text("SELECT term FROM temp.said")))
        blocks = b"".join(session.scalars(text("SELECT block FROM ticket_words_data")))
    assert b"penandawan" not in blocks
    assert kept


def test_it_goes_on_where_it_stopped_and_ends(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "_BATCH", 2)
    for number in range(5):
        house.report(sender=f"warga-{number}")
    left(house)
    assert [house.services.stored_words.run(batches=1) for _ in range(4)] == [2, 2, 1, 0]
    with house.services.database.read() as session:
        assert set(session.scalars(select(Ticket.description))) == {CLEAN}


def test_better_rules_begin_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.report()
    house.services.stored_words.run()
    assert house.services.stored_words.run() == 0
    monkeypatch.setattr(stored, "RULES", 99)
    assert house.services.stored_words.run() == 1


def test_what_was_changed_meanwhile_is_left_for_its_writer(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.report()
    left(house)
    clean_report = house.services.stored_words._words.clean_report

    def slowly(*args: object) -> object:
        with house.services.database.write() as session:
            session.execute(update(Ticket).values(description="lain"))
        return clean_report(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(house.services.stored_words._words, "clean_report", slowly)
    house.services.stored_words.run()
    with house.services.database.read() as session:
        assert session.scalars(select(Ticket.description)).one() == "lain"
