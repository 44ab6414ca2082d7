"""Closing many conversations at once: each in a transaction of its own, with what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy.orm.exc import StaleDataError

from core.kernel.errors import ConversationNotFoundError
from core.moderation.takeover import Fate, Moderation
from core.storage.database import Database, DatabaseUnavailable
from core.storage.models import CloseReason

log = structlog.get_logger()


@dataclass(frozen=True)
class Closed:
    conversation_id: int
    fate: Fate


class Closing:
    def __init__(self, database: Database, moderation: Moderation) -> None:
        self._database = database
        self._moderation = moderation

    def each(self, seen: Mapping[int, int], staff_id: int, reason: CloseReason, *, tell: bool) -> list[Closed]:
        """`seen`: conversation -> the newest call that the list showed of it. One that fails stops no other."""
        return [Closed(one, self._one(one, newest, staff_id, reason, tell=tell)) for one, newest in seen.items()]

    def _one(self, conversation_id: int, seen: int, staff_id: int, reason: CloseReason, *, tell: bool) -> Fate:
        try:
            with self._database.write() as session:
                return self._moderation.close_seen(
                    session, conversation_id, staff_id, seen=seen, reason=reason, tell=tell
                )
        except ConversationNotFoundError:
            return Fate.GONE
        except (StaleDataError, *DatabaseUnavailable) as error:
            log.error("closing.failed", conversation=conversation_id, problem=type(error).__name__)
            return Fate.FAILED
