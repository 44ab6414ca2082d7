"""The form of an account: what is typed, what it offers, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask import request

from core.city.routing import Router
from core.city.scope import BOUND_ROLES
from core.kernel.states import STAFF_ROLES, Role
from core.staff.errors import StaffError
from core.storage.models import Staff
from webhooks.staff.form_input import words
from webhooks.staff.tickets.choices import unit_labels

_LONGEST = 255


@dataclass(frozen=True)
class TypedAccount:
    """As it stands in the fields, right or wrong."""

    username: str = ""
    name: str = ""
    role: str = ""
    unit: str = ""


def typed_account() -> TypedAccount:
    return TypedAccount(**{name: words(request.form, name, _LONGEST) for name in asdict(TypedAccount())})


class AccountForm:
    def __init__(self, router: Router) -> None:
        self._units = unit_labels(router)

    def shown(self, staff: Staff) -> TypedAccount:
        unit = self._units.labels.get(staff.unit, staff.unit) if staff.unit else ""
        return TypedAccount(staff.username, staff.name, staff.role, unit)

    def chosen(self, typed: TypedAccount) -> tuple[Role, str | None]:
        """Role and unit. Raises StaffError for what is none."""
        if typed.role not in STAFF_ROLES:
            raise StaffError("role", "no such role")
        unit = self._units.read(typed.unit) if typed.unit else None
        if typed.unit and unit is None:
            raise StaffError("unit", "no such unit")
        return Role(typed.role), unit

    def choices(self) -> Mapping[str, Any]:
        """What its fields offer."""
        return {"roles": STAFF_ROLES, "bound": BOUND_ROLES, "units": sorted(self._units.labels.values())}
