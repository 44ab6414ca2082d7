"""Moderators on a real PostgreSQL server: rows are locked there, and two may really act at once."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select

from core.kernel.actor import Actor
from core.kernel.errors import HeldElsewhereError
from core.kernel.states import Kind, Role
from core.moderation import escalation_queue, talk
from core.moderation.search import search
from core.storage.models import Conversation, OutboundMessage
from tests.real.test_postgresql import house, server
from tests.support.desk import hire
from tests.support.house import House

pytestmark = pytest.mark.real
__all__ = ["house", "server"]


def at_once(acts: list[Callable[[], None]]) -> None:
    start = threading.Barrier(len(acts))

    def begin(act: Callable[[], None]) -> None:
        start.wait()
        act()

    threads = [threading.Thread(target=begin, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def moderators(house: House, count: int) -> list[int]:
    return [hire(house, Role.MODERATOR).staff_id or 0 for _ in range(count)]


def conversation(house: House) -> Conversation:
    with house.services.database.read() as session:
        return session.scalars(select(Conversation)).one()


def test_of_many_who_take_a_conversation_at_once_one_gets_it_while_the_citizen_writes(house: House) -> None:
    house.take("petugas")
    staff, got, messages = moderators(house, 6), [], [house.inbound(f"lampu mati {n}") for n in range(6)]

    def take(staff_id: int) -> None:
        try:
            with house.services.database.write() as session:
                house.services.moderation.take(session, 1, staff_id)
        except HeldElsewhereError:
            return
        got.append(staff_id)

    takes = [lambda staff_id=staff_id: take(staff_id) for staff_id in staff]  # type: ignore[misc]
    writes = [lambda message=message: house.services.intake.take(message) for message in messages]  # type: ignore[misc]
    at_once([*takes, *writes])
    assert got == [conversation(house).moderator_id]
    said = len(house.channel.sent)
    house.take("masih ada orang?")
    assert len(house.channel.sent) == said


def test_one_form_from_six_threads_is_one_reply(house: House) -> None:
    house.take("petugas")
    (one,) = moderators(house, 1)
    with house.services.database.write() as session:
        house.services.moderation.take(session, 1, one)

    def reply() -> None:
        with house.services.database.write() as session:
            house.services.moderation.reply(session, 1, one, "Halo", form_key="the-key")

    at_once([reply] * 6)
    with house.services.database.read() as session:
        assert len(session.scalars(select(OutboundMessage).where(OutboundMessage.staff_id == one)).all()) == 1


def test_a_conversation_is_found_read_and_given_back(house: House) -> None:
    number = house.report()
    house.take("jangan")
    house.take("petugas, lampu 50% mati")
    house.take("petugas")
    (one,) = moderators(house, 1)
    with house.services.database.write() as session:
        assert escalation_queue.count_waiting(session, house.clock()) == 1
        assert [row.reasons for row in escalation_queue.waiting(session, house.clock())] == [("asked",)]
        assert escalation_queue.unsorted(session) == [] or escalation_queue.count_unsorted(session) > 0
        assert len(search(session, "50%", house.clock())) == 1
        house.services.moderation.take(session, 1, one)
    actor = Actor(Role.MODERATOR, staff_id=one)
    with house.services.database.write() as session:
        house.services.workflow.reclassify(session, number, actor, kind=Kind.COMPLAINT, category="jalan")
    with house.services.database.write() as session:
        house.services.moderation.bar(session, 1, one, "coba")
        house.services.moderation.lift(session, 1, one)
        house.services.moderation.take(session, 1, one)
        house.services.moderation.hand_back(session, 1, one)
    with house.services.database.read() as session:
        assert talk.read(session, conversation(house), 50).turns
        assert escalation_queue.waiting(session, house.clock()) == []
