"""Structured logs. Secrets and contacts never reach them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET_KEYS = frozenset({"token", "secret", "password", "authorization", "address", "sender", "text", "api_key"})
_SECRET_SHAPES = re.compile(
    r"(?<!\d)\d{6,}:[A-Za-z0-9_-]{30,}"  # a Telegram bot token, as it stands in URLs
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"  # user:password of a URL
    r"|(?i:bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"
)
_HIDDEN = "[hidden]"


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide what bears a secret's name or has a secret's shape."""
    for name, value in event.items():
        if name.lower() in _SECRET_KEYS:
            event[name] = _HIDDEN
        elif isinstance(value, str):
            event[name] = _SECRET_SHAPES.sub(_HIDDEN, value)
    return event


class _Redacting(logging.Filter):
    """The same for libraries that log by themselves (httpx logs URLs with the bot token in them)."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _SECRET_SHAPES.sub(_HIDDEN, record.getMessage())
        record.args = ()
        return True


def configure_logs(level: str = "INFO") -> None:
    logging.basicConfig(level=level, format="%(levelname)s %(name)s %(message)s", force=True)
    for handler in logging.getLogger().handlers:
        handler.addFilter(_Redacting())
    for chatty in ("httpx", "httpcore", "huey", "waitress.queue", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
