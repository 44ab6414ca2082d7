"""A report becomes a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.sight import hold
from core.config import Config
from core.dialogue.state import Draft, Place
from core.kernel.actor import REPORTER, Actor
from core.kernel.clock import Clock
from core.kernel.states import UNSORTED, Kind, State
from core.kernel.ticket_numbers import new_number
from core.messaging.reporters_words import ReportersWords
from core.storage.event_details import Arrival
from core.storage.models import Conversation, EventVerb, Follower, Media, Ticket, TicketEvent, TicketPhoto
from core.tickets.classification import Sorting
from core.tickets.deadlines import Deadlines
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

    def estimate(self, draft: Draft) -> datetime:
        """When a report would be finished if it were sent now."""
        kind, category = self._sorted(draft.kind, draft.category)
        return self._deadlines.finish(kind, category, self._clock())

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
    ) -> Ticket:
        """Make a draft a ticket, followed by its reporter; `actor` is who filed it in the reporter's name.

        `channel` is how the report came if that is not the conversation in which its reporter is answered; `came` is
        how it came to the staff who filed it. The ticket gets the reporter's words without personal data; the raw ones
        stay in the conversation.
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
        self._history.tell(session, ticket, event)
        self._learn(session, ticket, draft)
        return ticket

    def _ticket(
        self, conversation: Conversation, draft: Draft, number: str, channel: str | None, now: datetime
    ) -> Ticket:
        place = draft.place or Place()
        said = self._words.clean_report(conversation, draft.description, place.words)
        kind, category = self._sorted(draft.kind, draft.category)
        return Ticket(
            number=number,
            kind=kind,
            category=category,
            state=State.RECEIVED,
            description=said.description,
            place_words=said.place,
            lat=place.lat,
            lon=place.lon,
            area_code=place.area_code,
            kelurahan=place.kelurahan,
            kecamatan=place.kecamatan,
            kota=place.kota,
            place_approximate=place.approximate,
            unit=self._router.first_unit(kind, category, place.area_code, place.lat is not None).code,
            public=False,
            needs_person=self._doubts(draft),
            unread_since=now if draft.unread else None,
            channel=channel or conversation.account,
            reporter=conversation,
            opened_at=now,
            opened_on=now.astimezone(self._config.zone).date(),
            changed_at=now,
            escalation=0,
        )

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
