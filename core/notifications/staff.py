"""What staff are told in the console: a person, or a role (or everybody) of a unit, or a role of the whole city."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true, update
from sqlalchemy.orm import Session, joinedload

from core.city.routing import Router
from core.city.sight import hold, sight_of
from core.kernel.actor import Actor
from core.kernel.clock import Clock
from core.kernel.states import Role, State
from core.notifications.listening import Happening
from core.notifications.staff_chat import StaffChats
from core.storage.models import EventVerb, NoticeKey, Staff, StaffNotice, Ticket, TicketEvent

HEADS = (Role.UNIT, Role.KELURAHAN)
"""Both lead their unit: what is for its head is for either."""


@dataclass(frozen=True)
class Address:
    """A person; or else those of the unit and of the role that are named."""

    staff_id: int | None = None
    unit: str | None = None
    role: Role | None = None


class Notices:
    def __init__(self, chats: StaffChats, router: Router, clock: Clock) -> None:
        self._chats = chats
        self._router = router
        self._clock = clock

    def hear(self, session: Session, happening: Happening) -> None:
        notice = _notice_of(happening.ticket, happening.event)
        if notice is not None:
            self.add(session, happening.ticket, *notice)

    def add(self, session: Session, ticket: Ticket, key: NoticeKey, to: Address) -> StaffNotice:
        """Shown in the console, and sent to the chats of those who linked one.

        Where nobody is there any more, it goes to the next one up at once: see `_reachable`.
        """
        meant, to = to, self._reachable(session, ticket, to)
        if to != meant and not self._router.under(ticket.unit, to.unit):
            hold(ticket, (to.unit,), None)  # who stands in for others must be able to look
        notice = StaffNotice(
            ticket_id=ticket.id,
            key=key,
            staff_id=to.staff_id,
            unit=to.unit,
            role=to.role,
            created_at=self._clock(),
        )
        session.add(notice)
        self._chats.tell(session, ticket, key, _addressees(to))
        return notice

    def _reachable(self, session: Session, ticket: Ticket, to: Address) -> Address:
        """The first of those up the tree who is there. If nobody is, it waits for whoever comes to that unit."""
        steps = list(self._upwards(ticket, to))
        return next((step for step in steps if _is_there(session, step)), steps[-1])

    def _upwards(self, ticket: Ticket, to: Address) -> Iterator[Address]:
        """A person, then the heads of the unit, then the unit; then the same of the units above."""
        if to.staff_id is not None:
            yield Address(staff_id=to.staff_id)
        unit = to.unit or (ticket.unit if to.staff_id is not None else None)
        if unit is None:
            if to.staff_id is None:
                yield to
            return
        own, *above = self._router.upwards(unit)
        if to.staff_id is None:
            yield Address(unit=own, role=to.role)
        for code in (*([own] if to.staff_id is not None else ()), *above):
            yield Address(unit=code, role=Role.UNIT)
            yield Address(unit=code)
        yield Address(unit=own, role=to.role)

    def unread(self, session: Session, reader: Actor, limit: int = 50) -> Sequence[StaffNotice]:
        """What this member of staff has not read, the newest first."""
        return session.scalars(self._shown(reader, limit).where(StaffNotice.read_at.is_(None))).all()

    def recent(self, session: Session, reader: Actor, limit: int = 50) -> Sequence[StaffNotice]:
        """Read or not, the newest first."""
        return session.scalars(self._shown(reader, limit)).all()

    def count_unread(self, session: Session, reader: Actor, most: int) -> int:
        """More than `most` are not counted."""
        meant = select(StaffNotice.id).where(self._for(reader), StaffNotice.read_at.is_(None))
        return session.scalar(select(func.count()).select_from(meant.limit(most).subquery())) or 0

    def mark_read(self, session: Session, reader: Actor, ids: Collection[int]) -> None:
        """For everybody whom the notices are for; those of others stay as they are."""
        session.execute(
            update(StaffNotice)
            .where(StaffNotice.id.in_(ids), StaffNotice.read_at.is_(None), _meant_for(reader))
            .values(read_at=self._clock())
        )

    def _shown(self, reader: Actor, limit: int) -> Select[StaffNotice]:
        query = select(StaffNotice).where(self._for(reader)).options(joinedload(StaffNotice.ticket))
        return query.order_by(StaffNotice.id.desc()).limit(limit)

    def _for(self, reader: Actor) -> ColumnElement[bool]:
        """Who moved to another unit may not see any more what was told to them there."""
        sight = sight_of(self._router, reader)
        if sight.everything:
            return _meant_for(reader)
        seen = select(Ticket.id).where(Ticket.id == StaffNotice.ticket_id, sight.condition()).exists()
        return and_(_meant_for(reader), seen)


def _notice_of(ticket: Ticket, event: TicketEvent) -> tuple[NoticeKey, Address] | None:
    """What a line of the history is to staff, and for whom."""
    holder = Address(staff_id=ticket.assignee_id, unit=ticket.unit)
    match event.verb:
        case EventVerb.OPENED:
            return NoticeKey.ARRIVED, holder
        case EventVerb.REASSIGNED:
            return NoticeKey.ASSIGNED if event.assignee_id else NoticeKey.ARRIVED, holder
        case EventVerb.MOVED:
            return _notice_of_step(ticket, event, holder)
    return None


def _notice_of_step(ticket: Ticket, event: TicketEvent, holder: Address) -> tuple[NoticeKey, Address] | None:
    if ticket.state is State.FOLLOW_UP_REJECTED:
        return NoticeKey.REJECTED, holder
    if ticket.state is State.AWAITING_VALIDATION:
        return NoticeKey.AWAITING_VALIDATION, Address(role=Role.VALIDATOR)
    if ticket.state is State.REOPENED:
        return NoticeKey.REOPENED, Address(role=Role.VALIDATOR)
    if event.to_unit != event.from_unit:
        return NoticeKey.ARRIVED, holder
    if event.assignee_id is not None and event.assignee_id != event.staff_id and ticket.state is State.DISPATCHED:
        return NoticeKey.ASSIGNED, holder
    return None


def _is_there(session: Session, to: Address) -> bool:
    return session.scalar(select(Staff.id).where(Staff.active, _addressees(to)).limit(1)) is not None


def _addressees(to: Address) -> ColumnElement[bool]:
    """Whom a notice is for; `_meant_for`, seen from the other end."""
    if to.staff_id is not None:
        return Staff.id == to.staff_id
    roles = HEADS if to.role in HEADS else (to.role,)
    if to.unit is None:
        return Staff.role.in_(roles) if to.role is not None else false()
    return and_(Staff.unit == to.unit, Staff.role.in_(roles) if to.role is not None else true())


def _meant_for(reader: Actor) -> ColumnElement[bool]:
    roles = HEADS if reader.role in HEADS else (reader.role,)
    my_role = or_(StaffNotice.role.is_(None), StaffNotice.role.in_(roles))
    of_unit = and_(StaffNotice.unit.is_not(None), StaffNotice.unit == reader.unit, my_role)
    of_city = and_(StaffNotice.unit.is_(None), StaffNotice.role.in_(roles))
    of_group = and_(StaffNotice.staff_id.is_(None), or_(of_unit, of_city))
    return or_(StaffNotice.staff_id == reader.staff_id, of_group) if reader.staff_id is not None else of_group
