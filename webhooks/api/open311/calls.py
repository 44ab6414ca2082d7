"""What every call has in common: the key, and how often somebody may call."""

from __future__ import annotations

from flask import request

from webhooks.api.gate import NUMBERS, Exceeded, Gate, bearer, count
from webhooks.api.open311.formats import Refused
from webhooks.api.tokens import Caller, Scope
from webhooks.security import caller as address

NUMBERS_AT_ONCE = 50


def counted(gate: Gate) -> Caller | None:
    """One call counted; answers whose it is, if it has a key. Raises Refused for a key that is none."""
    key = api_key()
    try:
        who = gate.known(key)
    except Exceeded as error:
        raise too_many(error) from error
    if key and who is None:
        raise Refused(403, "the api_key is not valid")
    return who


def keyed(gate: Gate, scope: Scope) -> Caller:
    """Raises Refused unless there is a key with this scope."""
    who = counted(gate)
    if who is None:
        raise Refused(403, "an api_key is needed")
    if not who.may(scope):
        raise Refused(403, f"the api_key lacks the scope {scope}")
    return who


def count_numbers(who: Caller | None, how_many: int) -> None:
    """Numbers can't be tried out in bulk; each one costs."""
    if how_many > NUMBERS_AT_ONCE:
        raise Refused(400, f"service_request_id: at most {NUMBERS_AT_ONCE} at once")
    whose = ("token", str(who.token_id)) if who else ("address", address())
    try:
        count(NUMBERS, "numbers", *whose, cost=how_many)
    except Exceeded as error:
        raise too_many(error) from error


def api_key() -> str | None:
    return request.values.get("api_key", "").strip() or bearer()


def too_many(error: Exceeded) -> Refused:
    return Refused(429, "too many requests", headers={"Retry-After": str(error.retry_after)})
