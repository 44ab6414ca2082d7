"""Work that is done at once, without waking anybody. Needs no huey, which loads much."""

from __future__ import annotations

from core.running.services import Services


class InlineWaker:
    """Does the work at once, in the caller's thread: for the terminal, scripts and tests.

    What is due later stays in the database until `sweep` finds it.
    """

    def __init__(self) -> None:
        self._services: Services | None = None

    def attach(self, services: Services) -> None:
        self._services = services

    def deliver(self, conversation_id: int, delay_s: float = 0) -> None:
        if self._services and not delay_s:
            self._services.delivery.deliver(conversation_id)

    def fetch_media(self, media_id: int, delay_s: float = 0) -> None:
        if self._services and not delay_s:
            self._services.media_fetcher.fetch(media_id)
