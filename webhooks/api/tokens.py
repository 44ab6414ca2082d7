"""Tokens of programs: 256 random bits, shown once, stored as their SHA-256; with scopes, an end and a role.

A token is sent as `Authorization: Bearer …` (RFC 6750), or as Open311's `api_key`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from core.city.scope import BOUND_ROLES
from core.kernel.actor import Actor
from core.kernel.clock import Clock
from core.kernel.errors import TanggapError
from core.kernel.states import STAFF_ROLES, Role
from core.storage.database import Database, DatabaseUnavailable
from core.storage.models import ApiToken
from webhooks.staff.permissions import Permission, holds

log = structlog.get_logger()

PREFIX = "tgp_"
"""Makes a leaked token easy to find for secret scanners."""
_BYTES = 32
_LENGTH = len(PREFIX) + 43
_NOTED_EVERY = timedelta(minutes=5)
"""Reading must not mean writing: the last use is kept this exactly."""


class Scope(StrEnum):
    PUBLIC_READ = "public:read"
    """What everybody may see: the public list, and the state of a number."""
    TICKETS_READ = "tickets:read"
    """Tickets with the fields that the token's role may see."""
    TICKETS_WRITE = "tickets:write"
    """Steps of the state table and notes, as the token's role."""
    REPORTS_CREATE = "reports:create"
    """New reports, here and through Open311."""


_AS_A_ROLE = frozenset({Scope.TICKETS_READ, Scope.TICKETS_WRITE})


class TokenError(TanggapError):
    """A token that can't be made as it was asked for."""


@dataclass(frozen=True)
class Caller:
    """Who calls, as the token says."""

    token_id: int
    name: str
    scopes: frozenset[Scope]
    role: Role | None
    unit: str | None
    expires_at: datetime | None

    def may(self, scope: Scope) -> bool:
        return scope in self.scopes

    @property
    def actor(self) -> Actor:
        """Only for scopes that need a role."""
        assert self.role is not None
        return Actor(self.role, unit=self.unit)


def create_token(
    session: Session,
    name: str,
    scopes: Iterable[str],
    role: Role | None = None,
    unit: str | None = None,
    *,
    clock: Clock,
    lifetime: timedelta | None = None,
) -> str:
    """Make a token and answer it; nobody can read it again. Raises TokenError."""
    try:
        wanted = {Scope(scope) for scope in scopes}
    except ValueError as error:
        raise TokenError(f"{error}; the scopes are {', '.join(Scope)}") from error
    if not wanted:
        raise TokenError(f"a token without a scope may do nothing; the scopes are {', '.join(Scope)}")
    _check_role(wanted, role, unit)
    plain = PREFIX + secrets.token_urlsafe(_BYTES)
    now = clock()
    session.add(
        ApiToken(
            name=name,
            hash=_hash(plain),
            scopes=" ".join(sorted(wanted)),
            role=role,
            unit=unit,
            created_at=now,
            expires_at=now + lifetime if lifetime else None,
        )
    )
    session.flush()
    return plain


def revoke_token(session: Session, token_id: int, *, clock: Clock) -> bool:
    """End a token at once. Answers whether there was one to end."""
    token = session.get(ApiToken, token_id)
    if token is None or token.revoked_at is not None:
        return False
    token.revoked_at = clock()
    return True


def row_of(plain: str) -> Select[ApiToken]:
    return select(ApiToken).where(ApiToken.hash == _hash(plain))


def list_tokens(session: Session) -> Sequence[ApiToken]:
    return session.scalars(select(ApiToken).order_by(ApiToken.id)).all()


class Tokens:
    """Finds out who calls."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def find(self, plain: str) -> Caller | None:
        """The caller of a token that is known, not ended and not revoked."""
        if len(plain) != _LENGTH or not plain.startswith(PREFIX):
            return None
        now = self._clock()
        with self._database.read() as session:
            token = session.scalar(row_of(plain))
        if token is None or token.revoked_at is not None:
            return None
        if token.expires_at is not None and token.expires_at <= now:
            return None
        self._note_use(token, now)
        return Caller(
            token_id=token.id,
            name=token.name,
            scopes=frozenset(Scope(scope) for scope in token.scopes.split()),
            role=token.role,
            unit=token.unit,
            expires_at=token.expires_at,
        )

    def _note_use(self, token: ApiToken, now: datetime) -> None:
        if token.last_used_at is not None and now - token.last_used_at < _NOTED_EVERY:
            return
        try:
            with self._database.write() as session:
                session.execute(update(ApiToken).where(ApiToken.id == token.id).values(last_used_at=now))
        except DatabaseUnavailable as error:
            log.warning("api.use_not_noted", token=token.id, problem=type(error).__name__)


def _check_role(scopes: set[Scope], role: Role | None, unit: str | None) -> None:
    wanting = ", ".join(sorted(scopes & _AS_A_ROLE))
    if role is None:
        if wanting:
            raise TokenError(f"{wanting} acts as a role; name one of {', '.join(STAFF_ROLES)}")
        if unit is not None:
            raise TokenError("a unit means nothing without a role; leave it out")
        return
    if role not in STAFF_ROLES:
        raise TokenError(f"{role} is nobody of the staff; name one of {', '.join(STAFF_ROLES)}")
    if wanting and not holds(role, Permission.SEE_TICKETS):
        raise TokenError(f"{role} may not see tickets, so {wanting} would be of no use to it")
    if role in BOUND_ROLES and unit is None:
        raise TokenError(f"{role} acts for a unit only; name the unit")


def _hash(plain: str) -> str:
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
