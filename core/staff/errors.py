"""Why something about an account was refused. `reason` is a code, so that each floor can say it in its own words."""

from __future__ import annotations

from core.kernel.errors import TanggapError


class StaffError(TanggapError):
    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class PasswordError(StaffError):
    """A new password that is not accepted, or an old one that is wrong."""


class SignOnError(StaffError):
    """The city's own sign-on says who somebody is, but there is no account for them."""
