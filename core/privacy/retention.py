"""Removes what has been kept for long enough. The figures stand in config.yml, section `privacy`.

Runs with the sweep, in small transactions, so that it holds up nobody; what is left over goes with the next sweep.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Column, ColumnElement, Select, and_, delete, exists, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from core.config import Privacy
from core.kernel.clock import Clock
from core.kernel.states import OPEN_STATES, State
from core.messaging import conversations
from core.privacy.anonymise import Anonymiser, discard
from core.storage.base import Base
from core.storage.database import Database
from core.storage.models import (
    Conversation,
    ConversationNote,
    DeadLetterRecord,
    Escalation,
    Follower,
    InboundMessage,
    Media,
    MediaState,
    OutboundMessage,
    PollCursor,
    SendState,
    StaffSession,
    Ticket,
    WebhookCall,
)

log = structlog.get_logger()

_BATCH = 100
_BATCHES = 20
"""Of one job in one sweep."""
_PAUSE = timedelta(days=1)
_CURSOR = "retention"
"""Notes in the table of cursors when all was done last."""


class Retention:
    def __init__(self, privacy: Privacy, database: Database, anonymiser: Anonymiser, clock: Clock) -> None:
        self._privacy = privacy
        self._database = database
        self._anonymiser = anonymiser
        self._clock = clock
        self._jobs: tuple[Callable[[Session], int], ...] = (
            self._anonymise,
            self._drop_drafts,
            self._forget_inbound,
            self._forget_outbound,
            self._forget_kept,
            self._forget_sources,
            self._forget_sessions,
            self._forget_calls,
            self._forget_uploads,
            self._forget_discarded,
            self._forget_conversations,
        )

    def run_daily(self) -> None:
        """At most once a day, unless the last time left something over."""
        now = self._clock()
        with self._database.read() as session:
            last = session.get(PollCursor, _CURSOR)
        if last is not None and now - datetime.fromisoformat(last.value) < _PAUSE:
            return
        if not self.run():
            return
        with self._database.write() as session:
            session.merge(PollCursor(account=_CURSOR, value=now.isoformat()))

    def run(self) -> bool:
        """Every job, in batches. Answers whether nothing is left over."""
        finished = True
        for job in self._jobs:
            count, batches = 0, 0
            while batches < _BATCHES:
                with self._database.write() as session:
                    done = job(session)
                count, batches = count + done, batches + 1
                if done < _BATCH:
                    break
            else:
                finished = False
            if count:
                log.info("retention.removed", what=job.__name__.strip("_"), count=count)
        return finished

    def _before(self, days: int) -> datetime:
        return self._clock() - timedelta(days=days)

    # --- the jobs; each handles a batch and answers how many it was ---------------------------------

    def _anonymise(self, session: Session) -> int:
        """Closed tickets; one that was merged when its main ticket is done with."""
        main = aliased(Ticket)
        main_is_done_with = exists().where(main.id == Ticket.merged_into_id, main.anonymised_at.is_not(None))
        due = (
            select(Ticket)
            .where(
                Ticket.anonymised_at.is_(None),
                Ticket.state.not_in(OPEN_STATES),
                Ticket.changed_at < self._before(self._privacy.anonymise_after_days),
                or_(Ticket.state != State.MERGED, main_is_done_with),
            )
            .order_by(Ticket.id)
            .limit(_BATCH)
            .with_for_update(skip_locked=True)
        )
        tickets = session.scalars(due).all()
        for ticket in tickets:
            self._anonymiser.anonymise(session, ticket)
        ids = [ticket.id for ticket in tickets]
        session.execute(delete(OutboundMessage).where(OutboundMessage.ticket_id.in_(ids)))
        session.execute(delete(Follower).where(Follower.ticket_id.in_(ids)))
        return len(tickets)

    def _drop_drafts(self, session: Session) -> int:
        """Reports that were begun and never sent."""
        has_draft = Conversation.state["draft"].as_string().is_not(None)
        idle = Conversation.last_inbound_at < self._before(self._privacy.drafts_days)
        query = select(Conversation).where(has_draft, idle).limit(_BATCH).with_for_update(skip_locked=True)
        found = session.scalars(query).all()
        for conversation in found:
            left = {"draft": None, "asked": None, "options": (), "misses": 0}
            conversation.state = conversation.state.model_copy(update=left)
        return len(found)

    def _forget_inbound(self, session: Session) -> int:
        old = InboundMessage.received_at < self._before(self._privacy.messages_days)
        messages = session.scalars(select(InboundMessage).where(old).order_by(InboundMessage.id).limit(_BATCH)).all()
        for message in messages:
            for media in list(message.media):
                media.inbound_id = None
                if not _is_used(session, media):
                    discard(media)
            session.flush()
            session.expire(message, ["media"])
            session.delete(message)
        return len(messages)

    def _forget_outbound(self, session: Session) -> int:
        """Photos that went with them are somebody else's, or are swept up as unused."""
        old = OutboundMessage.created_at < self._before(self._privacy.messages_days)
        query = select(OutboundMessage.id).where(old, OutboundMessage.state != SendState.QUEUED)
        return _delete(session, OutboundMessage, query)

    def _forget_kept(self, session: Session) -> int:
        settled = DeadLetterRecord.settled_at < self._before(self._privacy.settled_days)
        old = DeadLetterRecord.received_at < self._before(self._privacy.kept_days)
        return _delete(session, DeadLetterRecord, select(DeadLetterRecord.id).where(or_(settled, old)))

    def _forget_sources(self, session: Session) -> int:
        """Where calls for a moderator came from is needed for an hour, and while they wait."""
        over = Escalation.opened_at < self._clock() - _PAUSE, Escalation.closed_at.is_not(None)
        query = select(Escalation.id).where(*over, Escalation.source.is_not(None)).limit(_BATCH)
        ids = session.scalars(query).all()
        session.execute(update(Escalation).where(Escalation.id.in_(ids)).values(source=None))
        return len(ids)

    def _forget_sessions(self, session: Session) -> int:
        before = self._before(self._privacy.sessions_days)
        over = or_(StaffSession.ended_at < before, StaffSession.seen_at < before)
        return _delete(session, StaffSession, select(StaffSession.id).where(over))

    def _forget_calls(self, session: Session) -> int:
        old = WebhookCall.created_at < self._before(self._privacy.calls_days)
        query = select(WebhookCall.id).where(old, WebhookCall.state != SendState.QUEUED)
        return _delete(session, WebhookCall, query)

    def _forget_uploads(self, session: Session) -> int:
        """Photos that were uploaded and never named, or whose message is gone."""
        old = Media.created_at < self._before(self._privacy.uploads_days)
        kept = Media.state.not_in((MediaState.DISCARDED, MediaState.PENDING))
        unused = and_(old, kept, Media.inbound_id.is_(None), *(~used for used in _uses(Media.id)))
        found = session.scalars(select(Media).where(unused).limit(_BATCH)).all()
        for media in found:
            discard(media)
        return len(found)

    def _forget_discarded(self, session: Session) -> int:
        """The rows of what has no file any more."""
        old = Media.created_at < self._before(self._privacy.messages_days)
        gone = and_(old, Media.state == MediaState.DISCARDED, Media.key.is_(None), Media.ref.is_(None))
        return _delete(session, Media, select(Media.id).where(gone))

    def _forget_conversations(self, session: Session) -> int:
        """Of which nothing is left."""
        references = [c for c in _references(Conversation) if c.table.name not in _GO_WITH_A_CONVERSATION]
        empty = [~exists().where(column == Conversation.id) for column in references]
        open_case = exists().where(Escalation.conversation_id == Conversation.id, Escalation.closed_at.is_(None))
        idle = and_(
            Conversation.last_inbound_at < self._before(self._privacy.messages_days),
            Conversation.moderator_id.is_(None),
            Conversation.erased_at.is_(None),
            Conversation.barred.is_(False),
            Conversation.account != conversations.NOBODY,
            ~open_case,
        )
        found = session.scalars(select(Conversation.id).where(idle, *empty).limit(_BATCH)).all()
        for table in (Escalation, ConversationNote):
            session.execute(delete(table).where(table.conversation_id.in_(found)))
        session.execute(delete(Conversation).where(Conversation.id.in_(found)))
        return len(found)


_GO_WITH_A_CONVERSATION = frozenset({Escalation.__tablename__, ConversationNote.__tablename__})


def _references(table: type[Base]) -> list[Column[int]]:
    """Every column, of whatever table, that points to this one."""
    return [
        key.parent
        for other in Base.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table.__table__
    ]


def _uses(media_id: InstrumentedAttribute[int] | int) -> list[ColumnElement[bool]]:
    return [exists().where(column == media_id) for column in _references(Media)]


def _is_used(session: Session, media: Media) -> bool:
    return bool(session.scalar(select(or_(*_uses(media.id)))))


def _delete(session: Session, table: type[Base], which: Select[int]) -> int:
    ids = session.scalars(which.limit(_BATCH)).all()
    session.execute(delete(table).where(table.__table__.c.id.in_(ids)))
    return len(ids)
