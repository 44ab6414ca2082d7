"""An SMS account: the way in and out that all gateways share."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import partial
from threading import Event

import structlog
from pydantic import ValidationError

from bots.shared.frame import HookRequest, Inbox, Received, Setup, hand_over, send_in_parts, storable
from bots.sms.gateway import Gateway, Sms, SmsSettings
from bots.sms.numbers import country_of, e164, is_service
from bots.sms.parts import Parts, own_id
from bots.sms.texts import cheapest, measure, split, with_options
from core.kernel import metrics
from core.kernel.errors import FinalError, LeftAloneError, PayloadError, RetryableError, SendError
from core.kernel.messages import Capabilities, DeliveryReport, Inbound, MediaRef, Outbound

log = structlog.get_logger()

_MOST_SEGMENTS = 10
"""The limit for one message; gateways and phones take no more."""
_LOOK_EVERY_S = 60.0
_UNANSWERED = {
    "service": "that is no known number of a person (a service's?), which is never answered",
    "country": "numbers of that country are not answered (`countries`); a moderator may write",
}


class SmsChannel:
    capabilities = Capabilities(
        photos_in=False, photos_out=False, pins=False, buttons=False, short=True, max_length=_MOST_SEGMENTS * 153
    )

    def __init__(self, setup: Setup, settings: SmsSettings, gateway: Gateway, parts: Parts | None) -> None:
        self.account = setup.account
        self._setup = setup
        self._settings = settings
        self._gateway = gateway
        self._parts = parts
        self._parts_left: dict[int, int] = {}
        self.capabilities = self.capabilities.model_copy(update={"per_hour": settings.replies_per_hour})

    reaches = "phone"

    def address_of(self, written: str) -> str | None:
        return e164(written, self._settings.region)

    # --- in ----------------------------------------------------------------------------------------

    def verify(self, request: HookRequest) -> None:
        self._gateway.verify(request)

    def receive(self, request: HookRequest) -> Received:
        try:
            found = self._gateway.read(request)
        except ValidationError as error:
            place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
            raise PayloadError(f"{self.account}: the request is malformed ({place or 'body'})") from None
        except ValueError as error:
            raise PayloadError(f"{self.account}: the request is malformed ({type(error).__name__})") from None
        broken = list(found.broken)
        messages = [message for sms in found.texts if (message := self._take(sms, broken))]
        reports = [
            DeliveryReport(
                account=self.account,
                message_id=storable(status.id, 255),
                delivered=status.delivered,
                detail=storable(status.detail, 200) if status.detail else None,
            )
            for status in found.statuses
        ]
        return Received(messages, reports, found.reply, broken)

    def _take(self, sms: Sms, broken: list[PayloadError]) -> Inbound | None:
        """Returns the message; None while parts are missing, or if its sender can't be answered (it is kept then)."""
        sender = e164(sms.sender, self._settings.region)
        if sender is None:
            # Advertising comes from names and short numbers; answering those could start a loop that costs money.
            log.info("sms.not_a_person", account=self.account)
            metrics.UNANSWERED.labels(self.account, "not_a_person").inc()
            broken.append(LeftAloneError(f"{self.account}: left unanswered, the sender is no telephone number"))
            return None
        # What a database can't keep goes first, so that ids and parts are made of what is kept.
        clean = Sms(sender, storable(sms.text), storable(sms.id or ""), storable(sms.stamp), sms.at, sms.part)
        whole = self._parts.add(clean, self._setup.clock()) if self._parts and clean.part else clean
        return self._inbound(whole) if whole else None

    def _inbound(self, sms: Sms) -> Inbound:
        return Inbound(
            account=self.account,
            message_id=own_id(sms),
            sender=sms.sender,
            sent_at=sms.at or self._setup.clock(),
            text=storable(sms.text),
        )

    def poll(self, inbox: Inbox, stop: Event) -> None:
        """Fetches no messages: it hands over texts of which a part never came."""
        while self._parts is not None and not stop.wait(_LOOK_EVERY_S):
            self.settle(inbox)

    def settle(self, inbox: Inbox) -> None:
        """Hands over what has waited long enough. If the text was complete, it is known already, which does no harm."""
        if self._parts is None:
            return
        now = self._setup.clock()
        for waiting in self._parts.stale(now):
            message = self._inbound(waiting.sms)
            hand_over(inbox, self.account, message.model_dump_json().encode(), self.read)
            self._parts.settle(waiting, now)

    def read(self, raw: bytes) -> Received:
        """Reads once more a text that was joined here and kept. Raises PayloadError."""
        try:
            return Received((Inbound.model_validate_json(raw),))
        except ValidationError as error:
            raise PayloadError(f"{self.account}: that is no text put together here") from error

    # --- what is kept of citizens ------------------------------------------------------------------

    def reseal(self) -> int:
        return self._parts.reseal() if self._parts else 0

    def forget_citizen(self, address: str) -> None:
        if self._parts:
            self._parts.forget(address)

    # --- out ---------------------------------------------------------------------------------------

    def advice(self) -> str | None:
        if self._settings.ceiling is not None:
            return None
        key = f"channels.{self.account}.ceiling"
        return f"{key} is not set. Give the segments that a day may cost: otherwise whoever writes much decides it"

    def send(self, message: Outbound) -> str | None:
        if reason := self._unanswered(message):
            metrics.UNANSWERED.labels(self.account, reason).inc()
            log.warning("sms.unanswered", account=self.account, reason=reason, message=message.id)
            raise FinalError(_UNANSWERED[reason])
        *first, last = split(cheapest(with_options(message.text, message.options)), _MOST_SEGMENTS)
        pieces = [(piece, f"{message.reference}.{index}") for index, piece in enumerate(first)]
        pieces.append((last, message.reference))
        ceiling = None if message.essential or message.by_person else self._settings.ceiling
        parts = [partial(self._send, message.address, piece, reference, ceiling) for piece, reference in pieces]
        return send_in_parts(self._parts_left, message.id, parts)

    def _unanswered(self, message: Outbound) -> str | None:
        """Returns why this number gets no answer: answers cost the city, and some earn the number's owner money."""
        near = country_of(message.address) in self._settings.answered
        if is_service(message.address, near=near):
            return "service"
        if not message.by_person and not near:
            return "country"
        return None

    def _send(self, to: str, text: str, reference: str, ceiling: int | None) -> str:
        size = measure(text)
        if not self._setup.ledger.spend(self.account, size.segments, ceiling):
            log.error("sms.ceiling_reached", account=self.account, ceiling=ceiling)
            raise RetryableError("the day's ceiling of segments is reached", self._until_tomorrow())
        try:
            return self._gateway.send(to, text, unicode=size.unicode, reference=reference)
        except SendError:
            self._setup.ledger.spend(self.account, -size.segments, None)
            raise

    def _until_tomorrow(self) -> float:
        now = self._setup.clock().astimezone(self._setup.zone)
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), self._setup.zone)
        return (midnight - now).total_seconds() + 1

    def fetch(self, media: MediaRef) -> bytes:
        raise FinalError("an SMS carries no attachments")
