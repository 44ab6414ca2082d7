from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.support.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_entries_are_listed_the_newest_first_by_subject_and_by_person(house: House) -> None:
    audit = house.services.audit
    audit.write("ticket.seen", "K7M4-2XPR", staff_id=1)
    audit.write("ticket.seen", "K7M4-2XPR", staff_id=2)
    audit.write("photo.seen", "B3C4-9HJK", staff_id=1, photo=7)
    with house.services.database.read() as session:
        of_ticket = audit.entries(session, subject="K7M4-2XPR")
        of_person = audit.entries(session, staff_id=1)
    assert [entry.staff_id for entry in of_ticket] == [2, 1]
    assert [(entry.action, entry.detail) for entry in of_person] == [
        ("photo.seen", {"photo": 7}),
        ("ticket.seen", None),
    ]


def test_an_entry_written_in_a_transaction_goes_with_it(house: House) -> None:
    audit = house.services.audit
    with pytest.raises(RuntimeError), house.services.database.write() as session:
        audit.write("ticket.moved", "K7M4-2XPR", session=session)
        raise RuntimeError
    with house.services.database.read() as session:
        assert audit.entries(session) == []


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET staff_id = 9", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_entries(house: House, change: str) -> None:
    house.services.audit.write("ticket.seen", "K7M4-2XPR", staff_id=1)
    with pytest.raises(IntegrityError, match="append-only"), house.services.database.write() as session:
        session.execute(text(change))
