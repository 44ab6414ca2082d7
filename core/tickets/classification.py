"""Corrections of kind, category and place by a person, kept for the understanding to learn from."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.config import Config
from core.dialogue import drafting
from core.dialogue.state import Place
from core.kernel.actor import SYSTEM, Actor
from core.kernel.clock import Clock
from core.kernel.errors import ForbiddenError, TargetError, TransitionError
from core.kernel.ports import Understanding
from core.kernel.states import OPEN_STATES, STEPS, Kind, Role, State
from core.notifications.followers import News
from core.protection.scrub import scrub, scrub_place
from core.storage.event_details import Change, Corrections
from core.storage.models import Correction, EventVerb, Ticket
from core.tickets.deadlines import Deadlines
from core.tickets.handover import Handover, Handovers
from core.tickets.history import History

_MAY_SORT = frozenset({Role.MODERATOR, Role.TICKET_ADMIN, Role.ADMINISTRATOR})


class Sorting:
    def __init__(
        self,
        config: Config,
        history: History,
        handovers: Handovers,
        deadlines: Deadlines,
        news: News,
        clock: Clock,
    ) -> None:
        self._config = config
        self._history = history
        self._handovers = handovers
        self._deadlines = deadlines
        self._news = news
        self._clock = clock

    @staticmethod
    def may_sort(ticket: Ticket, actor: Actor) -> bool:
        return ticket.state in OPEN_STATES and actor.role in _MAY_SORT

    def reclassify(
        self,
        session: Session,
        number: str,
        actor: Actor,
        *,
        kind: Kind | None = None,
        category: str | None = None,
        place: Place | None = None,
        seen_version: int | None = None,
    ) -> Ticket:
        """Correct or confirm what is left in no doubt afterwards; what is None stays as it is.

        A ticket that nobody has taken up yet goes to the unit that the rules now name. Raises ForbiddenError,
        TargetError, TransitionError, StaleTicketError and TicketNotFoundError.
        """
        if place is not None:
            place = place.model_copy(update={"words": scrub_place(place.words)})
        self._news.hold(session, number)
        ticket = self._history.get(session, number, actor, lock=True, seen_version=seen_version)
        if actor.role not in _MAY_SORT:
            raise ForbiddenError(f"{number} may be sorted by {', '.join(sorted(_MAY_SORT))}, not by {actor.role}")
        self._check(ticket, kind, category)
        changes = self._changes(ticket, kind, category, place)
        before = ticket.kind, ticket.category
        learns = teaches(ticket, kind, category)
        settled = {what for what, value in (("kind", kind), ("category", category), ("place", place)) if value}
        self._put(session, ticket, actor, changes, settled, kind, category, place)
        if learns:
            self.keep(session, ticket, *before)
        return ticket

    def sort_late(self, session: Session, number: str, understanding: Understanding) -> None:
        """Sort a report that came while the understanding was away, unless a person has done so or taken it up.

        Nobody corrected anything, so there is nothing to learn from it. Raises TicketNotFoundError.
        """
        self._news.hold(session, number)
        ticket = self._history.get(session, number, lock=True)
        ticket.unread_since = None
        guessed, clear = drafting.likely_kind(understanding), drafting.clear_category(understanding)
        kind = self._config.kind_of(guessed) if "kind" in ticket.doubts else None
        category = clear if "category" in ticket.doubts and clear in self._config.categories else None
        if ticket.state is not State.RECEIVED or not (kind or category):
            return
        settled = {*(["kind"] if kind and understanding.kind_clear else ()), *(["category"] if category else ())}
        changes = self._changes(ticket, kind, category, None)
        if changes or settled:
            self._put(session, ticket, SYSTEM, changes, settled, kind, category, None)

    def _put(
        self,
        session: Session,
        ticket: Ticket,
        actor: Actor,
        changes: Corrections | None,
        settled: Collection[str],
        kind: Kind | None,
        category: str | None,
        place: Place | None,
    ) -> None:
        """Change and reroute it, and write that down."""
        ticket.kind = kind or ticket.kind
        ticket.category = category or ticket.category
        if place is not None:
            _put_place(ticket, place)
        ticket.needs_person = ",".join(what for what in ticket.doubts if what not in settled) or None
        taken_up = ticket.state is not State.RECEIVED
        given = Handover(ticket.unit if taken_up else self._handovers.first(ticket), None)
        event = self._history.record(ticket, EventVerb.SORTED, actor, given=given, detail=changes)
        ticket.unit, ticket.assignee_id = given.unit, ticket.assignee_id if taken_up else None
        self._history.tell(session, ticket, event, moved_estimate=self._deadlines.resort(ticket, self._clock()))

    def _check(self, ticket: Ticket, kind: Kind | None, category: str | None) -> None:
        if ticket.state not in OPEN_STATES:
            raise TransitionError(f"{ticket.number} is {ticket.state}: only an open ticket can be sorted")
        if category is not None and category not in self._config.categories:
            raise TargetError(f"no category is called {category!r}; they stand in config.yml")
        if kind is not None and not STEPS[kind].get(ticket.state):
            raise TransitionError(
                f"{ticket.number} is {ticket.state}, a state that kind {kind} does not have: "
                "bring it back to received first"
            )

    def _changes(
        self, ticket: Ticket, kind: Kind | None, category: str | None, place: Place | None
    ) -> Corrections | None:
        """What staff read in the history; None if all stays as it was."""
        where = (place.area_name or place.words or "-") if place else None
        was = ticket.kelurahan or ticket.kecamatan or ticket.kota or "-"
        found = Corrections(
            kind=_change(ticket.kind, kind),
            category=_change(ticket.category, category),
            place=Change(before=was, after=where) if where else None,
        )
        return found if found.changes else None

    def keep(self, session: Session, ticket: Ticket, old_kind: Kind, old_category: str) -> None:
        """Keep a person's word on a report for learning: what it is now, and what the bot had taken it for."""
        session.add(
            Correction(
                ticket_id=ticket.id,
                at=self._clock(),
                text=scrub(ticket.description),
                old_kind=old_kind,
                new_kind=ticket.kind,
                old_category=old_category,
                new_category=ticket.category,
            )
        )


def _change(before: str, after: str | None) -> Change | None:
    return None if after is None or after == before else Change(before=before, after=after)


def teaches(ticket: Ticket, kind: Kind | None, category: str | None) -> bool:
    """A confirmation of what the bot had guessed in doubt teaches as much as a correction."""
    given = (("kind", kind, ticket.kind), ("category", category, ticket.category))
    return any(new is not None and (new != old or what in ticket.doubts) for what, new, old in given)


def _put_place(ticket: Ticket, place: Place) -> None:
    """The reporter's own words stay unless the correction has better ones."""
    ticket.place_words = place.words or ticket.place_words
    if place.lat is not None:
        ticket.lat, ticket.lon = place.lat, place.lon
    ticket.area_code = place.area_code
    ticket.kelurahan, ticket.kecamatan, ticket.kota = place.kelurahan, place.kecamatan, place.kota
    ticket.place_approximate = place.approximate


def correction_lines(session: Session, label: Callable[[str], str] = str) -> Iterator[str]:
    """All corrections as JSON lines, the oldest first. The last one of a report is what it really is.

    `label` says what the model calls a category of ours.
    """
    for row in session.scalars(select(Correction).order_by(Correction.id).execution_options(yield_per=500)):
        yield json.dumps(
            {
                "at": row.at.isoformat(),
                "text": row.text,
                "kind": row.new_kind,
                "category": label(row.new_category),
                "old_kind": row.old_kind,
                "old_category": label(row.old_category),
            },
            ensure_ascii=False,
        )
