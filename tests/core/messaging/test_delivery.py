"""Sending: in order, retried, given up, and never lost by a crash."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.kernel.errors import BlockedError, FinalError, RetryableError
from core.kernel.messages import Capabilities, DeliveryReport, Outbound
from core.running.sweep import sweep
from core.storage.models import Conversation, OutboundMessage, SendState
from tests.support.house import House


def queue(house: House, *texts: str) -> int:
    """Rows as a commit left them whose wake-up was lost."""
    house.take("halo")
    database = house.services.database
    with database.without_waking(), database.write() as session:
        conversation = session.scalars(select(Conversation)).one()
        for text in texts:
            house.services.outbox.queue_text(session, conversation, text)
        return conversation.id


def sent(house: House) -> list[str]:
    return [message.text for message in house.channel.sent[1:]]


def states(house: House) -> list[SendState]:
    with house.services.database.read() as session:
        return list(session.scalars(select(OutboundMessage.state).order_by(OutboundMessage.id)))[1:]


def test_messages_of_a_conversation_leave_in_order(house: House) -> None:
    conversation = queue(house, "satu", "dua", "tiga")
    assert house.services.delivery.deliver(conversation) == 3
    assert sent(house) == ["satu", "dua", "tiga"]


def test_a_lost_wake_up_is_found_by_the_sweep(house: House) -> None:
    queue(house, "satu")
    sweep(house.services, house.waker)
    assert sent(house) == ["satu"]


def test_delivering_twice_sends_once(house: House) -> None:
    conversation = queue(house, "satu")
    house.services.delivery.deliver(conversation)
    assert house.services.delivery.deliver(conversation) == 0
    assert sent(house) == ["satu"]


def test_a_retryable_failure_holds_back_what_follows_and_keeps_the_order(house: House) -> None:
    conversation = queue(house, "satu", "dua")
    house.channel.failures = [RetryableError("busy")]
    assert house.services.delivery.deliver(conversation) == 0
    assert house.services.delivery.deliver(conversation) == 0, "not due yet"
    house.clock.advance(timedelta(minutes=1))
    sweep(house.services, house.waker)
    assert sent(house) == ["satu", "dua"]


def test_the_providers_retry_after_is_honoured(house: House) -> None:
    conversation = queue(house, "satu")
    house.channel.failures = [RetryableError("slow down", retry_after=120)]
    house.services.delivery.deliver(conversation)
    house.clock.advance(timedelta(seconds=119))
    assert house.services.delivery.deliver(conversation) == 0
    house.clock.advance(timedelta(seconds=2))
    assert house.services.delivery.deliver(conversation) == 1


def test_waits_grow_with_every_attempt(house: House) -> None:
    conversation = queue(house, "satu")
    house.channel.failures = [RetryableError("busy") for _ in range(4)]
    waits = []
    for _ in range(4):
        house.services.delivery.deliver(conversation)
        with house.services.database.read() as session:
            row = session.scalars(select(OutboundMessage).where(OutboundMessage.text == "satu")).one()
        waits.append(row.not_before - house.clock())
        house.clock.advance(waits[-1] + timedelta(seconds=1))
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]


def test_a_final_failure_is_given_up_and_the_next_message_leaves(house: House) -> None:
    conversation = queue(house, "satu", "dua")
    house.channel.failures = [FinalError("too long")]
    house.services.delivery.deliver(conversation)
    assert sent(house) == ["dua"]
    assert states(house) == [SendState.FAILED, SendState.SENT]


def test_a_citizen_who_blocked_us_gets_nothing_more_until_they_write_again(house: House) -> None:
    conversation = queue(house, "satu", "dua")
    house.channel.failures = [BlockedError("blocked")]
    house.services.delivery.deliver(conversation)
    assert states(house) == [SendState.FAILED, SendState.FAILED]
    assert house.take("halo")
    with house.services.database.read() as session:
        assert session.scalars(select(Conversation)).one().blocked is False


def test_a_message_that_never_gets_through_is_given_up_after_two_days(house: House) -> None:
    conversation = queue(house, "satu", "dua")
    house.channel.failures = [RetryableError("down")]
    house.services.delivery.deliver(conversation)
    house.clock.advance(timedelta(days=2, minutes=1))
    house.channel.failures = [RetryableError("down")]
    house.services.delivery.deliver(conversation)
    assert states(house) == [SendState.FAILED, SendState.SENT]


def test_a_worker_that_died_keeps_the_conversation_only_until_its_lease_ends(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = queue(house, "satu", "dua")

    def die(message: Outbound) -> str | None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(house.channel, "send", die)
        house.services.delivery.deliver(conversation)
    assert house.services.delivery.deliver(conversation) == 0, "another worker may still be sending"
    house.clock.advance(timedelta(minutes=2))
    sweep(house.services, house.waker)
    assert sent(house) == ["satu", "dua"]


def test_while_a_worker_sends_another_one_keeps_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = queue(house, "satu", "dua")
    meanwhile: list[int] = []
    send = house.channel.send

    def slow(message: Outbound) -> str | None:
        meanwhile.append(house.services.delivery.deliver(conversation))
        return send(message)

    monkeypatch.setattr(house.channel, "send", slow)
    house.services.delivery.deliver(conversation)
    assert meanwhile == [0, 0]
    assert sent(house) == ["satu", "dua"]


def test_a_channel_that_was_switched_off_keeps_its_messages(house: House) -> None:
    conversation = queue(house, "satu")
    channel = house.channels.pop("fake")
    house.services.delivery.deliver(conversation)
    assert states(house) == [SendState.QUEUED]
    house.channels["fake"] = channel
    house.clock.advance(timedelta(minutes=1))
    sweep(house.services, house.waker)
    assert sent(house) == ["satu"]


def test_what_a_full_mailbox_sent_back_is_sent_again_ever_later_until_it_is_too_old(house: House) -> None:
    conversation = queue(house, "satu")
    house.services.delivery.deliver(conversation)
    waits: list[timedelta] = []
    for _ in range(20):
        with house.services.database.read() as session:
            row = session.scalars(select(OutboundMessage).order_by(OutboundMessage.id.desc())).first()
        assert row is not None
        if row.state is not SendState.SENT:
            break
        back = DeliveryReport(
            account="fake", message_id=row.provider_id or "", delivered=False, detail="bounced", retry=True
        )
        assert house.services.delivery.report(back)
        with house.services.database.read() as session:
            waits.append(session.get_one(OutboundMessage, row.id).not_before - house.clock())
            blocked = session.get_one(Conversation, conversation).blocked
        assert not blocked
        house.clock.advance(waits[-1])
        house.services.delivery.deliver(conversation)
    assert states(house) == [SendState.FAILED]
    assert waits[0] == timedelta(minutes=30)
    assert waits[1] == timedelta(hours=1)
    assert len(sent(house)) > 3


# --- what costs --------------------------------------------------------------------------------------


def mark_essential(house: House, text: str) -> None:
    with house.services.database.write() as session:
        session.scalars(select(OutboundMessage).where(OutboundMessage.text == text)).one().essential = True


def hours_pass(house: House, hours: float) -> None:
    """As the minutes do: the sweep goes round."""
    house.clock.advance(timedelta(hours=hours))
    for _ in range(3):
        sweep(house.services, house.waker)


@pytest.fixture
def dear(house: House) -> House:
    """A channel where one citizen gets three messages an hour."""
    house.channel.capabilities = Capabilities(per_hour=3)
    return house


def test_what_exceeds_the_hours_number_waits_and_leaves_in_order(dear: House) -> None:
    conversation = queue(dear, *"abcdef")  # the greeting was the first
    dear.services.delivery.deliver(conversation)
    assert sent(dear) == ["a", "b"]
    hours_pass(dear, 0.98)
    assert sent(dear) == ["a", "b"]
    hours_pass(dear, 0.03)
    assert sent(dear) == [*"abcde"]
    hours_pass(dear, 1.01)
    assert sent(dear) == [*"abcdef"]


def test_each_citizen_has_an_hours_number(dear: House) -> None:
    queue(dear, *"ab")
    sweep(dear.services, dear.waker)
    assert len(dear.take("halo", sender="warga-2")) == 1


def test_where_messages_cost_nothing_all_leave_at_once(house: House) -> None:
    assert house.services.delivery.deliver(queue(house, *"abcdefghij")) == 10


def test_an_essential_message_overtakes_what_waits_up_to_twice_the_number(dear: House) -> None:
    conversation = queue(dear, *"abcdefgh")
    for text in "efgh":
        mark_essential(dear, text)
    dear.services.delivery.deliver(conversation)
    assert sent(dear) == [*"abefg"], "three, and three essential ones"
    hours_pass(dear, 1.01)
    assert set(sent(dear)) >= {*"abcefg"}
    for _ in range(3):
        hours_pass(dear, 1.01)
    assert sorted(sent(dear)) == [*"abcdefgh"], "nothing is lost"


def test_an_essential_message_overtakes_one_that_is_retried_and_no_other_does(house: House) -> None:
    conversation = queue(house, "satu", "dua", "nomor")
    mark_essential(house, "nomor")
    house.channel.failures = [RetryableError("the ceiling is reached", retry_after=3600)]
    house.services.delivery.deliver(conversation)
    house.services.delivery.deliver(conversation)
    assert sent(house) == ["nomor"]
    hours_pass(house, 1.01)
    assert sent(house) == ["nomor", "satu", "dua"]


def test_what_would_wait_for_longer_than_two_days_is_dropped(dear: House) -> None:
    conversation = queue(dear, *(f"m{number}" for number in range(200)))
    dear.services.delivery.deliver(conversation)
    for _ in range(60):
        hours_pass(dear, 1.01)
    assert set(states(dear)) <= {SendState.SENT, SendState.FAILED, SendState.QUEUED}
    for _ in range(200):
        sweep(dear.services, dear.waker)
    assert SendState.QUEUED not in states(dear)
    assert len(sent(dear)) < 200


@pytest.mark.parametrize(("said", "essential"), [("kebakaran di gang kami", True), ("halo", False)])
def test_the_answer_to_an_emergency_is_essential(house: House, said: str, essential: bool) -> None:
    assert house.take(said)[0].essential is essential


def test_the_number_of_a_ticket_is_essential_and_the_questions_before_it_are_not(house: House) -> None:
    number = house.report()
    assert [number in message.text for message in house.channel.sent if message.essential] == [True]
