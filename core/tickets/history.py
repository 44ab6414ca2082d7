"""Finds and locks tickets, and writes their history.

What a reporter wrote stands in it without personal data; what staff wrote stands as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.sight import hold, sight_of
from core.kernel.actor import SYSTEM, Actor
from core.kernel.clock import Clock
from core.kernel.errors import StaleTicketError, TicketNotFoundError
from core.kernel.states import Role, State
from core.messaging.reporters_words import ReportersWords
from core.notifications.listening import Happening, TicketListeners, announce
from core.storage.event_details import EventDetail
from core.storage.models import EventVerb, Media, Ticket, TicketEvent, TicketPhoto
from core.tickets.handover import Handover

REPORTERS_WORDS = (EventVerb.ADDED, EventVerb.EDITED)
"""Events whose note a reporter wrote, whoever put it there."""


class History:
    def __init__(self, router: Router, words: ReportersWords, listeners: TicketListeners, clock: Clock) -> None:
        self._router = router
        self._words = words
        self._listeners = listeners
        self._clock = clock

    def get(
        self,
        session: Session,
        number: str,
        actor: Actor = SYSTEM,
        *,
        lock: bool = False,
        seen_version: int | None = None,
    ) -> Ticket:
        """Raises TicketNotFoundError, also for one that the actor may not see: that it exists is a secret, too.

        Raises StaleTicketError if it is not the version that was seen.
        """
        query = select(Ticket).where(Ticket.number == number)
        if lock:
            # What the session read before may be older than what the lock was waiting for.
            query = query.with_for_update().execution_options(populate_existing=True)
        ticket = session.scalar(query)
        if ticket is None or not sight_of(self._router, actor).sees(ticket):
            raise TicketNotFoundError(f"no ticket bears the number {number}; check it against the list")
        if seen_version is not None and ticket.version != seen_version:
            raise StaleTicketError(f"{number} was changed by somebody else meanwhile; look at it again")
        return ticket

    def record(
        self,
        ticket: Ticket,
        verb: EventVerb,
        actor: Actor,
        *,
        note: str | None = None,
        to: State | None = None,
        photos: Sequence[Media] = (),
        given: Handover | None = None,
        detail: EventDetail | None = None,
    ) -> TicketEvent:
        """Write a line, before the ticket is changed; `to` and `given`: into which state and hands the event brings it.

        Tell it afterwards.
        """
        now = self._clock()
        if note and (verb in REPORTERS_WORDS or actor.role is Role.REPORTER):
            note = self._words.clean(ticket.reporter, note)
        event = TicketEvent(
            at=now,
            verb=verb,
            role=actor.role,
            staff_id=actor.staff_id,
            from_state=ticket.state if to else None,
            to_state=to,
            note=note,
            from_unit=ticket.unit if given else None,
            to_unit=given.unit if given else None,
            assignee_id=given.assignee_id if given else None,
            detail=detail,
        )
        ticket.events.append(event)
        hold(ticket, (event.from_unit, event.to_unit), event.assignee_id)
        event.photos.extend(TicketPhoto(ticket=ticket, media=media) for media in photos)
        ticket.changed_at = now
        return event

    def tell(self, session: Session, ticket: Ticket, event: TicketEvent, *, moved_estimate: bool = False) -> None:
        """Everybody who listens hears of a line, once the ticket is what it says."""
        announce(self._listeners, session, Happening(ticket, event, moved_estimate))
