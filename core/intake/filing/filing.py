"""The one way from a finished report to its ticket."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.config import Config
from core.dialogue.places import PlaceReader
from core.dialogue.state import DescriptionPart, Draft, Place
from core.intake.filing.places import Doubts, settle
from core.intake.filing.problems import NoDescriptionError, TooLongError
from core.intake.filing.report import LONGEST, NewReport
from core.intake.filing.sender import FiledTicket, Sender
from core.intake.filing.sorting import Sorter, Suggestion
from core.kernel import metrics
from core.kernel.clock import Clock
from core.kernel.ports import Understander
from core.location import Areas
from core.messaging.media_store import MediaStore
from core.protection import photos
from core.storage.database import Database
from core.storage.models import Conversation, InboundMessage, Media, Ticket
from core.tickets.workflow import Workflow


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
        draft = self._draft(report, sender)
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

    def _draft(self, report: NewReport, sender: Sender) -> Draft:
        """As if the bot had asked for everything: what it is about, and where. Raises FilingError."""
        kind, category = self._sorter.sort(report.kind, report.category, report.description)
        place, doubts = self._settle(report)
        return Draft(
            key=secrets.token_hex(4),
            parts=(DescriptionPart(message_id=sender.message_id or sender.number or "", text=report.description),),
            kind=kind,
            category=category,
            place=place,
            needs_person=doubts,
        )

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
