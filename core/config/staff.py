"""`staff` and `moderation`: how people sign in, and how much calls for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from core.config.base import Section
from core.config.understanding import is_here
from core.kernel.states import STAFF_ROLES, Role


def _staff_role(role: Role) -> Role:
    if role not in STAFF_ROLES:
        raise ValueError(f"{role} is no role of staff; choose from {', '.join(STAFF_ROLES)}")
    return role


_StaffRole = Annotated[Role, AfterValidator(_staff_role)]


def _secure_issuer(issuer: str) -> str:
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here(parts.hostname)):
        raise ValueError("an issuer is called by https://")
    if not parts.hostname or parts.query or parts.fragment:
        raise ValueError(
            "write the issuer exactly as its own metadata name it, like https://sso.example.org/realms/kota"
        )
    return issuer


class GroupRole(Section):
    """What a group of the city's own sign-on means here."""

    role: _StaffRole
    unit: str | None = None


class SignOn(Section):
    """The city's own sign-on (OpenID Connect). The secret is TANGGAP_SIGN_ON_SECRET of the environment."""

    issuer: Annotated[str, AfterValidator(_secure_issuer)]
    client_id: str = Field(min_length=1)
    label: str | None = None
    """What the button says, in whatever language; without one the pages have words of their own."""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    username: str = "preferred_username"
    """The claim that names the account at the first sign-on. `email` counts only while the issuer has verified it."""
    hosts: tuple[str, ...] = ()
    """Further hosts that the issuer's own metadata may send us to."""
    second_factor: tuple[str, ...] = ()
    """Values of `acr` that mean a second factor; `amr` with `mfa` always does."""
    groups: str = "groups"
    """The claim with somebody's groups."""
    roles: Mapping[str, GroupRole] = {}
    """Group -> role: who has no account gets one at the first sign-on. Without entries, nobody does."""
    unit: str | None = None
    """The claim with the code of the unit, for groups that name none."""


class StaffSection(Section):
    """How staff come in, and how long they stay."""

    idle_minutes: int = Field(default=60, ge=5)
    """Who does nothing for so long has to sign in again."""
    longest_hours: int = Field(default=12, ge=1)
    """Nobody stays signed in for longer."""
    second_factor: tuple[_StaffRole, ...] = (Role.ADMINISTRATOR, Role.MODERATOR, Role.TICKET_ADMIN)
    """The roles that can't do without; the others may."""
    sign_on: SignOn | None = None


class ModerationSection(Section):
    """What waits for moderators."""

    newcomers_an_hour: int = Field(default=10, ge=1)
    """Of one address of the web; further ones stand in the queue as one case."""
