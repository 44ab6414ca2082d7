"""Made-up staff: their names say so."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.kernel.actor import Actor
from core.kernel.states import Role
from core.running.services import Services
from core.staff import passwords
from core.storage.models import Staff

_TITLES = {
    Role.KELURAHAN: "Lurah",
    Role.UNIT: "Kepala",
    Role.OFFICER: "Petugas",
    Role.VALIDATOR: "Validator",
    Role.TICKET_ADMIN: "Admin",
    Role.MODERATOR: "Moderator",
    Role.DESK: "Loket",
    Role.ADMINISTRATOR: "Administrator",
}


@dataclass(frozen=True)
class Login:
    """An account that somebody may try; the password is told once."""

    username: str
    password: str
    role: Role
    unit: str | None


class People:
    """Takes somebody on wherever work has to be done. Nobody can log in who is not let in."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._closed = passwords.hashed(passwords.secret())
        self._known: dict[tuple[Role, str | None], int] = {}

    def actor(self, session: Session, role: Role, unit: str | None = None) -> Actor:
        known = self._known.get((role, unit))
        staff = session.get(Staff, known) if known else None
        if staff is None or (staff.role, staff.unit) != (role, unit):
            # Not taken on yet, or in a transaction that was given up, and the number is somebody else's now.
            staff = self._hire(session, role, unit)
        return Actor(role, staff_id=staff.id, unit=unit)

    def let_in(self, session: Session, role: Role, unit: str | None = None) -> Login:
        """A password for the one of this role (in this unit)."""
        staff_id = self.actor(session, role, unit).staff_id
        staff = session.get_one(Staff, staff_id)
        password = passwords.new_password()
        staff.password_hash = passwords.hashed(password)
        return Login(staff.username, password, role, unit)

    def _hire(self, session: Session, role: Role, unit: str | None) -> Staff:
        number = (session.scalar(select(func.max(Staff.id))) or 0) + 1
        staff = Staff(
            username=f"contoh{number}",
            name=f"{_TITLES[role]} Contoh {number}",
            password_hash=self._closed,
            role=role,
            unit=unit,
            created_at=self._services.clock(),
        )
        session.add(staff)
        session.flush()
        self._known[role, unit] = staff.id
        return staff
