"""Who chats: a random token in a signed, long-lived cookie. It is the citizen's address in the web channel."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from flask import Response, request
from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "tanggap_percakapan"
PATH = "/chat"
_LIFE = timedelta(days=400)
"""As long as browsers allow."""


class Visitors:
    def __init__(self, key: bytes, *, secure: bool) -> None:
        self._key = key
        self._signer = URLSafeSerializer(key, salt="visitor")
        self._secure = secure

    def known(self) -> str | None:
        """The visitor of this request, if the cookie is one of ours."""
        try:
            token = self._signer.loads(request.cookies.get(COOKIE, ""))
        except BadSignature:
            return None
        return token if isinstance(token, str) else None

    def newcomer(self, message_id: str) -> str:
        """Who writes for the first time, from the random id that their page made for the message.

        If the answer with the cookie is lost, the same message sent again leads to the same conversation.
        """
        return hmac.new(self._key, message_id.encode(), hashlib.sha256).hexdigest()

    def remember(self, response: Response, visitor: str) -> None:
        """Set the cookie, or make the one that is there live longer."""
        response.set_cookie(
            COOKIE,
            self._signer.dumps(visitor),
            max_age=_LIFE,
            path=PATH,
            httponly=True,
            samesite="Lax",
            secure=self._secure,
        )
