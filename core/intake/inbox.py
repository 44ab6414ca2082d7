"""What polling channels and counting channels keep in the database."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select
from sqlalchemy.orm import defer

from core.intake.dead_letters import DeadLetters
from core.intake.intake import Intake, Taken
from core.kernel import metrics
from core.kernel.clock import Clock
from core.kernel.messages import DeadLetter, DeliveryReport, Inbound
from core.messaging.delivery import Delivery
from core.messaging.spool import Spool
from core.protection.vault import Vault
from core.storage.database import Database, DatabaseUnavailable
from core.storage.models import DeadLetterRecord, PollCursor, Spending

log = structlog.get_logger()


class Inbox:
    """Where whatever was received is handed over."""

    def __init__(
        self,
        database: Database,
        intake: Intake,
        delivery: Delivery,
        letters: DeadLetters,
        spool: Spool,
        vault: Vault,
        clock: Clock,
    ) -> None:
        self._database = database
        self._intake = intake
        self._delivery = delivery
        self._letters = letters
        self._spool = spool
        self._vault = vault
        self._clock = clock

    def take(self, inbound: Inbound) -> Taken:
        """Take a message in. May raise anything: whoever has the provider's own words keeps those."""
        return self._intake.take(inbound)

    def take_or_keep(self, inbound: Inbound) -> Taken:
        """Take in a message that no provider sent; what can't be taken is kept as it is, for a person."""
        try:
            return self.take(inbound)
        except Exception as error:  # noqa: BLE001 - nothing that somebody wrote may be lost for a bug of ours
            self._letters.keep_received(inbound, error)
            metrics.INBOUND.labels(inbound.account, Taken.KEPT).inc()
            return Taken.KEPT

    def report(self, report: DeliveryReport) -> None:
        """A provider's word on a message of ours; it waits on disk while the database is down."""
        try:
            self._delivery.report(report)
        except DatabaseUnavailable as error:
            log.error("inbox.report_spooled", account=report.account, problem=type(error).__name__)
            self._spool.keep(report)

    def keep(self, account: str, payload: bytes, problem: str, *, on_purpose: bool = False) -> None:
        """Keep what could not be read or taken in, or is left alone `on_purpose`, once however often it comes."""
        self._letters.keep(DeadLetter(account=account, payload=payload, problem=problem, on_purpose=on_purpose))

    def kept(self) -> list[DeadLetterRecord]:
        """What waits for an operator, the oldest first."""
        waiting = select(DeadLetterRecord).where(DeadLetterRecord.settled_at.is_(None)).order_by(DeadLetterRecord.id)
        with self._database.read() as session:
            return list(session.scalars(waiting))

    def listed(self, *, after: int = 0, limit: int = 50) -> Sequence[DeadLetterRecord]:
        """A page of the same, without the payloads themselves, which may be large."""
        page = select(DeadLetterRecord).where(DeadLetterRecord.settled_at.is_(None), DeadLetterRecord.id > after)
        with self._database.read() as session:
            return session.scalars(
                page.options(defer(DeadLetterRecord.payload)).order_by(DeadLetterRecord.id).limit(limit)
            ).all()

    def find(self, letter_id: int) -> DeadLetterRecord | None:
        """One that still waits."""
        with self._database.read() as session:
            found = session.get(DeadLetterRecord, letter_id)
        return found if found is not None and found.settled_at is None else None

    def opened(self, kept: DeadLetterRecord) -> bytes:
        """The payload as it came."""
        return self._vault.decrypt(kept.payload).encode("latin-1")

    def settle(self, letter_id: int) -> None:
        """It was taken in after all, or looked at by a person."""
        with self._database.write() as session:
            session.get_one(DeadLetterRecord, letter_id).settled_at = self._clock()

    def cursor(self, account: str) -> str | None:
        with self._database.read() as session:
            return session.scalar(select(PollCursor.value).where(PollCursor.account == account))

    def advance(self, account: str, value: str) -> None:
        with self._database.write() as session:
            session.merge(PollCursor(account=account, value=value))


class Ledger:
    """Books what costs money, by local day."""

    def __init__(self, database: Database, zone: ZoneInfo, clock: Clock) -> None:
        self._database = database
        self._zone = zone
        self._clock = clock

    def spend(self, account: str, amount: int, ceiling: int | None) -> bool:
        """Book an amount on today's account; answers False, and books nothing, if that passed the ceiling."""
        day = self._clock().astimezone(self._zone).date()
        with self._database.write() as session:
            row = session.get(Spending, (account, day), with_for_update=True)
            if row is None:
                row = Spending(account=account, day=day, amount=0)
                session.add(row)
            if ceiling is not None and row.amount + amount > ceiling:
                return False
            row.amount += amount
            return True
