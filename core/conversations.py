"""Finds the conversation of a citizen in a channel account, by the keyed hash of the address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.dialogue.state import State
from core.privacy.vault import Vault
from core.storage.models import Conversation


def find(session: Session, vault: Vault, account: str, address: str, *, lock: bool = False) -> Conversation | None:
    """`lock` holds the row until the transaction ends: turns of one conversation follow each other."""
    query = select(Conversation).where(
        Conversation.account == account, Conversation.address_hash == vault.fingerprint(account, address)
    )
    return session.scalar(query.with_for_update() if lock else query)


def find_or_begin(
    session: Session, vault: Vault, account: str, address: str, *, name: str | None, language: str, now: datetime
) -> Conversation:
    """The locked row; made if nobody has written from this address yet."""
    known = find(session, vault, account, address, lock=True)
    if known is not None:
        return known
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
