"""The counts say what a count over the tickets says, whatever happens to the tickets."""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import mean
from typing import Any, Unpack
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from core.dialogue.state import DescriptionPart, Draft, Place
from core.kernel.actor import REPORTER, Actor
from core.kernel.states import COLOURS, STEPS, Kind, Role, State
from core.kernel.ticket_numbers import new_number
from core.reports import counts
from core.reports.counts import Dimension, Only, periods
from core.running.sweep import sweep
from core.storage.models import Conversation, Ticket, TicketCount, TicketCountChange
from core.tickets.steps import StartWork, step_to
from tests.support.desk import bring, photo
from tests.support.house import House

D = Dimension
ZONE = ZoneInfo("Asia/Jakarta")
KELURAHAN = ("31.73.05.1001", "31.73.05.1002", "31.73.01.1001", "31.74.01.1001", None)
CATEGORIES = ("sampah", "jalan", "lampu_jalan")
QUESTIONS = (
    (),
    (D.STATE,),
    (D.CATEGORY,),
    (D.CATEGORY, D.STATE),
    (D.UNIT, D.STATE),
    (D.AREA,),
    (D.AREA, D.CATEGORY),
    (D.UNIT, D.CATEGORY),
    (D.MONTH,),
    (D.DAY,),
    (D.MONTH, D.AREA),
    (D.DAY, D.CATEGORY),
    (D.KIND, D.CHANNEL, D.PUBLIC),
    (D.COLOUR,),
    (D.KOTA, D.COLOUR),
    (D.KECAMATAN, D.STATE),
    (D.KECAMATAN, D.KIND, D.COLOUR),
    (D.DAY, D.COLOUR),
    (D.CHANNEL, D.AREA, D.STATE),  # answered by no cube
    (D.CHANNEL, D.KOTA, D.COLOUR),
)

VALUES: dict[Dimension, Callable[[Ticket], str]] = {
    D.DAY: lambda ticket: ticket.opened_at.astimezone(ZONE).date().isoformat(),
    D.MONTH: lambda ticket: ticket.opened_at.astimezone(ZONE).date().isoformat()[:7],
    D.KIND: lambda ticket: ticket.kind.value,
    D.CATEGORY: lambda ticket: ticket.category,
    D.AREA: lambda ticket: ticket.area_code or "",
    D.KECAMATAN: lambda ticket: (ticket.area_code or "")[:8],
    D.KOTA: lambda ticket: (ticket.area_code or "")[:5],
    D.UNIT: lambda ticket: ticket.unit or "",
    D.STATE: lambda ticket: ticket.state.value,
    D.COLOUR: lambda ticket: COLOURS[ticket.state],
    D.CHANNEL: lambda ticket: ticket.channel,
    D.PUBLIC: lambda ticket: "yes" if ticket.public else "no",
}
FILTERS = {
    "states": D.STATE,
    "kinds": D.KIND,
    "categories": D.CATEGORY,
    "areas": D.AREA,
    "kota": D.KOTA,
    "units": D.UNIT,
}


def chosen(session: Session, **only: Unpack[Only]) -> list[Ticket]:
    """The tickets that a question is about, looked at one by one."""
    wanted: dict[str, Any] = {**only}
    found = []
    for ticket in session.scalars(select(Ticket)):
        day = ticket.opened_at.astimezone(ZONE).date()
        fits = [VALUES[of](ticket) in wanted[name] for name, of in FILTERS.items() if wanted.get(name)]
        fits.append(wanted.get("public") in (None, ticket.public))
        fits.append((wanted.get("since") or date.min) <= day <= (wanted.get("until") or date.max))
        if all(fits):
            found.append(ticket)
    return found


def counted(session: Session, by: Collection[Dimension], **only: Unpack[Only]) -> dict[tuple[str, ...], int]:
    return dict(Counter(tuple(VALUES[of](ticket) for of in by) for ticket in chosen(session, **only)))


class City:
    """A house with tickets that all sorts of things happen to."""

    def __init__(self, house: House) -> None:
        self.house = house
        house.take("halo")
        self.numbers: list[str] = []

    def open(self, kind: Kind = Kind.COMPLAINT, category: str = "jalan", area: str | None = KELURAHAN[0]) -> str:
        draft = Draft(
            key="k",
            parts=(DescriptionPart(message_id="m", text="jalan rusak"),),
            kind=kind.value,
            category=category,
            place=Place(area_code=area, lat=-6.2, lon=106.8),
        )
        with self.house.services.database.write() as session:
            citizen = session.scalars(select(Conversation)).first()
            assert citizen is not None
            self.house.services.workflow.open(session, citizen, draft, number := new_number(), [])
        self.numbers.append(number)
        return number

    def step(self, number: str, choice: int) -> None:
        """One of the steps that are possible now, by a role that may take it."""
        services = self.house.services
        with services.database.write() as session:
            ticket = services.workflow.get(session, number)
            steps = {to: who for to, who in STEPS[ticket.kind][ticket.state].items() if to is not State.MERGED}
            if not steps:
                return
            to = list(steps)[choice % len(steps)]
            actor = REPORTER if steps[to] == {REPORTER.role} else Actor(sorted(steps[to] - {REPORTER.role})[0])
            photos = [photo(self.house)] if to is State.AWAITING_VALIDATION else []
            services.workflow.move(session, number, step_to(to, note="begini", photos=photos), actor)

    def rate(self, number: str, stars: int) -> None:
        services = self.house.services
        with services.database.write() as session:
            if services.workflow.get(session, number).done_at is not None:
                services.workflow.rate(session, number, stars)

    def sort(self, number: str, category: str) -> None:
        services = self.house.services
        with services.database.write() as session:
            if services.workflow.get(session, number).state is State.RECEIVED:
                services.workflow.reclassify(session, number, Actor(Role.TICKET_ADMIN), category=category)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("open"), st.sampled_from(Kind), st.sampled_from(CATEGORIES), st.sampled_from(KELURAHAN)),
        st.tuples(st.just("step"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("rate"), st.integers(0, 9), st.integers(1, 5)),
        st.tuples(st.just("sort"), st.integers(0, 9), st.sampled_from(CATEGORIES)),
        st.tuples(st.just("public"), st.integers(0, 9)),
        st.tuples(st.just("wait"), st.sampled_from((timedelta(hours=7), timedelta(days=3), timedelta(days=40)))),
        st.tuples(st.just("remove"), st.integers(0, 9)),
        st.just(("sweep",)),
        st.just(("recount",)),
    ),
    min_size=5,
    max_size=20,
)
DAYS = st.one_of(st.none(), st.dates(date(2025, 12, 1), date(2027, 12, 31)))


def play(city: City, acts: list[tuple[Any, ...]]) -> None:
    house, services = city.house, city.house.services
    city.open()
    for what, *more in acts:
        number = city.numbers[more[0] % len(city.numbers)] if more and isinstance(more[0], int) else ""
        match what:
            case "open":
                city.open(*more)
            case "step":
                city.step(number, more[1])
            case "rate":
                city.rate(number, more[1])
            case "sort":
                city.sort(number, more[1])
            case "public":
                with services.database.write() as session:
                    services.workflow.set_public(session, number, public=True)
            case "wait":
                house.clock.advance(more[0])
            case "remove" if len(city.numbers) > 1:
                with services.database.write() as session:
                    for table in ("follower", "ticket_event", "ticket_photo", "staff_notice", "correction"):
                        condition = "ticket_id = (SELECT id FROM ticket WHERE number = :n)"
                        session.execute(text(f"DELETE FROM {table} WHERE {condition}"), {"n": number})
                    session.execute(
                        text(
                            "UPDATE outbound_message SET ticket_id = NULL "
                            "WHERE ticket_id = (SELECT id FROM ticket WHERE number = :n)"
                        ),
                        {"n": number},
                    )
                    session.execute(delete(Ticket).where(Ticket.number == number))
                city.numbers.remove(number)
            case "sweep":
                sweep(services, house.waker)
            case "recount":
                with services.database.write() as session:
                    counts.rebuild(session, ZONE)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    ACTS,
    DAYS,
    DAYS,
    st.lists(st.sampled_from(CATEGORIES), max_size=2),
    st.lists(st.sampled_from(State), max_size=3),
    st.lists(st.sampled_from(("", *KELURAHAN[:-1])), max_size=2),
    st.sampled_from(((), (), ("31.73",))),
    st.sampled_from((None, None, True, False)),
    st.sets(st.sampled_from(QUESTIONS), min_size=4, max_size=4),
)
def test_tallies_equal_a_count_over_the_tickets_whatever_happened(
    acts: list[tuple[Any, ...]],
    since: date | None,
    until: date | None,
    categories: list[str],
    states: list[State],
    areas: list[str],
    kota: tuple[str, ...],
    public: bool | None,
    questions: set[tuple[Dimension, ...]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        play(City(house), acts)
        only: Only = {
            "since": since,
            "until": until,
            "categories": categories,
            "states": states,
            "areas": areas,
            "kota": kota,
            "public": public,
        }
        with house.services.database.read() as session:
            for by in questions:
                expected = {key: count for key, count in counted(session, by, **only).items() if count}
                assert counts.counts(session, by=by, **only) == expected, by
                assert counts.counts(session, by=by) == counted(session, by), by
            rated = [ticket.rating for ticket in chosen(session, **only) if ticket.rating]
            found = counts.satisfaction(session, **only)
            assert found.keys() == ({()} if rated else set())
            if rated:
                assert found[()].count == len(rated)
                assert found[()].mean == pytest.approx(mean(rated))
            done = [ticket for ticket in chosen(session, since=since, until=until) if ticket.done_at]
            times = counts.finishing(session, since=since, until=until)
            assert (times[()].count if times else 0) == len(done)
            for sort in ([], [D.KOTA], [D.KECAMATAN], [D.CATEGORY]):
                told = counts.outcomes(session, by=sort, spans=True, **only)
                assert told.keys() == counted(session, sort, **only).keys()
                colours = {
                    (*key, colour): number
                    for key, outcome in told.items()
                    for colour, number in outcome.colours.items()
                    if number
                }
                assert colours == counted(session, (*sort, D.COLOUR), **only)
                times = {key: outcome.finishing for key, outcome in told.items() if outcome.finishing}
                assert times == counts.finishing(session, by=sort, **only)
                liked = {key: outcome.satisfaction for key, outcome in told.items() if outcome.satisfaction}
                assert liked == counts.satisfaction(session, by=sort, **only)
        house.services.database.close()


@pytest.fixture
def city(house: House) -> City:
    return City(house)


def _counts(house: House, *by: Dimension, **only: Unpack[Only]) -> dict[tuple[str, ...], int]:
    with house.services.database.read() as session:
        return counts.counts(session, by=by, **only)


def _rows(house: House, of: type[TicketCount] | type[TicketCountChange]) -> int:
    with house.services.database.read() as session:
        return session.scalar(select(func.count()).select_from(of)) or 0


def test_counts_are_right_before_and_after_the_sweep_added_them_up(house: House, city: City) -> None:
    bring(house, city.open(), State.IN_PROGRESS)
    city.open()
    before = _counts(house, D.STATE)
    assert before == {("in_progress",): 1, ("received",): 1}
    assert _rows(house, TicketCountChange) == 4
    sweep(house.services, house.waker)
    assert _rows(house, TicketCountChange) == 0
    assert _counts(house, D.STATE) == before


def test_what_no_ticket_is_counted_in_any_more_leaves_no_rows(house: House, city: City) -> None:
    number = city.open()
    sweep(house.services, house.waker)
    before = _rows(house, TicketCount)
    bring(house, number, State.IN_PROGRESS)
    sweep(house.services, house.waker)
    assert _rows(house, TicketCount) == before


def test_a_ticket_belongs_to_the_day_of_the_city(house: House, city: City) -> None:
    house.clock.advance(datetime(2026, 3, 31, 16, 59, tzinfo=UTC) - house.clock())  # 23:59 in Jakarta
    city.open()
    house.clock.advance(timedelta(minutes=1))
    city.open()
    assert _counts(house, D.DAY) == {("2026-03-31",): 1, ("2026-04-01",): 1}
    assert _counts(house, until=date(2026, 3, 31)) == {(): 1}
    assert _counts(house, D.MONTH, since=date(2026, 4, 1)) == {("2026-04",): 1}


def test_a_change_that_is_rolled_back_is_not_counted(house: House, city: City) -> None:
    number = city.open()
    with pytest.raises(RuntimeError), house.services.database.write() as session:
        house.services.workflow.move(session, number, StartWork(), Actor(Role.ADMINISTRATOR))
        raise RuntimeError
    assert _counts(house, D.STATE) == {("received",): 1}


def test_a_change_past_the_workflow_is_counted_too(house: House, city: City) -> None:
    city.open()
    with house.services.database.write() as session:
        session.execute(update(Ticket).values(area_code=None, unit=None))
    assert _counts(house, D.AREA, D.UNIT) == {("", ""): 1}


def test_tickets_from_before_the_tallies_are_found_and_counted(house: House, city: City) -> None:
    city.open()
    with house.services.database.write() as session:
        assert not counts.uncounted(session)
        session.execute(update(Ticket).values(opened_on=date(1970, 1, 1)))
        session.execute(delete(TicketCountChange))
        assert counts.uncounted(session)
        counts.rebuild(session, ZONE)
        assert not counts.uncounted(session)
    assert _counts(house, D.DAY) == {("2026-01-05",): 1}


def test_an_empty_house_counts_nothing(house: House) -> None:
    assert _counts(house, D.STATE) == {}
    assert _counts(house) == {}
    with house.services.database.write() as session:
        assert not counts.uncounted(session)
        assert counts.finishing(session) == {}
        assert counts.satisfaction(session, by=[D.UNIT]) == {}
        counts.rebuild(session, ZONE)
    assert _counts(house) == {}


@pytest.mark.parametrize("day", [date.min, date.max, date(9999, 1, 1), date(999, 12, 31)])
def test_days_at_the_end_of_the_world_are_days(house: House, city: City, day: date) -> None:
    city.open()
    here = date(2026, 1, 5)
    assert _counts(house, since=day) == ({} if day > here else {(): 1})
    assert _counts(house, until=day) == ({(): 1} if day > here else {})


def test_finishing_times_are_told_to_the_span_that_they_fall_into(house: House, city: City) -> None:
    for days in (1.5, 2.5, 2.6, 9, 200):
        number = city.open()
        house.clock.advance(timedelta(days=days))
        bring(house, number, State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED)
    city.open()
    with house.services.database.read() as session:
        (times,) = counts.finishing(session).values()
        per_category = counts.finishing(session, by=[D.CATEGORY], kinds=[Kind.COMPLAINT])
        per_area = counts.finishing(session, by=[D.AREA])
        per_unit = counts.finishing(session, by=[D.UNIT])
    assert times.count == 5
    assert timedelta(days=2) <= times.median <= timedelta(days=3)
    assert times.nine_tenths == timedelta(days=180)
    assert per_category == {("jalan",): times}
    assert per_area == {(KELURAHAN[0],): times}
    assert list(per_unit.values()) == [times]


def test_a_reopened_ticket_is_not_done(house: House, city: City) -> None:
    number = city.open()
    bring(house, number, State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED, State.REOPENED)
    with house.services.database.read() as session:
        assert counts.finishing(session) == {}


def test_spans_of_time_cover_each_day_once() -> None:
    first, last = date(2024, 11, 17), date(2026, 2, 3)
    spans = list(periods.cut(first, last, (0, 4, 7)))
    assert [(span.level, span.first, span.last) for span in spans] == [
        (None, date(2024, 11, 17), date(2024, 11, 30)),
        (7, date(2024, 12, 1), date(2024, 12, 31)),
        (4, date(2025, 1, 1), date(2025, 12, 31)),
        (7, date(2026, 1, 1), date(2026, 1, 31)),
        (None, date(2026, 2, 1), date(2026, 2, 3)),
    ]


@given(st.dates(), st.dates(), st.sampled_from([(0, 4, 7, 10), (0, 4, 7), (0, 4), (7, 10), (10,), ()]))
def test_spans_touch_and_do_not_overlap(first: date, last: date, levels: tuple[int, ...]) -> None:
    spans = list(periods.cut(first, last, levels))
    for one, next_one in itertools.pairwise(spans):
        assert next_one.first - one.last == timedelta(days=1)
    if spans:
        assert (spans[0].first, spans[-1].last) == (max(first, periods.FIRST_DAY), min(last, periods.LAST_DAY))
