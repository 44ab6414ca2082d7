"""What the understanding's server and its clients agree on, besides Rasa's own protocol. Imports nothing of either."""

from __future__ import annotations

import hmac
from typing import Final

VARIABLE: Final = "TANGGAP_NLU_TOKEN"
"""Names the secret that both share. It stands in no URL and on no command line: others read those."""

MAX_BATCH: Final = 500
"""Texts in one request of ``parse_many``."""


def credentials(token: str | None) -> dict[str, str]:
    """The header that the server asks for."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def knows(header: str, token: str) -> bool:
    """Whether a request's Authorization is that header."""
    scheme, _, given = header.partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
