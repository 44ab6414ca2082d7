"""Who may do what to which ticket, to whom it goes, and what the citizen hears of it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from core.city.scope import BOUND_ROLES, within_scope
from core.kernel.actor import Actor
from core.kernel.errors import EvidenceMissingError, ForbiddenError, TargetError, TicketNotFoundError, TransitionError
from core.kernel.states import STAFF_ROLES, STEPS, Kind, Role, State
from core.storage.event_details import Referral
from core.storage.models import EventVerb, Staff
from tests.support.desk import ADMIN, KELURAHAN, SUDIN, VALIDATOR, bring, events, hire, look, move, notices, photo, told
from tests.support.house import House

LURAH = Actor(Role.KELURAHAN, unit=KELURAHAN)
HEAD = Actor(Role.UNIT, unit=SUDIN)
DINAS = Actor(Role.UNIT, unit="bina_marga")


# --- scope: role x unit ----------------------------------------------------------------------------

UNITS = {
    # unit of the actor -> whether a desk or head there may act on a ticket of the sudin
    SUDIN: True,
    "bina_marga": True,
    "biro_pemerintahan": True,
    "bina_marga/31.74": False,
    "sda": False,
    KELURAHAN: False,
    "kota/31.73": False,
    None: False,
}


@pytest.mark.parametrize(("role", "unit"), list(itertools.product(STAFF_ROLES, UNITS)))
def test_a_units_staff_act_on_tickets_of_their_unit_or_below(house: House, role: Role, unit: str | None) -> None:
    number = house.report()
    ticket = bring(house, number, State.COORDINATING)
    assert ticket.unit == SUDIN
    if role not in BOUND_ROLES:
        expected = True
    elif role is Role.OFFICER:
        expected = unit == SUDIN
    else:
        expected = UNITS[unit]
    actor = Actor(role, unit=unit)
    assert within_scope(house.services.router, actor, ticket) is expected
    possible = [to for to, roles in STEPS[Kind.COMPLAINT][State.COORDINATING].items() if role in roles]
    assert house.services.workflow.may(ticket, actor) == (possible if expected else [])
    if not expected and possible:
        seen = unit in (KELURAHAN, "kota/31.73") or (unit is not None and role is Role.OFFICER and UNITS[unit])
        refusal = ForbiddenError if seen else TicketNotFoundError  # what one may not see does not exist
        with pytest.raises(refusal, match="ask that unit" if seen else "no ticket"):
            move(house, number, State.IN_PROGRESS, actor)
        with pytest.raises(refusal), house.services.database.write() as session:
            house.services.workflow.note(session, number, actor, "catatan")
        assert look(house, number).state is State.COORDINATING


def test_an_officer_acts_on_what_was_assigned_to_them_wherever_it_lies(house: House) -> None:
    number = house.report()
    officer = hire(house, Role.OFFICER, SUDIN)
    bring(house, number, State.COORDINATING)
    move(house, number, State.DISPATCHED, HEAD, assignee_id=officer.staff_id)
    assert house.services.workflow.may(look(house, number), Actor(Role.OFFICER, officer.staff_id, "sda"))
    assert not house.services.workflow.may(look(house, number), Actor(Role.OFFICER, 999, "sda"))


# --- down the tree, across, and back ---------------------------------------------------------------


def test_a_complaint_goes_from_the_kelurahan_to_a_persons_hands_and_is_done(house: House) -> None:
    number = house.report()
    officer = hire(house, Role.OFFICER, SUDIN)
    move(house, number, State.DISPATCHED, LURAH)
    assert look(house, number).unit == SUDIN
    assert "diteruskan ke Suku Dinas Bina Marga Jakarta Barat" in told(house)[-1]
    move(house, number, State.COORDINATING, HEAD, unit="bina_marga")
    move(house, number, State.DISPATCHED, DINAS, assignee_id=officer.staff_id)
    assert (look(house, number).unit, look(house, number).assignee_id) == (SUDIN, officer.staff_id)
    move(house, number, State.IN_PROGRESS, officer)
    move(house, number, State.AWAITING_VALIDATION, officer, note="Lampu diganti")
    move(house, number, State.RESOLVED, VALIDATOR, note="Sudah dicek")
    assert "selesai ditangani" in told(house)[-1]
    units = [(event.from_unit, event.to_unit) for event in events(house, number) if event.verb is EventVerb.MOVED]
    assert units[:3] == [(KELURAHAN, SUDIN), (SUDIN, "bina_marga"), ("bina_marga", SUDIN)]


def test_it_is_passed_down_the_tree_only(house: House) -> None:
    number = house.report()
    bring(house, number, State.COORDINATING)
    with pytest.raises(TargetError, match="coordinate with that unit"):
        move(house, number, State.DISPATCHED, HEAD, unit="sda/31.73")
    with pytest.raises(TargetError, match="no unit is called 'bina_merga'"):
        move(house, number, State.DISPATCHED, HEAD, unit="bina_merga")
    assert move(house, number, State.DISPATCHED, DINAS, unit="bina_marga/31.74").unit == "bina_marga/31.74"


def test_the_units_to_choose_from_are_those_that_are_accepted(house: House) -> None:
    number = house.report()
    ticket = look(house, number)
    units = house.services.workflow.handovers.units_below(ticket, LURAH)
    assert units == [SUDIN, KELURAHAN]
    assert len(house.services.workflow.handovers.units_below(ticket, ADMIN)) == len(house.services.router.units)


def test_only_active_staff_of_the_unit_are_given_a_ticket(house: House) -> None:
    number = house.report()
    bring(house, number, State.COORDINATING)
    stranger, moderator = hire(house, Role.OFFICER, "sda/31.73"), hire(house, Role.MODERATOR)
    gone = hire(house, Role.OFFICER, SUDIN)
    with house.services.database.write() as session:
        session.get_one(Staff, gone.staff_id).active = False
    with pytest.raises(TargetError, match="does not stand below"):
        move(house, number, State.DISPATCHED, HEAD, assignee_id=stranger.staff_id)
    with pytest.raises(TargetError, match="does not belong to"):
        move(house, number, State.DISPATCHED, HEAD, unit=SUDIN, assignee_id=stranger.staff_id)
    for nobody in (moderator.staff_id, gone.staff_id, 4711):
        with pytest.raises(TargetError, match="active staff"):
            move(house, number, State.DISPATCHED, HEAD, assignee_id=nobody)


def test_units_coordinate_with_any_other_unit_and_say_why(house: House) -> None:
    number = house.report()
    with pytest.raises(EvidenceMissingError, match="the other unit reads it"):
        move(house, number, State.COORDINATING, LURAH, unit="pln", note=" ")
    assert move(house, number, State.COORDINATING, LURAH, unit="pln", note="tiangnya milik PLN").unit == "pln"
    news = told(house)[-1]
    assert "dibahas bersama PLN" in news
    assert "tiangnya milik PLN" not in news
    with pytest.raises(ForbiddenError):
        move(house, number, State.DISPATCHED, LURAH)


def test_nobody_coordinates_with_themselves(house: House) -> None:
    number = house.report()
    bring(house, number, State.COORDINATING, State.IN_PROGRESS)
    with pytest.raises(TargetError, match="name another unit"):
        move(house, number, State.COORDINATING, HEAD, unit=SUDIN)
    assert move(house, number, State.COORDINATING, HEAD).unit == "biro_pemerintahan"


def test_what_is_given_back_lies_with_its_first_desk_again(house: House) -> None:
    number = house.report()
    bring(house, number, State.COORDINATING)
    ticket = move(house, number, State.RECEIVED, HEAD, note="bukan lampu kami")
    assert (ticket.unit, ticket.assignee_id) == (KELURAHAN, None)
    assert "antrean Kelurahan Kebon Jeruk" in told(house)[-1]
    assert "bukan lampu kami" not in told(house)[-1]


def test_whoever_begins_the_work_is_named_in_it(house: House) -> None:
    number = house.report()
    officer = hire(house, Role.OFFICER, SUDIN)
    bring(house, number, State.COORDINATING, State.DISPATCHED)
    assert look(house, number).assignee_id is None
    assert move(house, number, State.IN_PROGRESS, officer).assignee_id == officer.staff_id


@pytest.mark.parametrize("extra", [{"unit": SUDIN}, {"assignee_id": 1}])
def test_a_step_that_gives_it_to_nobody_takes_no_unit_and_no_person(house: House, extra: dict[str, Any]) -> None:
    number = house.report()
    with pytest.raises(TargetError, match="leave unit and person out"):
        move(house, number, State.IN_PROGRESS, **extra)


def test_aspirations_go_their_own_short_way(house: House) -> None:
    number = house.report("usul lampu jalan baru di taman")
    assert look(house, number).unit == "bina_marga"
    assert move(house, number, State.FORWARDED).unit == "bina_marga"
    assert "diteruskan ke Dinas Bina Marga" in told(house)[-1]
    answer = Actor(Role.UNIT, unit="bina_marga")
    move(house, number, State.ANSWERED, answer, note="Masuk rencana tahun depan")
    assert "Masuk rencana tahun depan" in told(house)[-1]


# --- the end of the way ----------------------------------------------------------------------------


def test_a_follow_up_is_rejected_again_until_it_fits(house: House) -> None:
    number = house.report()
    officer = hire(house, Role.OFFICER, SUDIN)
    bring(house, number, State.COORDINATING, State.DISPATCHED)
    move(house, number, State.IN_PROGRESS, officer)
    for _ in range(3):
        move(house, number, State.AWAITING_VALIDATION, officer)
        move(house, number, State.FOLLOW_UP_REJECTED, VALIDATOR, note="Tempatnya salah")
        assert "dikerjakan lagi" in told(house)[-1]
        assert "Tempatnya salah" not in told(house)[-1]  # from colleague to colleague
        assert notices(house)[-1].key == "notice-rejected"
        assert notices(house)[-1].staff_id == officer.staff_id
        move(house, number, State.IN_PROGRESS, officer)
    move(house, number, State.AWAITING_VALIDATION, officer)
    assert move(house, number, State.RESOLVED, VALIDATOR).done_at == house.clock()


def test_the_photo_of_the_work_reaches_the_reporter(house: House) -> None:
    number = house.report()
    bring(house, number, State.IN_PROGRESS, State.AWAITING_VALIDATION)
    told(house)
    assert house.channel.sent[-1].pictures


def test_a_field_check_changes_no_state_and_is_told_to_nobody(house: House) -> None:
    number = house.report()
    workflow, database = house.services.workflow, house.services.database
    bring(house, number, State.IN_PROGRESS, State.AWAITING_VALIDATION)
    before = told(house)
    with database.write() as session:
        workflow.check(session, number, VALIDATOR, note="lampu menyala", photos=[photo(house)])
    assert look(house, number).state is State.AWAITING_VALIDATION
    assert events(house, number)[-1].verb is EventVerb.CHECKED
    assert told(house) == before
    with pytest.raises(EvidenceMissingError), database.write() as session:
        workflow.check(session, number, VALIDATOR, note=" ")
    for role in set(STAFF_ROLES) - {Role.VALIDATOR, Role.ADMINISTRATOR}:
        refusal = TicketNotFoundError if role is Role.DESK else ForbiddenError
        with pytest.raises(refusal), database.write() as session:
            workflow.check(session, number, Actor(role, unit=KELURAHAN), note="x")
    bring(house, number, State.RESOLVED)
    with pytest.raises(TransitionError), database.write() as session:
        workflow.check(session, number, VALIDATOR, note="x")


def test_what_is_out_of_scope_says_why_and_where_to_turn(house: House) -> None:
    number = house.report()
    with pytest.raises(EvidenceMissingError):
        move(house, number, State.OUT_OF_SCOPE, note="")
    move(house, number, State.OUT_OF_SCOPE, note="Jalan nasional", turn_to="Kementerian PU, 158")
    assert "Silakan sampaikan ke: Kementerian PU, 158" in told(house)[-1]
    assert "Jalan nasional" in told(house)[-1]
    assert events(house, number)[-1].detail == Referral(turn_to="Kementerian PU, 158")
    move(house, number, State.RECEIVED)
    move(house, number, State.OUT_OF_SCOPE, note="Jalan nasional")
    assert "lapor.go.id" in told(house)[-1]


def test_others_who_follow_hear_what_the_reporter_did(house: House) -> None:
    number = house.report()
    house.take(f"ikuti {number}", sender="tetangga")
    before = len(told(house))
    house.take("batal")
    house.press("Ya, batalkan")
    assert look(house, number).state is State.WITHDRAWN
    assert "dibatalkan oleh pelapornya" in told(house, "tetangga")[-1]
    assert len(told(house)) == before + 2  # the question and its answer, no news besides


def test_everybody_hears_it_in_their_own_language(house: House) -> None:
    number = house.report()
    house.take(f"follow {number} please, I would like to know what happens with it", sender="neighbour")
    move(house, number, State.COORDINATING, LURAH, unit="pln")
    assert "dibahas bersama PLN" in told(house)[-1]
    assert "we are talking to PLN" in told(house, "neighbour")[-1]


# --- notices to staff ------------------------------------------------------------------------------


def test_staff_are_told_what_comes_to_them(house: House) -> None:
    number = house.report()
    officer, other = hire(house, Role.OFFICER, SUDIN), hire(house, Role.OFFICER, SUDIN)
    unread = house.services.notices.unread
    bring(house, number, State.COORDINATING)
    move(house, number, State.DISPATCHED, HEAD, assignee_id=officer.staff_id)
    with house.services.database.read() as session:
        assert [n.key for n in unread(session, LURAH)] == ["notice-arrived"]
        assert [n.key for n in unread(session, officer)] == ["notice-assigned", "notice-arrived"]
        assert [n.key for n in unread(session, other)] == ["notice-arrived"]
        assert unread(session, Actor(Role.OFFICER, unit="sda")) == []
        assert unread(session, Actor(Role.MODERATOR)) == []
        mine = [n.id for n in unread(session, officer)]
    with house.services.database.write() as session:
        house.services.notices.mark_read(session, Actor(Role.UNIT, unit="sda"), mine)
    with house.services.database.write() as session:
        assert len(unread(session, officer)) == 2
        house.services.notices.mark_read(session, officer, mine)
    with house.services.database.read() as session:
        assert unread(session, officer) == unread(session, other) == []


def test_validators_are_told_what_awaits_them(house: House) -> None:
    number = house.report()
    bring(house, number, State.IN_PROGRESS, State.AWAITING_VALIDATION)
    with house.services.database.read() as session:
        keys = [n.key for n in house.services.notices.unread(session, VALIDATOR)]
    assert keys == ["notice-awaiting_validation"]


def test_news_takes_no_open_question_away(house: House) -> None:
    number = house.report()  # the bot has just asked whether it may be shown
    move(house, number, State.IN_PROGRESS)
    told(house)
    house.take("1")
    assert look(house, number).public


def test_a_ticket_outlives_its_category_and_its_unit(house: House) -> None:
    number = house.report()
    with house.services.database.write() as session:
        ticket = house.services.workflow.get(session, number)
        ticket.category, ticket.unit = "kategori_lama", "dinas_lama"
    ticket = move(house, number, State.DISPATCHED, unit=SUDIN)
    assert (ticket.unit, ticket.state) == (SUDIN, State.DISPATCHED)
    assert "kategori_lama" in told(house)[-1]
