"""The accounts of staff: made, changed, closed. Every step is written into the audit, in the same transaction."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.scope import BOUND_ROLES
from core.config import Config
from core.kernel.clock import Clock
from core.kernel.states import OPEN_STATES, STAFF_ROLES, Role
from core.staff import passwords
from core.staff.errors import PasswordError, StaffError
from core.staff.second_factor import SecondFactor
from core.staff.sessions import Sessions
from core.storage.audit import Audit
from core.storage.audit_actions import AuditAction
from core.storage.database import Database
from core.storage.models import Conversation, Staff, StaffChat, Ticket

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,63}")
_NAME = 128


def create_staff(
    session: Session,
    username: str,
    name: str,
    role: Role,
    password: str,
    *,
    clock: Clock,
    unit: str | None = None,
    must_change_password: bool = False,
) -> Staff:
    """Add an account as it is given; `Accounts.add` checks it first. The database refuses a username that exists."""
    staff = Staff(
        username=plain_username(username),
        name=name,
        password_hash=passwords.hashed(password),
        role=role,
        unit=unit,
        must_change_password=must_change_password,
        created_at=clock(),
    )
    session.add(staff)
    session.flush()
    return staff


def plain_username(typed: str) -> str:
    """Usernames are kept in lower case."""
    return typed.strip().casefold()


def password_stamp(staff: Staff) -> str:
    """Changes with the password: what was shown before does not count after."""
    return hashlib.sha256(staff.password_hash.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Left:
    """What waits for somebody, and has to be given on when they leave."""

    tickets: Sequence[Ticket]
    conversations: int


class Accounts:
    """`by` is the administrator who does it; None on the command line."""

    def __init__(
        self,
        config: Config,
        router: Router,
        database: Database,
        sessions: Sessions,
        second_factor: SecondFactor,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._city = config.city.name
        self._demanding = frozenset(config.staff.second_factor)
        self._router = router
        self._database = database
        self._sessions = sessions
        self._second_factor = second_factor
        self._audit = audit
        self._clock = clock

    # --- coming in ----------------------------------------------------------------------------------

    def recognise(self, username: str, password: str) -> Staff | None:
        """Whose name and password these are. Takes as long, and writes as much, for names that don't exist."""
        with self._database.read() as session:
            staff = self.by_username(session, username)
        right = passwords.matches(staff.password_hash if staff else None, password)
        with self._database.write() as session:
            if staff is None or not right or not staff.active:
                self._write(session, "staff.login_failed", staff.id if staff else None, None)
                return None
            current = session.get_one(Staff, staff.id)
            if passwords.is_outdated(current.password_hash):
                current.password_hash = passwords.hashed(password)
            return current

    def needs_second_factor(self, role: Role) -> bool:
        return role in self._demanding

    def still_proven(self, staff_id: int, stamp: str) -> Staff | None:
        """The account that somebody has shown the password of, if `password_stamp` was this and nothing changed."""
        with self._database.read() as session:
            staff = session.get(Staff, staff_id)
        return staff if staff is not None and staff.active and password_stamp(staff) == stamp else None

    def accept_code(self, staff_id: int, code: str) -> Staff | None:
        """Whose code of the second factor this is; one that fits is used up by it."""
        with self._database.write() as session:
            staff = session.get_one(Staff, staff_id)
            if self._second_factor.accept(session, staff, code):
                return staff
            self._write(session, "staff.code_failed", staff.id, None)
            return None

    # --- looking ------------------------------------------------------------------------------------

    def by_username(self, session: Session, username: str) -> Staff | None:
        return session.scalar(select(Staff).where(Staff.username == plain_username(username)))

    def find(self, session: Session, staff_id: int) -> Staff | None:
        return session.get(Staff, staff_id)

    def get(self, session: Session, staff_id: int) -> Staff:
        """Raises StaffError for an id that nobody has."""
        staff = self.find(session, staff_id)
        if staff is None:
            raise StaffError("unknown", f"there is no account {staff_id}")
        return staff

    def search(
        self,
        session: Session,
        words: str = "",
        *,
        role: Role | None = None,
        active: bool | None = True,
        offset: int = 0,
        limit: int | None = None,
    ) -> Sequence[Staff]:
        """By name; `words` may be a part of the name, the username, or the unit's name or code."""
        query = select(Staff).order_by(Staff.name, Staff.id)
        if active is not None:
            query = query.where(Staff.active == active)
        if role is not None:
            query = query.where(Staff.role == role)
        for word in words.casefold().split()[:5]:
            units = [unit.code for unit in self._router.units.values() if word in f"{unit.name} {unit.code}".casefold()]
            inside = func.lower(Staff.name).contains(word, autoescape=True)
            query = query.where(or_(inside, Staff.username.contains(word, autoescape=True), Staff.unit.in_(units)))
        return session.scalars(query.offset(offset).limit(limit)).all()

    def left(self, session: Session, staff_id: int) -> Left:
        assigned = select(Ticket).where(Ticket.assignee_id == staff_id, Ticket.state.in_(OPEN_STATES))
        held = select(func.count()).where(Conversation.moderator_id == staff_id)
        return Left(session.scalars(assigned.order_by(Ticket.id)).all(), session.scalar(held) or 0)

    # --- changing -----------------------------------------------------------------------------------

    def add(
        self, session: Session, by: int | None, username: str, name: str, role: Role, unit: str | None
    ) -> tuple[Staff, str]:
        """A new account with its first password, which has to be changed at once. Raises StaffError."""
        username, name, unit = self.checked(username, name, role, unit)
        if self.by_username(session, username) is not None:
            raise StaffError("taken", f"somebody is called {username} already")
        password = passwords.new_password()
        try:
            staff = create_staff(
                session, username, name, role, password, clock=self._clock, unit=unit, must_change_password=True
            )
        except IntegrityError as error:  # by somebody else, at this very moment
            raise StaffError("taken", f"somebody is called {username} already") from error
        self._write(session, "staff.created", staff.id, by, role=role, unit=unit)
        return staff, password

    def checked(self, username: str, name: str, role: Role, unit: str | None) -> tuple[str, str, str | None]:
        """Username, name and unit as they are stored. Raises StaffError for what can't be."""
        username = plain_username(username)
        if not _USERNAME.fullmatch(username):
            raise StaffError("username", "a username has 2 to 64 letters a-z, digits, or . _ @ + -")
        return username, self._checked_name(name), self._checked_unit(role, unit)

    def change(
        self, session: Session, by: int | None, staff_id: int, *, name: str, role: Role, unit: str | None
    ) -> Staff:
        """Raises StaffError: nobody changes their own role, and one administrator stays."""
        administrators = self._administrators(session)
        staff = self._locked(session, staff_id)
        name, unit = self._checked_name(name), self._checked_unit(role, unit)
        if role is not staff.role:
            self._not_oneself(by, staff)
            self._not_the_last(administrators, staff)
        before = {"role": staff.role, "unit": staff.unit, "name": staff.name}
        staff.name, staff.role, staff.unit = name, role, unit
        after = {"role": role, "unit": unit}
        changed = {key: value for key, value in after.items() if value != before[key]}
        if changed or name != before["name"]:
            self._write(session, "staff.changed", staff.id, by, **changed)
        return staff

    def deactivate(self, session: Session, by: int | None, staff_id: int) -> Left:
        """Raises StaffError for oneself and for the last administrator. Answers what waits for somebody else now."""
        administrators = self._administrators(session)
        staff = self._locked(session, staff_id)
        self._not_oneself(by, staff)
        self._not_the_last(administrators, staff)
        if staff.active:
            staff.active = False
            self._sessions.end_all(session, staff.id)
            session.execute(delete(StaffChat).where(StaffChat.staff_id == staff.id))
            self._write(session, "staff.deactivated", staff.id, by)
        return self.left(session, staff.id)

    def activate(self, session: Session, by: int | None, staff_id: int) -> None:
        staff = self._locked(session, staff_id)
        if not staff.active:
            staff.active = True
            self._write(session, "staff.activated", staff.id, by)

    def reset_password(self, session: Session, by: int | None, staff_id: int) -> str:
        """A new first password; whoever was signed in with the old one is not any more."""
        staff = self._locked(session, staff_id)
        self._not_oneself(by, staff)
        password = passwords.new_password()
        self._set_password(session, staff, password, must_change=True)
        self._write(session, "staff.password_reset", staff.id, by)
        return password

    def reset_second_factor(self, session: Session, by: int | None, staff_id: int) -> None:
        """For somebody who lost phone and recovery codes."""
        staff = self._locked(session, staff_id)
        self._not_oneself(by, staff)
        self._second_factor.turn_off(session, staff, by)
        self._sessions.end_all(session, staff.id)

    def end_sessions(self, session: Session, by: int | None, staff_id: int) -> int:
        ended = self._sessions.end_all(session, self.get(session, staff_id).id)
        self._write(session, "staff.sessions_ended", staff_id, by, sessions=ended)
        return ended

    def change_own_password(
        self, session: Session, staff_id: int, old: str, new: str, *, session_id: int | None = None
    ) -> None:
        """Raises PasswordError. All sessions but the one that it is done in end."""
        staff = self.confirmed(session, staff_id, old)
        if passwords.matches(staff.password_hash, new):
            raise PasswordError("same", "the new password must be another one")
        passwords.judge(new, (staff.username, staff.name, self._city))
        self._set_password(session, staff, new, besides=session_id)
        self._write(session, "staff.password_changed", staff.id, staff.id)

    def confirmed(self, session: Session, staff_id: int, password: str) -> Staff:
        """The account, for a step that asks for the password once more. Raises PasswordError."""
        staff = self._locked(session, staff_id)
        if not passwords.matches(staff.password_hash, password):
            raise PasswordError("wrong", "the password is not right")
        return staff

    def turn_on_second_factor(
        self, session: Session, staff_id: int, secret: str, code: str, *, session_id: int
    ) -> list[str]:
        """Answers the recovery codes. Raises StaffError for a wrong code. All sessions but this one end."""
        codes = self._second_factor.turn_on(session, self._locked(session, staff_id), secret, code)
        self._sessions.end_all(session, staff_id, besides=session_id)
        return codes

    def turn_off_second_factor(self, session: Session, staff: Staff) -> None:
        """Raises StaffError where the role can't do without."""
        if self.needs_second_factor(staff.role):
            raise StaffError("demanded", f"the role {staff.role} can't do without a second factor")
        self._second_factor.turn_off(session, staff, staff.id)

    def _set_password(
        self, session: Session, staff: Staff, password: str, *, must_change: bool = False, besides: int | None = None
    ) -> None:
        staff.password_hash = passwords.hashed(password)
        staff.must_change_password = must_change
        self._sessions.end_all(session, staff.id, besides=besides)

    # --- rules --------------------------------------------------------------------------------------

    def _locked(self, session: Session, staff_id: int) -> Staff:
        """Read anew, so that two who change the same account do it one after the other."""
        query = select(Staff).where(Staff.id == staff_id).with_for_update().execution_options(populate_existing=True)
        staff = session.scalar(query)
        return staff if staff is not None else self.get(session, staff_id)

    def _checked_name(self, name: str) -> str:
        name = " ".join(name.split())
        if not name or len(name) > _NAME or not name.isprintable():
            raise StaffError("name", f"a name has 1 to {_NAME} characters that can be seen")
        return name

    def _checked_unit(self, role: Role, unit: str | None) -> str | None:
        if role not in STAFF_ROLES:
            raise StaffError("role", f"{role} is no role of staff; choose one of {', '.join(STAFF_ROLES)}")
        if unit and self._router.units.get(unit) is None:
            raise StaffError("unit", f"no unit is called {unit}; the units stand in config.yml")
        if not unit and role in BOUND_ROLES:
            raise StaffError("unit_missing", f"the role {role} works for a unit; name it")
        return unit or None

    def _not_oneself(self, by: int | None, staff: Staff) -> None:
        if by == staff.id:
            raise StaffError("oneself", "nobody does this to the own account; ask another administrator")

    def _administrators(self, session: Session) -> Collection[int]:
        """The active ones, locked, and before any other row: two who close each other wait instead of meeting."""
        chief = select(Staff.id).where(Staff.role == Role.ADMINISTRATOR, Staff.active).with_for_update()
        return session.scalars(chief.order_by(Staff.id)).all()

    def _not_the_last(self, administrators: Collection[int], staff: Staff) -> None:
        if set(administrators) == {staff.id}:
            raise StaffError("last", "this is the last active administrator; make another one first")

    def _write(
        self, session: Session, action: AuditAction, staff_id: int | None, by: int | None, **detail: Any
    ) -> None:
        self._audit.write(action, f"staff/{staff_id or '-'}", staff_id=by, session=session, **detail)
