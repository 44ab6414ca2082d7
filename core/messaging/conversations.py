"""Finds the conversation of a citizen in a channel account, by the keyed hash of the address, and what it holds."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

from core.dialogue.drafting import key_of
from core.dialogue.facts import Answered, Doubt
from core.dialogue.state import ConversationState, Option
from core.kernel.messages import ButtonKind, Inbound, plain_name
from core.kernel.ticket_numbers import find_numbers, read_number
from core.protection.vault import Vault
from core.storage.models import Conversation, InboundMessage, Media, OutboundMessage, Ticket

NOBODY = "nobody"
"""An account that no channel has."""
_BUTTONS_SEARCHED = 100
_MESSAGES_SEARCHED = 200
_DAY = timedelta(days=1)
_LONGEST_ID = 200


def find(session: Session, vault: Vault, account: str, address: str, *, lock: bool = False) -> Conversation | None:
    """`lock` holds the row until the transaction ends: turns of one conversation follow each other.

    Only against others who change it: a message may be queued for it meanwhile, by a step of somebody's ticket.
    """
    query = select(Conversation).where(
        Conversation.account == account, Conversation.address_hash.in_(vault.fingerprints(account, address))
    )
    found = session.scalar(query.with_for_update(key_share=True) if lock else query)
    if found is None and vault.refresh():
        # Before somebody is taken for a stranger: the keys are being replaced, and the new ones may know them.
        return find(session, vault, account, address, lock=lock)
    return found


def find_or_begin(
    session: Session, vault: Vault, account: str, address: str, *, name: str | None, language: str, now: datetime
) -> Conversation:
    """The locked row; made if nobody has written from this address yet, or if whoever did was forgotten."""
    known = find(session, vault, account, address, lock=True)
    if known is not None and known.erased_at is None:
        return known
    if known is not None:
        known.address_hash = secrets.token_hex(32)
        session.flush()
    begun = Conversation(
        account=account,
        address_hash=vault.fingerprint(account, address),
        address=vault.encrypt(address),
        display_name=vault.encrypt(shown) if (shown := plain_name(name)) else None,
        language=language,
        state=ConversationState(),
        blocked=False,
        created_at=now,
        last_inbound_at=now,
    )
    session.add(begun)
    session.flush()
    return begun


def nobody(session: Session, vault: Vault, now: datetime) -> Conversation:
    """The conversation that reports belong to once they lead to no person any more. Nothing is sent there."""
    placeholder = find_or_begin(session, vault, NOBODY, NOBODY, name=None, language="id", now=now)
    placeholder.blocked = True
    return placeholder


def gone(vault: Vault, account: str, message_id: str) -> list[str]:
    """What stands for the provider's id of an erased message, so that the message sent again is still known."""
    return [f"gone:{mark}" for mark in vault.fingerprints(account, message_id)]


def unless_known(session: Session, vault: Vault, inbound: Inbound) -> Inbound | None:
    """The message, or None for the repetition of a known one; also of one that was erased.

    Where the sender chose the id, another content makes another message, under an id that its repetition gets too.
    """
    known = (InboundMessage.account == inbound.account) & InboundMessage.provider_id.in_(
        [inbound.message_id, *gone(vault, inbound.account, inbound.message_id)]
    )
    found = session.execute(select(InboundMessage.digest).where(known)).first()
    if found is None:
        return inbound
    if inbound.digest is None or found.digest in (None, inbound.digest):
        return None
    own = f"{inbound.message_id[:_LONGEST_ID]}#{inbound.digest[:32]}"
    return unless_known(session, vault, inbound.model_copy(update={"message_id": own, "digest": None}))


def answered(session: Session, conversation: Conversation, inbound: Inbound) -> Answered | None:
    """What a message replies to: one of ours that went to this conversation, or one of the citizen's own.

    Only of a proven message; None if it replies to nothing that we know.
    """
    if not inbound.proven:
        return None
    if row := _answered_row(session, conversation, inbound):
        options = tuple(Option(id=b.id, label=b.label) for b in row.buttons if b.kind is ButtonKind.REPLY)
        return Answered(options, row.draft_key, _told_ticket(session, row))
    if inbound.replies_to is None:
        return None
    own = said(conversation).where(InboundMessage.provider_id == inbound.replies_to)
    return Answered(said=inbound.replies_to) if session.scalar(own.limit(1)) else None


def _answered_row(session: Session, conversation: Conversation, inbound: Inbound) -> OutboundMessage | None:
    if inbound.answers is not None:
        row = session.get(OutboundMessage, inbound.answers)
        return row if row is not None and row.conversation_id == conversation.id else None
    if inbound.replies_to is None:
        return None
    ours = sent(conversation).where(OutboundMessage.provider_id == inbound.replies_to)
    return session.scalar(ours.order_by(OutboundMessage.id.desc()).limit(1))


def _told_ticket(session: Session, row: OutboundMessage) -> str | None:
    """Number of the ticket that a message of ours was about: that of its buttons, or the first that it tells."""
    subjects = (button.id.split(":")[1] for button in row.buttons if ":" in button.id)
    if number := next((found for one in subjects if (found := read_number(one))), None):
        return number
    if row.ticket_id is not None:
        ticket = session.get(Ticket, row.ticket_id)
        return ticket.number if ticket else None
    return next(iter(find_numbers(row.text)), None)


def doubt(session: Session, conversation: Conversation, message: InboundMessage, now: datetime) -> Doubt:
    """What came besides within a day that nobody had proven, and what we asked about it."""
    came = select(func.count(InboundMessage.id)).where(
        InboundMessage.conversation_id == conversation.id,
        InboundMessage.id != message.id,
        InboundMessage.proven.is_(False),
        InboundMessage.received_at > now - _DAY,
    )
    asked = (
        select(OutboundMessage.buttons)
        .where(OutboundMessage.conversation_id == conversation.id, OutboundMessage.created_at > now - _DAY)
        .where(OutboundMessage.thread.is_not(None))
        .order_by(OutboundMessage.id.desc())
        .limit(_BUTTONS_SEARCHED)
    )
    buttons = frozenset(button.id for row in session.scalars(asked) for button in row)
    return Doubt(session.scalar(came) or 0, buttons)


def by_key(session: Session, conversation: Conversation, key: str) -> InboundMessage | None:
    """The message that bears this key, among the latest."""
    query = said(conversation).order_by(InboundMessage.id.desc()).limit(_MESSAGES_SEARCHED)
    return next((one for one in session.scalars(query) if key_of(one.account, one.provider_id) == key), None)


def said(conversation: Conversation) -> Select[InboundMessage]:
    """The citizen's messages. Their changes of earlier ones are messages, too, and not among these."""
    return (
        select(InboundMessage)
        .where(InboundMessage.conversation_id == conversation.id)
        .where(InboundMessage.edits.is_(None), InboundMessage.deletes.is_(None))
        .options(selectinload(InboundMessage.media))
    )


def sent(conversation: Conversation) -> Select[OutboundMessage]:
    """Ours."""
    return (
        select(OutboundMessage)
        .where(OutboundMessage.conversation_id == conversation.id)
        .options(selectinload(OutboundMessage.photo))
    )


def pictures(session: Session, conversation: Conversation, chosen: ColumnElement[bool]) -> list[Media]:
    """What the citizen sent that is a picture; the choice is among `Media` and `InboundMessage`."""
    query = select(Media).join(InboundMessage).where(InboundMessage.conversation_id == conversation.id, chosen)
    return [media for media in session.scalars(query.order_by(Media.id)) if media.kind.is_picture]


def button_labels(session: Session, conversation: Conversation) -> dict[str, str]:
    """What was written on the buttons of the latest messages, by the buttons' ids."""
    query = (
        select(OutboundMessage.buttons)
        .where(OutboundMessage.conversation_id == conversation.id)
        .order_by(OutboundMessage.id.desc())
        .limit(_BUTTONS_SEARCHED)
    )
    return {button.id: button.label for buttons in session.scalars(query) for button in buttons}
