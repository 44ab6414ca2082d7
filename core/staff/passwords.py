"""Accounts of staff: made, and proven by a password (Argon2id)."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import Clock
from core.storage.models import Staff
from core.tickets.states import Role

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex(16))
"""Checked for unknown names, so that the time taken does not tell which names exist."""
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that are mistaken for each other."""


def new_password() -> str:
    """A password to be typed from a screen or a slip of paper: 20 characters in groups, 99 bits."""
    groups = ("".join(secrets.choice(_READABLE) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def create_staff(
    session: Session, username: str, name: str, role: Role, password: str, *, clock: Clock, unit: str | None = None
) -> Staff:
    """Usernames are kept in lower case. The database refuses one that exists."""
    staff = Staff(
        username=_normal(username),
        name=name,
        password_hash=_hasher.hash(password),
        role=role,
        unit=unit,
        created_at=clock(),
    )
    session.add(staff)
    session.flush()
    return staff


def set_password(staff: Staff, password: str) -> None:
    """Sessions that were opened with the old password end."""
    staff.password_hash = _hasher.hash(password)


def verify(session: Session, username: str, password: str) -> Staff | None:
    """Whose name and password these are. Hashes made with older parameters are renewed."""
    staff = session.scalar(select(Staff).where(Staff.username == _normal(username)))
    right = _matches(staff.password_hash if staff else _NOBODY, password)
    if staff is None or not right or not staff.active:
        return None
    if _hasher.check_needs_rehash(staff.password_hash):
        staff.password_hash = _hasher.hash(password)
    return staff


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _normal(username: str) -> str:
    return username.strip().casefold()
