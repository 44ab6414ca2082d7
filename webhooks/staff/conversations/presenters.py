"""What moderators get to see of a conversation. The templates only lay out what is here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.dialogue.questions import place_text
from core.dialogue.state import ConversationState as DialogueState
from core.kernel.messages import ButtonKind, plain_name
from core.kernel.states import COLOURS, OPEN_STATES, Kind, Role
from core.moderation import escalation_queue
from core.moderation.escalation_queue import Hold, MessageHit, QueuedConversation
from core.moderation.talk import Said, Sent, Talk
from core.protection.scrub import scrub
from core.running.services import Services
from core.storage.models import Conversation, Escalation, Media, MediaState, SendState, Ticket
from webhooks.staff.conversations.labels import (
    ACTS,
    ATTACHMENTS,
    CHANNELS,
    CLOSE_REASONS,
    QUESTIONS,
    REASONS,
    SEND_STATES,
    UNCLEAR,
)
from webhooks.staff.labels import MISSING
from webhooks.staff.permissions import Permission, holds
from webhooks.staff.tickets.choices import shortened
from webhooks.staff.tickets.presenters import Chip, CodeNames

_EXCERPT = 160
_SURE_ENOUGH = 0.02
"""Guesses below this say nothing."""


@dataclass(frozen=True)
class Face:
    """Who writes, as far as this member of staff may know."""

    name: str
    channel: str


@dataclass(frozen=True)
class QueueRow:
    """A conversation in the queue."""

    id: int
    face: Face
    reasons: tuple[str, ...]
    urgent: bool
    waits: str
    excerpt: str
    holder: str
    """Who holds it; empty if nobody does."""
    held_for: str
    idle: str
    """For how long its moderator has given no sign of life while the citizen waits."""
    mine: bool
    unanswered: bool
    choice: str
    """What its box for closing many carries; empty for what is closed by itself only."""


@dataclass(frozen=True)
class CaseRow:
    """Many conversations of one address, in the queue."""

    source: str
    count: int
    waits: str
    last: str
    newest_call: int


@dataclass(frozen=True)
class Attachment:
    id: int
    label: str
    kind: str
    photo: bool
    playable: str
    """`audio` or `video` if a browser can play it."""
    state: str


@dataclass(frozen=True)
class ThreadMessage:
    """A message in the thread."""

    key: str
    side: str
    """`citizen`, `bot` or `staff`."""
    day: str
    """Said before the first message of a day."""
    author: str
    time: str
    text: str
    earlier: tuple[str, ...]
    """What stood there before it was edited."""
    deleted: bool
    pressed: str
    pin: str
    attachments: tuple[Attachment, ...]
    buttons: tuple[str, ...]
    guess: str
    sending: str
    failed: bool
    problem: str
    chosen: int | None
    """The id of a message that can be chosen for a report."""
    unproven: bool = False
    """The channel did not vouch for the sender."""


@dataclass(frozen=True)
class DraftView:
    text: str
    kind: str
    kind_code: str
    category: str
    category_code: str
    options: tuple[str, ...]
    place: str
    area_code: str
    photos: int
    left: str
    """What the bot will leave to a person."""


@dataclass(frozen=True)
class TicketCard:
    number: str
    chip: Chip
    category: str
    category_code: str
    kind_code: str
    area: str
    opened: str
    missing: str
    version: int
    excerpt: str
    open: bool
    mergeable: bool


@dataclass(frozen=True)
class Past:
    """An escalation, open or closed."""

    reason: str
    opened: str
    closed: str


def ago(moment: datetime, now: datetime) -> str:
    """How long it is since then, in one unit."""
    passed = max(now - moment, timedelta())
    for unit, name in ((timedelta(days=1), "hari"), (timedelta(hours=1), "jam"), (timedelta(minutes=1), "menit")):
        if passed >= unit:
            return f"{passed // unit} {name}"
    return "baru saja"


class ConversationPresenters:
    def __init__(self, services: Services) -> None:
        self._services = services
        self.names = CodeNames(services)

    # --- who ---------------------------------------------------------------------------------------

    def face(self, conversation: Conversation, role: Role) -> Face:
        """Never the address; some put their number or mail address into the name, so that is taken out."""
        nobody = f"Warga {conversation.id}"
        if not holds(role, Permission.MODERATE):
            return Face(nobody, "")
        name = self._services.vault.decrypt(conversation.display_name) if conversation.display_name else ""
        account = self._services.config.channels.get(conversation.account)
        kind = account.kind if account else conversation.account
        return Face(scrub(plain_name(name) or "").strip() or nobody, CHANNELS.get(kind, kind))

    # --- queue -------------------------------------------------------------------------------------

    def row(self, waiting: QueuedConversation, role: Role, staff_id: int, now: datetime) -> QueueRow:
        hold = waiting.hold
        return QueueRow(
            id=waiting.conversation.id,
            face=self.face(waiting.conversation, role),
            reasons=tuple(REASONS.get(reason, reason) for reason in waiting.reasons),
            urgent=waiting.urgent,
            waits=ago(waiting.since, now),
            excerpt=shortened(waiting.last_words, _EXCERPT),
            holder=hold.name if hold else "",
            held_for=ago(hold.since, now) if hold else "",
            idle=ago(hold.idle_since, now) if hold and hold.idle_since else "",
            mine=hold is not None and hold.staff_id == staff_id,
            unanswered=waiting.unanswered,
            choice=f"{waiting.conversation.id}:{waiting.newest_call}" if _closes_with_others(waiting, staff_id) else "",
        )

    def case(self, case: escalation_queue.Case, now: datetime) -> CaseRow:
        return CaseRow(case.source, case.count, ago(case.since, now), ago(case.last, now), case.newest_call)

    def hit(self, hit: MessageHit, role: Role, now: datetime) -> dict[str, Any]:
        return {
            "id": hit.conversation.id,
            "face": self.face(hit.conversation, role),
            "excerpt": shortened(hit.message.text, _EXCERPT),
            "ago": ago(hit.message.received_at, now),
        }

    def holder(self, hold: Hold | None, now: datetime) -> dict[str, Any] | None:
        if hold is None:
            return None
        idle = ago(hold.idle_since, now) if hold.idle_since else ""
        return {"id": hold.staff_id, "name": hold.name, "since": self._moment(hold.since), "idle": idle}

    # --- thread ------------------------------------------------------------------------------------

    def turns(self, talk: Talk) -> list[ThreadMessage]:
        shown: list[ThreadMessage] = []
        day = ""
        for entry in talk.turns:
            today = self._services.wording.date(entry.at, "id", time=False)
            heading, day = (today if today != day else ""), today
            shown.append(self._said(entry, heading) if isinstance(entry, Said) else self._sent(entry, heading))
        return shown

    def _said(self, said: Said, day: str) -> ThreadMessage:
        message = said.message
        pin = f"{message.pin.lat:.6f}, {message.pin.lon:.6f}" if message.pin else ""
        return ThreadMessage(
            key=f"i{message.id}",
            side="citizen",
            day=day,
            author="",
            time=self._hour(said.at),
            text=said.edits[-1] if said.edits else message.text,
            earlier=(message.text, *said.edits[:-1]) if said.edits else (),
            deleted=said.deleted,
            pressed=(said.pressed or "tombol") if message.pressed else "",
            pin=pin,
            attachments=tuple(_attachment(media) for media in message.media),
            buttons=(),
            guess=self._guess(message.understanding),
            unproven=not message.proven,
            sending="",
            failed=False,
            problem="",
            chosen=None if message.pressed else message.id,
        )

    def _sent(self, sent: Sent, day: str) -> ThreadMessage:
        message = sent.message
        failed = message.state is SendState.FAILED
        retried = message.state is SendState.QUEUED and message.problem
        return ThreadMessage(
            key=f"o{message.id}",
            side="staff" if message.staff_id else "bot",
            day=day,
            author=sent.author or "Bot",
            time=self._hour(sent.at),
            text=message.text,
            earlier=(),
            deleted=False,
            pressed="",
            pin="",
            attachments=(_attachment(message.photo),) if message.photo else (),
            buttons=tuple(button.label for button in message.buttons if button.kind is ButtonKind.REPLY),
            guess="",
            sending="Dicoba lagi" if retried else SEND_STATES[message.state],
            failed=failed,
            problem=message.problem or "" if failed or retried else "",
            chosen=None,
        )

    def _guess(self, understanding: Mapping[str, Any] | None) -> str:
        """What the bot took a message for, with its doubts."""
        if not understanding:
            return ""
        names: Mapping[str, Callable[[str], str]] = {
            "act": lambda code: ACTS.get(code.partition("/")[0], code),
            "kinds": lambda code: self.names.kind(Kind(code)) if code in set(Kind) else code,
            "categories": lambda code: UNCLEAR if code == "tidak_jelas" else self.names.category(code),
        }
        parts = []
        for key, name in names.items():
            guesses = [(code, sure) for code, sure in understanding.get(key, ()) if sure >= _SURE_ENOUGH]
            if guesses:
                parts.append(", ".join(f"{name(code)} {round(sure * 100)}%" for code, sure in guesses))
        return " · ".join(parts)

    # --- beside the thread -------------------------------------------------------------------------

    def draft(self, state: DialogueState) -> DraftView | None:
        draft = state.draft
        if draft is None:
            return None
        category = draft.category or ""
        return DraftView(
            text=draft.description,
            kind=self.names.kind(kind) if (kind := self._services.config.kind_of(draft.kind)) else "belum jelas",
            kind_code=kind or Kind.COMPLAINT,
            category=self.names.category(category) if category else "belum jelas",
            category_code=self._services.config.category_of(category) or "",
            options=tuple(self.names.category(code) for code in draft.category_options),
            place=place_text(draft.place) if draft.place else "; ".join(draft.place_hints) or "belum jelas",
            area_code=(draft.place.area_code if draft.place else None) or "",
            photos=len(draft.photo_messages),
            left=", ".join(MISSING.get(what, what) for what in draft.needs_person),
        )

    def asked(self, state: DialogueState) -> str:
        """The bot's open question in words."""
        return QUESTIONS.get(state.asked, "") if state.asked else ""

    def ticket(self, ticket: Ticket, role: Role) -> TicketCard:
        return TicketCard(
            number=ticket.number,
            chip=Chip(self.names.state(ticket.state), COLOURS[ticket.state]),
            category=self.names.category(ticket.category),
            category_code=ticket.category,
            kind_code=ticket.kind,
            area=ticket.kelurahan or ticket.kecamatan or ticket.kota or "Lokasi belum jelas",
            opened=self.names.moment(ticket.opened_at, role),
            missing=", ".join(MISSING.get(what, what) for what in ticket.doubts),
            version=ticket.version,
            excerpt=shortened(ticket.description, 110),
            open=ticket.state in OPEN_STATES,
            mergeable=ticket.state == "received",
        )

    def past(self, escalations: Iterable[Escalation], people: Mapping[int, str]) -> list[Past]:
        return [
            Past(
                reason=REASONS.get(one.reason, one.reason),
                opened=self._moment(one.opened_at),
                closed=self._closed(one, people),
            )
            for one in escalations
        ]

    def _closed(self, one: Escalation, people: Mapping[int, str]) -> str:
        if one.closed_at is None:
            return ""
        said = f"selesai {self._moment(one.closed_at)}, {people.get(one.closed_by_id or 0, 'sistem')}"
        because = CLOSE_REASONS.get(one.closed_because or "", "")
        return f"{said}: {because}" if because else said

    def notes(self, talk: Talk) -> list[dict[str, str]]:
        return [
            {"text": note.text, "by": talk.people.get(note.staff_id, ""), "at": self._moment(note.created_at)}
            for note in talk.notes
        ]

    def _moment(self, moment: datetime) -> str:
        return self._services.wording.date(moment, "id")

    def _hour(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._services.config.zone):%H.%M}"


def _closes_with_others(waiting: QueuedConversation, staff_id: int) -> bool:
    held_elsewhere = waiting.hold is not None and waiting.hold.staff_id != staff_id
    return bool(waiting.newest_call) and not waiting.urgent and not held_elsewhere


_PLAYABLE = {
    "audio/ogg": "audio",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/aac": "audio",
    "audio/wav": "audio",
    "audio/webm": "audio",
    "video/mp4": "video",
    "video/webm": "video",
}


def playable(media: Media) -> str:
    """With which element a browser plays it; empty for what is only to be downloaded."""
    return _PLAYABLE.get((media.mime or "").partition(";")[0].strip().lower(), "")


def _attachment(media: Media) -> Attachment:
    photo = media.kind.is_picture
    states = {MediaState.PENDING: "Foto masih diproses", MediaState.REFUSED: "Foto tidak bisa dibuka"}
    return Attachment(
        id=media.id,
        label="Foto" if photo else ATTACHMENTS.get(media.kind, "Lampiran"),
        kind=media.kind.value,
        photo=photo and media.state is MediaState.STORED,
        playable="" if photo else playable(media),
        state=states.get(media.state, ""),
    )
