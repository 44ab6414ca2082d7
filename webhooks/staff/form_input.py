"""What an address or a form asks for, as every database can take it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from core.kernel.errors import TanggapError
from core.kernel.ticket_numbers import read_number
from webhooks.language import say
from webhooks.rows import row_id

ANYTHING = 20_000
"""Characters kept of the longest that is typed; no channel takes more in one reply."""


class UnreadableError(TanggapError):
    """Something typed is none of the things that can be chosen; the message is for the screen."""


def typed(given: Mapping[str, str], name: str) -> str:
    """What was typed, without NUL, which PostgreSQL refuses."""
    return given.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()


def words(given: Mapping[str, str], name: str, limit: int = 255) -> str:
    """The same, cut: for what nobody writes long."""
    return typed(given, name)[:limit]


def fitting(typed: str, limit: int) -> str:
    """What was typed, which must not be cut without a word. Raises UnreadableError."""
    if len(typed) > limit:
        raise UnreadableError(say("staff-form-note-too-long", length=len(typed), limit=limit))
    return typed


def seen_version() -> int | None:
    """Of the ticket that the form was about."""
    return request.form.get("version", type=int)


def person(typed: str) -> int | None:
    """The id of one of the staff; None if nobody was chosen. Raises UnreadableError."""
    try:
        return row_id(typed) if typed else None
    except ValueError:
        raise UnreadableError(say("staff-form-person-unknown")) from None


def ticket_number(typed: str, problem: str = "staff-form-number-unreadable") -> str:
    """As it is stored, however it was written. Raises UnreadableError, with the text of the key `problem`."""
    number = read_number(typed)
    if number is None:
        raise UnreadableError(say(problem, typed=typed))
    return number
