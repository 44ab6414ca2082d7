"""What a form or a program carries for us: signed, for whom it was given to alone, and for a day."""

from __future__ import annotations

from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from core.protection.vault import Vault

_LASTS_S = 24 * 3600


class Carried:
    def __init__(self, vault: Vault, what: str) -> None:
        self._signer = URLSafeTimedSerializer(vault.derive(what))

    def give(self, value: object, *to: object) -> str:
        return str(self._signer.dumps([*to, value]))

    def take(self, token: str, *of: object) -> Any:
        """The value that was given to these; None if the token is anything else."""
        try:
            *whose, value = self._signer.loads(token, max_age=_LASTS_S)
        except (BadSignature, ValueError, TypeError):
            return None
        return value if whose == list(of) else None
