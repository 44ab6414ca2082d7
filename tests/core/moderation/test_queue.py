"""The queue as one moderator sees it: what is theirs, what is free, and what may be closed with others."""

from __future__ import annotations

from datetime import timedelta

from core.kernel.states import Role
from core.moderation.escalation_queue import QueuedConversation, queue_of, waiting, waits
from core.storage.models import Conversation
from tests.support.desk import hire
from tests.support.house import House

DANGER = "tolong ada kebakaran rumah"


def moderators(house: House) -> tuple[int, int]:
    return hire(house, Role.MODERATOR).staff_id or 0, hire(house, Role.MODERATOR).staff_id or 0


def take(house: House, conversation_id: int, staff_id: int) -> None:
    with house.services.database.write() as session:
        house.services.moderation.take(session, conversation_id, staff_id)


def parts(house: House, staff_id: int) -> tuple[list[int], ...]:
    with house.services.database.read() as session:
        queue = queue_of(session, staff_id, house.clock())
        return tuple([one.conversation.id for one in part] for part in (queue.mine, queue.free, queue.others))


def rows(house: House) -> dict[int, QueuedConversation]:
    with house.services.database.read() as session:
        return {one.conversation.id: one for one in waiting(session, house.clock())}


def test_each_moderator_sees_the_own_the_free_and_the_colleagues_conversations(house: House) -> None:
    one, other = moderators(house)
    for sender in ("a", "b", "c"):
        house.take("petugas", sender=sender)
    take(house, 1, one)
    take(house, 2, other)
    assert parts(house, one) == ([1], [3], [2])
    assert parts(house, other) == ([2], [3], [1])


def test_what_a_colleague_has_forgotten_is_free_for_others_and_stays_theirs(house: House) -> None:
    one, other = moderators(house)
    house.take("petugas")
    take(house, 1, one)
    house.clock.advance(timedelta(minutes=1))
    house.take("halo?")
    house.clock.advance(timedelta(minutes=40))
    assert parts(house, one) == ([1], [], [])
    assert parts(house, other) == ([], [1], [])


def test_only_what_is_neither_urgent_nor_with_a_colleague_is_closed_with_others(house: House) -> None:
    one, other = moderators(house)
    for sender in ("free", "mine", "theirs"):
        house.take("petugas", sender=sender)
    house.take(DANGER, sender="danger")
    house.take("halo", sender="uncalled")
    take(house, 2, one)
    take(house, 3, other)
    take(house, 5, one)
    closes = {number for number, row in rows(house).items() if row.closes_with_others(one)}
    assert closes == {1, 2}


def test_a_conversation_waits_while_somebody_is_called_or_holds_it(house: House) -> None:
    one, _ = moderators(house)

    def waiting_now() -> bool:
        with house.services.database.read() as session:
            return waits(session, session.get_one(Conversation, 1))

    house.take("halo")
    assert not waiting_now()
    take(house, 1, one)
    assert waiting_now()
    with house.services.database.write() as session:
        house.services.moderation.close(session, 1, one)
    assert not waiting_now()
    house.take("petugas")
    assert waiting_now()
