"""Timers that act: overdue tickets climb to the next one up, and citizens hear of a finishing time that was not kept.

Run by the sweep. A rung or a promise is claimed by comparing and setting the ticket's own columns in one statement,
so that it is acted upon once, however many sweeps run; the ticket's version stays, so that nobody's open form gets
stale because of a timer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Update, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.city.routing import Router
from core.city.sight import hold
from core.kernel.actor import SYSTEM
from core.kernel.clock import Clock
from core.kernel.errors import TanggapError
from core.kernel.states import Role, State
from core.notifications.followers import News
from core.notifications.listening import Happening, TicketListeners, announce
from core.notifications.staff import Address, Notices
from core.storage.database import Database
from core.storage.event_details import Climb
from core.storage.models import EventVerb, NoticeKey, Ticket, TicketEvent
from core.tickets.deadlines import Deadlines

log = structlog.get_logger()

_WITH_VALIDATORS = frozenset({State.AWAITING_VALIDATION, State.REOPENED})


@dataclass(frozen=True)
class Rung:
    key: NoticeKey
    to: Address


class Timers:
    def __init__(
        self,
        database: Database,
        router: Router,
        deadlines: Deadlines,
        news: News,
        notices: Notices,
        listeners: TicketListeners,
        clock: Clock,
    ) -> None:
        self._database = database
        self._router = router
        self._deadlines = deadlines
        self._news = news
        self._notices = notices
        self._listeners = listeners
        self._clock = clock

    def run(self, limit: int = 500) -> None:
        """Do what is due, each ticket in its own transaction."""
        for ticket_id in self._due(Ticket.climbs_at, limit):
            self._safely(self._climb, ticket_id)
        for ticket_id in self._due(Ticket.estimate_at, limit):
            self._safely(self._put_off, ticket_id)

    def ladder(self, ticket: Ticket) -> Sequence[Rung]:
        """Who is told, one after the other, while an overdue ticket does not move."""
        city = Rung(NoticeKey.OVERDUE_CITY, Address(unit=self._router.fallback.code))
        if ticket.state in _WITH_VALIDATORS:
            return (Rung(NoticeKey.OVERDUE, Address(role=Role.VALIDATOR)), city)
        officer = Rung(NoticeKey.OVERDUE, Address(staff_id=ticket.assignee_id, unit=ticket.unit))
        head = Rung(NoticeKey.OVERDUE_HEAD, Address(unit=ticket.unit, role=Role.UNIT))
        return (officer, head, city)

    def _due(self, column: InstrumentedAttribute[datetime | None], limit: int) -> list[int]:
        query = select(Ticket.id).where(column <= self._clock()).order_by(column).limit(limit)
        with self._database.read() as session:
            return list(session.scalars(query))

    def _safely(self, act: Callable[[Session, Ticket], None], ticket_id: int) -> None:
        """One ticket that can't be dealt with must not stop the others."""
        try:
            with self._database.write() as session:
                ticket = session.get(Ticket, ticket_id)
                if ticket is not None:
                    act(session, ticket)
        except (TanggapError, KeyError, ValueError) as error:
            log.error("timers.failed", ticket=ticket_id, problem=str(error))

    def _climb(self, session: Session, ticket: Ticket) -> None:
        now, ladder = self._clock(), self.ladder(ticket)
        level = ticket.escalation + 1
        if ticket.climbs_at is None or ticket.climbs_at > now or level > len(ladder):
            return
        following = self._deadlines.next_climb(now) if level < len(ladder) else None
        claim = update(Ticket).where(
            Ticket.id == ticket.id, Ticket.climbs_at == ticket.climbs_at, Ticket.escalation == ticket.escalation
        )
        if not _claimed(session, claim.values(climbs_at=following, escalation=level)):
            return
        rung = ladder[level - 1]
        hold(ticket, (rung.to.unit,), rung.to.staff_id)  # before they are told: who is told can look
        notice = self._notices.add(session, ticket, rung.key, rung.to)
        event = TicketEvent(
            ticket_id=ticket.id,
            at=now,
            verb=EventVerb.CLIMBED,
            role=SYSTEM.role,
            detail=Climb(rung=level),
            to_unit=notice.unit,
            assignee_id=notice.staff_id,
        )
        session.add(event)
        announce(self._listeners, session, Happening(ticket, event))
        log.info("timers.climbed", ticket=ticket.number, level=level)

    def _put_off(self, session: Session, ticket: Ticket) -> None:
        now = self._clock()
        if ticket.estimate_at is None or ticket.estimate_at > now:
            return
        self._news.hold(session, ticket.number)
        promise = self._deadlines.put_off(now)
        claim = update(Ticket).where(Ticket.id == ticket.id, Ticket.estimate_at == ticket.estimate_at)
        if not _claimed(session, claim.values(estimate_at=promise)):
            return
        self._news.say(session, ticket, "progress-late", date=promise)


def _claimed(session: Session, claim: Update) -> bool:
    rows = session.scalars(claim.returning(Ticket.id), execution_options={"synchronize_session": False})
    return rows.first() is not None
