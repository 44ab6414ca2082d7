"""Webhooks out: programs are told of tickets that their token may see.

A call is queued in the transaction of the event itself; the rows are the truth, and
`WebhookSender` makes the calls. Signed as Standard Webhooks say
(https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md), retried with back-off,
and given up when a receiver has failed for days. What is told is what the public page shows: whoever may see more
reads it through the API.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Event
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from core.city.routing import Router
from core.city.sight import sight_of
from core.config import Config
from core.kernel.actor import Actor
from core.kernel.clock import Clock
from core.kernel.errors import FinalError, RetryableError, TanggapError
from core.kernel.states import COLOURS
from core.notifications.listening import Happening
from core.protection.safe_http import Outward
from core.protection.vault import Vault
from core.storage.database import Database, DatabaseUnavailable
from core.storage.models import (
    ApiToken,
    EventVerb,
    FiledReport,
    SendState,
    Subscription,
    Ticket,
    TicketEvent,
    WebhookCall,
)

log = structlog.get_logger()


class ProgramEvent(StrEnum):
    """What programs can ask to be told."""

    OPENED = "ticket.opened"
    MOVED = "ticket.moved"
    SORTED = "ticket.sorted"


EVENTS: Mapping[EventVerb, ProgramEvent] = {
    EventVerb.OPENED: ProgramEvent.OPENED,
    EventVerb.MOVED: ProgramEvent.MOVED,
    EventVerb.UNMERGED: ProgramEvent.MOVED,
    EventVerb.REASSIGNED: ProgramEvent.MOVED,
    EventVerb.SORTED: ProgramEvent.SORTED,
}
"""Notes, ratings and the like are nobody else's affair."""
_PUBLIC_READ, _TICKETS_READ = "public:read", "tickets:read"
_SECRET_PREFIX = "whsec_"  # noqa: S105 - the prefix of Standard Webhooks, not a secret
_SECRET_BYTES = 32
_LEASE = timedelta(minutes=2)
"""A call that has not ended by then is taken for dead and made again."""
_FIRST_DELAY = timedelta(seconds=10)
_LONGEST_DELAY = timedelta(hours=6)
_CALL_GIVEN_UP_AFTER = timedelta(days=3)
_DISABLED_AFTER = timedelta(days=5)
_GONE = 410
_AT_ONCE = 8
"""Receivers that are called at the same time."""
_LOOK_EVERY_S = 2.0
_NOTED = "subscriptions.noted"


class SubscriptionError(TanggapError):
    """A subscription that can't be made as it was asked for."""


class Subscriptions:
    def __init__(
        self, *, config: Config, database: Database, router: Router, vault: Vault, outward: Outward, clock: Clock
    ) -> None:
        self._config = config
        self._database = database
        self._router = router
        self._vault = vault
        self._outward = outward
        self._clock = clock
        database.listen("before_commit", self._queue)

    # --- making and ending -------------------------------------------------------------------------

    def subscribe(self, session: Session, token_id: int, url: str, wanted: Iterable[str]) -> tuple[Subscription, str]:
        """Answers it with its secret, which is shown once. Raises SubscriptionError and RefusedAddressError."""
        names = sorted(set(wanted))
        known = sorted(set(EVENTS.values()))
        if not names or not set(names) <= set(known):
            raise SubscriptionError(f"the events are {', '.join(known)}")
        if session.get(ApiToken, token_id) is None:
            raise SubscriptionError(f"there is no token {token_id}; make one first")
        self._outward.check(url)
        secret = _SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
        made = Subscription(
            token_id=token_id,
            url=url,
            secret=self._vault.encrypt(secret),
            events=" ".join(names),
            created_at=self._clock(),
        )
        session.add(made)
        session.flush()
        return made, secret

    def every(self, session: Session) -> Sequence[Subscription]:
        query = select(Subscription).options(joinedload(Subscription.token)).order_by(Subscription.id)
        return session.scalars(query).all()

    def unsubscribe(self, session: Session, subscription_id: int) -> bool:
        """What is queued is not sent any more. Answers whether there was one to end."""
        subscription = session.get(Subscription, subscription_id)
        if subscription is None or subscription.disabled_at is not None:
            return False
        self._disable(session, subscription, "ended")
        return True

    # --- queueing ----------------------------------------------------------------------------------

    def hear(self, session: Session, happening: Happening) -> None:
        if happening.event.verb in EVENTS:
            session.info.setdefault(_NOTED, []).append(happening.event)

    def _queue(self, session: Session) -> None:
        """At the end of the transaction, when it is known whether the report may be shown, and who filed it."""
        if session.in_nested_transaction():
            return
        session.flush()
        # What a savepoint took back has left the session.
        noted: list[TicketEvent] = [row for row in session.info.pop(_NOTED, []) if row in session]
        if not noted:
            return
        live = select(Subscription).where(Subscription.disabled_at.is_(None)).options(joinedload(Subscription.token))
        subscriptions = session.scalars(live).all()
        now = self._clock()
        for subscription in subscriptions:
            for event in noted:
                if EVENTS[event.verb] in subscription.events.split() and self._may_hear(session, subscription, event):
                    session.add(
                        WebhookCall(
                            subscription_id=subscription.id,
                            event_id=event.id,
                            payload=self._payload(event),
                            state=SendState.QUEUED,
                            not_before=now,
                            created_at=now,
                        )
                    )

    def _may_hear(self, session: Session, subscription: Subscription, event: TicketEvent) -> bool:
        """Public reports, the program's own ones, and those that the token's role may see."""
        token, ticket = subscription.token, event.ticket
        if not _is_alive(token, self._clock()):
            return False
        scopes = token.scopes.split()
        if ticket.public and _PUBLIC_READ in scopes:
            return True
        if _TICKETS_READ in scopes and token.role is not None:
            return sight_of(self._router, Actor(token.role, unit=token.unit)).sees(ticket)
        own = select(FiledReport.id).where(FiledReport.ticket_id == ticket.id, FiledReport.token_id == token.id)
        return session.scalar(own) is not None

    def _payload(self, event: TicketEvent) -> dict[str, Any]:
        return {"type": EVENTS[event.verb], "data": told(event.ticket, self._config)}

    # --- sending -----------------------------------------------------------------------------------

    def due(self) -> list[int]:
        """Subscriptions with calls that could be made now."""
        query = (
            select(WebhookCall.subscription_id)
            .where(WebhookCall.state == SendState.QUEUED, WebhookCall.not_before <= self._clock())
            .distinct()
        )
        with self._database.read() as session:
            return list(session.scalars(query))

    def send_to(self, subscription_id: int, stop: Event | None = None, limit: int = 200) -> int:
        """Make what is due of one receiver's calls, the oldest first, up to the first that fails.

        Whoever does not take one call will not take the next either; trying costs ten seconds each.
        """
        query = select(WebhookCall.id).where(
            WebhookCall.subscription_id == subscription_id,
            WebhookCall.state == SendState.QUEUED,
            WebhookCall.not_before <= self._clock(),
        )
        with self._database.read() as session:
            waiting = list(session.scalars(query.order_by(WebhookCall.not_before, WebhookCall.id).limit(limit)))
        taken = 0
        for call_id in waiting:
            if (stop is not None and stop.is_set()) or not self.send(call_id):
                break
            taken += 1
        return taken

    def send(self, call_id: int) -> bool:
        """Make one call, if nobody else is making it. Answers whether it was taken."""
        claimed = self._claim(call_id)
        if claimed is None:
            return False
        url, headers, body = claimed
        try:
            status = self._outward.post(url, headers, body)
        except RetryableError as error:
            return self._failed(call_id, str(error), final=False)
        except FinalError as error:
            return self._failed(call_id, str(error), final=True)
        if 200 <= status < 300:
            return self._taken(call_id)
        return self._failed(call_id, f"answered {status}", final=status == _GONE)

    def _claim(self, call_id: int) -> tuple[str, dict[str, str], bytes] | None:
        now = self._clock()
        with self._database.write() as session:
            call = session.get(WebhookCall, call_id, with_for_update=True)
            if call is None or call.state is not SendState.QUEUED or call.not_before > now:
                return None
            subscription = call.subscription
            if subscription.disabled_at is not None or not _is_alive(subscription.token, now):
                call.state, call.problem = SendState.FAILED, "the subscription or its token has ended"
                return None
            call.attempts += 1
            call.not_before = now + _LEASE
            body = json.dumps({**call.payload, "timestamp": now.isoformat()}, ensure_ascii=False).encode()
            secret = self._vault.decrypt(subscription.secret)
            return subscription.url, signed(secret, f"call_{call.id}", now, body), body

    def _taken(self, call_id: int) -> bool:
        with self._database.write() as session:
            call = session.get_one(WebhookCall, call_id)
            call.state, call.sent_at, call.problem = SendState.SENT, self._clock(), None
            call.subscription.failing_since = None
        return True

    def _failed(self, call_id: int, problem: str, *, final: bool) -> bool:
        now = self._clock()
        with self._database.write() as session:
            call = session.get_one(WebhookCall, call_id)
            subscription = call.subscription
            call.problem = problem
            call.not_before = now + min(_FIRST_DELAY * 2 ** min(call.attempts - 1, 20), _LONGEST_DELAY)
            if now - call.created_at > _CALL_GIVEN_UP_AFTER:
                call.state = SendState.FAILED
            subscription.failing_since = subscription.failing_since or now
            if final or now - subscription.failing_since >= _DISABLED_AFTER:
                self._disable(session, subscription, problem)
            log.warning("webhook.failed", subscription=subscription.id, call=call_id, problem=problem)
        return False

    def _disable(self, session: Session, subscription: Subscription, problem: str) -> None:
        subscription.disabled_at = self._clock()
        queued = (WebhookCall.subscription_id == subscription.id, WebhookCall.state == SendState.QUEUED)
        session.execute(update(WebhookCall).where(*queued).values(state=SendState.FAILED, problem=problem))
        log.error("webhook.disabled", subscription=subscription.id, problem=problem)


class WebhookSender:
    """Makes the calls beside everything else, each receiver's in a thread of its own.

    A receiver that does not answer holds up nothing but itself: no other receiver, and no message to a citizen.
    """

    def __init__(self, subscriptions: Subscriptions) -> None:
        self._subscriptions = subscriptions
        self._busy: dict[int, Future[int]] = {}

    def run(self, stop: Event) -> None:
        """Look for calls until `stop` is set."""
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="webhook") as pool:
            while not stop.wait(_LOOK_EVERY_S):
                try:
                    self._start(pool, stop)
                except DatabaseUnavailable as error:
                    log.error("webhook.database_down", problem=type(error).__name__)

    def _start(self, pool: ThreadPoolExecutor, stop: Event) -> None:
        for subscription_id in [id_ for id_, work in self._busy.items() if work.done()]:
            problem = self._busy.pop(subscription_id).exception()
            if problem is not None:
                log.error("webhook.not_made", subscription=subscription_id, problem=type(problem).__name__)
        for subscription_id in self._subscriptions.due():
            if subscription_id not in self._busy:
                self._busy[subscription_id] = pool.submit(self._subscriptions.send_to, subscription_id, stop)


def told(ticket: Ticket, config: Config) -> dict[str, Any]:
    """As much of a ticket as the public page shows: days, not hours; the kelurahan, not the place."""
    return {
        "number": ticket.number,
        "category": ticket.category,
        "state": ticket.state.value,
        "colour": COLOURS[ticket.state],
        "area": {
            "code": ticket.area_code,
            "kelurahan": ticket.kelurahan,
            "kecamatan": ticket.kecamatan,
            "kota": ticket.kota,
        },
        "opened": ticket.opened_at.astimezone(config.zone).date().isoformat(),
        "changed": ticket.changed_at.astimezone(config.zone).date().isoformat(),
    }


def signed(secret: str, call: str, moment: datetime, body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks: HMAC-SHA256 over id, timestamp and body."""
    stamp = str(int(moment.timestamp()))
    key = base64.b64decode(secret.removeprefix(_SECRET_PREFIX))
    mac = hmac.new(key, f"{call}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "webhook-id": call,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
    }


def _is_alive(token: ApiToken, now: datetime) -> bool:
    return token.revoked_at is None and (token.expires_at is None or token.expires_at > now)
