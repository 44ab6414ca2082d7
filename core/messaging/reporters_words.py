"""Scrubs what a reporter wrote, knowing what their channel calls them."""

from __future__ import annotations

import structlog

from core.kernel.errors import ConfigError
from core.protection.scrub import ReportWords, scrub, scrub_report
from core.protection.vault import Vault
from core.storage.models import Conversation

log = structlog.get_logger()


class ReportersWords:
    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def clean(self, reporter: Conversation, text: str) -> str:
        return scrub(text, known=self._name(reporter))

    def clean_report(self, reporter: Conversation, description: str, place: str | None) -> ReportWords:
        return scrub_report(description, place, known=self._name(reporter))

    def _name(self, reporter: Conversation) -> str | None:
        if reporter.display_name is None:
            return None
        try:
            return self._vault.decrypt(reporter.display_name)
        except ConfigError as error:
            # The report must not be lost for it; the rules still find a name that is told.
            log.error("scrub.name_unreadable", conversation=reporter.id, problem=str(error))
            return None
