"""Who is signed in, in which browser. The browser holds a random token, and the database its hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session, joinedload

from core.config import StaffSection
from core.kernel.clock import Clock
from core.storage.audit import Audit
from core.storage.database import Database
from core.storage.models import Staff, StaffSession

_SEEN_EVERY = timedelta(minutes=1)
_KEPT = timedelta(days=30)
"""Ended sessions are forgotten after this time, at their owner's next one."""
_BROWSER = 120
"""Enough of a User-Agent to tell browser and system; its ends differ in details that nobody knows."""


class Sessions:
    def __init__(self, config: StaffSection, database: Database, audit: Audit, clock: Clock) -> None:
        self._idle = timedelta(minutes=config.idle_minutes)
        self._longest = timedelta(hours=config.longest_hours)
        self._database = database
        self._audit = audit
        self._clock = clock

    def open(self, session: Session, staff: Staff, browser: str, *, second_factor: bool, by: str = "password") -> str:
        """Sign somebody in; answers the token, which is kept nowhere."""
        now, token = self._clock(), secrets.token_urlsafe(32)
        session.execute(
            delete(StaffSession).where(StaffSession.staff_id == staff.id, StaffSession.created_at < now - _KEPT)
        )
        session.add(
            StaffSession(
                staff_id=staff.id,
                hash=_hash(token),
                browser=browser[:_BROWSER],
                second_factor=second_factor,
                created_at=now,
                seen_at=now,
            )
        )
        self._audit.write("staff.login", f"staff/{staff.id}", staff_id=staff.id, session=session, by=by)
        return token

    def find(self, token: str, *, unattended: bool = False) -> StaffSession | None:
        """The session of a token with whose it is, while it lasts. Notes that it was seen, once a minute at most.

        `unattended`: a page asked by itself, and nobody need sit before it.
        """
        now = self._clock()
        with self._database.read() as session:
            found = session.scalar(
                select(StaffSession)
                .options(joinedload(StaffSession.staff))
                .where(StaffSession.hash == _hash(token), *self._alive(now))
            )
        if found is None or not found.staff.active:
            return None
        if not unattended and now - found.seen_at >= _SEEN_EVERY:
            with self._database.write() as session:
                session.execute(update(StaffSession).where(StaffSession.id == found.id).values(seen_at=now))
        return found

    def of(self, session: Session, staff_id: int) -> Sequence[StaffSession]:
        """Somebody's sessions that last, the newest first."""
        query = select(StaffSession).where(StaffSession.staff_id == staff_id, *self._alive(self._clock()))
        return session.scalars(query.order_by(StaffSession.seen_at.desc(), StaffSession.id.desc())).all()

    def end(self, session: Session, session_id: int, staff_id: int) -> bool:
        """End one of somebody's sessions; answers whether there was one to end."""
        return self._end(session, StaffSession.id == session_id, StaffSession.staff_id == staff_id) > 0

    def end_all(self, session: Session, staff_id: int, *, besides: int | None = None) -> int:
        """End somebody's sessions, all or all but one; answers how many."""
        others = () if besides is None else (StaffSession.id != besides,)
        return self._end(session, StaffSession.staff_id == staff_id, *others)

    def _end(self, session: Session, *which: ColumnElement[bool]) -> int:
        ended = update(StaffSession).where(*which, *self._alive(self._clock())).values(ended_at=self._clock())
        return len(session.scalars(ended.returning(StaffSession.id)).all())

    def _alive(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        return (
            StaffSession.ended_at.is_(None),
            StaffSession.seen_at > now - self._idle,
            StaffSession.created_at > now - self._longest,
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
