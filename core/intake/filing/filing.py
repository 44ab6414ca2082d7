"""The one way from a finished report to its ticket."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.config import Config
from core.dialogue.outcome import Reply
from core.dialogue.places import PlaceReader
from core.dialogue.questions import opened
from core.dialogue.state import DescriptionPart, Draft, Place
from core.intake.filing.places import Doubts, settle
from core.intake.filing.problems import NoDescriptionError, TooLongError
from core.intake.filing.report import LONGEST, NewReport
from core.intake.filing.sorting import Sorter, Suggestion
from core.kernel import metrics
from core.kernel.actor import REPORTER, Actor
from core.kernel.clock import Clock
from core.kernel.errors import TargetError
from core.kernel.ports import Understander
from core.location import Areas
from core.messaging.media_store import MediaStore
from core.protection import photos
from core.storage.database import Database
from core.storage.models import Conversation, InboundMessage, Media, Ticket, TicketPhoto
from core.tickets.workflow import Workflow


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
        return opened(self.draft, self.ticket.number, self.ticket.estimate_at)


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
        """Of the stored photos those that no ticket has yet: a form sent twice does not hand them in twice."""
        used = select(TicketPhoto.media_id).where(TicketPhoto.media_id.in_(report.photos))
        query = select(Media).where(Media.id.in_(report.photos), Media.id.not_in(used)).order_by(Media.id)
        return list(session.scalars(query)) if report.photos else []

    @abstractmethod
    def add(self, session: Session, filed: FiledTicket) -> None:
        """What belongs to the filing besides the ticket: who is told, the audit."""


class Filing:
    """Makes a report a ticket, whoever sends it."""

    def __init__(
        self,
        config: Config,
        database: Database,
        workflow: Workflow,
        store: MediaStore,
        areas: Areas,
        places: PlaceReader,
        understander: Understander,
        clock: Clock,
    ) -> None:
        self._database = database
        self._workflow = workflow
        self._store = store
        self._areas = areas
        self._places = places
        self._sorter = Sorter(config, understander)
        self._clock = clock

    def file(self, report: NewReport, sender: Sender) -> Ticket:
        """The ticket of this report: a new one, or the one that it became when it was sent before.

        Raises FilingError, MediaError (an upload that is no picture), and what the sender's own rules raise.
        """
        if (known := self._known(report, sender)) is not None:
            return known
        if sender.by_hand:
            _check(report)
        sender.check(report)
        kind, category = self._sorter.sort(report.kind, report.category, report.description)
        place, doubts = self._settle(report)
        draft = Draft(
            key=secrets.token_hex(4),
            parts=(DescriptionPart(message_id=sender.message_id or sender.number or "", text=report.description),),
            kind=kind,
            category=category,
            place=place,
            needs_person=doubts,
        )
        uploads = [self._store.put_photo(photos.clean(data), self._clock()) for data in report.uploads]
        try:
            with self._database.write() as session:
                filed = self._open(session, report, sender, draft, uploads)
        except IntegrityError:
            for media in uploads:
                self._store.delete(media.key or "")
            # The same report came twice at the same moment, or two first ones of one reporter.
            if (known := self._known(report, sender)) is not None:
                return known
            raise
        metrics.TICKETS.labels(filed.ticket.channel).inc()
        return filed.ticket

    def suggest(self, description: str) -> Suggestion:
        """Kind and category as they would be read from these words."""
        return self._sorter.suggest(description)

    def _known(self, report: NewReport, sender: Sender) -> Ticket | None:
        with self._database.read() as session:
            return sender.known(session, report)

    def _settle(self, report: NewReport) -> tuple[Place | None, Doubts]:
        if report.where is None:
            return None, ("place",)
        return settle(self._areas, self._places, report.where, asks_back=report.asks_back)

    def _open(
        self, session: Session, report: NewReport, sender: Sender, draft: Draft, uploads: Sequence[Media]
    ) -> FiledTicket:
        reporters = sender.reporters(session, report)
        conversation = reporters[0]
        pictures = [*sender.pictures(session, report, conversation), *uploads]
        if sender.message_id is not None:
            self._keep(session, report, conversation, sender.message_id, pictures)
        number = sender.number or self._workflow.fresh_number(session)
        ticket = self._workflow.open(
            session,
            conversation,
            draft,
            number,
            pictures,
            actor=sender.actor,
            came=sender.came,
            channel=sender.channel,
        )
        if report.public:
            self._workflow.set_public(session, ticket.number, public=True)
        filed = FiledTicket(report, ticket, draft, reporters)
        sender.add(session, filed)
        session.flush()
        return filed

    def _keep(
        self,
        session: Session,
        report: NewReport,
        conversation: Conversation,
        message_id: str,
        pictures: Sequence[Media],
    ) -> None:
        """As a message of the reporter's: the raw words stay in the conversation."""
        now = self._clock()
        conversation.last_inbound_at = now
        message = InboundMessage(
            account=conversation.account,
            provider_id=message_id,
            conversation_id=conversation.id,
            sent_at=now,
            received_at=now,
            text=report.description,
            pin=report.where.pin if report.where else None,
        )
        message.media = list(pictures)
        session.add(message)


def _check(report: NewReport) -> None:
    """Raises FilingError for what no form may hold."""
    if not report.description:
        raise NoDescriptionError("say what the report is about")
    said = report.where.words if report.where else None
    typed = {
        "description": report.description,
        "place": said,
        "name": report.reporter.name,
        "phone": report.reporter.phone,
        "email": report.reporter.email,
    }
    for field, text in typed.items():
        if len(text or "") > LONGEST[field]:
            raise TooLongError(field, len(text or ""), LONGEST[field])
