"""Why something could not be done to a ticket, in words that help, and as an HTTP status."""

from __future__ import annotations

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from core.kernel.errors import (
    EvidenceMissingError,
    ForbiddenError,
    StaleTicketError,
    TargetError,
    TicketNotFoundError,
    TransitionError,
)
from core.kernel.states import PHOTO_REQUIRED, Role, State
from webhooks.language import say
from webhooks.staff.form_input import UnreadableError
from webhooks.staff.labels import role_name


def explain(error: Exception, role: Role, form: str, to: State | None) -> tuple[str, int]:
    """`to`: the state that a step should have led into; `form` says what it was if it was none."""
    if isinstance(error, UnreadableError):
        return str(error), 422
    key, status = _reason(error, form, to)
    step = {"state": to.value} if to is not None else {}
    return say(key, role=role_name(role), **step), status


def _reason(error: Exception, form: str, to: State | None) -> tuple[str, int]:
    match error:
        case StaleTicketError() | StaleDataError():
            return "staff-refused-stale", 409
        case OperationalError() | InterfaceError():
            return "staff-refused-database", 503
        case TicketNotFoundError():
            return "staff-refused-number", 422
        case ForbiddenError() if form == "note":
            return "staff-refused-elsewhere", 403
        case ForbiddenError() if to is not None:
            return "staff-refused-step", 403
        case ForbiddenError():
            return "staff-refused-role", 403
        case TransitionError() if to is not None:
            return "staff-refused-transition", 409
        case TransitionError() if form == "sort":
            return "staff-refused-sort", 409
        case EvidenceMissingError():
            return _missing(form, to), 422
        case TargetError() if to is State.MERGED:
            return "staff-refused-main", 422
        case TargetError() if to is State.COORDINATING:
            return "staff-refused-coordination", 422
        case TargetError():
            return "staff-refused-target", 422
    return "staff-refused-other", 409


def _missing(form: str, to: State | None) -> str:
    match to:
        case None:
            return "staff-evidence-check" if form == "check" else "staff-evidence-words"
        case State.COORDINATING:
            return "staff-evidence-coordination"
        case _ if to in PHOTO_REQUIRED:
            return "staff-evidence-note-and-photo"
    return "staff-evidence-note"
