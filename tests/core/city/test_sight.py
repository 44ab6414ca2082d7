"""Who may see which ticket: the predicate, the conditions and the lists against what the rule says."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.city.scope import BOUND_ROLES, within_scope
from core.city.sight import EVERYTHING, NOTHING, Sight, sight_of
from core.dialogue.state import DescriptionPart, Draft, Place
from core.kernel.actor import Actor
from core.kernel.errors import TicketError, TicketNotFoundError
from core.kernel.states import STAFF_ROLES, Kind, Role, State
from core.kernel.ticket_numbers import new_number
from core.reports.counts import counts
from core.reports.neighbours import neighbours
from core.reports.worklist import Order, WorklistQuery, ids_of
from core.storage.models import Conversation, Staff, Ticket, TicketEvent
from core.tickets.steps import Merge, StartWork
from tests.support.desk import look, move
from tests.support.house import House
from webhooks.staff.permissions import Permission, holds

AREAS = ("31.73.05.1001", "31.73.05.1003", "31.74.01.1001", "31.73.05", "31.73", None)
CATEGORIES = ("lampu_jalan", "pungli", "air_bersih", "pohon", "sampah")
UNITS = (
    *("kelurahan/31.73.05.1001", "kelurahan/31.74.01.1001", "kecamatan/31.73.05", "kota/31.73", "kota/31.71"),
    *("bina_marga", "bina_marga/31.73", "bina_marga/31.74", "inspektorat", "pertamanan/31.73", "biro_pemerintahan"),
    None,
)


@dataclass
class City:
    house: House
    actors: list[Actor]

    @property
    def sights(self) -> list[Sight]:
        """All that programs have, and some of people's."""
        every = dict.fromkeys(sight_of(self.house.services.router, actor) for actor in self.actors[::-1])
        return list(every)[:18]

    def tickets(self, session: Session) -> list[Ticket]:
        return list(session.scalars(select(Ticket).order_by(Ticket.id)))


def file(house: House, category: str, area: str | None, kind: Kind = Kind.COMPLAINT) -> str:
    found = house.services.areas.get(area) if area else None
    place = Place(
        area_code=area,
        kelurahan=found.kelurahan if found else None,
        lat=-6.2 if area else None,
        lon=106.8 if area else None,
    )
    parts = (DescriptionPart(message_id="m", text="lampu mati"),)
    draft = Draft(key="k", parts=parts, kind=kind.value, category=category, place=place)
    with house.services.database.write() as session:
        citizen = session.scalars(select(Conversation)).first()
        assert citizen is not None
        return house.services.workflow.open(session, citizen, draft, new_number(), []).number


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Tickets of every area and several matters that went their ways, and staff of every role and many units."""
    house, chance = House(tmp_path_factory.mktemp("sight")), random.Random(11)
    house.take("halo")
    people = _hired(house)
    programs = [Actor(role, unit=unit) for role, unit in itertools.product(STAFF_ROLES, UNITS)]
    bound = [actor for actor in people if actor.role in BOUND_ROLES and actor.unit]
    for area, category in itertools.product(AREAS, CATEGORIES):
        number = file(house, category, area, chance.choice(list(Kind)))
        for _ in range(chance.randrange(3)):
            _step(house, number, chance, bound)
    moved = next(actor for actor in bound if actor.unit == "bina_marga/31.73")
    with house.services.database.write() as session:
        session.get_one(Staff, moved.staff_id).unit = "inspektorat"
    yield City(house, [*people, *programs, replace(moved, unit="inspektorat")])
    house.services.database.close()


def _hired(house: House) -> list[Actor]:
    """Nobody signs in here, so that their passwords need not be hashed."""
    staff = [
        Staff(username=f"{role}-{unit}", name="-", password_hash="-", role=role, unit=unit, created_at=house.clock())
        for role, unit in itertools.product(STAFF_ROLES, UNITS)
    ]
    with house.services.database.write() as session:
        session.add_all(staff)
        session.flush()
        return [Actor(one.role, staff_id=one.id, unit=one.unit) for one in staff]


def _step(house: House, number: str, chance: random.Random, bound: list[Actor]) -> None:
    """Any step, to anybody; most can't be taken, which is all the same here."""
    to, somebody = chance.choice(list(State)), chance.choice(bound)
    more: dict[str, Any] = chance.choice(
        [{}, {"unit": somebody.unit}, {"unit": somebody.unit, "assignee_id": somebody.staff_id}]
    )
    try:
        move(house, number, to, Actor(Role.ADMINISTRATOR), **more)
    except TicketError:
        return


def rule(city: City, session: Session, actor: Actor, ticket: Ticket) -> bool:
    """The rule once more, read from the history."""
    if actor.role not in BOUND_ROLES:
        return actor.role is not Role.DESK
    router = city.house.services.router
    events = session.scalars(select(TicketEvent).where(TicketEvent.ticket_id == ticket.id)).all()
    if actor.staff_id is not None and actor.staff_id in {event.assignee_id for event in events}:
        return True
    if actor.unit is None:
        return False
    if any(router.under(unit, actor.unit) for event in events for unit in (event.from_unit, event.to_unit) if unit):
        return True
    offices = [unit for unit in router.below(actor.unit) if unit.split("/")[0] in ("kelurahan", "kecamatan", "kota")]
    return any(f"{ticket.area_code}.".startswith(f"{office.split('/')[1]}.") for office in offices)


def test_predicate_conditions_and_lists_say_what_the_rule_says(city: City) -> None:
    router, told = city.house.services.router, set[bool]()
    with city.house.services.database.read() as session:
        tickets = city.tickets(session)
        for actor in city.actors:
            sight = sight_of(router, actor)
            expected = {ticket.id for ticket in tickets if rule(city, session, actor, ticket)}
            ways = {
                "predicate": {ticket.id for ticket in tickets if sight.sees(ticket)},
                "condition": set(session.scalars(select(Ticket.id).where(sight.condition()))),
                "few": set(session.scalars(select(Ticket.id).where(replace(sight, few=True).condition()))),
                "list": set(ids_of(session, WorklistQuery(sight=sight), limit=1000)),
                "words": set(ids_of(session, WorklistQuery(sight=sight, words="lampu mati"), limit=1000)),
            }
            assert {way: found for way, found in ways.items() if found != expected} == {}, actor
            told |= {ticket.id in expected for ticket in tickets}
    assert told == {True, False}


def test_lists_find_the_same_where_many_are_seen(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.city.sight.FEW", 0)
    monkeypatch.setattr("core.reports.worklist._NEWEST", (2, 5))
    monkeypatch.setattr("core.reports.worklist._FIRST", 2)
    asked = (
        WorklistQuery(),
        WorklistQuery(words="lampu"),
        WorklistQuery(units=["inspektorat"]),
        WorklistQuery(areas=AREAS[:2]),
        WorklistQuery(states=[State.RECEIVED, State.IN_PROGRESS], order=Order.DUE),
    )
    with city.house.services.database.read() as session:
        for sight, wanted in itertools.product(city.sights, asked):
            seen = {ticket.id for ticket in city.tickets(session) if sight.sees(ticket)}
            every = ids_of(session, wanted, limit=1000)
            assert list(ids_of(session, replace(wanted, sight=sight), limit=1000)) == [i for i in every if i in seen]
            short = ids_of(session, replace(wanted, sight=sight), limit=3)
            assert list(short) == [i for i in every if i in seen][:3]


def test_who_may_act_on_a_ticket_sees_it(city: City) -> None:
    router = city.house.services.router
    with city.house.services.database.read() as session:
        for actor, ticket in itertools.product(city.actors, city.tickets(session)):
            if within_scope(router, actor, ticket) and actor.role is not Role.DESK:
                assert sight_of(router, actor).sees(ticket)


def test_who_may_see_tickets_sees_some_and_nobody_else_any(city: City) -> None:
    router = city.house.services.router
    for role in STAFF_ROLES:
        sight = sight_of(router, Actor(role, staff_id=1, unit="biro_pemerintahan"))
        assert (sight != NOTHING) is holds(role, Permission.SEE_TICKETS)


def test_figures_hold_no_ticket_that_is_not_seen(city: City) -> None:
    """Whatever is asked for, what is counted is a part of what is seen."""
    router, areas = city.house.services.router, city.house.services.areas
    scopes = itertools.product((*UNITS[::3], None), (*AREAS[:3], None))
    with city.house.services.database.read() as session:
        for (unit, area), sight in itertools.product(scopes, city.sights):
            units = router.below(unit) if unit else frozenset()
            within = frozenset(areas.within(area)) if area else frozenset()
            shown_units, shown_areas = sight.within(units, within)
            counted = sum(counts(session, by=(), units=shown_units, areas=shown_areas).values())
            wanted = WorklistQuery(units=shown_units, areas=shown_areas)
            listed = ids_of(session, wanted, limit=1000)
            assert counted == len(listed)
            assert all(sight.sees(session.get_one(Ticket, one)) for one in listed)


def test_the_history_and_who_had_a_ticket_say_the_same(city: City) -> None:
    with city.house.services.database.read() as session:
        for ticket in city.tickets(session):
            units = {unit for event in ticket.events for unit in (event.from_unit, event.to_unit) if unit}
            people = {f"staff/{event.assignee_id}" for event in ticket.events if event.assignee_id}
            assert {held.holder for held in ticket.holders} == units | people


@pytest.mark.parametrize("role", sorted(BOUND_ROLES))
def test_what_is_not_seen_can_be_neither_moved_nor_noted_nor_taken_for_a_main_ticket(city: City, role: Role) -> None:
    workflow, database = city.house.services.workflow, city.house.services.database
    mine, other = file(city.house, "lampu_jalan", AREAS[0]), file(city.house, "lampu_jalan", AREAS[2])
    actor = Actor(role, unit="kelurahan/31.73.05.1001")
    attempts: tuple[Callable[[Session], object], ...] = (
        lambda session: workflow.note(session, other, actor, "x"),
        lambda session: workflow.move(session, other, StartWork(note="x"), actor),
        lambda session: workflow.check(session, other, actor, note="x"),
    )
    for act in attempts:
        with pytest.raises(TicketNotFoundError), database.write() as session:
            act(session)
    if role is Role.KELURAHAN:
        with pytest.raises(TicketNotFoundError), database.write() as session:
            workflow.move(session, mine, Merge(main=other), actor)
        outcome = city.house.services.bulk.move([mine, other], StartWork(note="x"), actor)
        assert [type(one.problem) for one in outcome] == [type(None), TicketNotFoundError]
    assert look(city.house, other).state is State.RECEIVED


def test_neighbours_are_those_that_are_seen(city: City) -> None:
    mine, near = file(city.house, "pohon", "31.73.05.1001"), file(city.house, "pohon", "31.73.05.1003")
    with city.house.services.database.read() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == mine)).one()
        lurah = sight_of(city.house.services.router, Actor(Role.KELURAHAN, unit="kelurahan/31.73.05.1001"))

        def numbers(sight: Sight) -> set[str]:
            return {found.ticket.number for found in neighbours(session, ticket, sight, limit=100)}

        assert near in numbers(EVERYTHING)
        assert near not in numbers(lurah)


def test_a_branch_for_one_matter_does_not_see_all_of_its_area(city: City) -> None:
    number = file(city.house, "pohon", "31.73.05.1001")
    router = city.house.services.router
    with city.house.services.database.read() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        seen = {unit: sight_of(router, Actor(Role.UNIT, unit=unit)).sees(ticket) for unit in UNITS if unit}
    assert {unit for unit, sees in seen.items() if sees} == {
        *("kelurahan/31.73.05.1001", "kecamatan/31.73.05", "kota/31.73", "biro_pemerintahan"),
    }
