"""What every call has in common: the key, how often somebody may call, and the one jurisdiction."""

from __future__ import annotations

from flask import request

from core.config import Config
from webhooks.api.gate import NUMBERS, Exceeded, Gate, bearer, count
from webhooks.api.open311.formats import Refused
from webhooks.api.tokens import Caller, Scope
from webhooks.security import caller as address

NUMBERS_AT_ONCE = 50


class CallGate:
    """Lets calls in. Naming the jurisdiction is optional; naming another one is an error."""

    def __init__(self, gate: Gate, config: Config) -> None:
        self._gate = gate
        self._known = {config.city.name.casefold()}
        if config.server.public_url and config.server.public_url.host:
            self._known.add(config.server.public_url.host.removeprefix("www.").casefold())

    def let_in(self) -> Caller | None:
        """One call counted; answers whose it is, if it has a key. Raises Refused for a key that is none."""
        who = self._counted()
        self._check_jurisdiction()
        return who

    def with_key(self, scope: Scope) -> Caller:
        """Raises Refused unless there is a key with this scope."""
        who = self._counted()
        if who is None:
            raise Refused(403, "an api_key is needed")
        if not who.may(scope):
            raise Refused(403, f"the api_key lacks the scope {scope}")
        self._check_jurisdiction()
        return who

    def _counted(self) -> Caller | None:
        key = api_key()
        try:
            who = self._gate.known(key)
        except Exceeded as error:
            raise _too_many(error) from error
        if key and who is None:
            raise Refused(403, "the api_key is not valid")
        return who

    def _check_jurisdiction(self) -> None:
        named = request.values.get("jurisdiction_id", "").strip()
        if named and named.casefold().removeprefix("www.") not in self._known:
            raise Refused(404, "jurisdiction_id was not found")


def count_numbers(who: Caller | None, how_many: int) -> None:
    """Numbers can't be tried out in bulk; each one costs."""
    if how_many > NUMBERS_AT_ONCE:
        raise Refused(400, f"service_request_id: at most {NUMBERS_AT_ONCE} at once")
    whose = ("token", str(who.token_id)) if who else ("address", address())
    try:
        count(NUMBERS, "numbers", *whose, cost=how_many)
    except Exceeded as error:
        raise _too_many(error) from error


def api_key() -> str | None:
    return request.values.get("api_key", "").strip() or bearer()


def _too_many(error: Exceeded) -> Refused:
    return Refused(429, "too many requests", headers={"Retry-After": str(error.retry_after)})
