"""Slows down those who guess: each failure on an account costs more time than the one before.

Counted in the limiter's storage, so that several processes count together where it is a shared one. Names that do not
exist are counted like those that do. A browser that somebody has signed in with before is counted apart from
strangers, so that nobody can keep a colleague out by guessing wrong on purpose:
https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

from __future__ import annotations

import hashlib
from math import ceil
from time import time

from limits.storage import Storage

_FREE = 5
"""Attempts without a wait."""
_REMEMBERED = 24 * 3600
"""Seconds after which they are free again."""
_FIRST_WAIT, _LONGEST_WAIT = 15, 15 * 60
"""Seconds; doubled from the one to the other."""


class Attempts:
    """`what` names that which is guessed at, such as an account."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def begin(self, what: str) -> int:
        """Count an attempt before it is made, so that many at once gain nothing.

        Answers the seconds to wait, 0 if it may be made now. One that has to wait is not counted.
        """
        tries, waits = _keys(what)
        if left := self._left(waits):
            return left
        over = self._storage.incr(tries, _REMEMBERED) - _FREE
        if over <= 0:
            return 0
        wait = min(_FIRST_WAIT * 2 ** min(over - 1, 10), _LONGEST_WAIT)
        return 0 if self._storage.incr(waits, wait) == 1 else max(self._left(waits), 1)

    def succeeded(self, what: str) -> None:
        for key in _keys(what):
            self._storage.clear(key)

    def _left(self, key: str) -> int:
        return max(1, ceil(self._storage.get_expiry(key) - time())) if self._storage.get(key) else 0


def _keys(what: str) -> tuple[str, str]:
    """Hashed: what was typed may be long, or a password in the wrong field."""
    digest = hashlib.sha256(what.encode()).hexdigest()[:32]
    return f"tries/{digest}", f"wait/{digest}"
