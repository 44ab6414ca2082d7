"""Canned replies: what is kept, what is refused, and what of it is written down."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.kernel.errors import CannedReplyError, CannedReplyNotFoundError, PlaceholderError
from core.kernel.states import Role
from core.moderation.canned_replies import TEXT_LIMIT, TITLE_LIMIT, CannedReplies, Flaw
from core.storage.models import AuditEntry, CannedReply, Conversation
from tests.support.desk import hire
from tests.support.house import House


@pytest.fixture
def replies(house: House) -> CannedReplies:
    return house.services.canned_replies


@pytest.fixture
def staff_id(house: House) -> int:
    return hire(house, Role.MODERATOR).staff_id or 0


def kept(house: House) -> list[tuple[str, str]]:
    with house.services.database.read() as session:
        return [(row.title, row.text) for row in session.scalars(select(CannedReply).order_by(CannedReply.id))]


def audited(house: House) -> list[str]:
    with house.services.database.read() as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [row.action for row in rows if row.action.startswith("canned_reply")]


def add(house: House, staff_id: int, title: str = "Salam", text: str = "Halo") -> None:
    with house.services.database.write() as session:
        house.services.canned_replies.add(session, title, text, staff_id)


@pytest.mark.parametrize(
    ("title", "text", "flaw"),
    [
        ("", "Halo", Flaw.EMPTY),
        ("Lain", "", Flaw.EMPTY),
        ("x" * (TITLE_LIMIT + 1), "Halo", Flaw.TOO_LONG),
        ("Lain", "x" * (TEXT_LIMIT + 1), Flaw.TOO_LONG),
        ("SALAM", "Halo", Flaw.TITLE_TAKEN),
    ],
)
def test_a_reply_with_a_flaw_is_neither_kept_nor_written_down(
    house: House, staff_id: int, title: str, text: str, flaw: Flaw
) -> None:
    add(house, staff_id)
    with pytest.raises(CannedReplyError) as refused:
        add(house, staff_id, title, text)
    assert refused.value.flaw is flaw
    assert kept(house) == [("Salam", "Halo")]
    assert audited(house) == ["canned_reply.added"]


def test_a_placeholder_that_does_not_exist_is_refused(house: House, staff_id: int) -> None:
    with pytest.raises(PlaceholderError):
        add(house, staff_id, text="Halo {nama}")
    assert kept(house) == []


def test_a_reply_may_keep_its_own_title_when_it_is_changed(house: House, replies: CannedReplies, staff_id: int) -> None:
    add(house, staff_id)
    with house.services.database.write() as session:
        replies.change(session, 1, "salam", "Selamat pagi", staff_id)
    assert kept(house) == [("salam", "Selamat pagi")]
    with house.services.database.write() as session, pytest.raises(CannedReplyNotFoundError):
        replies.change(session, 99, "Lain", "Halo", staff_id)


def test_what_is_done_to_replies_stands_in_the_audit(house: House, replies: CannedReplies, staff_id: int) -> None:
    add(house, staff_id)
    with house.services.database.write() as session:
        replies.change(session, 1, "Salam", "Halo juga", staff_id)
        replies.remove(session, 1, staff_id)
        replies.remove(session, 1, staff_id)
    assert kept(house) == []
    assert audited(house) == ["canned_reply.added", "canned_reply.changed", *["canned_reply.removed"] * 2]


def test_a_reply_is_filled_in_from_the_ticket_that_was_named_else_from_the_newest(
    house: House, replies: CannedReplies, staff_id: int
) -> None:
    first, second = house.report("lampu jalan mati"), house.report("sampah menumpuk")
    add(house, staff_id, text="Laporan {nomor}")
    with house.services.database.read() as session:
        conversation = session.scalars(select(Conversation)).one()
        assert replies.filled(session, conversation, 1, first) == f"Laporan {first}"
        assert replies.filled(session, conversation, 1, "") == f"Laporan {second}"
        assert replies.filled(session, conversation, 99, first) == ""
