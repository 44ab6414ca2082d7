"""Finds the conversation of a citizen in a channel account, by the keyed hash of the address, and what it holds."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, selectinload

from core.dialogue.state import State
from core.privacy.vault import Vault
from core.storage.models import Conversation, InboundMessage, Media, OutboundMessage

NOBODY = "nobody"
"""An account that no channel has."""
_BUTTONS_SEARCHED = 100


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
        display_name=vault.encrypt(name) if name else None,
        language=language,
        state=State(),
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
