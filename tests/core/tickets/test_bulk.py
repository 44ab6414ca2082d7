"""One step for many tickets, and two people at one ticket."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy.orm.exc import StaleDataError

from core.kernel.actor import Actor
from core.kernel.errors import StaleTicketError, TargetError, TicketNotFoundError, TransitionError
from core.kernel.states import Role, State
from core.tickets.steps import Coordinate, Dispatch, Merge, StartWork
from tests.support.desk import ADMIN, KELURAHAN, SUDIN, bring, events, look, told
from tests.support.house import House


def test_each_number_has_a_result_and_a_transaction_of_its_own(house: House) -> None:
    one, two, three = (house.report(sender=f"warga-{n}") for n in (1, 2, 3))
    bring(house, two, State.IN_PROGRESS)
    results = house.services.bulk.move([one, two, "K7M4-2XPR", three, one], Dispatch(unit=SUDIN), ADMIN)
    assert [(r.number, r.done) for r in results] == [(one, True), (two, False), ("K7M4-2XPR", False), (three, True)]
    assert isinstance(results[1].problem, TransitionError)
    assert isinstance(results[2].problem, TicketNotFoundError)
    assert results[0].state is State.DISPATCHED
    assert [look(house, number).unit for number in (one, two, three)] == [SUDIN, KELURAHAN, SUDIN]
    for sender in ("warga-1", "warga-3"):
        assert "diteruskan ke Suku Dinas" in told(house, sender)[-1]
    assert len(events(house, one)) == 2


def test_scope_and_targets_hold_in_bulk_too(house: House) -> None:
    number = house.report()
    bulk = house.services.bulk
    (outside,) = bulk.move([number], StartWork(), Actor(Role.KELURAHAN, unit="kelurahan/31.74.01.1001"))
    (nowhere,) = bulk.move([number], Dispatch(unit="pln"), Actor(Role.KELURAHAN, unit=KELURAHAN))
    assert isinstance(outside.problem, TicketNotFoundError)
    assert isinstance(nowhere.problem, TargetError)
    assert look(house, number).state is State.RECEIVED


def test_many_are_merged_into_one(house: House) -> None:
    main, *others = (house.report(sender=f"warga-{n}") for n in range(4))
    results = house.services.bulk.move([main, *others], Merge(main=main), ADMIN)
    assert [r.done for r in results] == [False, True, True, True]
    assert {look(house, number).merged_into_id for number in others} == {look(house, main).id}


def test_versions_that_were_seen_are_checked_one_by_one(house: House) -> None:
    one, two = house.report(), house.report(sender="warga-2")
    seen = {number: look(house, number).version for number in (one, two)}
    bring(house, two, State.IN_PROGRESS)
    fine, stale = house.services.bulk.move([one, two], Coordinate(note="bersama"), ADMIN, seen_versions=seen)
    assert fine.done
    assert isinstance(stale.problem, StaleTicketError)


def test_of_many_who_take_the_same_step_at_once_one_wins(house: House) -> None:
    number = house.report()
    seen, before = look(house, number).version, len(told(house))
    results: list[Exception | None] = []
    start = threading.Barrier(6)

    def take() -> None:
        start.wait()
        try:
            with house.services.database.write() as session:
                house.services.workflow.move(session, number, StartWork(), ADMIN, seen_version=seen)
            results.append(None)
        except (StaleTicketError, StaleDataError) as error:
            results.append(error)

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count(None) == 1
    assert len(results) == 6
    assert len(events(house, number)) == 2
    assert len(told(house)) == before + 1


def test_a_plain_failure_of_one_is_no_failure_of_all(house: House) -> None:
    one, two = house.report(), house.report(sender="warga-2")
    services = house.services

    def act(session: object, number: str) -> object:
        if number == one:
            raise TargetError("not this one")
        return services.workflow.note(session, number, ADMIN, "catatan")  # type: ignore[arg-type]

    results = services.bulk.each([one, two], act)  # type: ignore[arg-type]
    assert [r.done for r in results] == [False, True]
    with pytest.raises(TargetError):
        raise results[0].problem or AssertionError
