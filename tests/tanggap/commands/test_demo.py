"""The made-up city is believable, harmless, and the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bots.web import WebChannel
from core.demo.city import DemoCity, Filled
from core.kernel.clock import ManualClock
from core.kernel.errors import TanggapError
from core.kernel.states import DONE_STATES, OPEN_STATES, STEPS, State
from core.reports import counts
from core.staff import passwords
from core.storage.models import (
    CannedReply,
    Conversation,
    Escalation,
    OutboundMessage,
    SendState,
    Staff,
    Ticket,
    TicketEvent,
    TicketPhoto,
)
from tanggap.commands.demo import sentences
from tests.support.command import run
from tests.support.house import ROOT, House

END = datetime(2026, 6, 30, 3, 0, tzinfo=UTC)
SAMPLES = [s for s in sentences(ROOT / "nlu" / "data") if s.category not in ("tidak_jelas",)]


def fill(folder: Path, tickets: int, seed: int = 1) -> tuple[House, Filled]:
    house = House(folder)
    assert isinstance(house.clock, ManualClock)
    house.clock.advance(END - timedelta(days=60) - house.clock())
    house.channels.clear()
    house.channels["web"] = WebChannel("web", house.services.media)  # type: ignore[assignment]
    house.channels["terminal"] = house.channels["web"]
    return house, DemoCity(house.services, house.clock, SAMPLES, seed).fill(tickets, END, lambda _day, _days: None)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Filled]]:
    house, filled = fill(tmp_path_factory.mktemp("demo"), 60)
    yield house, filled
    house.services.database.close()


def tickets(house: House) -> list[Ticket]:
    with house.services.database.read() as session:
        return list(session.scalars(select(Ticket).order_by(Ticket.id)))


def test_reports_come_one_after_the_other_until_now(filled: tuple[House, Filled]) -> None:
    opened = [ticket.opened_at for ticket in tickets(filled[0])]
    assert len(opened) == 60
    assert opened == sorted(opened)
    assert opened[-1] <= END
    assert filled[0].clock() == END


def test_histories_are_steps_of_the_table_in_the_order_of_time(filled: tuple[House, Filled]) -> None:
    house, _ = filled
    with house.services.database.read() as session:
        for ticket in session.scalars(select(Ticket)):
            state = State.RECEIVED
            query = select(TicketEvent).where(TicketEvent.ticket_id == ticket.id).order_by(TicketEvent.id)
            events = list(session.scalars(query))
            assert [event.at for event in events] == sorted(event.at for event in events)
            for event in events[1:]:
                if event.to_state is not None:
                    assert event.role in STEPS[ticket.kind][state][event.to_state]
                    state = event.to_state
            assert ticket.state is state


def test_there_is_something_of_everything(filled: tuple[House, Filled]) -> None:
    house, _ = filled
    found = tickets(house)
    states = {ticket.state for ticket in found}
    assert states & OPEN_STATES
    assert states & DONE_STATES
    assert len({ticket.category for ticket in found}) > 8
    assert {ticket.channel for ticket in found} == {"web", "terminal"}
    assert {ticket.public for ticket in found} == {True, False}
    assert any(ticket.rating for ticket in found)
    assert any(ticket.step_due_at is not None and ticket.step_due_at < END for ticket in found)
    with house.services.database.read() as session:
        assert session.scalars(select(Escalation)).first() is not None
        assert session.scalars(select(CannedReply)).first() is not None
        assert session.scalars(select(TicketPhoto).where(TicketPhoto.event_id.is_not(None))).first() is not None


def test_nothing_is_left_to_be_sent(filled: tuple[House, Filled]) -> None:
    with filled[0].services.database.read() as session:
        assert set(session.scalars(select(OutboundMessage.state))) == {SendState.SENT}
        assert set(session.scalars(select(Conversation.account))) == {"web", "terminal"}


def test_nobody_can_take_the_staff_for_real_and_only_who_is_told_a_password_gets_in(
    filled: tuple[House, Filled],
) -> None:
    house, made = filled
    with house.services.database.read() as session:
        staff = {person.username: person for person in session.scalars(select(Staff))}
    assert all("Contoh" in person.name for person in staff.values())
    assert len({login.password for login in made.logins}) == len(made.logins)
    for login in made.logins[:2]:
        assert passwords.matches(staff[login.username].password_hash, login.password)
    told = {login.username for login in made.logins}
    others = {person.password_hash for name, person in staff.items() if name not in told}
    assert len(others) == 1  # of a password that nobody has seen


def test_the_tallies_are_in_step(filled: tuple[House, Filled]) -> None:
    with filled[0].services.database.read() as session:
        counted = counts.counts(session, by=[counts.Dimension.STATE])
    found = [ticket.state for ticket in tickets(filled[0])]
    assert counted == {(state.value,): found.count(state) for state in set(found)}


def test_the_same_seed_makes_the_same_city(tmp_path: Path, filled: tuple[House, Filled]) -> None:
    cities = []
    for place in range(2):
        house, _ = fill(tmp_path / str(place), 8, seed=7)
        cities.append([(t.number, t.description, t.area_code, t.state, t.opened_at) for t in tickets(house)])
        house.services.database.close()
    assert cities[0] == cities[1]
    assert not {number for number, *_ in cities[0]} & {ticket.number for ticket in tickets(filled[0])}


def test_sentences_are_free_of_marks() -> None:
    assert len(SAMPLES) > 500
    assert not any("](" in sample.text for sample in SAMPLES)
    assert any(sample.place and sample.place in sample.text for sample in SAMPLES)


@pytest.mark.usefixtures("home")
def test_the_command_spares_a_database_with_reports() -> None:
    command = ("demo", "--tickets", "3")
    assert "3 made-up reports" in run(*command)
    with pytest.raises(TanggapError, match="--yes"):
        run(*command)
    assert "3 made-up reports" in run(*command, "--yes", "--seed", "2")
