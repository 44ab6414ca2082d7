"""Who wants to hear what happens to tickets: followers, staff, other programs, and whoever is added to them.

There is one list of listeners, given where the services are built. `core/tickets` tells it of every line of a
ticket's history, in the transaction that writes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from core.storage.models import Ticket, TicketEvent


@dataclass(frozen=True)
class Happening:
    """A line of a ticket's history; the ticket is as it is afterwards."""

    ticket: Ticket
    event: TicketEvent
    moved_estimate: bool = False
    """Whether the time of finishing is another date than the citizen knows."""


class TicketListener(Protocol):
    def hear(self, session: Session, happening: Happening) -> None:
        """What it writes belongs to the same transaction."""


TicketListeners = Sequence[TicketListener]


def announce(listeners: TicketListeners, session: Session, happening: Happening) -> None:
    session.flush()
    for listener in listeners:
        listener.hear(session, happening)
