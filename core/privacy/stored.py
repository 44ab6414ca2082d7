"""Scrubs what was stored before: by an earlier version, or by earlier rules. Part of the sweep, in small batches.

How far it has come is noted in the transaction of each batch, so it can be broken off anywhere. The newest tickets
come first: they are the ones that are read. Nothing else of a ticket changes, not even its version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, load_only, selectinload

from core.kernel.states import Role
from core.messaging.reporters_words import ReportersWords
from core.protection.scrub import RULES, scrub
from core.storage.database import Database
from core.storage.models import Conversation, Correction, PollCursor, Ticket, TicketEvent
from core.tickets.history import REPORTERS_WORDS

_MARK = "#scrubbed"
"""No account is called so: the row in the table of cursors that says how far the pass has come."""
_BATCH = 200
_PAGES = 500
"""Of the full-text index, put together in one transaction."""
_DONE = 0

_Change = tuple[InstrumentedAttribute[str] | InstrumentedAttribute[str | None], int, str | None, str | None]
"""A column, the id of a row, what stands there, and what is to stand there."""


class StoredWords:
    def __init__(self, database: Database, words: ReportersWords) -> None:
        self._database = database
        self._words = words

    def run(self, batches: int = 20) -> int:
        """Go on from where it stopped. Answers how many tickets were looked at; nothing once all are done."""
        looked_at = 0
        for _ in range(batches):
            below = self._below()
            if below == _DONE:
                break
            looked_at += self._batch(below)
        return looked_at

    def _below(self) -> int:
        """The tickets with a smaller id are still to be done."""
        with self._database.read() as session:
            noted = session.scalar(select(PollCursor.value).where(PollCursor.account == _MARK)) or ""
            rules, _, below = noted.partition("/")
            if rules == str(RULES):
                return int(below)
            return (session.scalar(select(func.max(Ticket.id))) or 0) + 1

    def _batch(self, below: int) -> int:
        # Read and scrubbed before the transaction that writes, which holds up everybody else on SQLite.
        with self._database.read() as session:
            tickets = self._tickets(session, below)
            ids = [ticket.id for ticket in tickets]
            learned = session.scalars(select(Correction).where(Correction.ticket_id.in_(ids))).all()
        changes = [
            *self._of_tickets(tickets),
            *((Correction.text, row.id, row.text, scrub(row.text)) for row in learned),
        ]
        following = min(ids, default=_DONE) if len(ids) == _BATCH else _DONE
        with self._database.write() as session:
            for column, id_, was, becomes in changes:
                if was != becomes:
                    table = column.class_
                    session.execute(update(table).where(table.id == id_, column == was).values({column: becomes}))
            session.merge(PollCursor(account=_MARK, value=f"{RULES}/{following}"))
        if following == _DONE and below > 1:
            self._put_index_together()
        return len(ids)

    @staticmethod
    def _tickets(session: Session, below: int) -> Sequence[Ticket]:
        query = (
            select(Ticket)
            .where(Ticket.id < below)
            .order_by(Ticket.id.desc())
            .limit(_BATCH)
            .options(
                load_only(Ticket.id, Ticket.description, Ticket.place_words, Ticket.reporter_id),
                joinedload(Ticket.reporter).load_only(Conversation.display_name),
                selectinload(
                    Ticket.events.and_(
                        TicketEvent.note.is_not(None),
                        or_(TicketEvent.verb.in_(REPORTERS_WORDS), TicketEvent.role == Role.REPORTER),
                    )
                ),
            )
        )
        return session.scalars(query).all()

    def _of_tickets(self, tickets: Iterable[Ticket]) -> Iterator[_Change]:
        for ticket in tickets:
            said = self._words.clean_report(ticket.reporter, ticket.description, ticket.place_words)
            yield Ticket.description, ticket.id, ticket.description, said.description
            yield Ticket.place_words, ticket.id, ticket.place_words, said.place
            for event in ticket.events:
                yield TicketEvent.note, event.id, event.note, self._words.clean(ticket.reporter, event.note or "")

    def _put_index_together(self) -> None:
        """SQLite's full-text index keeps words that have gone until its parts are merged."""
        if self._database.engine.dialect.name != "sqlite":
            return
        pages = -_PAGES  # a negative number begins a merge of all parts, a positive one goes on with it
        while True:
            with self._database.write() as session:
                before = session.scalar(text("SELECT total_changes()"))
                session.execute(
                    text("INSERT INTO ticket_words(ticket_words, rank) VALUES ('merge', :pages)"), {"pages": pages}
                )
                if session.scalar(text("SELECT total_changes()")) - before < 2:
                    return
            pages = _PAGES
