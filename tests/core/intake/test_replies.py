"""A message that replies to an earlier one, through the whole house: the ticket is found by what was answered."""

from __future__ import annotations

from sqlalchemy import select

from core.storage.models import EventVerb, InboundMessage, Ticket
from tests.support.house import House


def added_to(house: House, number: str) -> list[str | None]:
    with house.services.database.read() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        return [event.note for event in ticket.events if event.verb is EventVerb.ADDED]


def test_a_reply_to_our_message_is_added_to_its_ticket(house: House) -> None:
    older = house.report("lampu jalan mati sejak kemarin")
    told = next(message for message in house.channel.sent if older in message.text)
    newer = house.report("sampah menumpuk di depan pasar")
    house.take("tiangnya miring, lampu hampir jatuh", replies_to=f"sent-{told.id}")
    assert (added_to(house, older), added_to(house, newer)) == (["tiangnya miring, lampu hampir jatuh"], [])


def test_a_reply_to_the_message_that_began_a_report_is_added_to_its_ticket(house: House) -> None:
    older = house.report("lampu jalan mati sejak kemarin")
    with house.services.database.read() as session:
        first = session.scalars(select(InboundMessage).order_by(InboundMessage.id)).first()
    assert first is not None
    newer = house.report("sampah menumpuk di depan pasar")
    house.take("tiangnya miring, lampu hampir jatuh", replies_to=first.provider_id)
    assert (added_to(house, older), added_to(house, newer)) == (["tiangnya miring, lampu hampir jatuh"], [])


def test_a_reply_to_another_citizens_message_tells_nothing(house: House) -> None:
    number = house.report("lampu jalan mati sejak kemarin")
    told = next(message for message in house.channel.sent if number in message.text)
    house.take("yang lampu gimana?", sender="warga-2", replies_to=f"sent-{told.id}")
    assert number not in house.channel.sent[-1].text
    assert added_to(house, number) == []
