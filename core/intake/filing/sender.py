"""Who may send a report to be filed: what each way has of its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.dialogue.facts import Forecast
from core.dialogue.outcome import Reply
from core.dialogue.questions import opened
from core.dialogue.state import Draft
from core.intake.filing.report import NewReport
from core.kernel.actor import REPORTER, Actor
from core.kernel.errors import TargetError
from core.storage.models import Conversation, Media, Ticket
from core.tickets.evidence import unused_photos


@dataclass(frozen=True)
class FiledTicket:
    """What a report has become, for what its sender adds in the same transaction."""

    report: NewReport
    ticket: Ticket
    draft: Draft
    reporters: Sequence[Conversation]
    """The first one is the ticket's own."""

    def news(self) -> Reply:
        """What the reporters are told, where they are."""
        return opened(self.draft, self.ticket.number, Forecast(finish=self.ticket.estimate_at))


class Sender(ABC):
    """Who files a report, in whose name, and how its repetition is known."""

    actor: Actor = REPORTER
    number: str | None = None
    """One that was shown beforehand; else a fresh one."""
    channel: str | None = None
    """How it came, if that is not the reporter's conversation."""
    came: str | None = None
    """How it came to the staff who file it; stands in the ticket's history."""
    by_hand: bool = True
    """A person fills in a form: it has to say something, and is told what is too long."""
    message_id: str | None = None
    """What the report is kept as in the reporter's conversation. None: the talk has the reporter's own messages."""

    def known(self, session: Session, report: NewReport) -> Ticket | None:
        """The ticket that this very report became when it was sent before. Raises FilingError and TargetError."""
        ticket = session.scalar(select(Ticket).where(Ticket.number == self.number)) if self.number else None
        if ticket is not None and not self.owns(session, ticket):
            raise TargetError(f"{self.number} is another report's by now; open the form again")
        return ticket

    def owns(self, session: Session, ticket: Ticket) -> bool:
        """Whether the ticket that bears the number is this sender's."""
        return False

    @abstractmethod
    def check(self, report: NewReport) -> None:
        """Raises FilingError for what needs no looking up."""

    @abstractmethod
    def reporters(self, session: Session, report: NewReport) -> Sequence[Conversation]:
        """The locked conversations in whose name it is filed; the ticket belongs to the first one."""

    def pictures(self, session: Session, report: NewReport, conversation: Conversation) -> list[Media]:
        """Of the stored photos those that no ticket has yet."""
        return unused_photos(session, report.photos)

    @abstractmethod
    def add(self, session: Session, filed: FiledTicket) -> None:
        """What belongs to the filing besides the ticket: who is told, the audit."""
