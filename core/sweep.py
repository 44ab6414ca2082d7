"""Finds work whose wake-up was lost: a crash between commit and wake must cost minutes, not messages."""

from __future__ import annotations

import structlog
from sqlalchemy import select

from core import metrics
from core.errors import ConfigError
from core.ports import Waker
from core.services import Services
from core.storage.database import DatabaseUnavailable
from core.storage.models import Media, MediaState
from core.tickets import tally

log = structlog.get_logger()


def sweep(services: Services, waker: Waker) -> None:
    """Take in the spool, wake what is due, and let the tickets' timers act."""
    _take_up_keys(services)
    try:
        spooled = services.intake.take_spooled()
        conversations = services.delivery.due()
        media = _due_media(services)
    except DatabaseUnavailable as error:
        log.error("sweep.database_down", problem=type(error).__name__)
        return
    for conversation_id in conversations:
        waker.deliver(conversation_id)
    for media_id in media:
        waker.fetch_media(media_id)
    for what, count in (("spooled", spooled), ("deliveries", len(conversations)), ("media", len(media))):
        if count:
            metrics.LOST_WAKES.labels(what).inc(count)
            log.info("sweep.found", what=what, count=count)
    _read_late(services, waker)
    _let_timers_act(services, waker)
    _forget(services)
    _add_up(services)


def _take_up_keys(services: Services) -> None:
    """Keys that are being replaced; see core/privacy/rotation.py."""
    try:
        if services.vault.refresh():
            log.info("sweep.keys_taken_up")
    except ConfigError as error:
        log.error("sweep.keys_unusable", problem=str(error))


def _read_late(services: Services, waker: Waker) -> None:
    """What came while the understanding was away."""
    try:
        told = services.late_reading.run()
    except DatabaseUnavailable as error:
        log.error("sweep.database_down", problem=type(error).__name__)
        return
    for conversation_id in told:
        waker.deliver(conversation_id)


def _let_timers_act(services: Services, waker: Waker) -> None:
    """Comes last: whatever is wrong with it, messages have been seen to."""
    try:
        told = services.timers.run()
    except DatabaseUnavailable as error:
        log.error("sweep.database_down", problem=type(error).__name__)
        return
    for conversation_id in told:
        waker.deliver(conversation_id)


def _add_up(services: Services, rounds: int = 20) -> None:
    """The tickets' tallies; what is left over waits for the next sweep."""
    try:
        for _ in range(rounds):
            with services.database.write() as session:
                if not tally.compact(session):
                    return
    except DatabaseUnavailable as error:
        log.error("sweep.database_down", problem=type(error).__name__)


def _forget(services: Services) -> None:
    """What was asked to go, and what has been kept for long enough."""
    try:
        services.erasure.part()
        services.retention.run_daily()
        services.media_fetcher.clear_away()
    except DatabaseUnavailable as error:
        log.error("sweep.database_down", problem=type(error).__name__)


def _due_media(services: Services, limit: int = 200) -> list[int]:
    query = select(Media.id).where(Media.state == MediaState.PENDING, Media.not_before <= services.clock()).limit(limit)
    with services.database.read() as session:
        return list(session.scalars(query))
