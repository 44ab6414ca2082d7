"""What both APIs share when a program files a report."""

from __future__ import annotations

from flask import request

from bots.api import ApiChannel
from core.intake.filing.problems import ClosedError, FilingError
from core.intake.filing.report import NewReport
from core.running.services import Services
from core.storage.models import Ticket
from webhooks.api.tokens import Caller

_LONGEST_KEY = 255


class UnusableKeyError(FilingError):
    """The Idempotency-Key can't be kept."""


class ProgramReports:
    def __init__(self, services: Services) -> None:
        self._services = services

    def file(self, report: NewReport, caller: Caller) -> Ticket:
        """Raises FilingError, RefusedAddressError (photo_url) and MediaError (an upload that is no picture)."""
        channel = next((found for found in self._services.channels.values() if isinstance(found, ApiChannel)), None)
        if channel is None:
            raise ClosedError("api")
        call = self._services.programs.call(channel, caller.token_id, _idempotency_key())
        return self._services.filing.file(report, call)


def _idempotency_key() -> str | None:
    """https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/. Raises UnusableKeyError."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > _LONGEST_KEY or not key.isprintable():
        raise UnusableKeyError(f"Idempotency-Key: at most {_LONGEST_KEY} printable characters")
    return key or None
