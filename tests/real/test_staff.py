"""Accounts on a real PostgreSQL server, where two administrators may work at the very same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import func, select

from core.kernel.states import Role
from core.staff.errors import StaffError
from core.storage.models import Staff
from tests.real.test_postgresql import house, server  # noqa: F401 (fixtures)
from tests.support.desk import hire
from tests.support.house import House

pytestmark = pytest.mark.real


def at_once(steps: list[Callable[[], object]]) -> list[object]:
    """What each answers, or the StaffError that it raises."""
    answers: list[object] = []
    gate = threading.Barrier(len(steps))

    def run(step: Callable[[], object]) -> None:
        gate.wait()
        try:
            answers.append(step())
        except StaffError as error:
            answers.append(error.reason)

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def hired(house: House, role: Role) -> int:  # noqa: F811
    staff_id = hire(house, role).staff_id
    assert staff_id is not None
    return staff_id


def test_two_administrators_who_close_each_other_do_not_both_succeed(house: House) -> None:  # noqa: F811
    one, other = hired(house, Role.ADMINISTRATOR), hired(house, Role.ADMINISTRATOR)

    def close(by: int, whom: int) -> str:
        with house.services.database.write() as session:
            house.services.accounts.deactivate(session, by, whom)
        return "closed"

    answers = at_once([lambda: close(one, other), lambda: close(other, one)])
    assert sorted(map(str, answers)) == ["closed", "last"]
    with house.services.database.read() as session:
        assert session.scalar(select(func.count()).where(Staff.active)) == 1


def test_a_code_and_a_recovery_code_work_in_one_browser_only(house: House) -> None:  # noqa: F811
    factor, staff_id = house.services.second_factor, hired(house, Role.MODERATOR)
    secret = factor.new_secret()
    app = pyotp.TOTP(secret)
    with house.services.database.write() as session:
        codes = factor.turn_on(session, session.get_one(Staff, staff_id), secret, app.at(house.clock()))
    house.clock.advance(timedelta(minutes=5))

    def enter(code: str) -> bool:
        with house.services.database.write() as session:
            return factor.accept(session, session.get_one(Staff, staff_id), code)

    for code in (app.at(house.clock()), codes[0]):
        assert sum(bool(answer) for answer in at_once([lambda code=code: enter(code)] * 4)) == 1  # type: ignore[misc]


def test_the_same_name_is_given_once(house: House) -> None:  # noqa: F811
    staff = house.services.accounts

    def add() -> str:
        with house.services.database.write() as session:
            staff.add(session, None, "kembar", "Kembar", Role.MODERATOR, None)
        return "made"

    assert sorted(map(str, at_once([add, add]))) == ["made", "taken"]


def test_accounts_are_sought_with_any_letters(house: House) -> None:  # noqa: F811
    with house.services.database.write() as session:
        house.services.accounts.add(session, None, "siti", "Siti 100% \\ _ '; --", Role.MODERATOR, None)
    for words in ("siti", "100%", "\\", "_", "'; --"):
        with house.services.database.read() as session:
            assert [found.username for found in house.services.accounts.search(session, words)] == ["siti"], words


def test_sessions_begin_last_and_end(house: House) -> None:  # noqa: F811
    sessions, staff_id = house.services.sessions, hired(house, Role.MODERATOR)
    with house.services.database.write() as session:
        staff = session.get_one(Staff, staff_id)
        token, other = (sessions.open(session, staff, "Firefox", second_factor=False) for _ in range(2))
    house.clock.advance(timedelta(minutes=2))
    found = sessions.find(token)
    assert found is not None
    with house.services.database.write() as session:
        assert sessions.end_all(session, staff_id, besides=found.id) == 1
    assert sessions.find(other) is None
    assert sessions.find(token) is not None
