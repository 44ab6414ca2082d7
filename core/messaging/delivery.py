"""Sends queued messages. The rows are the truth: a worker that dies leaves them to the sweep.

Order: one worker at a time holds a conversation, by a lease that it renews with every message, and a message
that has to be retried holds back those behind it; only essential ones overtake. No transaction is open while a
provider is being talked to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from core.kernel import metrics
from core.kernel.clock import Clock
from core.kernel.errors import BlockedError, FinalError, RetryableError, SendError
from core.kernel.messages import DeliveryReport, Outbound, Picture
from core.kernel.ports import Channel, Waker
from core.protection.vault import Vault
from core.storage.database import Database
from core.storage.models import Conversation, Media, MediaState, OutboundMessage, SendState

log = structlog.get_logger()

_LEASE = timedelta(seconds=90)
_GIVE_UP_AFTER = timedelta(days=2)
_LONGEST_DELAY_S = 900.0
_CAME_BACK, _CAME_BACK_LONGEST = timedelta(minutes=15), timedelta(hours=12)
"""How long what a recipient's server sent back waits, doubled with every attempt."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class _Job:
    message: Outbound
    attempts: int
    created_at: datetime
    lease: datetime


class Delivery:
    def __init__(
        self, database: Database, channels: Mapping[str, Channel], vault: Vault, waker: Waker, clock: Clock
    ) -> None:
        self._database = database
        self._channels = channels
        self._vault = vault
        self._waker = waker
        self._clock = clock

    def deliver(self, conversation_id: int) -> int:
        """Send what is due in a conversation, in order. Answers how many messages left."""
        sent = 0
        lease: datetime | None = None
        while job := self._next(conversation_id, lease):
            lease = job.lease
            if not self._send(conversation_id, job):
                self._release(conversation_id, lease)
                break
            sent += 1
        return sent

    def report(self, report: DeliveryReport) -> bool:
        """A provider's word on a message that left. Answers whether the message is known."""
        with self._database.write() as session:
            row = session.scalar(
                select(OutboundMessage)
                .join(Conversation)
                .where(OutboundMessage.provider_id == report.message_id, Conversation.account == report.account)
            )
            if row is None:
                return False
            row.problem = report.detail
            if report.retry and self._again(row):
                metrics.OUTBOUND.labels(report.account, "returned").inc()
                return True
            row.state = SendState.DELIVERED if report.delivered else SendState.FAILED
        metrics.OUTBOUND.labels(report.account, "delivered" if report.delivered else "undelivered").inc()
        return True

    def _again(self, row: OutboundMessage) -> bool:
        """Queue what came back once more, ever later, until it is too old. Answers whether it was queued."""
        now = self._clock()
        if row.state not in (SendState.SENT, SendState.DELIVERED) or now - row.created_at > _GIVE_UP_AFTER:
            return False
        row.state, row.sent_at = SendState.QUEUED, None
        row.not_before = now + min(_CAME_BACK * 2**row.attempts, _CAME_BACK_LONGEST)
        return True

    def due(self, limit: int = 500) -> list[int]:
        """Conversations with messages that could be sent now and that nobody is sending."""
        now = self._clock()
        query = (
            select(OutboundMessage.conversation_id)
            .join(Conversation)
            .where(OutboundMessage.state == SendState.QUEUED, OutboundMessage.not_before <= now)
            .where(or_(Conversation.leased_until.is_(None), Conversation.leased_until < now))
            .distinct()
            .limit(limit)
        )
        with self._database.read() as session:
            return list(session.scalars(query))

    def _next(self, conversation_id: int, lease: datetime | None) -> _Job | None:
        """Take or renew the lease, and answer the first unsent message if it is due."""
        now = self._clock()
        with self._database.write() as session:
            conversation = session.get(Conversation, conversation_id, with_for_update=True)
            if conversation is None or not _may_hold(conversation, lease, now):
                return None
            row = self._first(session, conversation, now)
            if row is None:
                if lease is not None:
                    conversation.leased_until = None
                return None
            conversation.leased_until = now + _LEASE
            row.attempts += 1
            message = self._outbound(session, conversation, row)
            # A report may overtake our own note that the message left: until then it is known by our reference.
            row.provider_id = message.reference
            return _Job(message, row.attempts, row.created_at, conversation.leased_until)

    def _first(self, session: Session, conversation: Conversation, now: datetime) -> OutboundMessage | None:
        """The first unsent message; while it has to wait, an essential one behind it. None if nothing may leave now."""
        queued = (
            select(OutboundMessage)
            .where(OutboundMessage.conversation_id == conversation.id, OutboundMessage.state == SendState.QUEUED)
            .where(or_(OutboundMessage.news.is_(False), OutboundMessage.not_before <= now))
            .order_by(OutboundMessage.id)
            .limit(1)
        )
        first = session.scalar(queued)
        if first is None or self._may_leave(session, conversation, first, now):
            return first
        urgent = session.scalar(queued.where(OutboundMessage.essential, OutboundMessage.id > first.id))
        return urgent if urgent is not None and self._may_leave(session, conversation, urgent, now) else None

    def _may_leave(self, session: Session, conversation: Conversation, row: OutboundMessage, now: datetime) -> bool:
        """Whether it is due, and the citizen has not had the hour's number of messages; otherwise it is put off."""
        if row.not_before > now:
            return False
        until = self._enough_until(session, conversation, row, now)
        if until is None:
            return True
        if until - row.created_at > _GIVE_UP_AFTER:
            row.state, row.problem = SendState.FAILED, "given up: too many messages to this citizen"
            metrics.OUTBOUND.labels(conversation.account, SendState.FAILED).inc()
        else:
            row.not_before, row.problem = until, "too many messages to this citizen within an hour"
            metrics.OUTBOUND.labels(conversation.account, "put_off").inc()
        log.warning("delivery.enough", message=row.id, state=row.state)
        return False

    def _enough_until(
        self, session: Session, conversation: Conversation, row: OutboundMessage, now: datetime
    ) -> datetime | None:
        """When the next message may leave; None if it may now. Essential ones may be twice as many."""
        channel = self._channels.get(conversation.account)
        most = channel.capabilities.per_hour if channel else None
        if most is None or row.staff_id is not None:
            return None
        allowed = 2 * most if row.essential else most
        recent = (
            select(OutboundMessage.sent_at)
            .where(OutboundMessage.conversation_id == conversation.id, OutboundMessage.sent_at > now - _HOUR)
            .order_by(OutboundMessage.sent_at.desc())
            .limit(allowed)
        )
        left = [at for at in session.scalars(recent) if at is not None]
        return left[-1] + _HOUR if len(left) == allowed else None

    def _outbound(self, session: Session, conversation: Conversation, row: OutboundMessage) -> Outbound:
        photo = session.get(Media, row.media_id) if row.media_id else None
        stored = photo is not None and photo.state is MediaState.STORED
        pictures = (Picture(key=photo.key or "", mime=photo.mime or ""),) if photo and stored else ()
        return Outbound(
            id=row.id,
            account=conversation.account,
            address=self._vault.decrypt(conversation.address),
            text=row.text,
            buttons=row.buttons,
            pictures=pictures,
            thread=row.thread or conversation.thread,
            written_at=row.created_at,
            essential=row.essential,
            by_person=row.staff_id is not None,
        )

    def _send(self, conversation_id: int, job: _Job) -> bool:
        """Send one message and record the result. Answers whether the next one may follow."""
        account = job.message.account
        try:
            channel = self._channels.get(account)
            if channel is None:
                raise RetryableError(f"the channel {account} is switched off")
            provider_id = _send_by(channel, job.message)
        except RetryableError as error:
            if self._clock() - job.created_at > _GIVE_UP_AFTER:
                self._record(conversation_id, job, SendState.FAILED, problem=f"given up: {error}")
                return True
            self._postpone(conversation_id, job, error)
            return False
        except BlockedError as error:
            self._block(conversation_id, str(error))
            metrics.OUTBOUND.labels(account, "blocked").inc()
            return False
        except FinalError as error:
            log.warning("delivery.final", message=job.message.id, problem=str(error))
            self._record(conversation_id, job, SendState.FAILED, problem=str(error))
            return True
        self._record(conversation_id, job, SendState.SENT, provider_id=provider_id)
        metrics.DELIVERY_SECONDS.labels(account).observe((self._clock() - job.created_at).total_seconds())
        return True

    def _record(
        self,
        conversation_id: int,
        job: _Job,
        state: SendState,
        *,
        provider_id: str | None = None,
        problem: str | None = None,
    ) -> None:
        with self._database.write() as session:
            row = session.get(OutboundMessage, job.message.id)
            if row is None or row.conversation_id != conversation_id:  # erased while it was on its way
                return
            row.provider_id = provider_id
            if row.state is SendState.QUEUED:  # otherwise its report was faster
                row.state, row.problem = state, problem
            row.sent_at = self._clock() if state is SendState.SENT else None
        metrics.OUTBOUND.labels(job.message.account, state).inc()

    def _postpone(self, conversation_id: int, job: _Job, error: RetryableError) -> None:
        delay = error.retry_after if error.retry_after is not None else min(2.0**job.attempts, _LONGEST_DELAY_S)
        with self._database.write() as session:
            row = session.get(OutboundMessage, job.message.id)
            if row is None or row.conversation_id != conversation_id:
                return
            row.not_before = self._clock() + timedelta(seconds=delay)
            row.problem = str(error)
        log.warning("delivery.retry", message=job.message.id, delay_s=delay, problem=str(error))
        metrics.OUTBOUND.labels(job.message.account, "retried").inc()
        self._waker.deliver(conversation_id, delay)

    def _block(self, conversation_id: int, problem: str) -> None:
        """Nothing more is sent until the citizen writes again."""
        log.warning("delivery.blocked", conversation=conversation_id, problem=problem)
        with self._database.write() as session:
            conversation = session.get_one(Conversation, conversation_id)
            conversation.blocked = True
            session.execute(
                update(OutboundMessage)
                .where(OutboundMessage.conversation_id == conversation_id, OutboundMessage.state == SendState.QUEUED)
                .values(state=SendState.FAILED, problem=problem)
            )

    def _release(self, conversation_id: int, lease: datetime) -> None:
        with self._database.write() as session:
            conversation = session.get(Conversation, conversation_id)
            if conversation is not None and conversation.leased_until == lease:
                conversation.leased_until = None


def _send_by(channel: Channel, message: Outbound) -> str | None:
    """Whatever else a channel raises must not hold up its conversation for ever: it is tried again, then given up."""
    try:
        return channel.send(message)
    except SendError:
        raise
    except Exception as error:
        log.exception("delivery.channel_failed", account=message.account, message=message.id)
        raise RetryableError(f"{message.account}: {type(error).__name__}") from error


def _may_hold(conversation: Conversation, lease: datetime | None, now: datetime) -> bool:
    held = conversation.leased_until
    return held is None or held < now or (lease is not None and held == lease)
