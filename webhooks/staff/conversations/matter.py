"""What stands beside the messages of a conversation: the bot's draft, the citizen's tickets, calls and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.dialogue.questions import place_text
from core.dialogue.state import ConversationState as DialogueState
from core.dialogue.state import Draft
from core.kernel.states import COLOURS, OPEN_STATES, Kind, Role, State
from core.moderation.escalation_queue import Hold
from core.moderation.talk import Talk
from core.running.services import Services
from core.storage.models import Escalation, Ticket
from webhooks.language import language, say
from webhooks.staff.conversations.spans import span
from webhooks.staff.labels import missing_words
from webhooks.staff.tickets.choices import shortened
from webhooks.staff.tickets.code_names import CodeNames
from webhooks.staff.tickets.presenters import Chip

_EXCERPT = 110


@dataclass(frozen=True)
class DraftView:
    text: str
    kind: str
    kind_code: str
    category: str
    category_code: str
    options: str
    """Categories between which the bot can't decide."""
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
class PastCall:
    """An escalation, open or closed."""

    reason: str
    course: str
    """When it was opened and closed, by whom and why."""
    open: bool


@dataclass(frozen=True)
class NoteView:
    text: str
    by: str
    at: str


@dataclass(frozen=True)
class HolderView:
    id: int
    name: str
    since: str
    idle: str
    """For how long the citizen has waited in vain."""


class MatterViews:
    def __init__(self, services: Services) -> None:
        self._wording = services.wording
        self._config = services.config
        self._clock = services.clock
        self.names = CodeNames(services)

    def holder(self, hold: Hold | None) -> HolderView | None:
        if hold is None:
            return None
        idle = span(hold.idle_since, self._clock()) if hold.idle_since else ""
        return HolderView(hold.staff_id, hold.name, self._moment(hold.since), idle)

    def draft(self, state: DialogueState) -> DraftView | None:
        draft = state.draft
        if draft is None:
            return None
        unclear = say("staff-conversations-draft-unclear")
        kind = self._config.kind_of(draft.kind)
        category = draft.category or ""
        return DraftView(
            text=draft.description,
            kind=self.names.kind(kind) if kind else unclear,
            kind_code=kind or Kind.COMPLAINT,
            category=self.names.category(category) if category else unclear,
            category_code=self._config.category_of(category) or "",
            options=self._options(draft),
            place=place_text(draft.place) if draft.place else "; ".join(draft.place_hints) or unclear,
            area_code=(draft.place.area_code if draft.place else None) or "",
            photos=len(draft.photo_messages),
            left=missing_words(draft.needs_person),
        )

    def _options(self, draft: Draft) -> str:
        said = ""
        for code in draft.category_options:
            name = self.names.category(code)
            said = say("staff-conversations-draft-or", one=said, other=name) if said else name
        return said

    def asked(self, state: DialogueState) -> str:
        """The bot's open question in words."""
        return say("staff-conversations-question", question=state.asked) if state.asked else ""

    def ticket(self, ticket: Ticket, role: Role) -> TicketCard:
        return TicketCard(
            number=ticket.number,
            chip=Chip(self.names.state(ticket.state), COLOURS[ticket.state]),
            category=self.names.category(ticket.category),
            category_code=ticket.category,
            kind_code=ticket.kind,
            area=ticket.kelurahan or ticket.kecamatan or ticket.kota or say("staff-conversations-no-place"),
            opened=self.names.moment(ticket.opened_at, role),
            missing=missing_words(ticket.doubts),
            version=ticket.version,
            excerpt=shortened(ticket.description, _EXCERPT),
            open=ticket.state in OPEN_STATES,
            mergeable=ticket.state is State.RECEIVED,
        )

    def calls(self, escalations: Iterable[Escalation], people: Mapping[int, str]) -> list[PastCall]:
        return [
            PastCall(
                say("staff-conversations-reason", reason=one.reason), self._course(one, people), one.closed_at is None
            )
            for one in escalations
        ]

    def _course(self, one: Escalation, people: Mapping[int, str]) -> str:
        opened = self._moment(one.opened_at)
        if one.closed_at is None:
            return say("staff-conversations-call-open", opened=opened)
        closed = self._moment(one.closed_at)
        who = people.get(one.closed_by_id or 0) or say("staff-conversations-system")
        if one.closed_because is None:
            return say("staff-conversations-call-closed", opened=opened, closed=closed, who=who)
        because = say("staff-conversations-close-reason", reason=one.closed_because)
        return say("staff-conversations-call-closed-because", opened=opened, closed=closed, who=who, because=because)

    def notes(self, talk: Talk) -> list[NoteView]:
        return [
            NoteView(note.text, talk.people.get(note.staff_id, ""), self._moment(note.created_at))
            for note in talk.notes
        ]

    def _moment(self, moment: datetime) -> str:
        return self._wording.date(moment, language())
