"""Short ways for the workflow's tests: staff, steps, and what somebody was told."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import select

from core.kernel.actor import Actor
from core.kernel.messages import MediaKind
from core.kernel.states import Role, State
from core.running.sweep import sweep
from core.staff import create_staff
from core.storage.models import Media, MediaState, StaffNotice, Ticket, TicketEvent
from core.tickets.steps import step_to
from tests.support.house import House

KELURAHAN = "kelurahan/31.73.05.1001"
"""Where `House.report` reports from: Kebon Jeruk."""
SUDIN = "bina_marga/31.73"
"""In charge of the lamp that it reports."""
ADMIN = Actor(Role.TICKET_ADMIN)
VALIDATOR = Actor(Role.VALIDATOR)
_names = itertools.count(1)


def hire(house: House, role: Role, unit: str | None = None) -> Actor:
    """A member of staff who exists in the database."""
    with house.services.database.write() as session:
        name = f"{role}-{next(_names)}"
        staff = create_staff(session, name, name, role, "kuda-baterai-staples", clock=house.clock, unit=unit)
        return Actor(role, staff_id=staff.id, unit=unit)


def photo(house: House) -> Media:
    now = house.clock()
    return Media(
        kind=MediaKind.PHOTO, state=MediaState.STORED, key="k", mime="image/jpeg", not_before=now, created_at=now
    )


def move(
    house: House, number: str, to: State, actor: Actor = ADMIN, *, seen_version: int | None = None, **more: Any
) -> Ticket:
    """One step, with all that it may need; what it says is delivered."""
    more.setdefault("note", "alasannya begini")
    with house.services.database.write() as session:
        photos = [photo(house)] if to is State.AWAITING_VALIDATION else []
        step = step_to(to, photos=photos, **more)
        return house.services.workflow.move(session, number, step, actor, seen_version=seen_version)


def bring(house: House, number: str, *states: State) -> Ticket:
    """Several steps by an administrator."""
    for state in states:
        move(house, number, state, Actor(Role.ADMINISTRATOR))
    return look(house, number)


def look(house: House, number: str) -> Ticket:
    with house.services.database.read() as session:
        return house.services.workflow.get(session, number)


def events(house: House, number: str) -> list[TicketEvent]:
    with house.services.database.read() as session:
        query = select(TicketEvent).join(Ticket, Ticket.id == TicketEvent.ticket_id).where(Ticket.number == number)
        return list(session.scalars(query.order_by(TicketEvent.id)))


def notices(house: House) -> list[StaffNotice]:
    with house.services.database.read() as session:
        return list(session.scalars(select(StaffNotice).order_by(StaffNotice.id)))


def told(house: House, sender: str = "warga-1") -> list[str]:
    """All that this citizen was sent, the sweep's included."""
    sweep(house.services, house.waker)
    return [message.text for message in house.channel.sent if message.address == sender]
