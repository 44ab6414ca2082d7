"""Dead letters: what was received and could not be read or taken in. `core.intake.inbox` shows them to an operator."""

from __future__ import annotations

import traceback

import structlog
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from core.kernel import metrics
from core.kernel.clock import Clock
from core.kernel.errors import PayloadError
from core.kernel.messages import DeadLetter, DeliveryReport, Inbound
from core.messaging.spool import Spool
from core.protection.vault import Vault
from core.storage.database import Database, DatabaseUnavailable
from core.storage.models import DeadLetterRecord

log = structlog.get_logger()

OURS = b"tanggap-"
"""How the payloads begin that we put together ourselves."""
_WRAPPED = OURS + b"received\n"
_RECEIVED: TypeAdapter[Inbound | DeliveryReport] = TypeAdapter(Inbound | DeliveryReport)


def wrap(received: Inbound | DeliveryReport) -> bytes:
    """The payload of what was read already, or never stood in a provider's words."""
    return _WRAPPED + received.model_dump_json().encode()


def is_wrapped(payload: bytes) -> bool:
    return payload.startswith(_WRAPPED)


def unwrap(payload: bytes) -> Inbound | DeliveryReport:
    """What was wrapped. Raises PayloadError for what an earlier version wrapped otherwise."""
    try:
        return _RECEIVED.validate_json(payload.removeprefix(_WRAPPED))
    except ValidationError as error:
        raise PayloadError("what was kept has another form than today's; settle it by hand") from error


def frames_of(error: Exception) -> list[str]:
    """Where an error came from, for the log: its message may quote a citizen, this does not."""
    return [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-12:]]


class DeadLetters:
    def __init__(self, database: Database, vault: Vault, spool: Spool, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._spool = spool
        self._clock = clock

    def keep(self, letter: DeadLetter) -> None:
        """Keep it once, however often it comes; on disk while the database is down."""
        try:
            self.store(letter)
        except DatabaseUnavailable as error:
            log.error("letters.spooled", account=letter.account, problem=type(error).__name__)
            self._spool.keep(letter)

    def keep_received(self, received: Inbound | DeliveryReport, error: Exception) -> None:
        """Keep what was read and could not be taken in."""
        problem = type(error).__name__
        log.error("letters.not_taken", account=received.account, problem=problem, frames=frames_of(error))
        self.keep(DeadLetter(account=received.account, payload=wrap(received), problem=problem))

    def store(self, letter: DeadLetter) -> None:
        """Into the database, unless it is there already."""
        text = letter.payload.decode("latin-1")  # carries any bytes through the text cipher
        digest = self._vault.fingerprint(letter.account, text)
        with self._database.write() as session:
            if session.scalar(select(DeadLetterRecord.id).where(DeadLetterRecord.digest == digest)) is not None:
                return
            session.add(
                DeadLetterRecord(
                    account=letter.account,
                    received_at=self._clock(),
                    payload=self._vault.encrypt(text),
                    digest=digest,
                    problem=letter.problem,
                )
            )
        metrics.KEPT.labels(letter.account).inc()
        tell = log.info if letter.on_purpose else log.error
        tell("inbox.kept", account=letter.account, problem=letter.problem, size=len(letter.payload))
