"""A program's finished report becomes a ticket, through the workflow like any other."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bots.api import ApiChannel
from bots.shared.frame import storable
from core.dialogue.state import Place
from core.intake.filing import Doubts, NewReport, UnplacedError, Where, file_report, settle
from core.kernel import metrics
from core.kernel.errors import TanggapError
from core.kernel.messages import MediaKind, Pin
from core.kernel.states import Kind
from core.messaging import conversations
from core.protection import photos
from core.running.services import Services
from core.storage.api_models import FiledReport
from core.storage.models import Conversation, Media, MediaState, Ticket
from webhooks.api.tokens import Caller
from webhooks.staff.tickets import evidence

_LONGEST_ADDRESS = 1000


class NotTakenError(TanggapError):
    """The report can't become a ticket. `what` is no-place, closed or key-reused."""

    def __init__(self, what: str, message: str) -> None:
        super().__init__(message)
        self.what = what


@dataclass(frozen=True)
class Finished:
    """A report as a program sends it."""

    category: str
    description: str
    kind: Kind = Kind.COMPLAINT
    pin: Pin | None = None
    address: str | None = None
    area: str | None = None
    email: str | None = None
    phone: str | None = None
    name: str | None = None
    public: bool = False
    photos: tuple[int, ...] = ()
    """Ids of photos that were cleaned and stored already."""
    uploads: tuple[bytes, ...] = ()
    """Pictures to be cleaned and stored."""
    photo_url: str | None = None

    def fingerprint(self) -> str:
        """What makes two reports the same one."""
        pictures = tuple(hashlib.sha256(data).hexdigest() for data in self.uploads)
        return repr(replace(self, uploads=(), photos=())) + repr(pictures)


class Filing:
    def __init__(self, services: Services) -> None:
        self._services = services

    @property
    def channel(self) -> ApiChannel | None:
        return next((found for found in self._services.channels.values() if isinstance(found, ApiChannel)), None)

    def file(self, report: Finished, caller: Caller, key: str | None) -> Ticket:
        """The ticket of this report: a new one, or the one that the same key made before.

        Raises NotTakenError, RefusedAddressError (photo_url) and MediaError (an upload that is no picture).
        """
        channel = self.channel
        if channel is None:
            raise NotTakenError("closed", "no channel of the kind `api` is configured")
        digest = self._services.vault.fingerprint(channel.account, report.fingerprint())
        if key and (known := self._known(caller, key, digest)):
            return known
        if report.photo_url:
            channel.check_url(report.photo_url)
        place, doubts = self.place(report)
        cleaned = [photos.clean(data) for data in report.uploads]
        stored = [self._services.media.put_photo(photo, self._services.clock()) for photo in cleaned]
        try:
            with self._services.database.write() as session:
                ticket = self._open(session, report, caller, channel, place, doubts, stored)
                session.add(
                    FiledReport(
                        token_id=caller.token_id,
                        key=key,
                        digest=digest,
                        ticket_id=ticket.id,
                        created_at=self._services.clock(),
                    )
                )
        except IntegrityError:
            for media in stored:
                self._services.media.delete(media.key or "")
            # The same report came twice at the same moment, or two first ones of one reporter.
            if key and (known := self._known(caller, key, digest)):
                return known
            raise
        metrics.TICKETS.labels(channel.account).inc()
        return ticket

    def place(self, report: Finished) -> tuple[Place, Doubts]:
        """Where it is, and what of it a person has to look at. Raises NotTakenError."""
        words = storable(report.address or "", _LONGEST_ADDRESS).strip() or None
        try:
            return settle(self._services.areas, self._services.places, Where(words, report.pin, report.area))
        except UnplacedError as error:
            raise NotTakenError("no-place", str(error)) from error

    def _known(self, caller: Caller, key: str, digest: str) -> Ticket | None:
        """Raises NotTakenError if the key was another report's."""
        with self._services.database.read() as session:
            query = select(FiledReport).where(FiledReport.token_id == caller.token_id, FiledReport.key == key)
            filed = session.scalar(query)
            if filed is None:
                return None
            if filed.digest != digest:
                raise NotTakenError("key-reused", "that Idempotency-Key belongs to another report")
            return session.get_one(Ticket, filed.ticket_id)

    def _open(
        self,
        session: Session,
        report: Finished,
        caller: Caller,
        channel: ApiChannel,
        place: Place,
        doubts: tuple[str, ...],
        stored: list[Media],
    ) -> Ticket:
        services = self._services
        now = services.clock()
        conversation = self._conversation(session, report, caller, channel.account)
        pictures = [*evidence.load(session, report.photos), *stored]
        if report.photo_url:
            pictures.append(
                Media(
                    account=channel.account,
                    kind=MediaKind.IMAGE_FILE,
                    ref=report.photo_url,
                    state=MediaState.PENDING,
                    not_before=now,
                    created_at=now,
                )
            )
        filed = NewReport(
            message_id=uuid.uuid4().hex,
            kind=report.kind,
            category=report.category,
            description=storable(report.description),
            place=place,
            doubts=doubts,
            pin=report.pin,
            public=report.public,
            pictures=pictures,
        )
        return file_report(session, services.workflow, conversation, filed, now=now)

    def _conversation(self, session: Session, report: Finished, caller: Caller, account: str) -> Conversation:
        """One for each reporter who is named; else the program itself is the reporter."""
        services = self._services
        named = report.email and f"mailto:{report.email.strip().casefold()}"
        named = named or (report.phone and f"tel:{''.join(c for c in report.phone if c.isdigit() or c == '+')}")
        sender = storable(named or f"token:{caller.token_id}", 320)
        now = services.clock()
        name = storable(report.name or "", 200).strip()
        return conversations.find_or_begin(
            session, services.vault, account, sender, name=name, language=services.config.city.language, now=now
        )
