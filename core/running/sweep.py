"""Finds work whose wake-up was lost, and does what is due by the clock.

A crash between commit and wake must cost minutes, not messages, so these come first.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from sqlalchemy import select

from core.kernel import metrics
from core.kernel.errors import ConfigError
from core.kernel.ports import Waker
from core.reports import counts
from core.running.services import Services
from core.storage.database import DatabaseUnavailable
from core.storage.models import Media, MediaState

log = structlog.get_logger()

_ROUNDS = 20
"""Of adding up in one sweep; what is left over waits for the next one."""


def sweep(services: Services, waker: Waker) -> None:
    """Do one step after the other. While the database is down, the rest waits for the next sweep."""
    for step in _STEPS:
        try:
            step(services, waker)
        except DatabaseUnavailable as error:
            log.error("sweep.database_down", step=step.__name__.strip("_"), problem=type(error).__name__)
            return


def _take_up_keys(services: Services, waker: Waker) -> None:
    """Keys that are being replaced; see core/privacy/rotation.py."""
    try:
        if services.vault.refresh():
            log.info("sweep.keys_taken_up")
    except ConfigError as error:
        log.error("sweep.keys_unusable", problem=str(error))


def _take_spooled(services: Services, waker: Waker) -> None:
    _count("spooled", services.intake.take_spooled())


def _wake_deliveries(services: Services, waker: Waker) -> None:
    due = services.delivery.due()
    for conversation_id in due:
        waker.deliver(conversation_id)
    _count("deliveries", len(due))


def _wake_media(services: Services, waker: Waker, limit: int = 200) -> None:
    query = select(Media.id).where(Media.state == MediaState.PENDING, Media.not_before <= services.clock()).limit(limit)
    with services.database.read() as session:
        due = session.scalars(query).all()
    for media_id in due:
        waker.fetch_media(media_id)
    _count("media", len(due))


def _read_late(services: Services, waker: Waker) -> None:
    """What came while the understanding was away."""
    services.late_reading.run()


def _see_to_left_drafts(services: Services, waker: Waker) -> None:
    """Reports whose reporters fell silent."""
    if found := services.left_drafts.run():
        log.info("sweep.left_drafts", count=found)


def _settle_tickets(services: Services, waker: Waker) -> None:
    """New reports that their reporters have had time enough to put right."""
    with services.database.write() as session:
        settled = services.workflow.settle_due(session)
    _count("settled", settled)


def _let_timers_act(services: Services, waker: Waker) -> None:
    services.timers.run()


def _ask_whether_solved(services: Services, waker: Waker) -> None:
    """Reporters who have not said so are asked once more."""
    services.solved_reminders.run()


def _ask_about_service(services: Services, waker: Waker) -> None:
    """The quarterly survey."""
    services.survey_rounds.run()


def _forget(services: Services, waker: Waker) -> None:
    """What was asked to go, and what has been kept for long enough."""
    services.erasure.part()
    services.retention.run_daily()
    services.media_fetcher.clear_away()


def _scrub_stored(services: Services, waker: Waker) -> None:
    """What was stored by an earlier version, or by earlier rules."""
    if looked_at := services.stored_words.run():
        log.info("sweep.scrubbed", tickets=looked_at)


def _add_up_tallies(services: Services, waker: Waker) -> None:
    for _ in range(_ROUNDS):
        with services.database.write() as session:
            if not counts.compact(session):
                return


def _count(what: str, found: int) -> None:
    if found:
        metrics.LOST_WAKES.labels(what).inc(found)
        log.info("sweep.found", what=what, count=found)


_STEPS: tuple[Callable[[Services, Waker], None], ...] = (
    _take_up_keys,
    _take_spooled,
    _wake_deliveries,
    _wake_media,
    _read_late,
    _see_to_left_drafts,
    _settle_tickets,
    _let_timers_act,
    _ask_whether_solved,
    _ask_about_service,
    _forget,
    _scrub_stored,
    _add_up_tallies,
)
