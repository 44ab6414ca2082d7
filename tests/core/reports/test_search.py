"""Words, filters and pages of the lists of tickets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select, text, update
from sqlalchemy.orm import Session

from core.city.sight import Sight
from core.dialogue.state import DescriptionPart, Draft, Place
from core.kernel.states import OPEN_STATES, Kind, Role, State
from core.kernel.ticket_numbers import new_number
from core.reports import search, worklist
from core.reports.queries import list_tickets
from core.reports.worklist import Order, TicketCursor, WorklistQuery, count_up_to
from core.storage.models import Conversation, Ticket
from tests.support.desk import hire
from tests.support.house import House

JALAN = "31.73.05.1001"
"""Codes of two kelurahan."""
SAMPAH = "31.74.01.1001"


def file(
    house: House,
    said: str = "jalan rusak",
    *,
    place: str | None = None,
    category: str = "jalan",
    area: str = JALAN,
    kind: Kind = Kind.COMPLAINT,
) -> Ticket:
    """Open a ticket without a talk."""
    draft = Draft(
        key="k",
        parts=(DescriptionPart(message_id="m", text=said),),
        kind=kind.value,
        category=category,
        place=Place(words=place, area_code=area, lat=-6.2, lon=106.8),
    )
    with house.services.database.write() as session:
        citizen = session.scalars(select(Conversation)).first()
        assert citizen is not None
        return house.services.workflow.open(session, citizen, draft, new_number(), [])


@pytest.fixture
def house(house: House) -> House:
    house.take("halo")
    return house


def found(house: House, words: str = "", **wanted: Any) -> list[str]:
    """What the tickets of a list say, in its order."""
    with house.services.database.read() as session:
        listed = worklist.worklist(session, WorklistQuery(words=words, **wanted))
        return [ticket.description for ticket in listed]


# --- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("lampu", True),
        ("LAMPU", True),
        ("lampu mati", True),
        ("mati lampu", True),
        ("lam", True),  # the last word may still be being typed
        ("mati lam", True),
        ("lam mati", False),  # an earlier one is a whole word
        ("la", False),  # too many words begin so
        ("mawar", True),
        ("Café", True),
        ("cafe\u0301", True),
        ("cafe", True),
        ("rt 05", True),
        ("RT05/RW03", True),
        ("rw03", True),
        ("lampu hijau", False),
        ("ampu", False),
        ("", True),
        ("   ", True),
        ("!!! ???", False),
        ("“lampu”, mati…", True),
        ("lampu-mati", True),
    ],
)
def test_reports_are_found_by_their_words(house: House, words: str, finds: bool) -> None:
    file(house, "Lampu jalan mati di depan Café Rindu", place="Jl. Mawar RT05/RW03 (rt 05)")
    assert bool(found(house, words)) is finds


def test_a_ticket_is_found_by_its_number_however_it_is_written(house: House) -> None:
    ticket = file(house, "yang dicari")
    file(house, "yang lain")
    compact = ticket.number.replace("-", "")
    for words in (ticket.number, compact, compact.lower(), f" {ticket.number} ", ticket.number[:4]):
        assert found(house, words) == ["yang dicari"], words
    assert found(house, ticket.number, states=[State.RESOLVED]) == []


def test_the_newest_stand_first_and_pages_go_on_behind_them(house: House) -> None:
    for number in range(7):
        file(house, f"lampu {number}")
        file(house, "sampah")
    with house.services.database.read() as session:
        first = list_tickets(session, words="lampu", limit=3)
        second = list_tickets(session, words="lampu", limit=3, before_id=first[-1].id)
        third = list_tickets(session, words="lampu", limit=3, before_id=second[-1].id)
    assert [t.description[-1] for t in (*first, *second, *third)] == list("6543210")


def test_what_is_anonymised_is_not_found_any_more(house: House) -> None:
    ticket = file(house, "rumah Pak Contoh bocor", place="Jl. Rahasia")
    with house.services.database.write() as session:
        session.execute(update(Ticket).values(description="[dihapus]", place_words=None))
    assert found(house, "contoh") == found(house, "rahasia") == []
    assert found(house, ticket.number) == found(house, "dihapus") == ["[dihapus]"]


def test_a_ticket_that_is_gone_is_not_found_any_more(house: House) -> None:
    file(house, "lampu mati")
    with house.services.database.write() as session:
        for table in ("follower", "ticket_event", "staff_notice", "ticket"):
            session.execute(text(f"DELETE FROM {table}"))
    assert found(house, "lampu") == []
    with house.services.database.write() as session:
        session.execute(text("INSERT INTO ticket_words(ticket_words, rank) VALUES ('integrity-check', 1)"))


@pytest.fixture(scope="module")
def quiet_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"))
    house.take("halo")
    file(house, "lampu mati", place="Jl. Mawar")
    yield house
    house.services.database.close()


@given(st.text(max_size=60))
def test_no_text_is_a_syntax_error(quiet_house: House, words: str) -> None:
    found(quiet_house, words)


@pytest.mark.parametrize(
    "words",
    [
        *('"', "'", "lampu AND", "NOT lampu", "lampu OR NEAR(", "description:lampu", "^lampu", "lampu*", "(", "-lampu"),
        *("lampu:*", "lampu & !mati", "\0lampu", "lampu\\", "%", "ticket_words MATCH", "a" * 5000, "x " * 5000, "²½Ⅷ"),
    ],
)
def test_no_operator_is_one(quiet_house: House, words: str) -> None:
    found(quiet_house, words)
    found(quiet_house, words, category="jalan")
    found(quiet_house, words, states=OPEN_STATES, order=Order.DUE)


def test_operators_are_plain_words(quiet_house: House) -> None:
    assert found(quiet_house, "lampu OR tidakada") == []
    assert found(quiet_house, "NOT tidakada") == []
    assert found(quiet_house, "lampu*") == ["lampu mati"]
    assert search.terms('a"b (C) ^d* é_f') == ["a", "b", "c", "d", "e", "f"]


# --- filters ---------------------------------------------------------------------------------------

WANTED = st.builds(
    WorklistQuery,
    states=st.sampled_from([(), (State.RECEIVED,), (State.WITHDRAWN,), tuple(OPEN_STATES), tuple(State)]),
    kind=st.sampled_from([None, *Kind]),
    category=st.sampled_from([None, "jalan", "sampah", "pohon"]),
    units=st.sampled_from([(), ("kelurahan/31.73.05.1001",), ("pln", "kelurahan/31.74.01.1001")]),
    areas=st.sampled_from([(), (JALAN,), (JALAN, SAMPAH)]),
    assignee_id=st.sampled_from([None, None, 1]),
    since=st.sampled_from([None, date(2026, 1, 6), date(2026, 1, 8)]),
    until=st.sampled_from([None, date(2026, 1, 6), date(2026, 1, 9)]),
    late_at=st.sampled_from([None, None, datetime.fromisoformat("2026-01-08T09:00:00+00:00")]),
    doubtful=st.sampled_from([False, False, True]),
    words=st.sampled_from(["", "", "jalan", "lubang", "rusak jal", "tidakada"]),
    order=st.sampled_from(Order),
)


@pytest.fixture(scope="module")
def busy_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"))
    house.take("halo")
    hire(house, Role.OFFICER, "kelurahan/31.73.05.1001")
    for number in range(60):
        file(
            house,
            ("jalan rusak", "lubang di jalan", "sampah menumpuk")[number % 3],
            category=("jalan", "sampah")[number % 2],
            area=(JALAN, SAMPAH)[number % 5 == 0],
            kind=Kind.ASPIRATION if number % 7 == 0 else Kind.COMPLAINT,
        )
        house.clock.advance(timedelta(hours=2))
    with house.services.database.write() as session:
        closed = update(Ticket).where(Ticket.id % 4 == 0)
        session.execute(closed.values(state=State.WITHDRAWN, step_due_at=None))
        session.execute(update(Ticket).where(Ticket.id % 3 == 0).values(assignee_id=1))
        session.execute(update(Ticket).where(Ticket.id % 6 == 0).values(needs_person="category"))
    yield house
    house.services.database.close()


def fits(ticket: Ticket, wanted: WorklistQuery) -> bool:
    words = ticket.description.split()
    *whole, last = wanted.words.split() or [""]
    is_open = ticket.state in OPEN_STATES
    late = wanted.late_at is not None and any(
        due is not None and due <= wanted.late_at for due in (ticket.step_due_at, ticket.due_at)
    )
    return all(
        (
            not wanted.states or ticket.state in wanted.states,
            wanted.kind in (None, ticket.kind),
            wanted.category in (None, ticket.category),
            not wanted.units or ticket.unit in wanted.units,
            not wanted.areas or ticket.area_code in wanted.areas,
            wanted.assignee_id in (None, ticket.assignee_id),
            wanted.since is None or ticket.opened_on >= wanted.since,
            wanted.until is None or ticket.opened_on <= wanted.until,
            wanted.late_at is None or (is_open and late),
            not wanted.doubtful or (is_open and ticket.needs_person is not None),
            all(word in words for word in whole) and any(word.startswith(last) for word in words),
        )
    )


def naive(session: Session, wanted: WorklistQuery) -> list[int]:
    tickets = [ticket for ticket in session.scalars(select(Ticket)) if fits(ticket, wanted)]
    if wanted.order is Order.DUE and wanted.open_only:
        return [t.id for t in sorted(tickets, key=lambda t: (t.step_due_at, t.id))]
    return [t.id for t in sorted(tickets, key=lambda t: -t.id)]


def paged(session: Session, wanted: WorklistQuery, size: int) -> list[int]:
    ids: list[int] = []
    after: TicketCursor | None = None
    while page := worklist.worklist(session, wanted, after=after, limit=size):
        ids.extend(ticket.id for ticket in page)
        after = TicketCursor.read(str(TicketCursor.after(page[-1], wanted.order)))
        assert after is not None
    return ids


@given(WANTED, st.integers(1, 30))
def test_pages_hold_what_fits_once_and_in_order(busy_house: House, wanted: WorklistQuery, size: int) -> None:
    with busy_house.services.database.read() as session:
        assert paged(session, wanted, size) == naive(session, wanted)
        assert count_up_to(session, wanted, 7) == min(7, len(naive(session, wanted)))


@given(WANTED)
def test_it_is_the_same_where_little_is_looked_through_first(busy_house: House, wanted: WorklistQuery) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worklist, "_NEWEST", (1, 3))
        patch.setattr(worklist, "_HITS", 3)
        patch.setattr(worklist, "_FIRST", 3)
        with busy_house.services.database.read() as session:
            assert paged(session, wanted, 4) == naive(session, wanted)


def test_a_page_goes_on_although_its_last_ticket_is_gone(busy_house: House) -> None:
    with busy_house.services.database.read() as session:
        gone = TicketCursor(10_000)
        assert [t.id for t in worklist.worklist(session, WorklistQuery(), after=gone, limit=2)] == [60, 59]


@pytest.mark.parametrize("written", ["", "x", "-1", "1~", "1~gestern", "1~2026-01-01", "9" * 30, "१"])
def test_what_is_no_cursor_is_none(written: str) -> None:
    cursor = TicketCursor.read(written)
    assert cursor is None or cursor == TicketCursor(1)


# --- how it is found -------------------------------------------------------------------------------


def plans(house: House, wanted: WorklistQuery) -> list[str]:
    """What SQLite does for a list, step by step."""
    statements: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        statements.append((statement, parameters))

    engine = house.services.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        with house.services.database.read() as session:
            worklist.worklist(session, wanted)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        explained = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {s}", p).all() for s, p in statements]
    return [row[3] for rows in explained for row in rows]


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (WorklistQuery(), "COVERING INDEX ix_ticket_opened_on"),
        (WorklistQuery(category="jalan"), "SEARCH ticket USING COVERING INDEX ix_ticket_category_day (category=?)"),
        (WorklistQuery(states=[State.RESOLVED], units=["pln"]), "COVERING INDEX ix_ticket_opened_on"),
        (WorklistQuery(since=date(2026, 1, 1)), "SEARCH ticket USING COVERING INDEX ix_ticket_opened_on"),
        (WorklistQuery(states=OPEN_STATES, order=Order.DUE), "COVERING INDEX ix_ticket_due"),
        (WorklistQuery(states=[State.RECEIVED], units=["pln"]), "INDEX ix_ticket_unit_due (unit=?"),
        (WorklistQuery(doubtful=True), "INDEX ix_ticket_unsorted"),
        (WorklistQuery(assignee_id=1), "INDEX ix_ticket_assignee_id"),
        (
            WorklistQuery(sight=Sight(holders=frozenset({"pln"}))),
            "COVERING INDEX ix_ticket_holder (holder=?)",
        ),
        (WorklistQuery(words="lampu"), "SCAN ticket_words VIRTUAL TABLE"),
        (WorklistQuery(words=new_number()), "INDEX sqlite_autoindex_ticket_1 (number=?)"),
    ],
)
def test_each_list_is_found_by_an_index(quiet_house: House, wanted: WorklistQuery, index: str) -> None:
    steps = plans(quiet_house, wanted)
    assert any(index in step for step in steps), steps
    assert "SCAN ticket" not in steps
