"""What went wrong with a form on a conversation's page, in words that help."""

from __future__ import annotations

from sqlalchemy.orm.exc import StaleDataError

from core.intake.filing.problems import NoDescriptionError, TooLongError, UnplacedError
from core.kernel.errors import (
    CannotWriteError,
    ForbiddenError,
    HeldElsewhereError,
    MediaError,
    PlaceholderError,
    StaleTicketError,
    TargetError,
    TicketNotFoundError,
    TransitionError,
)
from core.moderation.escalation_queue import hold_of
from core.running.services import Services
from core.storage.models import Conversation
from webhooks.language import say
from webhooks.staff.form_input import UnreadableError
from webhooks.staff.tickets.evidence import photo_problem

Problem = tuple[str, int]
"""(what went wrong in words that help, HTTP status)"""
NO_PROBLEM: Problem = ("", 200)

_SAID: tuple[tuple[type[Exception], str, int], ...] = (
    (NoDescriptionError, "staff-conversations-new-empty", 422),
    (UnplacedError, "staff-conversations-new-outside", 422),
    (StaleTicketError, "staff-conversations-stale", 409),
    (StaleDataError, "staff-conversations-stale", 409),
    (TicketNotFoundError, "staff-conversations-not-theirs", 422),
    (TransitionError, "staff-conversations-too-late", 409),
    (ForbiddenError, "staff-conversations-forbidden", 403),
    (TargetError, "staff-conversations-no-target", 422),
    (Exception, "staff-conversations-refused", 409),
)
"""For errors that need no further words: the first that fits."""


def explain(services: Services, conversation_id: int, error: Exception) -> Problem:
    match error:
        case UnreadableError():
            return str(error), 422
        case TooLongError(field=field, length=length, limit=limit):
            return say("staff-conversations-new-too-long", field=field, length=length, limit=limit), 422
        case MediaError():
            return photo_problem(error), 422
        case HeldElsewhereError():
            return _whose(services, conversation_id), 409
        case CannotWriteError():
            return say("staff-conversations-obstacle", obstacle=error.obstacle, most=str(error.most)), 422
        case PlaceholderError():
            return say("staff-conversations-unfilled", names=in_braces(error)), 422
    return next((say(key), status) for of, key, status in _SAID if isinstance(error, of))


def in_braces(error: PlaceholderError) -> str:
    return ", ".join(f"{{{name}}}" for name in error.names)


def _whose(services: Services, conversation_id: int) -> str:
    with services.database.read() as session:
        hold = hold_of(session, session.get_one(Conversation, conversation_id), services.clock())
    if hold is None:
        return say("staff-conversations-not-held")
    return say("staff-conversations-held-by", name=hold.name)
