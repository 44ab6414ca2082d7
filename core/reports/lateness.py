"""By how much a ticket has passed its deadlines."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.kernel.states import OPEN_STATES
from core.storage.models import Ticket


def overdue(ticket: Ticket, now: datetime) -> timedelta | None:
    """Returns how long an open ticket is past the first of its deadlines; None if it is in time."""
    passed = [at for at in (ticket.step_due_at, ticket.due_at) if at is not None and at <= now]
    return now - min(passed) if passed and ticket.state in OPEN_STATES else None
