"""What the understanding's server and its clients agree on, besides Rasa's own protocol. Imports nothing of either."""

from __future__ import annotations

import hmac
from typing import Final

VARIABLE: Final = "TANGGAP_NLU_TOKEN"
"""The environment variable with the shared secret, which must not stand in URLs or command lines: others read those."""

MAX_BATCH: Final = 500
"""Texts in one request of ``parse_many``."""


def credentials(token: str | None) -> dict[str, str]:
    """Returns the header that the server asks for."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def knows(header: str, token: str) -> bool:
    """Whether a request's Authorization header is the one that `credentials` makes."""
    scheme, _, given = header.partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
