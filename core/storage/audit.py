"""Writes down who looked at, or did, what. Entries can be added and read, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.kernel.clock import Clock
from core.storage.audit_actions import AuditAction
from core.storage.database import Database
from core.storage.models import AuditEntry


class Audit:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def write(
        self,
        action: AuditAction,
        subject: str,
        *,
        staff_id: int | None = None,
        token_id: int | None = None,
        session: Session | None = None,
        **detail: Any,
    ) -> None:
        """Add an entry: in the caller's transaction if one is given, else in one of its own.

        Entries can never be removed, so `detail` holds no personal data but the
        words that somebody searched for: who looks for whom is what the audit is there to tell. Only administrators
        read it.
        """
        if session is None:
            with self._database.write() as own:
                return self.write(action, subject, staff_id=staff_id, token_id=token_id, session=own, **detail)
        session.add(
            AuditEntry(
                at=self._clock(),
                action=action,
                subject=subject,
                staff_id=staff_id,
                token_id=token_id,
                detail=detail or None,
            )
        )
        return None

    def entries(
        self,
        session: Session,
        *,
        subject: str | None = None,
        staff_id: int | None = None,
        action: str | None = None,
        before_id: int | None = None,
        limit: int = 100,
    ) -> Sequence[AuditEntry]:
        """The newest first; `before_id` continues a list where a page ended."""
        query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
        if subject:
            query = query.where(AuditEntry.subject == subject)
        if staff_id:
            query = query.where(AuditEntry.staff_id == staff_id)
        if action:
            query = query.where(AuditEntry.action == action)
        if before_id:
            query = query.where(AuditEntry.id < before_id)
        return session.scalars(query).all()
