"""The replies that moderators send often: kept, put right, and filled in for a citizen."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.config import City
from core.kernel.clock import Clock
from core.kernel.errors import CannedReplyError, CannedReplyNotFoundError
from core.moderation import canned
from core.reports.queries import own_tickets
from core.storage.audit import Audit
from core.storage.audit_actions import AuditAction
from core.storage.models import CannedReply, Conversation
from core.wording import Wording

TITLE_LIMIT, TEXT_LIMIT = 80, 2000


class Flaw(StrEnum):
    """Why a canned reply can't be kept like this."""

    EMPTY = "empty"
    """Without a title or without a text."""
    TOO_LONG = "too_long"
    TITLE_TAKEN = "title_taken"


class CannedReplies:
    def __init__(self, city: City, wording: Wording, router: Router, audit: Audit, clock: Clock) -> None:
        self._city = city
        self._wording = wording
        self._router = router
        self._audit = audit
        self._clock = clock

    def all(self, session: Session) -> Sequence[CannedReply]:
        return session.scalars(select(CannedReply).order_by(CannedReply.title)).all()

    def add(self, session: Session, title: str, text: str, staff_id: int) -> None:
        """Raises CannedReplyError and PlaceholderError."""
        self._check(session, None, title, text)
        session.add(CannedReply(title=title, text=text, updated_at=self._clock()))
        self._write(session, "canned_reply.added", None, staff_id)

    def change(self, session: Session, reply_id: int, title: str, text: str, staff_id: int) -> None:
        """Raises CannedReplyError, PlaceholderError and CannedReplyNotFoundError."""
        self._check(session, reply_id, title, text)
        reply = session.get(CannedReply, reply_id, with_for_update=True)
        if reply is None:
            raise CannedReplyNotFoundError(f"no canned reply has the id {reply_id}")
        reply.title, reply.text, reply.updated_at = title, text, self._clock()
        self._write(session, "canned_reply.changed", reply_id, staff_id)

    def remove(self, session: Session, reply_id: int, staff_id: int) -> None:
        """Twice is once."""
        reply = session.get(CannedReply, reply_id)
        if reply is not None:
            session.delete(reply)
        self._write(session, "canned_reply.removed", reply_id, staff_id)

    def add_examples(self, session: Session) -> int:
        """A set to begin with, of those titles that do not exist yet. Answers how many were added."""
        there = set(session.scalars(select(func.lower(CannedReply.title))))
        new = {title: text for title, text in canned.examples().items() if title.lower() not in there}
        now = self._clock()
        session.add_all(CannedReply(title=title, text=text, updated_at=now) for title, text in new.items())
        return len(new)

    def filled(self, session: Session, conversation: Conversation, reply_id: int, number: str) -> str:
        """The reply with what is known put in, in the citizen's language; empty if there is no such reply.

        It is about the citizen's ticket with this number, else about their newest.
        """
        reply = session.get(CannedReply, reply_id)
        if reply is None:
            return ""
        tickets = own_tickets(session, conversation.id)
        about = next((ticket for ticket in tickets if ticket.number == number), next(iter(tickets), None))
        known = canned.values(
            self._wording,
            city=self._city.name,
            emergency=self._city.emergency,
            language=conversation.language,
            ticket=about,
            unit=self._router.name(about.unit) if about else "",
        )
        return canned.fill(reply.text, known)

    def _check(self, session: Session, reply_id: int | None, title: str, text: str) -> None:
        if not title or not text:
            raise CannedReplyError(Flaw.EMPTY, "a canned reply without a title or a text")
        if len(title) > TITLE_LIMIT or len(text) > TEXT_LIMIT:
            raise CannedReplyError(Flaw.TOO_LONG, f"a title of {len(title)} and a text of {len(text)} characters")
        same = select(CannedReply.id).where(func.lower(CannedReply.title) == title.lower())
        if session.scalar(same.where(CannedReply.id != reply_id) if reply_id else same) is not None:
            raise CannedReplyError(
                Flaw.TITLE_TAKEN, f"{title} is the title of another canned reply; choose another one"
            )
        canned.check(text)

    def _write(self, session: Session, action: AuditAction, reply_id: int | None, staff_id: int) -> None:
        subject = f"canned_reply/{reply_id or 'new'}"
        self._audit.write(action, subject, staff_id=staff_id, session=session)
