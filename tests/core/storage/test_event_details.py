"""What a line of a ticket's history tells is kept as data, in one shape for each kind of event."""

from __future__ import annotations

from datetime import timedelta

from core.dialogue.state import Place
from core.kernel.actor import Actor
from core.kernel.states import Role, State
from core.running.sweep import sweep
from core.storage.event_details import Arrival, Change, Climb, Corrections, Joining, Rating, Referral
from core.storage.models import TicketEvent
from core.tickets.steps import Merge, OutOfScope
from tests.support.desk import ADMIN, bring, events
from tests.support.house import House


def newest(house: House, number: str) -> TicketEvent:
    return events(house, number)[-1]


def test_a_rating_is_kept_as_its_stars(house: House) -> None:
    number = house.report()
    bring(house, number, State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED)
    with house.services.database.write() as session:
        house.services.workflow.rate(session, number, 4)
    assert (newest(house, number).detail, newest(house, number).note) == (Rating(stars=4), None)
    assert newest(house, number).said == "4"


def test_a_merge_names_its_main_ticket_and_a_refusal_where_to_turn(house: House) -> None:
    main, other, third = (house.report(sender=f"warga-{n}") for n in range(3))
    with house.services.database.write() as session:
        house.services.workflow.move(session, other, Merge(note=f"sama dengan {main}"), ADMIN)
        house.services.workflow.move(session, third, OutOfScope(note="jalan tol", turn_to="Jasa Marga"), ADMIN)
    assert newest(house, other).detail == Joining(main=main)
    assert newest(house, third).detail == Referral(turn_to="Jasa Marga")
    assert newest(house, third).said == "jalan tol"


def test_a_correction_says_what_was_and_what_is(house: House) -> None:
    number = house.report()
    place = Place(words="dekat pasar", area_code="31.73.05.1001", kelurahan="Kebon Jeruk")
    with house.services.database.write() as session:
        house.services.workflow.reclassify(session, number, Actor(Role.MODERATOR), category="jalan", place=place)
    detail = newest(house, number).detail
    assert isinstance(detail, Corrections)
    assert detail.category == Change(before="lampu_jalan", after="jalan")
    assert detail.kind is None
    assert newest(house, number).said == "lampu_jalan → jalan; Kebon Jeruk → Kebon Jeruk"


def test_a_confirmation_changes_nothing_and_says_so(house: House) -> None:
    number = house.report()
    with house.services.database.write() as session:
        house.services.workflow.reclassify(session, number, Actor(Role.MODERATOR), category="lampu_jalan")
    assert newest(house, number).detail is None


def test_a_climb_is_kept_as_its_rung(house: House) -> None:
    number = house.report()
    house.clock.advance(timedelta(days=30))
    sweep(house.services, house.waker)
    assert newest(house, number).detail == Climb(rung=1)


def test_words_of_a_corrected_place_are_cleaned_with_the_rest() -> None:
    made = Corrections(place=Change(before="rumah Siti", after="Kebon Jeruk"))
    cleaned = made.cleaned(lambda words: words.replace("Siti", "[nama]"))
    assert cleaned.place == Change(before="rumah [nama]", after="Kebon Jeruk")
    assert Arrival(came="letter").cleaned(str.upper) == Arrival(came="letter")
