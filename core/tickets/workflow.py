"""The one write path of tickets.

Every change locks the row, checks the state table and the role, writes a TicketEvent and queues a message to
every follower, all inside the caller's transaction: history and notification can't part from the change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import Clock
from core.config import Config
from core.dialogue.outcome import Reply
from core.dialogue.questions import ask_satisfied
from core.dialogue.state import Draft, Place
from core.errors import (
    EvidenceMissingError,
    ForbiddenError,
    StaleTicketError,
    TicketError,
    TicketNotFoundError,
    TransitionError,
)
from core.outbox import Outbox
from core.storage.models import (
    Conversation,
    EventVerb,
    Follower,
    Media,
    Ticket,
    TicketEvent,
    TicketPhoto,
)
from core.tickets.actor import REPORTER, Actor
from core.tickets.numbers import new_number
from core.tickets.states import DONE_STATES, NOTE_REQUIRED, PHOTO_REQUIRED, STEPS, Kind, State


class Workflow:
    """Applies the state table. All methods work inside the session's transaction."""

    def __init__(self, config: Config, outbox: Outbox, clock: Clock) -> None:
        self._config = config
        self._outbox = outbox
        self._clock = clock

    # --- opening -----------------------------------------------------------------------------------

    def fresh_number(self, session: Session) -> str:
        """A number that no ticket bears yet."""
        while True:
            number = new_number()
            if session.scalar(select(Ticket.id).where(Ticket.number == number)) is None:
                return number

    def open(
        self, session: Session, conversation: Conversation, draft: Draft, number: str, photos: Sequence[Media]
    ) -> Ticket:
        """Make a draft a ticket, followed by its reporter."""
        now = self._clock()
        place = draft.place or Place()
        # The model may know a category that this city's config.yml does not.
        category = draft.category or "lainnya"
        category = category if category in self._config.categories else "lainnya"
        ticket = Ticket(
            number=number,
            kind=Kind(draft.kind or Kind.COMPLAINT),
            category=category,
            state=State.RECEIVED,
            description=draft.description,
            place_words=place.words,
            lat=place.lat,
            lon=place.lon,
            area_code=place.area_code,
            kelurahan=place.kelurahan,
            kecamatan=place.kecamatan,
            kota=place.kota,
            place_approximate=place.approximate,
            unit=self._config.categories[category].unit,
            public=False,
            needs_person=",".join(draft.needs_person) or None,
            channel=conversation.account,
            reporter=conversation,
            opened_at=now,
            changed_at=now,
        )
        session.add(ticket)
        ticket.events.append(TicketEvent(at=now, verb=EventVerb.OPENED, role=REPORTER.role, to_state=State.RECEIVED))
        ticket.photos.extend(TicketPhoto(media=media) for media in photos)
        session.flush()
        session.add(Follower(ticket_id=ticket.id, conversation_id=conversation.id, since=now))
        return ticket

    # --- moving ------------------------------------------------------------------------------------

    def get(self, session: Session, number: str, *, lock: bool = False) -> Ticket:
        """Raises TicketNotFoundError."""
        query = select(Ticket).where(Ticket.number == number)
        ticket = session.scalar(query.with_for_update() if lock else query)
        if ticket is None:
            raise TicketNotFoundError(f"no ticket bears the number {number}; check it against the list")
        return ticket

    def move(
        self,
        session: Session,
        number: str,
        to: State,
        actor: Actor,
        *,
        note: str | None = None,
        photos: Sequence[Media] = (),
        seen_version: int | None = None,
    ) -> Ticket:
        """Bring a ticket into another state.

        `seen_version` is the version that the actor's decision was based on: if somebody else was quicker,
        StaleTicketError is raised. Also raises TransitionError, ForbiddenError, EvidenceMissingError and
        TicketNotFoundError.
        """
        ticket = self.get(session, number, lock=True)
        if seen_version is not None and ticket.version != seen_version:
            raise StaleTicketError(f"{number} was changed by somebody else meanwhile; look at it again")
        note = (note or "").strip() or None
        self._check_step(ticket, to, actor)
        self._check_evidence(ticket, to, actor, note, photos)
        event = self._record(ticket, EventVerb.MOVED, actor, note=note, to=to, photos=photos)
        ticket.state = to
        ticket.done_at = event.at if to in DONE_STATES else None
        session.flush()
        self._notify(session, ticket, event)
        return ticket

    def _check_step(self, ticket: Ticket, to: State, actor: Actor) -> None:
        steps = STEPS[ticket.kind].get(ticket.state, {})
        if to not in steps:
            possible = ", ".join(steps) or "nothing"
            raise TransitionError(f"{ticket.number} is {ticket.state}: it may go to {possible}, not to {to}")
        if actor.role not in steps[to]:
            raise ForbiddenError(
                f"{ticket.number} may go to {to} only by {', '.join(sorted(steps[to]))}, not by {actor.role}"
            )
        if to is State.REOPENED and actor == REPORTER and not self.may_reopen(ticket):
            days = self._config.tickets.reopen_days
            raise ForbiddenError(f"{ticket.number} was done more than {days} days ago: too late to reopen it")

    def _check_evidence(
        self, ticket: Ticket, to: State, actor: Actor, note: str | None, photos: Sequence[Media]
    ) -> None:
        if to in NOTE_REQUIRED and not note:
            raise EvidenceMissingError(f"a note is needed to bring {ticket.number} to {to}: the citizen reads it")
        if to in PHOTO_REQUIRED and not photos:
            raise EvidenceMissingError(f"a photo of the work done is needed to bring {ticket.number} to {to}")

    def may_reopen(self, ticket: Ticket) -> bool:
        """Within the configured days after it was done."""
        if ticket.state is not State.RESOLVED or ticket.done_at is None:
            return False
        return self._clock() - ticket.done_at <= timedelta(days=self._config.tickets.reopen_days)

    # --- what does not change the state ------------------------------------------------------------

    def note(self, session: Session, number: str, actor: Actor, text: str) -> Ticket:
        """An internal note of staff; nobody is told."""
        ticket = self.get(session, number, lock=True)
        self._record(ticket, EventVerb.NOTED, actor, note=text)
        return ticket

    def add_information(self, session: Session, number: str, text: str, photos: Sequence[Media]) -> Ticket:
        """What the reporter adds later."""
        ticket = self.get(session, number, lock=True)
        self._record(ticket, EventVerb.ADDED, REPORTER, note=text or None)
        ticket.photos.extend(TicketPhoto(media=media) for media in photos)
        return ticket

    def edited(self, session: Session, ticket: Ticket, text: str) -> None:
        """The reporter changed a message that the ticket was made of: staff see it, the text stays."""
        self._record(ticket, EventVerb.EDITED, REPORTER, note=text)

    def rate(self, session: Session, number: str, stars: int) -> Ticket:
        ticket = self.get(session, number, lock=True)
        if ticket.state not in DONE_STATES:
            raise TicketError(f"{number} is not done yet: it can't be rated")
        ticket.rating = stars
        self._record(ticket, EventVerb.RATED, REPORTER, note=str(stars))
        return ticket

    def set_public(self, session: Session, number: str, public: bool) -> Ticket:
        ticket = self.get(session, number, lock=True)
        ticket.public = public
        return ticket

    def follow(self, session: Session, number: str, conversation: Conversation) -> Ticket:
        ticket = self.get(session, number)
        if session.get(Follower, (ticket.id, conversation.id)) is None:
            session.add(Follower(ticket_id=ticket.id, conversation_id=conversation.id, since=self._clock()))
        return ticket

    def followers(self, session: Session, ticket: Ticket) -> list[int]:
        """The conversations to wake after the commit."""
        return list(session.scalars(select(Follower.conversation_id).where(Follower.ticket_id == ticket.id)))

    # --- history and notification ------------------------------------------------------------------

    def _record(
        self,
        ticket: Ticket,
        verb: EventVerb,
        actor: Actor,
        *,
        note: str | None = None,
        to: State | None = None,
        photos: Sequence[Media] = (),
    ) -> TicketEvent:
        now = self._clock()
        event = TicketEvent(
            at=now,
            verb=verb,
            role=actor.role,
            staff_id=actor.staff_id,
            from_state=ticket.state if to else None,
            to_state=to,
            note=note,
        )
        ticket.events.append(event)
        event.photos.extend(TicketPhoto(ticket=ticket, media=media) for media in photos)
        ticket.changed_at = now
        return event

    def _notify(self, session: Session, ticket: Ticket, event: TicketEvent) -> None:
        """Tell every follower; the reporter is also asked whether a finished job is fine."""
        if event.role is REPORTER.role:
            return  # the conversation has just answered by itself
        followers = session.scalars(select(Conversation).join(Follower).where(Follower.ticket_id == ticket.id))
        photo = event.photos[0].media if event.photos else None
        for conversation in followers:
            mine = conversation.id == ticket.reporter_id
            replies = [Reply(f"progress-{ticket.state}", {"number": ticket.number, "category": ticket.category})]
            if event.note and (mine or ticket.public):
                replies.append(Reply("note-of-officer", {"note": event.note}))
            if mine and ticket.state in DONE_STATES:
                replies.append(ask_satisfied(ticket.number))
            self._outbox.queue(
                session, conversation, replies, ticket=ticket, photo=photo if mine or ticket.public else None
            )
