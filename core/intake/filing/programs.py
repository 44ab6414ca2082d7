"""Reports of programs, by the JSON API and by Open311."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.config import Config
from core.intake.filing.problems import KeyReusedError
from core.intake.filing.report import NewReport, ReportedBy
from core.intake.filing.sender import FiledTicket, Sender
from core.kernel.clock import Clock
from core.kernel.messages import MediaKind, storable
from core.messaging import conversations
from core.protection.vault import Vault
from core.storage.models import Conversation, FiledReport, Media, MediaState, Ticket

_LONGEST_ADDRESS = 320


class ProgramChannel(Protocol):
    """The account that programs' reports belong to."""

    @property
    def account(self) -> str: ...

    def check_url(self, url: str) -> None:
        """Raises RefusedAddressError for a photo's address that is never called."""


class Programs:
    def __init__(self, config: Config, vault: Vault, clock: Clock) -> None:
        self.config = config
        self.vault = vault
        self.clock = clock

    def call(self, channel: ProgramChannel, token_id: int, key: str | None) -> Sender:
        """A call with this token; `key` makes its repetition harmless."""
        return _Call(self, channel, token_id, key)


class _Call(Sender):
    by_hand = False

    def __init__(self, programs: Programs, channel: ProgramChannel, token_id: int, key: str | None) -> None:
        self._programs = programs
        self._channel = channel
        self._token_id = token_id
        self._key = key
        self.message_id = uuid.uuid4().hex

    def known(self, session: Session, report: NewReport) -> Ticket | None:
        if self._key is None:
            return None
        query = select(FiledReport).where(FiledReport.token_id == self._token_id, FiledReport.key == self._key)
        filed = session.scalar(query)
        if filed is None:
            return None
        if filed.digest != self._digest(report):
            raise KeyReusedError("that Idempotency-Key belongs to another report")
        return session.get_one(Ticket, filed.ticket_id)

    def check(self, report: NewReport) -> None:
        if report.photo_url:
            self._channel.check_url(report.photo_url)

    def reporters(self, session: Session, report: NewReport) -> Sequence[Conversation]:
        """One for each reporter who is named; else the program itself is the reporter."""
        programs = self._programs
        return [
            conversations.find_or_begin(
                session,
                programs.vault,
                self._channel.account,
                storable(_named(report.reporter) or f"token:{self._token_id}", _LONGEST_ADDRESS),
                name=report.reporter.name,
                language=programs.config.city.language,
                now=programs.clock(),
            )
        ]

    def pictures(self, session: Session, report: NewReport, conversation: Conversation) -> list[Media]:
        found = super().pictures(session, report, conversation)
        if report.photo_url:
            now = self._programs.clock()
            found.append(
                Media(
                    account=self._channel.account,
                    kind=MediaKind.IMAGE_FILE,
                    ref=report.photo_url,
                    state=MediaState.PENDING,
                    not_before=now,
                    created_at=now,
                )
            )
        return found

    def add(self, session: Session, filed: FiledTicket) -> None:
        session.add(
            FiledReport(
                token_id=self._token_id,
                key=self._key,
                digest=self._digest(filed.report),
                ticket_id=filed.ticket.id,
                created_at=self._programs.clock(),
            )
        )

    def _digest(self, report: NewReport) -> str:
        return self._programs.vault.fingerprint(self._channel.account, fingerprint(report))


def fingerprint(report: NewReport) -> str:
    """What makes two reports the same one."""
    pictures = tuple(hashlib.sha256(data).hexdigest() for data in report.uploads)
    return repr(replace(report, uploads=(), photos=())) + repr(pictures)


def _named(reporter: ReportedBy) -> str | None:
    if reporter.email:
        return f"mailto:{reporter.email.strip().casefold()}"
    return reporter.phone and f"tel:{''.join(c for c in reporter.phone if c.isdigit() or c == '+')}"
