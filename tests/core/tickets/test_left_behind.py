"""Nobody is there any more: notices go up at once, tickets show there, are named, and are given on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.city.scope import within_scope
from core.city.sight import hold, inherit
from core.kernel.actor import Actor
from core.kernel.errors import ForbiddenError, TargetError, TransitionError
from core.kernel.states import Role, State
from core.notifications.staff import Address
from core.running.sweep import sweep
from core.staff.errors import StaffError
from core.staff.leaving import Heir
from core.storage.models import AuditEntry, EventVerb, NoticeKey, Staff, StaffNotice, Ticket
from core.tickets.left_behind import left_behind, looked_after
from tests.support.desk import ADMIN, KELURAHAN, SUDIN, events, hire, look, move, notices
from tests.support.house import House

BRANCHES, CITY = "bina_marga", "biro_pemerintahan"
GONE = "dinas_lama"


def told(house: House, key: str = "notice-arrived") -> list[tuple[int | None, str | None, Role | None]]:
    return [(n.staff_id, n.unit, n.role) for n in notices(house) if n.key == key]


def add(house: House, number: str, to: Address) -> StaffNotice:
    with house.services.database.write() as session:
        ticket = house.services.workflow.get(session, number)
        return house.services.notices.add(session, ticket, NoticeKey.ARRIVED, to)


def assigned(house: House, officer: Actor, unit: str = SUDIN) -> str:
    number = house.report()
    move(house, number, State.DISPATCHED, unit=unit, assignee_id=officer.staff_id)
    return number


def close(house: House, person: Actor) -> None:
    """As it was done before anybody asked who gets the tickets."""
    with house.services.database.write() as session:
        session.execute(update(Staff).where(Staff.id == person.staff_id).values(active=False))


def lie_with(house: House, number: str, unit: str) -> None:
    """A unit that config.yml lost; what stands in for it is found at the next start."""
    with house.services.database.write() as session:
        session.execute(update(Ticket).where(Ticket.number == number).values(unit=unit))
        hold(house.services.workflow.get(session, number), (unit,), None)
        session.flush()
        inherit(session, house.services.router)


def leave(house: House, person: Actor, heir: Heir | None, by: int | None = None) -> int:
    with house.services.database.write() as session:
        return house.services.leaving.deactivate(session, by, person.staff_id or 0, heir)


# --- notices ---------------------------------------------------------------------------------------


def test_a_notice_to_somebody_who_left_goes_to_the_head_of_the_unit_at_once(house: House) -> None:
    officer, head = hire(house, Role.OFFICER, SUDIN), hire(house, Role.UNIT, SUDIN)
    number = assigned(house, officer)
    close(house, officer)
    to = add(house, number, Address(staff_id=officer.staff_id, unit=SUDIN))
    assert (to.staff_id, to.unit, to.role) == (None, SUDIN, Role.UNIT)
    with house.services.database.read() as session:
        assert to.id in {notice.id for notice in house.services.notices.unread(session, head)}


def test_without_a_head_it_goes_to_those_of_the_unit_and_without_them_up_the_tree(house: House) -> None:
    officer, colleague = hire(house, Role.OFFICER, SUDIN), hire(house, Role.OFFICER, SUDIN)
    number = assigned(house, officer)
    close(house, officer)
    to = add(house, number, Address(staff_id=officer.staff_id, unit=SUDIN))
    assert (to.unit, to.role) == (SUDIN, None)
    close(house, colleague)
    hire(house, Role.UNIT, CITY)
    assert add(house, number, Address(staff_id=officer.staff_id)).unit == CITY
    hire(house, Role.UNIT, BRANCHES)
    assert add(house, number, Address(staff_id=officer.staff_id)).unit == BRANCHES


@pytest.mark.parametrize(
    ("gone", "expected"), [(GONE, CITY), (f"{GONE}/31.73", CITY), ("bina_marga/99.99", BRANCHES), (SUDIN, BRANCHES)]
)
def test_a_unit_that_is_gone_or_empty_is_stood_in_for(house: House, gone: str, expected: str) -> None:
    hire(house, Role.UNIT, CITY)
    hire(house, Role.UNIT, BRANCHES)
    to = add(house, house.report(), Address(unit=gone))
    assert to.unit == expected


def test_a_notice_for_the_head_goes_to_the_next_head_and_not_to_the_officers(house: House) -> None:
    hire(house, Role.OFFICER, SUDIN)
    hire(house, Role.UNIT, BRANCHES)
    assert add(house, house.report(), Address(unit=SUDIN, role=Role.UNIT)).unit == BRANCHES
    assert add(house, house.report(), Address(unit=SUDIN)).unit == SUDIN


def test_where_nobody_is_at_all_it_waits_for_whoever_comes_to_the_unit(house: House) -> None:
    to = add(house, house.report(), Address(unit=SUDIN))
    assert (to.unit, to.role) == (SUDIN, None)


def test_an_overdue_ticket_of_somebody_who_left_climbs_to_the_head_and_says_so(house: House) -> None:
    officer = hire(house, Role.OFFICER, SUDIN)
    hire(house, Role.UNIT, SUDIN)
    number = assigned(house, officer)
    close(house, officer)
    house.clock.advance(timedelta(days=8))
    sweep(house.services, house.waker)
    assert told(house, "notice-overdue") == [(None, SUDIN, Role.UNIT)]
    climbed = [event for event in events(house, number) if event.verb is EventVerb.CLIMBED]
    assert (climbed[0].to_unit, climbed[0].assignee_id) == (SUDIN, None)


# --- who may act, and where it shows -----------------------------------------------------------------


@pytest.mark.parametrize(("gone", "unit"), [(GONE, CITY), ("bina_marga/99.99", BRANCHES)])
def test_the_unit_that_stands_in_may_act_and_has_it_in_its_queue(house: House, gone: str, unit: str) -> None:
    head, other = hire(house, Role.UNIT, unit), hire(house, Role.UNIT, "sda")
    number = house.report()
    move(house, number, State.COORDINATING, unit="sda")
    lie_with(house, number, gone)
    ticket, router = look(house, number), house.services.router
    assert within_scope(router, head, ticket)
    assert not within_scope(router, other, ticket)
    with house.services.database.read() as session:
        assert gone in looked_after(session, router, unit)
        assert gone not in looked_after(session, router, "sda")
    assert move(house, number, State.IN_PROGRESS, head).assignee_id == head.staff_id


# --- named -----------------------------------------------------------------------------------------


def test_tickets_left_behind_are_named_with_how_many_of_whom_and_the_mend(house: House) -> None:
    officer = hire(house, Role.OFFICER, SUDIN)
    hire(house, Role.UNIT, CITY)
    first, second, third = (house.report(text) for text in ("lampu mati", "jalan rusak parah", "pohon tumbang besar"))
    move(house, first, State.DISPATCHED, unit=SUDIN, assignee_id=officer.staff_id)
    close(house, officer)
    for number in (second, third):
        lie_with(house, number, GONE)
    with house.services.database.read() as session:
        left = left_behind(session, house.services.router)
        username = session.get_one(Staff, officer.staff_id).username
    assert left.gone_units == {GONE: 2}
    assert [(leaver.username, leaver.tickets) for leaver in left.leavers] == [(username, 1)]
    said = "\n".join(left.lines())
    assert f"2 open ticket(s) lie with {GONE}" in said
    assert f"reassign --from {GONE} --to UNIT" in said
    assert f"reassign --from-person {username}" in said
    assert not left.unmanned


def test_units_for_which_nobody_is_there_are_one_line(house: House) -> None:
    house.report()
    with house.services.database.read() as session:
        left = left_behind(session, house.services.router)
    assert left.unmanned == {KELURAHAN: 1}
    assert len(list(left.lines())) == 1


def test_closed_tickets_are_left_behind_by_nobody(house: House) -> None:
    number = house.report()
    move(house, number, State.OUT_OF_SCOPE)
    lie_with(house, number, GONE)
    with house.services.database.read() as session:
        assert not list(left_behind(session, house.services.router).lines())


# --- given on --------------------------------------------------------------------------------------


def test_a_leavers_tickets_go_to_a_colleague_with_event_notice_and_audit(house: House) -> None:
    officer, heir = hire(house, Role.OFFICER, SUDIN), hire(house, Role.OFFICER, SUDIN)
    by = hire(house, Role.ADMINISTRATOR)
    number = assigned(house, officer)
    assert leave(house, officer, Heir(heir.staff_id), by.staff_id) == 1
    ticket = look(house, number)
    assert (ticket.assignee_id, ticket.unit, ticket.state) == (heir.staff_id, SUDIN, State.DISPATCHED)
    event = events(house, number)[-1]
    assert (event.verb, event.staff_id, event.assignee_id) == (EventVerb.REASSIGNED, by.staff_id, heir.staff_id)
    assert (heir.staff_id, None, None) in [(n.staff_id, n.unit and None, n.role) for n in notices(house)]
    with house.services.database.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "staff.tickets_given")).one()
    assert entry.detail == {"tickets": 1, "to": f"staff/{heir.staff_id}"}


def test_or_to_the_queue_of_the_unit_which_is_told(house: House) -> None:
    officer = hire(house, Role.OFFICER, SUDIN)
    hire(house, Role.UNIT, SUDIN)
    number = assigned(house, officer)
    before = len(house.channel.sent)
    leave(house, officer, Heir())
    assert (look(house, number).assignee_id, look(house, number).unit) == (None, SUDIN)
    assert told(house)[-1] == (None, SUDIN, None)
    assert len(house.channel.sent) == before, "nothing changes for the citizen"


def test_without_an_heir_nobody_with_open_tickets_is_deactivated(house: House) -> None:
    officer = hire(house, Role.OFFICER, SUDIN)
    assigned(house, officer)
    with pytest.raises(StaffError) as refused:
        leave(house, officer, None)
    assert refused.value.reason == "heir_missing"
    with house.services.database.read() as session:
        assert session.get_one(Staff, officer.staff_id).active


def test_a_colleague_of_a_unit_above_may_be_the_heir(house: House) -> None:
    officer, head = hire(house, Role.OFFICER, SUDIN), hire(house, Role.UNIT, BRANCHES)
    number = assigned(house, officer)
    assert leave(house, officer, Heir(head.staff_id)) == 1
    assert look(house, number).assignee_id == head.staff_id


@pytest.mark.parametrize("unit", [KELURAHAN, "bina_marga/31.74"])
@pytest.mark.parametrize("tickets", [0, 1])
def test_nobody_of_a_unit_that_is_not_above_is_an_heir(house: House, unit: str, tickets: int) -> None:
    officer, other = hire(house, Role.OFFICER, SUDIN), hire(house, Role.OFFICER, unit)
    for _ in range(tickets):
        assigned(house, officer)
    with pytest.raises(StaffError, match="one above it") as refused:
        leave(house, officer, Heir(other.staff_id))
    assert refused.value.reason == "heir"
    with house.services.database.read() as session:
        assert session.get_one(Staff, officer.staff_id).active


def test_nobody_inherits_from_themselves_even_where_nothing_is_left(house: House) -> None:
    officer = hire(house, Role.OFFICER, SUDIN)
    with pytest.raises(StaffError, match="own heir"):
        leave(house, officer, Heir(officer.staff_id))


@pytest.mark.parametrize("who", ["themselves", "closed", "moderator", "nobody"])
def test_an_heir_who_can_not_work_is_refused_and_nothing_is_done(house: House, who: str) -> None:
    officer, closed = hire(house, Role.OFFICER, SUDIN), hire(house, Role.OFFICER, SUDIN)
    close(house, closed)
    number = assigned(house, officer)
    heirs = {
        "themselves": officer.staff_id,
        "closed": closed.staff_id,
        "moderator": hire(house, Role.MODERATOR).staff_id,
        "nobody": 10**6,
    }
    with pytest.raises(StaffError) as refused:
        leave(house, officer, Heir(heirs[who]))
    assert refused.value.reason == "heir"
    assert look(house, number).assignee_id == officer.staff_id
    with house.services.database.read() as session:
        assert session.get_one(Staff, officer.staff_id).active


def test_a_gone_units_tickets_are_given_to_another_one(house: House) -> None:
    number = house.report()
    lie_with(house, number, GONE)
    with house.services.database.write() as session:
        given = house.services.leaving.give_unit_on(session, Actor(Role.ADMINISTRATOR), GONE, "sda", limit=10)
    assert (given, look(house, number).unit) == (1, "sda")
    assert events(house, number)[-1].from_unit == GONE


def test_only_administrators_reassign_and_only_what_is_open(house: House) -> None:
    number, workflow = house.report(), house.services.workflow
    with house.services.database.write() as session:
        with pytest.raises(ForbiddenError):
            workflow.reassign(session, number, Actor(Role.UNIT, unit=KELURAHAN), unit="sda")
        with pytest.raises(TargetError):
            workflow.reassign(session, number, ADMIN, unit=KELURAHAN)
        with pytest.raises(TargetError):
            workflow.reassign(session, number, ADMIN, unit=GONE)
    move(house, number, State.OUT_OF_SCOPE)
    with house.services.database.write() as session, pytest.raises(TransitionError):
        workflow.reassign(session, number, ADMIN, unit="sda")
