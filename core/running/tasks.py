"""Wakes workers. huey carries the wake-ups; the database rows are the truth about what is to be done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huey import SqliteHuey, crontab

from core.running.services import Services
from core.running.sweep import sweep


class HueyWaker:
    """Hands work to huey's consumers, which may run in another process."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.huey = SqliteHuey("tanggap", filename=str(path), fsync=False)
        self._deliver: Any = None
        self._fetch: Any = None

    def attach(self, services: Services) -> None:
        """Say what the wake-ups do. Every process that sends or runs tasks calls it once."""

        def deliver(conversation_id: int) -> None:
            services.delivery.deliver(conversation_id)

        def fetch_media(media_id: int) -> None:
            services.media_fetcher.fetch(media_id)

        def sweep_up() -> None:
            sweep(services, self)

        self._deliver = self.huey.task(name="deliver")(deliver)
        self._fetch = self.huey.task(name="fetch_media")(fetch_media)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(sweep_up)

    def deliver(self, conversation_id: int, delay_s: float = 0) -> None:
        self._deliver.schedule((conversation_id,), delay=delay_s) if delay_s else self._deliver(conversation_id)

    def fetch_media(self, media_id: int, delay_s: float = 0) -> None:
        self._fetch.schedule((media_id,), delay=delay_s) if delay_s else self._fetch(media_id)
