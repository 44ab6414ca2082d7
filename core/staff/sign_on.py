"""The city's own sign-on (OpenID Connect): which account the claims of its issuer belong to.

Somebody is known by the issuer's name and `sub`, which never change. At the first sign-on the account is found by the
configured claim, once; a later change of that claim leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.config import GroupRole, SignOn
from core.kernel.clock import Clock
from core.kernel.states import Role
from core.staff import passwords
from core.staff.accounts import Accounts, create_staff
from core.staff.errors import SignOnError, StaffError
from core.storage.audit import Audit
from core.storage.models import Staff

_LONGEST_SUB = 255
"""OpenID Connect Core, section 2."""


@dataclass(frozen=True)
class Admission:
    staff: Staff
    second_factor: bool
    """Whether the issuer says that it asked for more than a password."""


class Reception:
    def __init__(self, config: SignOn, accounts: Accounts, audit: Audit, clock: Clock) -> None:
        self._config = config
        self._accounts = accounts
        self._audit = audit
        self._clock = clock

    def admit(self, session: Session, claims: Mapping[str, Any]) -> Admission:
        """Whose verified claims these are. Raises SignOnError for somebody without an active account."""
        sub = claims.get("sub")
        if not isinstance(sub, str) or not 0 < len(sub) <= _LONGEST_SUB:
            raise SignOnError("claims", "the issuer does not say who this is (sub)")
        subject = f"{self._config.issuer} {sub}"
        staff = session.scalar(select(Staff).where(Staff.subject == subject))
        staff = staff or self._linked(session, claims, subject) or self._created(session, claims, subject)
        if not staff.active:
            raise SignOnError("inactive", "the account is closed")
        return Admission(staff, self._had_second_factor(claims))

    def _linked(self, session: Session, claims: Mapping[str, Any], subject: str) -> Staff | None:
        username = self._username(claims)
        staff = self._accounts.by_username(session, username) if username else None
        if staff is None:
            return None
        if not staff.active:
            raise SignOnError("inactive", "the account is closed")
        if staff.subject is not None:
            raise SignOnError("other", "the account belongs to somebody else at the city's sign-on")
        staff.subject = subject
        if staff.must_change_password:  # nobody is left who would do it, and the slip of paper must not stay valid
            staff.password_hash, staff.must_change_password = passwords.hashed(passwords.secret()), False
        self._audit.write("staff.linked", f"staff/{staff.id}", staff_id=staff.id, session=session)
        return staff

    def _created(self, session: Session, claims: Mapping[str, Any], subject: str) -> Staff:
        username, given = self._username(claims), self._role(claims)
        if not username or given is None:
            raise SignOnError("unknown", "there is no account for this person")
        name = str(claims.get("name") or username)
        unit = given.unit or (str(claims.get(self._config.unit) or "") if self._config.unit else "")
        try:
            username, name, checked = self._accounts.checked(username, name, given.role, unit or None)
        except StaffError as error:
            raise SignOnError("refused", str(error)) from error
        try:
            return self._add(session, username, name, given.role, checked, subject)
        except IntegrityError as error:  # twice at this very moment
            raise SignOnError("refused", f"somebody is called {username} already") from error

    def _add(self, session: Session, username: str, name: str, role: Role, unit: str | None, subject: str) -> Staff:
        staff = create_staff(session, username, name, role, passwords.secret(), clock=self._clock, unit=unit)
        staff.subject = subject
        session.flush()
        self._audit.write("staff.created", f"staff/{staff.id}", session=session, by="sign_on", role=role)
        return staff

    def _username(self, claims: Mapping[str, Any]) -> str | None:
        claim = self._config.username
        if claim == "email" and claims.get("email_verified") is not True:
            return None
        value = claims.get(claim)
        return value if isinstance(value, str) and value.strip() else None

    def _role(self, claims: Mapping[str, Any]) -> GroupRole | None:
        """Of the first group in config.yml that somebody is in."""
        mine = set(_texts(claims.get(self._config.groups)))
        return next((role for group, role in self._config.roles.items() if group in mine), None)

    def _had_second_factor(self, claims: Mapping[str, Any]) -> bool:
        """RFC 8176 has `mfa` for more than one factor; `acr` is for each issuer to define."""
        return "mfa" in _texts(claims.get("amr")) or claims.get("acr") in self._config.second_factor


def _texts(value: object) -> Iterable[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, (list, tuple)) else ()
