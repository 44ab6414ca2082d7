"""What came while the understanding was away is read by the sweep once it is back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.dialogue.state import Slot
from core.intake import late_reading
from core.kernel.actor import Actor
from core.kernel.states import Kind, Role, State
from core.running.sweep import sweep
from core.storage.models import Conversation, Correction, EventVerb, InboundMessage, Ticket
from tests.support.desk import bring, events, look
from tests.support.house import KEBON_JERUK, House
from tests.support.understanding import Guess, Meaning


def outage(house: House, text: str, **fields: object) -> str:
    """A whole report while the understanding is away."""
    house.understander.away = True
    number = house.report(text, **fields)
    house.understander.away = False
    house.understander.asked.clear()
    return number


def sweep_up(house: House) -> list[str]:
    """Answers what was sent because of it."""
    before = len(house.channel.sent)
    sweep(house.services, house.waker)
    return [message.text for message in house.channel.sent[before:]]


def unread(house: House) -> tuple[int, int]:
    """Messages and tickets that wait to be read."""
    with house.services.database.read() as session:
        messages = session.scalars(select(InboundMessage).where(InboundMessage.unread_since.is_not(None))).all()
        tickets = session.scalars(select(Ticket).where(Ticket.unread_since.is_not(None))).all()
    return len(messages), len(tickets)


def corrections(house: House) -> int:
    with house.services.database.read() as session:
        return len(session.scalars(select(Correction)).all())


def draft_of(house: House) -> tuple[str | None, str | None, tuple[str, ...]]:
    with house.services.database.read() as session:
        state = session.scalars(select(Conversation)).one().state
    assert state.draft is not None
    return state.draft.kind, state.draft.category, state.draft.needs_person


def meaning(house: House, monkeypatch: pytest.MonkeyPatch, **fields: object) -> None:
    """What the understanding will make of every text."""
    monkeypatch.setattr(house.understander, "parse", lambda text: Meaning(**fields))  # type: ignore[arg-type]


def test_a_ticket_is_sorted_once_the_understanding_is_back(house: House) -> None:
    number = outage(house, "lampu jalan mati di gang kami")
    before = look(house, number)
    assert (before.category, before.needs_person) == ("lainnya", "kind,category")
    sweep_up(house)
    after = look(house, number)
    assert (after.kind, after.category, after.needs_person) == (Kind.COMPLAINT, "lampu_jalan", None)
    last = events(house, number)[-1]
    assert (last.verb, last.role, last.said) == (EventVerb.SORTED, Role.SYSTEM, "lainnya → lampu_jalan")
    assert unread(house) == (0, 0)
    assert corrections(house) == 0


def test_a_second_sweep_finds_nothing_to_do(house: House) -> None:
    number = outage(house, "lampu jalan mati di gang kami")
    sweep_up(house)
    asked, history = len(house.understander.asked), len(events(house, number))
    assert sweep_up(house) == []
    assert (len(house.understander.asked), len(events(house, number))) == (asked, history)


def test_the_citizen_hears_of_it_only_if_another_unit_or_date_comes_of_it(house: House) -> None:
    number = outage(house, "usul lampu dipasang di gang kami")
    assert look(house, number).unit != "bina_marga"
    said = sweep_up(house)
    assert (look(house, number).kind, look(house, number).unit) == (Kind.ASPIRATION, "bina_marga")
    assert [text for text in said if "tercatat sebagai Aspirasi" in text] == said[:1] != []


def test_where_unit_and_date_stay_nobody_is_troubled(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = outage(house, "ada yang aneh di sini sekali")
    meaning(house, monkeypatch, categories=(Guess("fasum", 0.9),))
    assert sweep_up(house) == []
    assert (look(house, number).category, look(house, number).needs_person) == ("fasum", None)
    assert events(house, number)[-1].verb is EventVerb.SORTED


def test_what_is_not_clear_is_left_to_a_person(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = outage(house, "ada yang aneh di sini sekali")
    meaning(house, monkeypatch, kind_clear=False, category_decision="ask_two", categories=(Guess("jalan", 0.4),))
    sweep_up(house)
    assert (look(house, number).category, look(house, number).needs_person) == ("lainnya", "kind,category")
    assert unread(house) == (0, 0)


@pytest.mark.parametrize("name", ["tidak_jelas", "no_such_category"])
def test_a_category_that_the_city_does_not_have_is_never_taken(
    house: House, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    number = outage(house, "ada yang aneh di sini sekali")
    meaning(house, monkeypatch, categories=(Guess(name, 0.9),))
    sweep_up(house)
    assert (look(house, number).category, look(house, number).needs_person) == ("lainnya", "category")


def test_a_server_that_knows_neither_kinds_nor_categories_changes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = outage(house, "ada yang aneh di sini sekali")
    meaning(house, monkeypatch, kinds=(), categories=(), kind_clear=False, category_decision="ask_open")
    sweep_up(house)
    assert look(house, number).needs_person == "kind,category"


def test_what_a_person_has_sorted_stays(house: House) -> None:
    number = outage(house, "lampu jalan mati di gang kami")
    with house.services.database.write() as session:
        house.services.workflow.reclassify(
            session, number, Actor(Role.MODERATOR), kind=Kind.ASPIRATION, category="taman_rth"
        )
    sweep_up(house)
    assert (look(house, number).kind, look(house, number).category) == (Kind.ASPIRATION, "taman_rth")
    assert unread(house) == (0, 0)


def test_what_somebody_works_on_already_stays(house: House) -> None:
    number = outage(house, "lampu jalan mati di gang kami")
    bring(house, number, State.COORDINATING)
    sweep_up(house)
    assert look(house, number).category == "lainnya"
    assert unread(house) == (0, 0)


def test_as_long_as_it_is_away_one_try_a_sweep_is_all(house: House) -> None:
    for citizen in range(3):
        outage(house, "lampu jalan mati di gang kami", sender=f"warga-{citizen}")
    house.understander.away = True
    waiting = unread(house)
    sweep_up(house)
    assert len(house.understander.asked) == 1
    assert unread(house) == waiting
    house.understander.away = False
    sweep_up(house)
    assert unread(house) == (0, 0)


def test_a_sweep_reads_only_so_much_and_the_next_one_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for citizen in range(3):
        outage(house, "lampu jalan mati di gang kami", sender=f"warga-{citizen}")
    monkeypatch.setattr(late_reading, "AT_ONCE", 2)
    sweep_up(house)
    assert unread(house)[1] == 1
    sweep_up(house)
    assert unread(house) == (0, 0)


def test_moderators_see_afterwards_what_a_message_meant(house: House) -> None:
    outage(house, "lampu jalan mati di gang kami")
    with house.services.database.read() as session:
        first = session.scalars(select(InboundMessage).order_by(InboundMessage.id)).first()
        assert first is not None
        assert (first.understanding, first.unread_since) == (None, house.clock())
    sweep_up(house)
    with house.services.database.read() as session:
        first = session.get_one(InboundMessage, first.id)
        assert first.understanding is not None
        assert first.understanding["categories"][0] == ["lampu_jalan", 0.9]


def test_a_draft_in_mid_conversation_is_sorted_and_goes_on_where_it_stood(house: House) -> None:
    house.understander.away = True
    house.take("usul lampu dipasang di gang kami")
    assert draft_of(house) == (None, None, ("kind", "category"))
    house.understander.away = False
    assert sweep_up(house) == []
    assert draft_of(house) == ("aspiration", "lampu_jalan", ())
    with house.services.database.read() as session:
        assert session.scalars(select(Conversation)).one().state.asked is Slot.PLACE
    house.take(pin=KEBON_JERUK)
    house.take("1")
    house.take("lewati")
    house.press("Kirim")
    with house.services.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
    assert (ticket.kind, ticket.category, ticket.needs_person, ticket.unread_since) == (
        Kind.ASPIRATION,
        "lampu_jalan",
        None,
        None,
    )


def test_a_draft_that_grew_while_it_was_read_is_read_as_a_ticket(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.understander.away = True
    house.take("lampu jalan mati di gang kami")
    house.understander.away = False
    parse = house.understander.parse

    def interrupted(text: str) -> Meaning:
        monkeypatch.setattr(house.understander, "parse", parse)
        house.take(pin=KEBON_JERUK)
        return parse(text)

    monkeypatch.setattr(house.understander, "parse", interrupted)
    sweep_up(house)
    house.take("1")
    house.take("lewati")
    house.press("Kirim")
    assert unread(house) == (0, 1)
    sweep_up(house)
    with house.services.database.read() as session:
        assert session.scalars(select(Ticket)).one().category == "lampu_jalan"


def test_a_description_that_is_written_again_is_no_longer_unread(house: House) -> None:
    house.understander.away = True
    house.take("lampu jalan mati di gang kami")
    house.understander.away = False
    house.take(pin=KEBON_JERUK)
    house.take("1")
    house.take("lewati")
    house.press("Ubah")
    house.press("Isi laporan")
    house.take("sampah menumpuk di gang kami")
    assert draft_of(house) == ("complaint", "sampah", ())
