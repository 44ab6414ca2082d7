"""What every page of one conversation needs: finding it, and carrying out what a form asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core.intake.filing.problems import FilingError
from core.kernel.errors import ConversationNotFoundError, MediaError, ModerationError, TicketError
from core.moderation.escalation_queue import waits
from core.running.services import Services
from core.storage.models import Conversation
from webhooks.staff.conversations.refusals import Problem, explain
from webhooks.staff.form_input import UnreadableError
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.signing_in.signed_in import Member, member

log = structlog.get_logger()

Act = Callable[[Session], object]
"""What a form does, in a transaction."""
Again = Callable[[Problem], ResponseReturnValue]
"""Shows the form once more with what was wrong."""


class Room:
    def __init__(self, services: Services) -> None:
        self._services = services

    def conversation(self, session: Session, conversation_id: int, me: Member) -> Conversation:
        """404 for what is not there, or not for this member of staff: only moderators see what does not wait."""
        found = session.get(Conversation, conversation_id)
        if found is None or not (holds(me.role, Permission.MODERATE) or waits(session, found)):
            abort(404)
        return found

    def do(
        self,
        conversation_id: int,
        act: Act,
        said: str,
        *,
        again: Again,
        goal: str = "staff.conversation",
        **address: Any,
    ) -> ResponseReturnValue:
        """One transaction; `said` is shown at the goal."""
        return self.read_and_do(conversation_id, lambda: act, said, again=again, goal=goal, **address)

    def read_and_do(
        self,
        conversation_id: int,
        read: Callable[[], Act],
        said: str,
        *,
        again: Again,
        goal: str = "staff.conversation",
        **address: Any,
    ) -> ResponseReturnValue:
        """The same for a form whose reading takes time (a photo, a place): it is read before the transaction."""

        def work() -> None:
            act = read()
            with self._services.database.write() as session:
                act(session)

        return self.carry_out(conversation_id, work, said, again=again, goal=goal, **address)

    def carry_out(
        self,
        conversation_id: int,
        work: Callable[[], object],
        said: str,
        *,
        again: Again,
        goal: str = "staff.conversation",
        **address: Any,
    ) -> ResponseReturnValue:
        """The same for what has a transaction of its own."""
        with self._services.database.read() as session:
            self.conversation(session, conversation_id, member())
        try:
            work()
        except ConversationNotFoundError:
            abort(404)
        except (FilingError, ModerationError, TicketError, MediaError, UnreadableError, StaleDataError) as error:
            log.info("moderation.refused", conversation=conversation_id, problem=type(error).__name__)
            return again(explain(self._services, conversation_id, error))
        if said:
            flash(said)
        return redirect(url_for(goal, **(address or {"conversation_id": conversation_id})))
