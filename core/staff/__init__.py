"""People who may log in: their accounts, passwords, second factor, sessions, and the city's own sign-on."""

from core.staff.accounts import create_staff
from core.staff.passwords import new_password

__all__ = ["create_staff", "new_password"]
