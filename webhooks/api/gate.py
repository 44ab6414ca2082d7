"""Who may come in, and how often. Counts in the application's own limiter, by token or by address."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request
from flask_limiter import Limiter
from limits import RateLimitItem, parse

from core.running.services import Services
from webhooks.api.problems import Problem
from webhooks.api.tokens import Caller, Scope, Tokens
from webhooks.security import caller as address

CALLS = parse("600/minute")
"""Of one token."""
STRANGERS = parse("60/minute")
"""Of one address without a token."""
FAILURES = parse("10/minute")
"""Tokens that are none, from one address."""
NUMBERS = parse("30/minute")
"""Ticket numbers asked for by one address without a token, as on the tracking page."""
_CHALLENGE = 'Bearer realm="tanggap"'


@dataclass(frozen=True)
class Exceeded(Exception):  # noqa: N818
    """Too many. `retry_after` in seconds."""

    retry_after: int


def count(item: RateLimitItem, *whose: str, cost: int = 1) -> None:
    """Raises Exceeded."""
    limiter = _limiter()
    if limiter is None or not limiter.enabled:
        return
    if not limiter.limiter.hit(item, "api", *whose, cost=cost):
        raise Exceeded(item.get_expiry())


def _limiter() -> Limiter | None:
    found: set[Limiter] = current_app.extensions.get("limiter", set())
    return next(iter(found), None)


class Gate:
    def __init__(self, services: Services) -> None:
        self._tokens = Tokens(services.database, services.clock)

    def known(self, plain: str | None) -> Caller | None:
        """The caller of this token, and one call counted. None: no such token, counted as a failure."""
        who = self._tokens.find(plain) if plain else None
        if who is not None:
            count(CALLS, "token", str(who.token_id))
        elif plain:
            count(FAILURES, "failed", address())
        else:
            count(STRANGERS, "stranger", address())
        return who

    def enter(self, *scopes: Scope) -> Caller:
        """The caller of this request, who has one of these scopes (any, if none is named). Raises Problem."""
        try:
            who = self.known(bearer())
        except Exceeded as error:
            raise Problem(429, "too-many", headers={"Retry-After": str(error.retry_after)}) from error
        if who is None:
            raise Problem(401, "no-token", headers={"WWW-Authenticate": _CHALLENGE})
        if scopes and not any(who.may(scope) for scope in scopes):
            wanted = " ".join(scopes)
            challenge = f'{_CHALLENGE}, error="insufficient_scope", scope="{wanted}"'
            raise Problem(403, "no-scope", f"one of: {wanted}", headers={"WWW-Authenticate": challenge})
        return who


def bearer() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
