"""The life of a ticket: every pair of the table, and every pair that is not in it."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.kernel.actor import REPORTER, Actor
from core.kernel.errors import (
    EvidenceMissingError,
    ForbiddenError,
    StaleTicketError,
    TicketNotFoundError,
    TransitionError,
)
from core.kernel.messages import MediaKind
from core.kernel.states import COLOURS, NOTE_REQUIRED, PHOTO_REQUIRED, STEPS, Kind, Role, State, next_states
from core.storage.models import Media, MediaState, Ticket
from core.tickets.steps import Coordinate, OpenAgain, StartWork, step_to
from tests.support.house import House

PAIRS = list(itertools.product(Kind, State, State))
EXPECTED = {
    # complaint: the table of the design, written a second time on purpose
    "received": {"coordinating", "dispatched", "in_progress", "out_of_scope", "merged", "withdrawn"},
    "coordinating": {"dispatched", "in_progress", "received", "out_of_scope"},
    "dispatched": {"in_progress", "coordinating"},
    "in_progress": {"awaiting_validation", "coordinating"},
    "awaiting_validation": {"resolved", "follow_up_rejected"},
    "follow_up_rejected": {"in_progress"},
    "resolved": {"reopened"},
    "reopened": {"in_progress", "resolved"},
    "out_of_scope": {"received"},
}
EXPECTED_SHORT = {
    "received": {"forwarded", "out_of_scope", "merged", "withdrawn"},
    "forwarded": {"answered"},
    "out_of_scope": {"received"},
}


def ticket_in(house: House, session: Session, kind: Kind, state: State) -> str:
    """The module's older ticket, put into a state by force; the session is never committed."""
    number = session.scalars(select(Ticket.number).order_by(Ticket.id)).first()
    assert number is not None
    ticket = house.services.workflow.get(session, number)
    ticket.kind, ticket.state = kind, state
    ticket.done_at = house.clock() if state in (State.RESOLVED, State.ANSWERED) else None
    session.flush()
    return number


def photo(house: House) -> Media:
    now = house.clock()
    return Media(
        kind=MediaKind.PHOTO, state=MediaState.STORED, key="k", mime="image/jpeg", not_before=now, created_at=now
    )


def main_ticket(session: Session) -> str:
    """The module's newer ticket: others can be merged into it."""
    return session.scalars(select(Ticket.number).order_by(Ticket.id.desc())).first() or ""


def at_home(house: House, session: Session, number: str, role: Role) -> Actor:
    """Somebody of this role in the unit that has the ticket."""
    return Actor(role, unit=house.services.workflow.get(session, number).unit)


def a_role_for(kind: Kind, state: State, to: State) -> Role:
    return sorted(STEPS[kind][state][to])[0]


TAKEN = [(*pair, role) for pair in PAIRS for role in sorted(STEPS[pair[0]].get(pair[1], {}).get(pair[2], ()))]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House(tmp_path_factory.mktemp("states"))
    house.report()
    house.report(sender="warga-2")
    return house


def test_the_table_is_the_one_of_the_design() -> None:
    for kind, expected in (
        (Kind.COMPLAINT, EXPECTED),
        (Kind.ASPIRATION, EXPECTED_SHORT),
        (Kind.INFORMATION, EXPECTED_SHORT),
    ):
        table = {state.value: {target.value for target in targets} for state, targets in STEPS[kind].items() if targets}
        assert table == expected


@pytest.mark.parametrize(("kind", "state", "to", "role"), TAKEN)
def test_a_step_of_the_table_is_taken_and_written_to_the_history(
    shared: House, kind: Kind, state: State, to: State, role: Role
) -> None:
    with Session(shared.services.database.engine) as session:
        number = ticket_in(shared, session, kind, state)
        main = main_ticket(session) if to is State.MERGED else None
        actor = at_home(shared, session, number, role)
        if role is Role.REPORTER:
            actor = REPORTER
        shared.services.workflow.move(
            session, number, step_to(to, note="alasan", photos=[photo(shared)], main=main), actor
        )
        ticket = shared.services.workflow.get(session, number)
        last = ticket.events[-1]
        assert (ticket.state, last.from_state, last.to_state, last.role) == (to, state, to, role)


@pytest.mark.parametrize(("kind", "state", "to"), [p for p in PAIRS if p[2] not in STEPS[p[0]].get(p[1], {})])
def test_a_step_outside_the_table_is_refused_for_everybody(shared: House, kind: Kind, state: State, to: State) -> None:
    with Session(shared.services.database.engine) as session:
        number = ticket_in(shared, session, kind, state)
        for role in Role:
            with pytest.raises(TicketNotFoundError if role is Role.DESK else TransitionError):
                shared.services.workflow.move(
                    session,
                    number,
                    step_to(to, note="alasan", photos=[photo(shared)]),
                    at_home(shared, session, number, role),
                )
        assert shared.services.workflow.get(session, number).state is state


@pytest.mark.parametrize(("kind", "state", "to"), [p for p in PAIRS if p[2] in STEPS[p[0]].get(p[1], {})])
def test_a_role_that_the_table_does_not_name_is_refused(shared: House, kind: Kind, state: State, to: State) -> None:
    with Session(shared.services.database.engine) as session:
        number = ticket_in(shared, session, kind, state)
        for role in set(Role) - STEPS[kind][state][to]:
            unseen = role is Role.DESK  # not even that it exists is told
            error, words = (TicketNotFoundError, "no ticket bears") if unseen else (ForbiddenError, "only by")
            with pytest.raises(error, match=words):
                shared.services.workflow.move(
                    session,
                    number,
                    step_to(to, note="alasan", photos=[photo(shared)]),
                    at_home(shared, session, number, role),
                )


@pytest.mark.parametrize("to", sorted(NOTE_REQUIRED))
def test_a_state_that_needs_a_reason_is_not_entered_without_one(shared: House, to: State) -> None:
    kind, state = next((k, s) for k in Kind for s, targets in STEPS[k].items() if to in targets)
    with Session(shared.services.database.engine) as session:
        number = ticket_in(shared, session, kind, state)
        actor = at_home(shared, session, number, a_role_for(kind, state, to))
        with pytest.raises(EvidenceMissingError):
            shared.services.workflow.move(session, number, step_to(to, note="  ", photos=[photo(shared)]), actor)


@pytest.mark.parametrize("to", sorted(PHOTO_REQUIRED))
def test_work_done_needs_a_photo(shared: House, to: State) -> None:
    with Session(shared.services.database.engine) as session:
        number = ticket_in(shared, session, Kind.COMPLAINT, State.IN_PROGRESS)
        officer = at_home(shared, session, number, Role.OFFICER)
        with pytest.raises(EvidenceMissingError):
            shared.services.workflow.move(session, number, step_to(to, note="sudah diperbaiki"), officer)


def test_two_officers_never_overwrite_each_other(house: House) -> None:
    number = house.report()
    services = house.services
    with services.database.read() as session:
        ticket = services.workflow.get(session, number)
        seen, unit = ticket.version, ticket.unit
    with services.database.write() as session:
        services.workflow.move(session, number, StartWork(), Actor(Role.KELURAHAN, unit=unit), seen_version=seen)
    with pytest.raises(StaleTicketError), services.database.write() as session:
        services.workflow.move(session, number, Coordinate(), Actor(Role.OFFICER, unit=unit), seen_version=seen)


def test_every_state_has_a_colour() -> None:
    assert set(COLOURS) == set(State)


def test_next_states_are_those_of_the_role() -> None:
    assert next_states(Kind.COMPLAINT, State.AWAITING_VALIDATION, Role.OFFICER) == []
    assert State.RESOLVED in next_states(Kind.COMPLAINT, State.AWAITING_VALIDATION, Role.VALIDATOR)


def test_a_reporter_reopens_within_the_configured_days_only(house: House) -> None:
    number = house.report()
    services = house.services
    with services.database.write() as session:
        ticket: Ticket = services.workflow.get(session, number)
        ticket.state, ticket.done_at = State.RESOLVED, house.clock()
    house.clock.advance(timedelta(days=services.config.tickets.reopen_days, seconds=1))
    with pytest.raises(ForbiddenError), services.database.write() as session:
        services.workflow.move(session, number, OpenAgain(), Actor(Role.REPORTER))
