"""Browsers that somebody has signed in with before: a signed, long-lived cookie that lets nobody in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from flask import Response, request
from itsdangerous import BadSignature, URLSafeSerializer

from core.staff.accounts import plain_username

COOKIE = "tanggap_perangkat"
_LIFE = timedelta(days=400)


class Devices:
    def __init__(self, key: bytes, *, path: str, secure: bool) -> None:
        self._signer = URLSafeSerializer(key, salt="device")
        self._path = path
        self._secure = secure

    def whose(self, username: str) -> str:
        """What attempts on an account from this browser are counted under."""
        name = plain_username(username)
        try:
            given = self._signer.loads(request.cookies.get(COOKIE, ""))
        except BadSignature:
            given = None
        match given:
            case [str(device), str(digest)] if digest == _digest(name):
                return f"device/{device}/{name}"
        return f"account/{name}"

    def remember(self, response: Response, username: str) -> None:
        """Whoever used the browser before is a stranger to it now."""
        response.set_cookie(
            COOKIE,
            self._signer.dumps([secrets.token_urlsafe(12), _digest(plain_username(username))]),
            max_age=_LIFE,
            path=self._path,
            httponly=True,
            samesite="Lax",
            secure=self._secure,
        )


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]
