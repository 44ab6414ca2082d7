"""Tickets about the same matter: followers follow the main one, and come back when it was a mistake."""

from __future__ import annotations

import pytest

from core.kernel.actor import REPORTER, Actor
from core.kernel.errors import ForbiddenError, TargetError, TicketNotFoundError, TransitionError
from core.kernel.states import STAFF_ROLES, Role, State
from core.notifications.followers import following
from core.storage.models import EventVerb, Ticket
from core.tickets.steps import CallOff, Merge
from tests.support.desk import ADMIN, KELURAHAN, bring, events, look, move, told
from tests.support.house import House


def merge(house: House, number: str, into: str, actor: Actor = ADMIN) -> Ticket:
    with house.services.database.write() as session:
        return house.services.workflow.move(session, number, Merge(main=into), actor)


def unmerge(house: House, number: str, actor: Actor = ADMIN) -> Ticket:
    with house.services.database.write() as session:
        return house.services.workflow.unmerge(session, number, actor, "ternyata lain")


@pytest.fixture
def two(house: House) -> tuple[str, str]:
    """The main ticket of one citizen, and another's."""
    return house.report(), house.report(sender="warga-2")


def test_followers_hear_of_the_main_ticket_under_the_number_they_know(house: House, two: tuple[str, str]) -> None:
    main, other = two
    house.take(f"ikuti {other}", sender="tetangga")
    merge(house, other, main)
    assert f"{other} (Lampu jalan) digabung dengan laporan {main}" in told(house, "warga-2")[-1]
    move(house, main, State.IN_PROGRESS)
    for sender, number in (("warga-1", main), ("warga-2", other), ("tetangga", other)):
        assert f"laporan {number}" in told(house, sender)[-1]
        assert "sedang dikerjakan" in told(house, sender)[-1]
    with house.services.database.read() as session:
        workflow = house.services.workflow
        assert len(following(session, workflow.get(session, main).id)) == 3
        assert len(following(session, workflow.get(session, other).id)) == 2


def test_the_status_of_a_merged_ticket_is_the_main_ones_and_tells_only_the_day(
    house: House, two: tuple[str, str]
) -> None:
    main, other = two
    merge(house, other, main)
    move(house, main, State.IN_PROGRESS)
    for sender in ("warga-2", "orang-lain"):
        answer = house.take(f"gimana laporan {other}", sender=sender)[-1]
        assert "digabung dengan laporan lain" in answer.text
        assert "Status laporan utama: sedang dikerjakan, sejak 5 Jan 2026." in answer.text
        assert main not in answer.text


def test_whoever_follows_both_hears_it_once(house: House) -> None:
    main, other = house.report(), house.report()
    merge(house, other, main)
    before = len(told(house))
    move(house, main, State.IN_PROGRESS)
    assert len(told(house)) == before + 1
    assert f"laporan {main}" in told(house)[-1]


def test_all_who_reported_it_judge_it_and_who_only_follows_does_not(house: House, two: tuple[str, str]) -> None:
    main, other = two
    house.take(f"ikuti {other}", sender="tetangga")
    merge(house, other, main)
    bring(house, main, State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED)
    assert "Sudah beres menurut Anda?" in told(house)[-1]
    assert "Sudah beres menurut Anda?" in told(house, "warga-2")[-1]
    assert f"Laporan {other}" in told(house, "warga-2")[-1]
    assert "Sudah beres" not in told(house, "tetangga")[-1]
    assert "alasannya" not in told(house, "warga-2")[-1]  # the report is private


def test_news_flows_over_several_merges(house: House, two: tuple[str, str]) -> None:
    main, other = two
    third = house.report(sender="warga-3")
    merge(house, third, other)
    merge(house, other, main)
    move(house, main, State.IN_PROGRESS)
    assert f"laporan {third}" in told(house, "warga-3")[-1]


def test_the_main_ticket_can_be_named_in_the_note(house: House, two: tuple[str, str]) -> None:
    main, other = two
    ticket = move(house, other, State.MERGED, note=f"sama dengan {main.lower()}")
    assert (ticket.state, ticket.main and ticket.main.number) == (State.MERGED, main)


def test_what_cannot_be_the_main_ticket_is_refused(house: House, two: tuple[str, str]) -> None:
    main, other = two
    third = house.report(sender="warga-3")
    merge(house, other, main)
    with pytest.raises(TargetError, match="itself"):
        merge(house, third, third)
    with pytest.raises(TargetError, match=f"merged into {main}"):
        merge(house, third, other)
    with pytest.raises(TargetError, match="name the ticket"):
        move(house, third, State.MERGED, note="sama")
    bring(house, main, State.OUT_OF_SCOPE)
    with pytest.raises(TargetError, match="only an open ticket"):
        merge(house, third, main)
    assert look(house, third).state is State.RECEIVED


def test_unmerging_brings_it_back_on_its_own(house: House, two: tuple[str, str]) -> None:
    main, other = two
    merge(house, other, main)
    ticket = unmerge(house, other)
    assert (ticket.state, ticket.unit, ticket.main) == (State.RECEIVED, KELURAHAN, None)
    last = events(house, other)[-1]
    assert (last.verb, last.from_state, last.to_state) == (EventVerb.UNMERGED, State.MERGED, State.RECEIVED)
    assert "ditangani sendiri lagi" in told(house, "warga-2")[-1]
    before = len(told(house, "warga-2"))
    move(house, main, State.IN_PROGRESS)
    assert len(told(house, "warga-2")) == before
    assert ticket.climbs_at is not None


@pytest.mark.parametrize("role", sorted(set(STAFF_ROLES) - {Role.TICKET_ADMIN, Role.ADMINISTRATOR}))
def test_only_ticket_admins_unmerge(house: House, two: tuple[str, str], role: Role) -> None:
    main, other = two
    merge(house, other, main)
    with pytest.raises(TicketNotFoundError if role is Role.DESK else ForbiddenError):
        unmerge(house, other, Actor(role, unit=KELURAHAN))


def test_only_what_is_merged_is_unmerged(house: House, two: tuple[str, str]) -> None:
    with pytest.raises(TransitionError, match="only a merged ticket"):
        unmerge(house, two[0])


def test_a_withdrawn_main_ticket_takes_nobody_elses_report_along(house: House, two: tuple[str, str]) -> None:
    main, other = two
    merge(house, other, main)
    with house.services.database.write() as session:
        house.services.workflow.move(session, main, CallOff(), REPORTER)
    assert look(house, other).state is State.RECEIVED
    assert look(house, other).merged_into_id is None
    assert "ditangani sendiri lagi" in told(house, "warga-2")[-1]
