"""Reports that the desk enters for somebody who came, wrote or called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.sight import sight_of
from core.config import Config
from core.intake.filing.problems import UnreachableError
from core.intake.filing.report import NewReport
from core.intake.filing.sender import FiledTicket, Sender
from core.kernel.actor import Actor
from core.kernel.clock import Clock
from core.kernel.ports import Channel, ReachingChannel
from core.messaging import conversations
from core.messaging.outbox import Outbox
from core.protection.vault import Vault
from core.storage.audit import Audit
from core.storage.database import Database
from core.storage.models import Conversation, EventVerb, Ticket, TicketEvent
from core.tickets.workflow import Workflow


class CameBy(StrEnum):
    """How a report came to the desk, as its event notes it."""

    WALK_IN = "walk_in"
    LETTER = "letter"
    PHONE = "phone"


@dataclass(frozen=True)
class Slip:
    """What the visitor takes home."""

    ticket: Ticket
    told_by: str | None
    """What the visitor's address is that news go to: `phone`, `email`, or nothing."""


@dataclass(frozen=True)
class _Contact:
    account: str
    address: str


class Desk:
    def __init__(
        self,
        config: Config,
        database: Database,
        router: Router,
        workflow: Workflow,
        outbox: Outbox,
        vault: Vault,
        audit: Audit,
        channels: Mapping[str, Channel],
        clock: Clock,
    ) -> None:
        self._config = config
        self._database = database
        self._router = router
        self._workflow = workflow
        self._outbox = outbox
        self._vault = vault
        self._audit = audit
        self._channels = channels
        self._clock = clock

    def fresh_number(self) -> str:
        """The number that a form's report will bear, so that a form sent twice files one report."""
        with self._database.read() as session:
            return self._workflow.fresh_number(session)

    def visit(self, account: str, actor: Actor, number: str, came: CameBy) -> Sender:
        """What is entered now, with the number that its form was given. `account` is the desk's own channel."""
        return _Visit(self, account, actor, number, came)

    @property
    def asks_for(self) -> tuple[str, ...]:
        """What an address may be that a visitor is told at: `phone`, `email`."""
        return tuple(self._reaching())

    def slip(self, number: str, actor: Actor) -> Slip | None:
        """For who entered the report, and for those who may see it anyway."""
        with self._database.read() as session:
            by = self.entered_by(session, number)
            if by is None:
                return None
            ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
            if by != actor.staff_id and not sight_of(self._router, actor).sees(ticket):
                return None
            channel = self._channels.get(session.get_one(Conversation, ticket.reporter_id).account)
        return Slip(ticket, channel.reaches if isinstance(channel, ReachingChannel) else None)

    def entered_by(self, session: Session, number: str) -> int | None:
        """Who of the staff entered the report with this number."""
        query = (
            select(TicketEvent.staff_id)
            .join(Ticket, Ticket.id == TicketEvent.ticket_id)
            .where(Ticket.number == number, TicketEvent.verb == EventVerb.OPENED)
        )
        return session.scalar(query)

    def contacts(self, report: NewReport) -> list[_Contact]:
        """Where the visitor wants to be told; nowhere, if nothing is given. Raises UnreachableError."""
        found = []
        for kind, (account, channel) in self._reaching().items():
            written = {"phone": report.reporter.phone, "email": report.reporter.email}.get(kind)
            if not written:
                continue
            address = channel.address_of(written)
            if address is None:
                raise UnreachableError(kind, written)
            found.append(_Contact(account, address))
        return found

    def begin(self, session: Session, contact: _Contact, name: str | None) -> Conversation:
        return conversations.find_or_begin(
            session,
            self._vault,
            contact.account,
            contact.address,
            name=name,
            language=self._config.city.language,
            now=self._clock(),
        )

    def tell(self, session: Session, filed: FiledTicket, visit: _Visit) -> None:
        """Every address that was given hears of it, now and later."""
        ticket = filed.ticket
        for conversation in filed.reporters:
            self._workflow.follow(session, ticket.number, conversation)
            self._outbox.queue(session, conversation, [filed.news()], ticket=ticket)
        self._audit.write(
            "report.entered", ticket.number, staff_id=visit.actor.staff_id, session=session, came=visit.came
        )

    def _reaching(self) -> Mapping[str, tuple[str, ReachingChannel]]:
        """What an address is -> (account, channel): the first one for it."""
        found: dict[str, tuple[str, ReachingChannel]] = {}
        for account, channel in self._channels.items():
            if isinstance(channel, ReachingChannel):
                found.setdefault(channel.reaches, (account, channel))
        return found


class _Visit(Sender):
    def __init__(self, desk: Desk, account: str, actor: Actor, number: str, came: CameBy) -> None:
        self._desk = desk
        self.actor, self.number, self.channel, self.came = actor, number, account, came.value
        self.message_id = f"desk:{number}"
        self._nobody = _Contact(account, f"visit:{number}")

    def owns(self, session: Session, ticket: Ticket) -> bool:
        return self._desk.entered_by(session, ticket.number) == self.actor.staff_id

    def check(self, report: NewReport) -> None:
        self._desk.contacts(report)

    def reporters(self, session: Session, report: NewReport) -> Sequence[Conversation]:
        given = self._desk.contacts(report) or [self._nobody]
        return [self._desk.begin(session, contact, report.reporter.name) for contact in given]

    def add(self, session: Session, filed: FiledTicket) -> None:
        self._desk.tell(session, filed, self)
