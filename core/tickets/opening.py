"""A report becomes a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.sight import hold
from core.config import Config
from core.dialogue.facts import Forecast
from core.dialogue.state import Draft, Place
from core.kernel.actor import REPORTER, Actor
from core.kernel.clock import Clock
from core.kernel.errors import TransitionError
from core.kernel.states import UNSORTED, Kind, State
from core.kernel.ticket_numbers import new_number
from core.messaging.reporters_words import ReportersWords
from core.storage.event_details import Arrival
from core.storage.models import Conversation, EventVerb, Follower, Media, Ticket, TicketEvent, TicketPhoto
from core.tickets.classification import Sorting
from core.tickets.deadlines import Deadlines
from core.tickets.handover import Handover
from core.tickets.history import History


class Opening:
    def __init__(
        self,
        config: Config,
        router: Router,
        history: History,
        sorting: Sorting,
        deadlines: Deadlines,
        words: ReportersWords,
        clock: Clock,
    ) -> None:
        self._config = config
        self._router = router
        self._history = history
        self._sorting = sorting
        self._deadlines = deadlines
        self._words = words
        self._clock = clock

    def fresh_number(self, session: Session) -> str:
        """A number that no ticket bears yet."""
        while True:
            number = new_number()
            if session.scalar(select(Ticket.id).where(Ticket.number == number)) is None:
                return number

    def forecast(self, draft: Draft) -> Forecast:
        """Who would get a report, and when it would be finished, if it were sent now."""
        kind, category = self._sorted(draft.kind, draft.category)
        unit = self._router.name(self._unit(kind, category, draft.place or Place()))
        return Forecast(unit, self._deadlines.finish(kind, category, self._clock()))

    def open(
        self,
        session: Session,
        conversation: Conversation,
        draft: Draft,
        number: str,
        photos: Sequence[Media],
        actor: Actor = REPORTER,
        *,
        came: str | None = None,
        channel: str | None = None,
        grace: bool = False,
    ) -> Ticket:
        """Make a draft a ticket, followed by its reporter; `actor` is who filed it in the reporter's name.

        `channel` is how the report came if that is not the conversation in which its reporter is answered; `came` is
        how it came to the staff who filed it. The ticket gets the reporter's words without personal data; the raw ones
        stay in the conversation. `grace`: for some minutes its reporter may still put it right, so it is not told yet.
        """
        now = self._clock()
        ticket = self._ticket(conversation, draft, number, channel, now)
        session.add(ticket)
        event = TicketEvent(
            at=now,
            verb=EventVerb.OPENED,
            role=actor.role,
            staff_id=actor.staff_id,
            to_state=ticket.state,
            to_unit=ticket.unit,
            detail=Arrival(came=came) if came else None,
        )
        ticket.events.append(event)
        hold(ticket, (ticket.unit,), None)
        ticket.photos.extend(TicketPhoto(media=media) for media in photos)
        self._deadlines.start(ticket, now)
        session.flush()
        session.add(Follower(ticket_id=ticket.id, conversation_id=conversation.id, since=now))
        if grace and self._config.conversation.grace:
            ticket.settles_at = now + self._config.conversation.grace
        else:
            self._history.tell(session, ticket, event)
        self._learn(session, ticket, draft)
        return ticket

    def amend(self, session: Session, number: str, draft: Draft) -> Ticket:
        """Its reporter puts right what a ticket says, while nobody has taken it up.

        Quietly while it has not been told yet; afterwards that is a line of its history. Raises TransitionError once
        somebody has taken it up, and TicketNotFoundError.
        """
        ticket = self._history.get(session, number, lock=True)
        if ticket.state is not State.RECEIVED:
            raise TransitionError(f"{number} is {ticket.state}: its reporter can add to it, and change it no more")
        given = Handover(self._unit(*self._sorted(draft.kind, draft.category), draft.place or Place()), None)
        event = None
        if ticket.settles_at is None:
            event = self._history.record(ticket, EventVerb.EDITED, REPORTER, note=draft.description, given=given)
        self._fill(ticket, draft)
        ticket.unit = given.unit
        hold(ticket, (given.unit,), None)
        moved = self._deadlines.resort(ticket, self._clock())
        session.flush()
        if event is not None:
            self._history.tell(session, ticket, event, moved_estimate=moved)
        return ticket

    def settle(self, session: Session, ticket: Ticket) -> None:
        """The time in which it could be put right quietly is over: whoever listens hears that it was opened."""
        if ticket.settles_at is None:
            return
        ticket.settles_at = None
        if ticket.state is State.RECEIVED:
            opened = next(event for event in ticket.events if event.verb is EventVerb.OPENED)
            self._history.tell(session, ticket, opened)

    def settle_due(self, session: Session, limit: int = 200) -> int:
        """Settle what is due. Answers how many it was."""
        due = select(Ticket).where(Ticket.settles_at <= self._clock()).order_by(Ticket.id).limit(limit)
        tickets = session.scalars(due.with_for_update(skip_locked=True)).all()
        for ticket in tickets:
            self.settle(session, ticket)
        return len(tickets)

    def _ticket(
        self, conversation: Conversation, draft: Draft, number: str, channel: str | None, now: datetime
    ) -> Ticket:
        kind, category = self._sorted(draft.kind, draft.category)
        ticket = Ticket(
            number=number,
            state=State.RECEIVED,
            unit=self._unit(kind, category, draft.place or Place()),
            public=False,
            unread_since=now if draft.unread else None,
            channel=channel or conversation.account,
            reporter=conversation,
            opened_at=now,
            opened_on=now.astimezone(self._config.zone).date(),
            changed_at=now,
            escalation=0,
        )
        self._fill(ticket, draft)
        return ticket

    def _unit(self, kind: Kind, category: str, place: Place) -> str:
        return self._router.first_unit(kind, category, place.area_code, place.lat is not None).code

    def _fill(self, ticket: Ticket, draft: Draft) -> None:
        """What a draft says, in the ticket."""
        place = draft.place or Place()
        said = self._words.clean_report(ticket.reporter, draft.description, place.words)
        ticket.kind, ticket.category = self._sorted(draft.kind, draft.category)
        ticket.description, ticket.place_words = said.description, said.place
        ticket.lat, ticket.lon, ticket.area_code = place.lat, place.lon, place.area_code
        ticket.kelurahan, ticket.kecamatan, ticket.kota = place.kelurahan, place.kecamatan, place.kota
        ticket.place_approximate, ticket.needs_person = place.approximate, self._doubts(draft)

    def _learn(self, session: Session, ticket: Ticket, draft: Draft) -> None:
        """From a person who sorted the draft, unless that is not what the ticket is."""
        verdict = draft.verdict
        if verdict and self._sorted(verdict.kind, verdict.category) == (ticket.kind, ticket.category):
            self._sorting.keep(session, ticket, *self._sorted(verdict.old_kind, verdict.old_category))

    def _sorted(self, kind: str | None, category: str | None) -> tuple[Kind, str]:
        # The model, or an old draft, may know what this city's config.yml does not.
        return self._config.kind_of(kind) or Kind.COMPLAINT, self._config.category_of(category) or UNSORTED

    def _doubts(self, draft: Draft) -> str | None:
        """What a person must look at: also a code that nobody knows."""
        unknown = {
            "kind": bool(draft.kind) and self._config.kind_of(draft.kind) is None,
            "category": bool(draft.category) and self._config.category_of(draft.category) is None,
        }
        found = (*draft.needs_person, *(what for what, is_unknown in unknown.items() if is_unknown))
        return ",".join(dict.fromkeys(found)) or None
