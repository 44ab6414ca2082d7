"""Who does something to a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from core.kernel.states import Role


@dataclass(frozen=True)
class Actor:
    role: Role
    staff_id: int | None = None
    unit: str | None = None


REPORTER = Actor(Role.REPORTER)
SYSTEM = Actor(Role.SYSTEM)
