"""Clocks: until when, what the citizen is told of it, and who hears when time is up."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.config import load_config
from core.kernel.actor import REPORTER, Actor
from core.kernel.errors import ConfigError
from core.kernel.states import OPEN_STATES, Role, State
from core.running.sweep import sweep
from core.storage.models import EventVerb
from core.tickets.steps import OpenAgain
from tests.support.desk import ADMIN, KELURAHAN, SUDIN, VALIDATOR, bring, events, hire, look, move, notices, told
from tests.support.house import ROOT, House

HEAD = Actor(Role.UNIT, unit=SUDIN)


def local(text: str, house: House) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=house.config.zone)


def wait_until(house: House, text: str) -> None:
    """Move the clock to a local time, and let the timers act."""
    house.clock.advance(local(text, house) - house.clock())
    sweep(house.services, house.waker)


def climbs(house: House, number: str) -> list[str | None]:
    return [event.said for event in events(house, number) if event.verb is EventVerb.CLIMBED]


@pytest.fixture
def number(house: House) -> str:
    """A lamp reported on Monday, January 5th 2026, at 09:00; five working days by its category."""
    return house.report()


# --- deadlines -------------------------------------------------------------------------------------


def test_a_new_ticket_has_its_deadlines_in_working_time(house: House, number: str) -> None:
    ticket = look(house, number)
    assert ticket.due_at == local("2026-01-12 09:00", house)
    assert ticket.step_due_at == local("2026-01-06 09:00", house)
    assert ticket.estimate_at == ticket.due_at


def test_coordination_takes_six_hours(house: House, number: str) -> None:
    assert bring(house, number, State.COORDINATING).step_due_at == local("2026-01-05 15:00", house)


def test_no_step_lasts_longer_than_the_whole_may_take(house: House, number: str) -> None:
    house.clock.advance(timedelta(days=1))
    ticket = bring(house, number, State.IN_PROGRESS)
    assert ticket.step_due_at == ticket.due_at == local("2026-01-12 09:00", house)


def test_an_aspiration_has_its_own_time(house: House) -> None:
    number = house.report("usul lampu jalan baru di taman")
    assert look(house, number).due_at == local("2026-01-12 09:00", house)


@pytest.mark.parametrize("state", [State.OUT_OF_SCOPE, State.MERGED])
def test_no_clock_runs_for_a_closed_ticket(house: House, number: str, state: State) -> None:
    main = house.report(sender="warga-2") if state is State.MERGED else None
    ticket = move(house, number, state, main=main)
    assert ticket.step_due_at is ticket.climbs_at is ticket.estimate_at is None


def test_a_clock_runs_in_every_open_state(house: House, number: str) -> None:
    assert set(house.config.tickets.clocks.steps) == OPEN_STATES


def test_what_is_reopened_has_all_its_time_again(house: House, number: str) -> None:
    bring(house, number, State.IN_PROGRESS, State.AWAITING_VALIDATION, State.RESOLVED)
    wait_until(house, "2026-01-12 09:00")
    with house.services.database.write() as session:
        ticket = house.services.workflow.move(session, number, OpenAgain(), REPORTER)
    assert ticket.due_at == local("2026-01-20 09:00", house)  # the 16th is a holiday
    assert ticket.step_due_at == local("2026-01-13 09:00", house)


def test_another_category_has_another_deadline(house: House, number: str) -> None:
    with house.services.database.write() as session:
        house.services.workflow.reclassify(session, number, ADMIN, category="sampah")
    assert look(house, number).due_at == local("2026-01-08 09:00", house)
    assert "Perkiraan selesai sekarang: 8 Jan 2026" in told(house)[-1]


# --- what the citizen is told ----------------------------------------------------------------------


def test_the_citizen_is_told_when_it_will_be_finished(house: House, number: str) -> None:
    assert any("Perkiraan selesai: 12 Jan 2026" in text and number in text for text in told(house))
    move(house, number, State.IN_PROGRESS)
    assert "Perkiraan selesai: 12 Jan 2026" in told(house)[-1]


def test_a_step_in_time_changes_no_promise(house: House, number: str) -> None:
    for state in (State.COORDINATING, State.DISPATCHED):
        bring(house, number, state)
        assert "Perkiraan" not in told(house)[-1]


def test_a_promise_that_was_not_kept_is_corrected_once(house: House, number: str) -> None:
    bring(house, number, State.IN_PROGRESS)
    before = len(told(house))
    for _ in range(3):
        wait_until(house, "2026-01-12 09:00")
    late = told(house)[before:]
    assert len(late) == 1
    assert "Maaf" in late[0]
    assert "15 Jan 2026" in late[0]
    assert look(house, number).estimate_at == local("2026-01-15 09:00", house)
    bring(house, number, State.AWAITING_VALIDATION)
    assert "Perkiraan" not in told(house)[-1]  # still the 15th
    wait_until(house, "2026-01-15 09:00")
    assert "21 Jan 2026" in told(house)[-1]


# --- climbing --------------------------------------------------------------------------------------


def test_an_overdue_ticket_climbs_from_the_officer_to_the_head_to_the_city(house: House, number: str) -> None:
    officer = hire(house, Role.OFFICER, SUDIN)
    bring(house, number, State.COORDINATING)
    move(house, number, State.DISPATCHED, HEAD, assignee_id=officer.staff_id)
    said = len(notices(house))
    wait_until(house, "2026-01-06 08:59")
    assert climbs(house, number) == []
    for moment, rungs in (("2026-01-06 09:00", 1), ("2026-01-06 13:00", 2), ("2026-01-07 08:30", 3)):
        wait_until(house, moment)
        wait_until(house, moment)
        assert climbs(house, number) == [str(level) for level in range(1, rungs + 1)], moment
        assert look(house, number).escalation == rungs
    first, second, third = notices(house)[said:]
    assert (first.key, first.staff_id, first.unit) == ("notice-overdue", officer.staff_id, None)
    assert (second.key, second.unit, second.role) == ("notice-overdue-head", SUDIN, Role.UNIT)
    assert (third.key, third.unit, third.role) == ("notice-overdue-city", "biro_pemerintahan", None)
    house.clock.advance(timedelta(days=1))
    sweep(house.services, house.waker)
    assert len(climbs(house, number)) == 3


def test_without_a_person_the_whole_unit_is_told(house: House, number: str) -> None:
    wait_until(house, "2026-01-06 09:00")
    last = notices(house)[-1]
    assert (last.key, last.staff_id, last.unit, last.role) == ("notice-overdue", None, KELURAHAN, None)


def test_what_awaits_validation_climbs_among_the_validators(house: House, number: str) -> None:
    bring(house, number, State.IN_PROGRESS, State.AWAITING_VALIDATION)
    wait_until(house, "2026-01-06 09:00")
    wait_until(house, "2026-01-06 13:00")
    wait_until(house, "2026-01-07 13:00")
    assert climbs(house, number) == ["1", "2"]
    assert [(n.role, n.unit) for n in notices(house)[-2:]] == [(Role.VALIDATOR, None), (None, "biro_pemerintahan")]


def test_a_step_brings_it_down_again(house: House, number: str) -> None:
    wait_until(house, "2026-01-06 13:00")
    assert look(house, number).escalation == 1
    ticket = bring(house, number, State.COORDINATING)
    assert ticket.escalation == 0
    assert ticket.climbs_at == local("2026-01-07 10:30", house)
    wait_until(house, "2026-01-07 10:30")
    assert climbs(house, number) == ["1", "1"]


def test_a_timer_makes_nobodys_open_form_stale(house: House, number: str) -> None:
    before = look(house, number)
    wait_until(house, "2026-01-13 09:00")
    after = look(house, number)
    assert climbs(house, number)
    assert (after.version, after.changed_at) == (before.version, before.changed_at)
    move(house, number, State.IN_PROGRESS, seen_version=before.version)


def test_sweeps_at_the_same_time_climb_once(house: House, number: str) -> None:
    house.clock.advance(local("2026-01-12 09:00", house) - house.clock())
    before, start = len(told(house, "nobody")), threading.Barrier(4)

    def run() -> None:
        start.wait()
        house.services.timers.run()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert before == 0
    assert climbs(house, number) == ["1"]
    assert sum("Maaf" in text for text in told(house)) == 1


def test_after_an_outage_each_rung_is_climbed_in_its_turn(house: House, number: str) -> None:
    wait_until(house, "2026-02-02 09:00")
    assert climbs(house, number) == ["1"]
    wait_until(house, "2026-02-02 13:00")
    assert climbs(house, number) == ["1", "2"]


def test_a_done_ticket_climbs_no_more(house: House, number: str) -> None:
    bring(house, number, State.IN_PROGRESS, State.AWAITING_VALIDATION)
    move(house, number, State.RESOLVED, VALIDATOR)
    said = len(notices(house))
    wait_until(house, "2026-03-02 09:00")
    assert climbs(house, number) == []
    assert len(notices(house)) == said


def test_one_ticket_that_cannot_be_dealt_with_stops_no_other(
    house: House, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = house.report(sender="warga-2")
    ladder = house.services.timers.ladder

    def broken(ticket: Any) -> Any:
        if ticket.number == number:
            raise ValueError("broken")
        return ladder(ticket)

    monkeypatch.setattr(house.services.timers, "ladder", broken)
    wait_until(house, "2026-01-06 09:00")
    assert climbs(house, other) == ["1"]
    monkeypatch.undo()
    wait_until(house, "2026-01-06 09:01")
    assert climbs(house, number) == ["1"]


# --- configuration ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tickets", "words"),
    [
        ({"clocks": {"finish": "7 weeks"}}, "write 6h for working hours, 7d for working days"),
        ({"clocks": {"finish": "0d"}}, "tickets.clocks.finish"),
        ({"clocks": {"steps": {"resolved": "1d"}}}, "no clock runs in the state resolved"),
        ({"clocks": {"steps": {"nowhere": "1d"}}}, "tickets.clocks.steps"),
        ({"working": {"week": {"mon": "16:00-07:30"}}}, "ends before it begins"),
        ({"working": {"week": {"mon": "7.30-16"}}}, "in quotes"),
        ({"working": {"week": {"mon": "07:30-12:00, 11:00-16:00"}}}, "overlaps"),
        ({"working": {"week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "")}}, "nobody works on any day"),
    ],
)
def test_a_wrong_clock_is_named(tmp_path: Path, tickets: dict[str, Any], words: str) -> None:
    raw = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    path = tmp_path / "config.yml"
    path.write_text(yaml.safe_dump({**raw, "tickets": tickets}), encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        load_config(path)


def test_one_step_can_be_changed_alone(tmp_path: Path) -> None:
    raw = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    path = tmp_path / "config.yml"
    path.write_text(yaml.safe_dump({**raw, "tickets": {"clocks": {"steps": {"received": "2h"}}}}), encoding="utf-8")
    steps = load_config(path).tickets.clocks.steps
    assert steps[State.RECEIVED].amount == 2
    assert set(steps) == OPEN_STATES
