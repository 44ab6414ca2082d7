"""Open tickets about the same matter are found, offered, and joined in the chat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from core.config import Config
from core.dialogue.state import Slot
from core.kernel.actor import Actor
from core.kernel.messages import MediaKind, MediaRef, Outbound, Pin
from core.kernel.states import Role, State
from core.protection import photos
from core.reports.following import follower_counts
from core.storage.event_details import Joined
from core.storage.models import Conversation, EventVerb, Follower, Ticket
from core.tickets.steps import step_to
from tests.support.house import KEBON_JERUK, House, city_config, picture

FIRST, SECOND = "warga-1", "warga-2"
LAMP = "lampu jalan mati sejak kemarin malam"
PHOTO = (MediaRef(kind=MediaKind.PHOTO, ref="p1"),)


def _config(**changes: object) -> Config:
    config = city_config()
    talking = {"confirm": "unsure", "duplicates": True, **changes}
    return config.model_copy(update={"conversation": config.conversation.model_copy(update=talking)})


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path, _config())
    yield house
    house.services.database.close()


def east(metres: float) -> Pin:
    """A pin so far east of the first one."""
    return Pin(lat=KEBON_JERUK.lat, lon=KEBON_JERUK.lon + metres / 110_670)


def tell(house: House, sender: str, text: str = LAMP, pin: Pin = KEBON_JERUK) -> list[Outbound]:
    house.take(text, sender=sender)
    house.take(pin=pin, sender=sender)
    return house.take("1", sender=sender)


def tell_words(house: House, sender: str, text: str, place: str) -> list[Outbound]:
    house.take(text, sender=sender)
    return house.take(place, sender=sender)


def tickets(house: House) -> list[Ticket]:
    with house.services.database.read() as session:
        return list(session.scalars(select(Ticket).order_by(Ticket.id)))


def asked(house: House, sender: str) -> str | None:
    with house.services.database.read() as session:
        conversations = session.scalars(select(Conversation).order_by(Conversation.id)).all()
        return conversations[0 if sender == FIRST else 1].state.asked


def finish(house: House, number: str) -> list[Outbound]:
    before = len(house.channel.sent)
    with house.services.database.write() as session:
        ticket = house.services.workflow.get(session, number)
        photo = house.services.media.put_photo(photos.clean(picture()), house.clock())
        session.add(photo)
        for to in (State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED):
            step = step_to(to, note="beres", photos=[photo] if to is State.AWAITING_VALIDATION else [])
            house.services.workflow.move(session, ticket.number, step, Actor(Role.ADMINISTRATOR))
    return house.channel.sent[before:]


def test_an_open_ticket_close_by_is_offered_with_what_everybody_may_know_of_it(talk: House) -> None:
    tell(talk, FIRST)
    (offer,) = tell(talk, SECOND, "lampu padam", east(30))
    assert asked(talk, SECOND) == Slot.DUPLICATE
    assert "Lampu jalan" in offer.text
    assert "Kebon Jeruk" in offer.text
    assert "menunggu ditangani" in offer.text
    assert "1 warga" in offer.text
    assert "kemarin malam" not in offer.text
    assert [button.label for button in offer.buttons] == ["Ikut dikabari", "Laporan baru"]
    assert len(tickets(talk)) == 1


@pytest.mark.parametrize(
    "words", ["ikut", "ya", "ikut dikabari aja", "1", "iya sama", "yang itu", "same", "gabung aja kak"]
)
def test_words_join_the_ticket(talk: House, words: str) -> None:
    tell(talk, FIRST)
    tell(talk, SECOND)
    (told,) = talk.take(words, sender=SECOND)
    (ticket,) = tickets(talk)
    assert ticket.number in told.text
    with talk.services.database.read() as session:
        assert follower_counts(session, [ticket.id]) == {ticket.id: 2}
    assert asked(talk, SECOND) is None


@pytest.mark.parametrize("words", ["laporan baru", "bukan", "beda", "2", "ga tau", "new report", "bukan itu, beda"])
def test_other_words_open_a_ticket_of_ones_own(talk: House, words: str) -> None:
    tell(talk, FIRST)
    tell(talk, SECOND)
    (told,) = talk.take(words, sender=SECOND)
    _, second = tickets(talk)
    assert second.number in told.text
    assert asked(talk, SECOND) == Slot.PUBLISH


def test_what_was_told_and_its_photo_go_to_the_ticket_that_is_joined(talk: House) -> None:
    tell(talk, FIRST)
    talk.take("lampu padam di depan warung, gelap sekali", sender=SECOND, media=PHOTO)
    talk.take(pin=KEBON_JERUK, sender=SECOND)
    talk.take("1", sender=SECOND)
    talk.press("Ikut dikabari", sender=SECOND)
    with talk.services.database.read() as session:
        (ticket,) = session.scalars(select(Ticket)).all()
        added = ticket.events[-1]
        assert (added.verb, added.detail) == (EventVerb.ADDED, Joined())
        assert added.note is not None
        assert "depan warung" in added.note
        assert len(ticket.photos) == 1


def test_who_joined_sends_a_photo_later_and_hears_of_it_and_is_asked_whether_it_is_solved(talk: House) -> None:
    tell(talk, FIRST)
    tell(talk, SECOND)
    talk.take("ikut", sender=SECOND)
    talk.take(sender=SECOND, media=PHOTO)
    (ticket,) = tickets(talk)
    finish(talk, ticket.number)
    assert asked(talk, SECOND) == Slot.SOLVED
    talk.take("bintang 2", sender=SECOND)
    with talk.services.database.read() as session:
        (now,) = session.scalars(select(Ticket)).all()
        assert len([photo for photo in now.photos if photo.event_id is None]) == 1
        follower = session.scalar(select(Follower).where(Follower.joined))
        assert follower is not None
        assert (follower.rating, now.rating, now.state) == (2, None, State.REOPENED)


def test_who_joined_can_neither_withdraw_the_ticket_nor_show_it(talk: House) -> None:
    tell(talk, FIRST)
    tell(talk, SECOND)
    talk.take("ikut", sender=SECOND)
    (ticket,) = tickets(talk)
    for button in ("withdraw", "public"):
        talk.take(pressed=f"{button}:{ticket.number}:yes", sender=SECOND)
    talk.take("batalkan laporan saya", sender=SECOND)
    (now,) = tickets(talk)
    assert (now.state, now.public) == (State.RECEIVED, False)


def test_a_ticket_that_was_closed_meanwhile_is_not_joined(talk: House) -> None:
    tell(talk, FIRST)
    tell(talk, SECOND)
    (ticket,) = tickets(talk)
    with talk.services.database.write() as session:
        talk.services.workflow.move(session, ticket.number, step_to(State.WITHDRAWN), Actor(Role.REPORTER))
    (told,) = talk.take("ikut", sender=SECOND)
    assert "tersendiri" in told.text
    assert len(tickets(talk)) == 2


def test_the_offer_is_made_once_and_talk_that_goes_on_ends_in_a_ticket(talk: House) -> None:
    tell(talk, FIRST)
    texts = [tell(talk, SECOND)[0].text]
    for words in ("xyzzy plugh", "qwerty asdf", "zxcvb hjkl"):
        texts += [message.text for message in talk.take(words, sender=SECOND)]
    assert len(set(texts)) == len(texts)
    assert len(tickets(talk)) == 2


def test_a_photo_sent_instead_of_an_answer_stays_with_the_draft_and_asks_again(talk: House) -> None:
    tell(talk, FIRST)
    (offer,) = tell(talk, SECOND)
    (again,) = talk.take(sender=SECOND, media=PHOTO)
    assert asked(talk, SECOND) == Slot.DUPLICATE
    assert again.text != offer.text
    talk.take("ikut", sender=SECOND)
    with talk.services.database.read() as session:
        assert len(session.scalars(select(Ticket)).one().photos) == 1


def test_a_question_in_between_is_answered_and_the_offer_comes_back(talk: House) -> None:
    tell(talk, FIRST)
    tell(talk, SECOND)
    (told,) = talk.take("nama saya kelihatan gak?", sender=SECOND)
    assert "moderator" in told.text
    assert asked(talk, SECOND) == Slot.DUPLICATE
    assert [button.label for button in told.buttons] == ["Ikut dikabari", "Laporan baru"]


@pytest.mark.parametrize(
    ("metres", "text", "offered"), [(45, "gelap, lampu", True), (60, LAMP, True), (150, LAMP, False)]
)
def test_the_distance_tells_and_alike_words_reach_a_little_farther(
    talk: House, metres: float, text: str, offered: bool
) -> None:
    tell(talk, FIRST)
    tell(talk, SECOND, text, east(metres))
    assert (asked(talk, SECOND) == Slot.DUPLICATE) is offered


def test_far_apart_other_words_are_another_matter(talk: House) -> None:
    tell(talk, FIRST)
    tell(talk, SECOND, "tiang lampu roboh menimpa pagar warga", east(80))
    assert len(tickets(talk)) == 2


@pytest.mark.parametrize(
    ("place", "offered"),
    [
        ("Jl. Kemang Raya, kelurahan Bangka", True),
        ("jln kemang raya, kel. bangka", True),
        ("Jl. Kemang Timur, kelurahan Bangka", False),
        ("kelurahan Bangka", False),
        ("Jl. Kemang Raya, kelurahan Kebon Jeruk", False),
    ],
)
def test_without_positions_the_kelurahan_and_the_street_tell(talk: House, place: str, offered: bool) -> None:
    tell_words(talk, FIRST, LAMP, "Jl. Kemang Raya, kelurahan Bangka")
    assert len(tickets(talk)) == 1
    tell_words(talk, SECOND, "lampu padam", place)
    assert (asked(talk, SECOND) == Slot.DUPLICATE) is offered


def test_house_numbers_tell_places_apart(talk: House) -> None:
    tell_words(talk, FIRST, LAMP, "Gang Kemang 7 kelurahan Bangka")
    tell_words(talk, SECOND, "lampu padam", "Gang Kemang 9 kelurahan Bangka")
    assert len(tickets(talk)) == 2


def test_another_category_is_another_matter(talk: House) -> None:
    tell(talk, FIRST)
    tell(talk, SECOND, "sampah menumpuk")
    assert len(tickets(talk)) == 2


def test_a_closed_ticket_is_not_offered(talk: House) -> None:
    tell(talk, FIRST)
    finish(talk, tickets(talk)[0].number)
    tell(talk, SECOND)
    assert len(tickets(talk)) == 2


def test_the_same_report_told_twice_gets_the_same_ticket(talk: House) -> None:
    tell(talk, FIRST)
    (ticket,) = tickets(talk)
    (told,) = tell(talk, FIRST)
    assert ticket.number in told.text
    (now,) = tickets(talk)
    with talk.services.database.read() as session:
        assert [event.verb for event in session.get_one(Ticket, now.id).events] == [EventVerb.OPENED]


def test_what_the_second_telling_says_more_is_added(talk: House) -> None:
    tell(talk, FIRST, "lampu jalan mati")
    (told,) = tell(talk, FIRST, "lampu jalan mati, sudah tiga tiang dan banyak begal")
    with talk.services.database.read() as session:
        ticket = session.scalars(select(Ticket)).one()
        assert ticket.events[-1].verb is EventVerb.ADDED
        assert "tiga tiang" in (ticket.events[-1].note or "")
        assert ticket.events[-1].detail is None
    assert "tambahkan" in told.text


def test_ones_own_ticket_close_by_in_other_words_is_asked_about(talk: House) -> None:
    tell(talk, FIRST)
    (offer,) = tell(talk, FIRST, "tiang lampu roboh menimpa pagar warga", east(20))
    assert tickets(talk)[0].number in offer.text
    talk.take("laporan baru", sender=FIRST)
    assert len(tickets(talk)) == 2


def test_the_same_words_in_another_street_are_another_report(talk: House) -> None:
    tell_words(talk, FIRST, "lampu jalan mati", "Jl. Kemang Raya, kelurahan Bangka")
    tell_words(talk, FIRST, "lampu jalan mati", "Jl. Ampera, kelurahan Bangka")
    assert len(tickets(talk)) == 2


def test_after_some_days_the_same_words_are_asked_about_as_anybodys(talk: House) -> None:
    tell(talk, FIRST)
    talk.clock.advance(timedelta(days=8))
    tell(talk, FIRST)
    assert asked(talk, FIRST) == Slot.DUPLICATE


def test_private_matters_are_never_offered(tmp_path: Path) -> None:
    house = House(tmp_path, _config(private=("lampu_jalan",)))
    tell(house, FIRST)
    tell(house, SECOND)
    assert len(tickets(house)) == 2
    house.services.database.close()


def test_whoever_may_be_another_gets_a_ticket_of_their_own(talk: House) -> None:
    tell(talk, FIRST)
    talk.take(f"{LAMP} di Jl. Kemang Raya, kelurahan Bangka", sender=FIRST)
    talk.take(f"{LAMP} di Jl. Kemang Raya, kelurahan Bangka", sender=SECOND, proven=False)
    assert asked(talk, SECOND) != Slot.DUPLICATE


def test_an_operator_may_switch_it_off(tmp_path: Path) -> None:
    house = House(tmp_path, _config(duplicates=False))
    tell(house, FIRST)
    tell(house, SECOND)
    assert len(tickets(house)) == 2
    house.services.database.close()


def test_the_reporter_hears_that_somebody_who_joined_had_the_ticket_opened_again(talk: House) -> None:
    tell(talk, FIRST)
    tell(talk, SECOND)
    talk.take("ikut", sender=SECOND)
    finish(talk, tickets(talk)[0].number)
    told = talk.take("belum beres", sender=SECOND)
    assert sum("dibuka kembali" in message.text for message in told) == 2
    assert any("buka kembali" in message.text for message in told)


def test_who_joined_is_told_to_report_anew_when_the_reporter_withdraws(talk: House) -> None:
    tell(talk, FIRST)
    tell(talk, SECOND)
    talk.take("ikut", sender=SECOND)
    (ticket,) = tickets(talk)
    told = talk.take(pressed=f"withdraw:{ticket.number}:yes", sender=FIRST)
    assert any("laporan Anda sendiri" in message.text for message in told)
