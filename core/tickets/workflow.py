"""The one write path of tickets.

Every change locks the row, checks the state table, the role and its scope, writes a TicketEvent and tells all
who listen, all inside the caller's transaction: history and notification can't part from the change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.scope import BOUND_ROLES, check_scope, within_scope
from core.config import Config
from core.kernel.actor import REPORTER, Actor
from core.kernel.clock import Clock
from core.kernel.errors import EvidenceMissingError, ForbiddenError, TargetError, TicketError, TransitionError
from core.kernel.states import (
    DONE_STATES,
    NOTE_REQUIRED,
    OPEN_STATES,
    PHOTO_REQUIRED,
    STEPS,
    Role,
    State,
    next_states,
)
from core.messaging.reporters_words import ReportersWords
from core.notifications.followers import News
from core.notifications.listening import TicketListeners
from core.reports.queries import main_of
from core.storage.event_details import EventDetail, Joined, Joining, Rating, Referral, Reopening
from core.storage.models import Conversation, EventVerb, Follower, Media, Ticket, TicketPhoto
from core.tickets.classification import Sorting
from core.tickets.deadlines import Deadlines
from core.tickets.handover import Handovers
from core.tickets.history import History
from core.tickets.merging import Merging
from core.tickets.opening import Opening
from core.tickets.steps import Coordinate, Merge, OpenAgain, OutOfScope, Step

_MAY_CHECK = frozenset({Role.VALIDATOR, Role.ADMINISTRATOR})
_MAY_REASSIGN = frozenset({Role.TICKET_ADMIN, Role.ADMINISTRATOR})
_CLOSED_FOR_A_WHILE = frozenset({State.OUT_OF_SCOPE, State.MERGED, State.RESOLVED})
"""A ticket that comes back from there has all its time before it again."""


class Workflow:
    """Applies the state table. All methods work inside the session's transaction."""

    def __init__(
        self,
        config: Config,
        router: Router,
        deadlines: Deadlines,
        news: News,
        listeners: TicketListeners,
        words: ReportersWords,
        clock: Clock,
    ) -> None:
        self._config = config
        self._router = router
        self._deadlines = deadlines
        self._news = news
        self._clock = clock
        self._words = words
        self._history = History(router, words, listeners, clock)
        self.handovers = Handovers(router)
        self._merging = Merging(self._history, self.handovers, deadlines, news, clock)
        self._sorting = Sorting(config, self._history, self.handovers, deadlines, news, clock)
        self.unmerge, self.may_unmerge = self._merging.unmerge, self._merging.may_unmerge
        self.reclassify, self.may_sort = self._sorting.reclassify, self._sorting.may_sort
        self.sort_late = self._sorting.sort_late
        opening = Opening(config, router, self._history, self._sorting, deadlines, words, clock)
        self.open, self.fresh_number, self.forecast = opening.open, opening.fresh_number, opening.forecast
        self.amend, self.settle_due = opening.amend, opening.settle_due
        self._settle = opening.settle

    # --- moving ------------------------------------------------------------------------------------

    def get(self, session: Session, number: str, *, lock: bool = False) -> Ticket:
        """Raises TicketNotFoundError."""
        return self._history.get(session, number, lock=lock)

    def move(
        self, session: Session, number: str, step: Step, actor: Actor, *, seen_version: int | None = None
    ) -> Ticket:
        """Take a step with a ticket.

        `seen_version` is the version that the actor's decision was based on: if somebody else was quicker,
        StaleTicketError is raised. Also raises TransitionError, ForbiddenError, EvidenceMissingError, TargetError
        and TicketNotFoundError.
        """
        self._news.hold(session, number)
        ticket = self._history.get(session, number, actor, lock=True, seen_version=seen_version)
        self._settle(session, ticket)
        step = replace(step, note=(step.note or "").strip() or None)
        self._check_step(ticket, step.to, actor)
        self._check_evidence(ticket, step, actor)
        main = self._merging.find_main(session, ticket, actor, step) if isinstance(step, Merge) else None
        given = self.handovers.decide(session, ticket, step, actor)
        event = self._history.record(
            ticket,
            EventVerb.MOVED,
            actor,
            note=step.note,
            to=step.to,
            photos=step.photos,
            given=given,
            detail=_detail(step, main),
        )
        came_from, ticket.state = ticket.state, step.to
        ticket.unit, ticket.assignee_id, ticket.main = given.unit, given.assignee_id, main
        ticket.done_at = event.at if step.to in DONE_STATES else None
        self._history.tell(session, ticket, event, moved_estimate=self._run_clocks(ticket, came_from, event.at))
        if step.to is State.WITHDRAWN:
            self._merging.release(session, ticket)
        return ticket

    def may(self, ticket: Ticket, actor: Actor) -> list[State]:
        """Where this actor may bring the ticket from here."""
        if not within_scope(self._router, actor, ticket):
            return []
        return next_states(ticket.kind, ticket.state, actor.role)

    def may_note(self, ticket: Ticket, actor: Actor) -> bool:
        return within_scope(self._router, actor, ticket)

    def may_check(self, ticket: Ticket, actor: Actor) -> bool:
        """Whether this actor may write down what was seen in the field."""
        return ticket.state is State.AWAITING_VALIDATION and actor.role in _MAY_CHECK

    def may_reopen(self, ticket: Ticket) -> bool:
        """Within the configured days after it was done."""
        if ticket.state is not State.RESOLVED or ticket.done_at is None:
            return False
        return self._clock() - ticket.done_at <= timedelta(days=self._config.tickets.reopen_days)

    def _check_step(self, ticket: Ticket, to: State, actor: Actor) -> None:
        steps = STEPS[ticket.kind].get(ticket.state, {})
        if to not in steps:
            possible = ", ".join(steps) or "nothing"
            raise TransitionError(f"{ticket.number} is {ticket.state}: it may go to {possible}, not to {to}")
        if actor.role not in steps[to]:
            raise ForbiddenError(
                f"{ticket.number} may go to {to} only by {', '.join(sorted(steps[to]))}, not by {actor.role}"
            )
        check_scope(self._router, actor, ticket)
        if to is State.REOPENED and actor == REPORTER and not self.may_reopen(ticket):
            days = self._config.tickets.reopen_days
            raise ForbiddenError(f"{ticket.number} was done more than {days} days ago: too late to reopen it")

    def _check_evidence(self, ticket: Ticket, step: Step, actor: Actor) -> None:
        if step.to in NOTE_REQUIRED and not step.note:
            raise EvidenceMissingError(f"a note is needed to bring {ticket.number} to {step.to}: say why")
        if isinstance(step, Coordinate) and actor.role in BOUND_ROLES and not step.note:
            raise EvidenceMissingError(f"a note is needed to coordinate {ticket.number}: the other unit reads it")
        if step.to in PHOTO_REQUIRED and not step.photos:
            raise EvidenceMissingError(f"a photo of the work done is needed to bring {ticket.number} to {step.to}")

    def _run_clocks(self, ticket: Ticket, came_from: State, now: datetime) -> bool:
        """Answers whether the estimate is another one than the citizen knows."""
        if came_from in _CLOSED_FOR_A_WHILE:
            self._deadlines.start(ticket, now)
            return True
        return self._deadlines.enter(ticket, now)

    # --- what does not change the state ------------------------------------------------------------

    def note(self, session: Session, number: str, actor: Actor, text: str) -> Ticket:
        """An internal note of staff; nobody is told."""
        ticket = self._history.get(session, number, actor, lock=True)
        check_scope(self._router, actor, ticket)
        self._history.tell(session, ticket, self._history.record(ticket, EventVerb.NOTED, actor, note=text))
        return ticket

    def check(
        self, session: Session, number: str, actor: Actor, *, note: str | None = None, photos: Sequence[Media] = ()
    ) -> Ticket:
        """A validator looked at the place while the ticket awaits validation; for staff only, the state stays."""
        ticket = self._history.get(session, number, actor, lock=True)
        if actor.role not in _MAY_CHECK:
            raise ForbiddenError(f"{number} may be checked in the field by a validator, not by {actor.role}")
        if ticket.state is not State.AWAITING_VALIDATION:
            raise TransitionError(f"{number} is {ticket.state}: only what awaits validation is checked in the field")
        note = (note or "").strip() or None
        if not note and not photos:
            raise EvidenceMissingError(f"a field check of {number} needs a note or a photo")
        event = self._history.record(ticket, EventVerb.CHECKED, actor, note=note, photos=photos)
        self._history.tell(session, ticket, event)
        return ticket

    def clean(self, ticket: Ticket, text: str) -> str:
        """What of its reporter's words would stand in this ticket."""
        return self._words.clean(ticket.reporter, text)

    def add_information(
        self, session: Session, number: str, text: str, photos: Sequence[Media], actor: Actor = REPORTER
    ) -> Ticket:
        """What the reporter adds later; `actor` is who put it there."""
        ticket = self._history.get(session, number, actor, lock=True)
        event = self._history.record(ticket, EventVerb.ADDED, actor, note=text or None)
        ticket.photos.extend(TicketPhoto(media=media) for media in photos)
        self._history.tell(session, ticket, event)
        return ticket

    def join(
        self, session: Session, number: str, conversation: Conversation, text: str, photos: Sequence[Media]
    ) -> Ticket:
        """Somebody told of the same matter: they hear of the ticket from now on, and what they told stands in it."""
        ticket = self._history.get(session, number, lock=True)
        follower = self._follower(session, ticket, conversation)
        follower.joined = follower.joined or conversation.id != ticket.reporter_id
        if text or photos:
            note = self._words.clean(conversation, text) or None
            detail = Joined() if follower.joined else None
            event = self._history.record(ticket, EventVerb.ADDED, REPORTER, note=note, detail=detail)
            ticket.photos.extend(TicketPhoto(media=media) for media in photos)
            self._history.tell(session, ticket, event)
        return ticket

    def edited(self, session: Session, ticket: Ticket, text: str) -> None:
        """The reporter changed a message that the ticket was made of: staff see it, the text stays."""
        self._history.tell(session, ticket, self._history.record(ticket, EventVerb.EDITED, REPORTER, note=text))

    def rate(self, session: Session, number: str, stars: int, by: Conversation | None = None) -> Ticket:
        """Of a merged ticket, too: its reporter judges the work on the main one.

        `by`: whose judgement it is, if it may be another's than the reporter's.
        """
        ticket = self._history.get(session, number, lock=True)
        if main_of(ticket).state not in DONE_STATES:
            raise TicketError(f"{number} is not done yet: it can't be rated")
        if by is not None and by.id != ticket.reporter_id:
            self._follower(session, ticket, by).rating = stars
            return ticket
        ticket.rating = stars
        event = self._history.record(ticket, EventVerb.RATED, REPORTER, detail=Rating(stars=stars))
        self._history.tell(session, ticket, event)
        return ticket

    def reopen(self, session: Session, number: str, by: Conversation) -> Ticket:
        """Its reporter, or who joined it, says that it is not solved; for a merged one the main one is opened again."""
        ticket = self._history.get(session, number)
        main, joined = main_of(ticket), by.id != ticket.reporter_id
        through = number if main.number != number else None
        return self.move(session, main.number, OpenAgain(through=through, joined=joined), REPORTER)

    def reassign(
        self,
        session: Session,
        number: str,
        actor: Actor,
        *,
        unit: str | None = None,
        assignee_id: int | None = None,
        note: str | None = None,
    ) -> Ticket:
        """Give an open ticket to another person, or to the queue of a unit, where whoever had it is gone.

        No step: the state and its clock stay, and followers, to whom nothing changes, are not told. Without a unit it
        stays where it lies. Raises ForbiddenError, TransitionError, TargetError and TicketNotFoundError.
        """
        if actor.role not in _MAY_REASSIGN:
            raise ForbiddenError(f"{number} may be reassigned by a ticket admin or administrator, not by {actor.role}")
        ticket = self._history.get(session, number, actor, lock=True)
        if ticket.state not in OPEN_STATES:
            raise TransitionError(f"{number} is {ticket.state}: only an open ticket is given to somebody else")
        given = self.handovers.instead(session, ticket, unit, assignee_id)
        if (given.unit, given.assignee_id) == (ticket.unit, ticket.assignee_id):
            raise TargetError(f"{number} lies there already; name another unit or person")
        event = self._history.record(
            ticket,
            EventVerb.REASSIGNED,
            actor,
            note=note,
            given=given,
        )
        ticket.unit, ticket.assignee_id = given.unit, given.assignee_id
        self._history.tell(session, ticket, event)
        return ticket

    def set_public(self, session: Session, number: str, public: bool) -> Ticket:
        ticket = self._history.get(session, number, lock=True)
        ticket.public = public
        return ticket

    def follow(self, session: Session, number: str, conversation: Conversation) -> Ticket:
        ticket = self.get(session, number)
        self._follower(session, ticket, conversation)
        return ticket

    def _follower(self, session: Session, ticket: Ticket, conversation: Conversation) -> Follower:
        found = session.get(Follower, (ticket.id, conversation.id))
        if found is None:
            found = Follower(ticket_id=ticket.id, conversation_id=conversation.id, since=self._clock(), joined=False)
            session.add(found)
        return found


def _detail(step: Step, main: Ticket | None) -> EventDetail | None:
    match step:
        case Merge() if main is not None:
            return Joining(main=main.number)
        case OpenAgain(joined=True):
            return Joined()
        case OutOfScope(turn_to=str() as turn_to):
            return Referral(turn_to=turn_to)
        case OpenAgain(through=str() as number):
            return Reopening(number=number)
    return None
