"""Lists of tickets by what somebody looks for: the newest first, or what is due first.

Pages go on behind the last ticket of the one before (keyset), so that the hundredth is as fast as the first. Each list
is sought where it is found soonest: open tickets have a small index of their own; what many tickets fit is found among
the newest; what few fit, by the index of what they fit; and words by the full-text index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, load_only

from core.city.sight import EVERYTHING, Sight, person
from core.kernel.states import OPEN_STATES, Kind, State
from core.kernel.ticket_numbers import read_number
from core.reports import counts, search
from core.storage.database import Database
from core.storage.models import Ticket


class Order(StrEnum):
    NEWEST = "newest"
    DUE = "due"
    """By the deadline of the current step, the earliest first. Closed tickets have none and come in any order."""


@dataclass(frozen=True)
class WorklistQuery:
    """Which tickets are wanted; what is left out is no condition."""

    states: Collection[State] = ()
    kind: Kind | None = None
    category: str | None = None
    units: Collection[str] = ()
    areas: Collection[str] = ()
    """Codes of the areas themselves; those inside a larger one are named one by one."""
    assignee_id: int | None = None
    since: date | None = None
    """The day on which it was opened, in the city's time; both ends count."""
    until: date | None = None
    late_at: datetime | None = None
    """Only open tickets of which a deadline has passed by this moment."""
    changed_since: datetime | None = None
    public: bool | None = None
    doubtful: bool = False
    """Only open tickets of which the bot left something for a person to decide."""
    sight: Sight = EVERYTHING
    """What the viewer may see."""
    words: str = ""
    """All of them are in what was reported, or in the words for the place; or it is the ticket's number."""
    order: Order = Order.NEWEST

    @property
    def open_only(self) -> bool:
        return self.late_at is not None or self.doubtful or (bool(self.states) and OPEN_STATES.issuperset(self.states))

    @property
    def seen_in_newest(self) -> bool:
        """Whether to look through the index of days: it has all columns needed, and the viewer sees more than a few."""
        return not (self.assignee_id or self.changed_since or self.late_at or self.doubtful or self.sight.few)

    def settled(self, session: Session) -> WorklistQuery:
        """Returns the query with its sight worked out; without one, if the viewer may see all that is asked for."""
        own = self.assignee_id is not None and person(self.assignee_id) in self.sight.holders
        covered = own or self.sight.covers(self.units, self.areas)
        return replace(self, sight=EVERYTHING if covered else self.sight.counted(session))


@dataclass(frozen=True)
class TicketCursor:
    """The ticket after which a page begins."""

    id: int
    due: datetime | None = None

    @classmethod
    def after(cls, ticket: Ticket, order: Order) -> TicketCursor:
        return cls(ticket.id, ticket.step_due_at if order is Order.DUE else None)

    @classmethod
    def read(cls, written: str) -> TicketCursor | None:
        """Returns the cursor as it was written in an address; None if it is none."""
        number, _, due = written.partition("~")
        if not (number.isascii() and number.isdecimal() and len(number) <= 18):
            return None
        try:
            moment = datetime.fromisoformat(due) if due else None
        except ValueError:
            return None
        return None if moment is not None and moment.tzinfo is None else cls(int(number), moment)

    def __str__(self) -> str:
        return f"{self.id}~{self.due.isoformat()}" if self.due else str(self.id)


def worklist(
    session: Session,
    wanted: WorklistQuery,
    *,
    after: TicketCursor | None = None,
    limit: int = 50,
    only: Sequence[InstrumentedAttribute[Any]] = (),
) -> Sequence[Ticket]:
    """Returns a page of tickets. `only`: the columns to load, for long lists."""
    ids = ids_of(session, wanted, after=after, limit=limit)
    query = select(Ticket).where(Ticket.id.in_(ids))
    if only:
        query = query.options(load_only(*only, raiseload=True))
    found = {ticket.id: ticket for ticket in session.scalars(query)}
    return [found[ticket_id] for ticket_id in ids if ticket_id in found]


def count_up_to(session: Session, wanted: WorklistQuery, most: int) -> int:
    """Returns how many tickets there are, `most` at most."""
    return len(ids_of(session, wanted, limit=most))


def batches(database: Database, wanted: WorklistQuery, most: int, size: int = 500) -> Iterator[Sequence[Ticket]]:
    """Returns the whole list in pieces, each in a transaction of its own: none stays open while a slow reader reads."""
    after: TicketCursor | None = None
    while most > 0:
        with database.read() as session:
            found = worklist(session, wanted, after=after, limit=min(size, most))
        if not found:
            return
        yield found
        most -= len(found)
        after = TicketCursor.after(found[-1], wanted.order)


# --- where to look ---------------------------------------------------------------------------------

_NEWEST = (1_000, 4_000, 20_000)
_FIRST = 500
_HITS = 5_000
"""So many tickets are looked through one by one (the newest, the first of a small list, or those with the words)
before the whole table is searched by an index."""
NO_LIMIT = 1_000_000_000
"""A limit keeps a database from mixing a subquery with the conditions around it, and from choosing another index."""
_BY_DAY = tuple(
    getattr(Ticket, name) for name in ("id", "opened_on", "state", "unit", "category", "area_code", "kind", "public")
)
_OPEN = (*_BY_DAY, Ticket.step_due_at, Ticket.due_at, Ticket.assignee_id, Ticket.needs_person, Ticket.changed_at)
"""The columns of the indexes ix_ticket_opened_on, ix_ticket_category and ix_ticket_due: a query that reads no others
reads no rows."""


def ids_of(
    session: Session, wanted: WorklistQuery, *, after: TicketCursor | None = None, limit: int = 50
) -> Sequence[int]:
    """Returns a query for the ids of these tickets."""
    wanted = wanted.settled(session)
    if wanted.words.strip():
        return _ids_with_words(session, wanted, after, limit)
    if wanted.open_only and wanted.order is Order.DUE:
        return _ids_of_open(session, wanted, after, limit)
    older = _older(session, Ticket, after)
    if wanted.seen_in_newest:
        newest = select(*_BY_DAY).where(*_in_time(Ticket, wanted), *older).order_by(*_newest_first(Ticket))
        if wanted.category:
            newest = newest.where(Ticket.category == wanted.category)
        for number in _NEWEST[:1] if wanted.open_only else _NEWEST:
            few = newest.limit(number).subquery().c
            ids = session.scalars(_chosen(few, wanted).order_by(*_newest_first(few)).limit(limit)).all()
            if len(ids) == limit:
                return ids
    if wanted.open_only:
        return _ids_of_open(session, wanted, after, limit)
    every = select(Ticket.id, Ticket.opened_on).where(*_conditions(Ticket, wanted), *older).limit(NO_LIMIT)
    fitting = every.subquery().c
    return session.scalars(select(fitting.id).order_by(*_newest_first(fitting)).limit(limit)).all()


def _ids_of_open(
    session: Session, wanted: WorklistQuery, after: TicketCursor | None, limit: int, terms: Sequence[str] = ()
) -> Sequence[int]:
    """Searches the index of deadlines: every open ticket has a deadline for its step, and no closed one has."""
    every = select(*_OPEN).where(Ticket.step_due_at.is_not(None))
    if wanted.units:
        every = every.where(Ticket.unit.in_(sorted(wanted.units)))
    if wanted.doubtful:
        every = every.where(Ticket.needs_person.is_not(None))
    due_first = wanted.order is Order.DUE
    if due_first:
        every = every.order_by(Ticket.step_due_at, Ticket.id)
        if after is not None and after.due is not None:
            same = and_(Ticket.step_due_at == after.due, Ticket.id > after.id)
            every = every.where(Ticket.step_due_at >= after.due, or_(Ticket.step_due_at > after.due, same))
    ids: Sequence[int] = []
    for number in (_FIRST, NO_LIMIT) if due_first else (NO_LIMIT,):
        few = every.limit(number).subquery().c
        order = (few.step_due_at, few.id) if due_first else _newest_first(few)
        query = _chosen(few, wanted).order_by(*order).limit(limit)
        if not due_first:
            query = query.where(*_older(session, few, after))
        if terms:
            having = search.among if number < NO_LIMIT else search.having
            query = having(session, query, few.id, terms)
        ids = session.scalars(query).all()
        if len(ids) == limit:
            break
    return ids


def _ids_with_words(session: Session, wanted: WorklistQuery, after: TicketCursor | None, limit: int) -> Sequence[int]:
    """Orders by id instead of day (ids grow with the days), because the full-text index knows no days."""
    terms = search.terms(wanted.words)
    if not terms:
        return []
    if wanted.open_only and wanted.order is Order.DUE:
        return _ids_of_open(session, wanted, after, limit, terms)
    conditions, older = _conditions(Ticket, wanted), [Ticket.id < after.id] if after else []
    every = select(Ticket.id).where(*conditions, *older).order_by(Ticket.id.desc())
    fitting = every.limit(limit)
    if number := read_number(wanted.words):
        return session.scalars(fitting.where(Ticket.number == number)).all()
    found = search.ids_with(session, terms)
    if few_there := _few_lie_there(session, wanted):
        newest = every.limit(_FIRST).subquery().c
        first = select(newest.id).order_by(newest.id.desc()).limit(limit)
        ids = session.scalars(search.among(session, first, newest.id, terms)).all()
        if len(ids) == limit:
            return ids
    if few_there or session.get_bind().dialect.name == "postgresql":  # which keeps statistics of words
        return session.scalars(search.having(session, fitting, Ticket.id, terms)).all()
    hit = found.selected_columns.id
    hits = found.where(hit < after.id if after else true()).order_by(hit.desc()).limit(_HITS if conditions else limit)
    if not conditions:
        return session.scalars(hits).all()
    few = hits.subquery()
    looked_through = select(*_OPEN).join(few, few.c.id == Ticket.id).limit(_HITS).subquery().c
    ids = session.scalars(_chosen(looked_through, wanted).order_by(looked_through.id.desc()).limit(limit)).all()
    if len(ids) == limit or (session.scalar(select(func.count()).select_from(few)) or 0) < _HITS:
        return ids
    if wanted.open_only:
        return _ids_of_open(session, wanted, after, limit, terms)
    return session.scalars(search.having(session, fitting, Ticket.id, terms)).all()


def _few_lie_there(session: Session, wanted: WorklistQuery) -> bool:
    """Whether so few tickets lie with these units or areas, or in sight, that all of them can be looked through."""
    if wanted.sight.few:
        return True
    if not (wanted.units or wanted.areas):
        return False
    return sum(counts.counts(session, by=(), units=wanted.units, areas=wanted.areas).values()) <= _HITS


# --- conditions ------------------------------------------------------------------------------------


def _chosen(few: Any, wanted: WorklistQuery) -> Select[int]:
    return select(few.id).where(*_conditions(few, wanted))


def _newest_first(of: Any) -> tuple[ColumnElement[Any], ...]:
    return of.opened_on.desc(), of.id.desc()


def _older(session: Session, of: Any, after: TicketCursor | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    day = session.scalar(select(Ticket.opened_on).where(Ticket.id == after.id))
    if day is None:
        return [of.id < after.id]
    return [of.opened_on <= day, or_(of.opened_on < day, of.id < after.id)]


def _in_time(of: Any, wanted: WorklistQuery) -> list[ColumnElement[bool]]:
    found = []
    if wanted.since is not None:
        found.append(of.opened_on >= wanted.since)
    if wanted.until is not None:
        found.append(of.opened_on <= wanted.until)
    return found


def _conditions(of: Any, wanted: WorklistQuery) -> list[ColumnElement[bool]]:
    """Returns the conditions on the class Ticket, or on the columns of a query."""
    found = _in_time(of, wanted)
    states = set(wanted.states)
    if wanted.late_at is not None or wanted.doubtful:
        states = states & OPEN_STATES if states else set(OPEN_STATES)
    if states or wanted.states:
        found.append(of.state.in_(sorted(states)))
    for column, value in ((of.kind, wanted.kind), (of.category, wanted.category)):
        if value is not None:
            found.append(column == value)
    if wanted.assignee_id is not None:
        found.append(of.assignee_id == wanted.assignee_id)
    if wanted.changed_since is not None:
        found.append(of.changed_at >= wanted.changed_since)
    if wanted.public is not None:
        found.append(of.public == wanted.public)
    if wanted.units:
        found.append(of.unit.in_(sorted(wanted.units)))
    if wanted.areas:
        found.append(of.area_code.in_(sorted(wanted.areas)))
    if wanted.late_at is not None:
        found.append(or_(of.step_due_at <= wanted.late_at, of.due_at <= wanted.late_at))
    if wanted.doubtful:
        found.append(of.needs_person.is_not(None))
    if not wanted.sight.everything:
        found.append(wanted.sight.condition(of))
    return found
