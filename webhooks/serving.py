"""How the WSGI server serves the application. One place, so that tests serve as `tanggap run` does."""

from __future__ import annotations

from typing import Any

from core.config import Server
from webhooks.app import UPLOAD_LIMIT

HEADER_LIMIT = 32 * 1024
"""Bytes of a request's line and headers."""
SILENCE_S = 30
"""A connection on which nothing moves for so long is closed. Whoever sends a byte now and then is not: a proxy in front
reads requests whole before it hands them on (docs/deployment.md)."""


def server_settings(server: Server) -> dict[str, Any]:
    """Arguments of waitress (https://docs.pylonsproject.org/projects/waitress/en/stable/arguments.html)."""
    return {
        "host": server.host,
        "port": server.port,
        "ident": None,
        "threads": 12,
        # webhooks/proxies.py reads the headers of proxies: waitress knows one address or everybody, not several, and
        # takes any word for an address.
        "trusted_proxy": None,
        "clear_untrusted_proxy_headers": False,
        "max_request_header_size": HEADER_LIMIT,
        "max_request_body_size": UPLOAD_LIMIT,
        # After an outage a gateway repeats everything at once and keeps its connections open.
        "connection_limit": 2000,
        "channel_timeout": SILENCE_S,
        "cleanup_interval": 5,
        "asyncore_use_poll": True,
    }
