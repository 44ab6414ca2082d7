"""Telegram's limits on sending: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this

One message a second to a chat, where short bursts pass; 30 a second in all.
"""

from __future__ import annotations

import threading

from telegram.constants import FloodLimit

from core.kernel.clock import Clock

_CHAT_INTERVAL_S = 1 / FloodLimit.MESSAGES_PER_SECOND_PER_CHAT
_ALL_INTERVAL_S = 1 / FloodLimit.MESSAGES_PER_SECOND
_BURST = 3
"""Messages that may follow each other at once: a turn seldom says more."""
_REMEMBERED = 5000
LONGEST_NAP_S = 0.5


class Pace:
    """Says when messages may be sent. It knows when the next one may go, to each chat and in all."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._chats: dict[int, float] = {}
        self._all = 0.0

    def book(self, chat: int) -> tuple[bool, float]:
        """Returns (True, how long to wait before sending), or (False, how long to leave this chat alone)."""
        with self._lock:
            now = self._clock().timestamp()
            due = self._later(self._chats.get(chat, now), now, _BURST * _CHAT_INTERVAL_S)
            if (early := due - (_BURST - 1) * _CHAT_INTERVAL_S - now) > 0:
                return False, early
            nap = self._later(self._all, now, LONGEST_NAP_S + _ALL_INTERVAL_S) - now
            if nap > LONGEST_NAP_S:
                return False, nap
            self._all = now + nap + _ALL_INTERVAL_S
            if len(self._chats) > _REMEMBERED:
                self._chats = {known: at for known, at in self._chats.items() if at > now}
            self._chats[chat] = due + _CHAT_INTERVAL_S
            return True, nap

    @staticmethod
    def _later(due: float, now: float, most: float) -> float:
        """Returns when the next message may go. A time later than is ever booked means that the clock went back."""
        return due if now < due <= now + most + 1e-6 else now

    @property
    def busy(self) -> bool:
        """Whether messages wait for their turn: then calls that are only nice to have must not be made."""
        with self._lock:
            return self._all - self._clock().timestamp() > _ALL_INTERVAL_S
