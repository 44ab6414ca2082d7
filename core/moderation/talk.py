"""All that was said in a conversation, and what happened around it, for a moderator to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.messaging.conversations import button_labels, said, sent
from core.storage.models import Conversation, ConversationNote, Escalation, InboundMessage, OutboundMessage
from core.tickets.people import names_of

_AROUND = 100
"""So many notes and escalations are read, the newest."""


@dataclass(frozen=True)
class Said:
    """A message of the citizen, with what they made of it later."""

    message: InboundMessage
    edits: tuple[str, ...]
    """What it was changed to, the newest text last."""
    deleted: bool
    pressed: str
    """What was written on the button that was pressed."""

    @property
    def at(self) -> datetime:
        return self.message.received_at


@dataclass(frozen=True)
class Sent:
    """A message of ours."""

    message: OutboundMessage
    author: str | None
    """The moderator's name; None for the bot."""

    @property
    def at(self) -> datetime:
        return self.message.created_at


@dataclass(frozen=True)
class Talk:
    turns: Sequence[Said | Sent]
    escalations: Sequence[Escalation]
    notes: Sequence[ConversationNote]
    people: Mapping[int, str]
    """Names of the staff who appear in notes and escalations."""
    more: bool
    """There are older messages."""


def read(session: Session, conversation: Conversation, limit: int) -> Talk:
    """The newest `limit` messages of both sides together, in their order."""
    inbound = session.scalars(said(conversation).order_by(InboundMessage.id.desc()).limit(limit + 1)).all()
    outbound = session.scalars(sent(conversation).order_by(OutboundMessage.id.desc()).limit(limit + 1)).all()
    escalations = _escalations(session, conversation)
    notes = _notes(session, conversation)
    known = (*(m.staff_id for m in outbound), *(e.closed_by_id for e in escalations), *(n.staff_id for n in notes))
    people = names_of(session, known)
    theirs = _with_changes(session, conversation, inbound)
    ours = [Sent(message, people.get(message.staff_id or 0)) for message in outbound]
    turns: list[Said | Sent] = sorted((*theirs, *ours), key=lambda turn: (turn.at, turn.message.id))
    return Talk(turns[-limit:], escalations, notes, people, more=len(turns) > limit)


def _with_changes(session: Session, conversation: Conversation, inbound: Sequence[InboundMessage]) -> list[Said]:
    ids = [message.provider_id for message in inbound]
    query = (
        select(InboundMessage)
        .where(InboundMessage.conversation_id == conversation.id)
        .where(or_(InboundMessage.edits.in_(ids), InboundMessage.deletes.in_(ids)))
        .order_by(InboundMessage.id)
    )
    edits: dict[str, list[str]] = {}
    deleted = set()
    for change in session.scalars(query):
        if change.deletes:
            deleted.add(change.deletes)
        elif change.edits:
            edits.setdefault(change.edits, []).append(change.text)
    labels = button_labels(session, conversation) if any(message.pressed for message in inbound) else {}
    return [
        Said(
            message,
            edits=tuple(edits.get(message.provider_id, ())),
            deleted=message.provider_id in deleted,
            pressed=labels.get(message.pressed or "", ""),
        )
        for message in inbound
    ]


def _escalations(session: Session, conversation: Conversation) -> Sequence[Escalation]:
    query = (
        select(Escalation)
        .where(Escalation.conversation_id == conversation.id)
        .order_by(Escalation.id.desc())
        .limit(_AROUND)
    )
    return session.scalars(query).all()


def _notes(session: Session, conversation: Conversation) -> Sequence[ConversationNote]:
    query = (
        select(ConversationNote)
        .where(ConversationNote.conversation_id == conversation.id)
        .order_by(ConversationNote.id.desc())
        .limit(_AROUND)
    )
    return session.scalars(query).all()
