"""The audit as an administrator reads it: filtered, and with the names of those it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.kernel.ticket_numbers import read_number
from core.staff.accounts import Accounts
from core.storage.audit import Audit
from core.storage.database import Database
from core.storage.models import AuditEntry, Staff

_BATCH = 1000


@dataclass(frozen=True)
class AuditFilters:
    """What is empty lets everything through."""

    subject: str = ""
    username: str = ""
    """Of who did it."""
    action: str = ""


@dataclass(frozen=True)
class TrailLine:
    id: int
    at: datetime
    action: str
    subject: str
    number: str | None
    """The subject, if it is a ticket's number."""
    about: str | None
    """The username of the member of staff that it was done to."""
    who: str
    """The username of who did it; the account's number if that is gone."""
    token: str
    """The number of the token that it was done with."""
    detail: Mapping[str, Any]


class AuditTrail:
    def __init__(self, database: Database, audit: Audit, accounts: Accounts) -> None:
        self._database = database
        self._audit = audit
        self._accounts = accounts

    def lines(self, filters: AuditFilters, *, before_id: int | None, limit: int) -> list[TrailLine]:
        """The newest first."""
        with self._database.read() as session:
            found = self._entries(session, filters, before_id, limit)
            names = _usernames(session, found)
        return [_line(entry, names) for entry in found]

    def all_lines(self, filters: AuditFilters) -> Iterator[TrailLine]:
        """However many there are, read a piece at a time."""
        before_id: int | None = None
        while True:
            found = self.lines(filters, before_id=before_id, limit=_BATCH)
            yield from found
            if len(found) < _BATCH:
                return
            before_id = found[-1].id

    def _entries(
        self, session: Session, filters: AuditFilters, before_id: int | None, limit: int
    ) -> Sequence[AuditEntry]:
        staff_id = None
        if filters.username:
            staff = self._accounts.by_username(session, filters.username)
            if staff is None:
                return []
            staff_id = staff.id
        return self._audit.entries(
            session,
            subject=filters.subject or None,
            staff_id=staff_id,
            action=filters.action or None,
            before_id=before_id,
            limit=limit,
        )


def _line(entry: AuditEntry, names: Mapping[int | None, str]) -> TrailLine:
    return TrailLine(
        id=entry.id,
        at=entry.at,
        action=entry.action,
        subject=entry.subject,
        number=entry.subject if read_number(entry.subject) == entry.subject else None,
        about=names.get(_staff_id(entry.subject)),
        who=names.get(entry.staff_id) or (f"staff/{entry.staff_id}" if entry.staff_id else ""),
        token=str(entry.token_id or ""),
        detail=entry.detail or {},
    )


def _usernames(session: Session, entries: Sequence[AuditEntry]) -> Mapping[int | None, str]:
    """Of those who did something and of those whom it was done to."""
    ids = {entry.staff_id for entry in entries} | {_staff_id(entry.subject) for entry in entries}
    found = session.scalars(select(Staff).where(Staff.id.in_(ids - {None})))
    return {staff.id: staff.username for staff in found}


def _staff_id(subject: str) -> int | None:
    what, _, number = subject.partition("/")
    return int(number) if what == "staff" and number.isdecimal() and len(number) < 10 else None
