"""Proof of origin for gateways that do not sign: a token that only they know, and the addresses they call from."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from ipaddress import ip_address

from pydantic import IPvAnyNetwork

from bots.shared.frame import ForgedError, HookRequest, basic_password


def same(given: str, wanted: str) -> bool:
    """Compare secrets in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


class Guard:
    def __init__(self, account: str, token: str | None, networks: Sequence[IPvAnyNetwork]) -> None:
        self._account = account
        self._token = token
        self._networks = networks

    def check(self, request: HookRequest) -> None:
        """Raises ForgedError. The token stands in the URL (?token=), in X-Tanggap-Token, or is a Basic password."""
        if self._networks and not self._known(request.remote):
            raise ForgedError(f"{self._account}: calls from that address are not allowed")
        if self._token is None:
            return
        given = (
            request.query.get("token", ""),
            request.headers.get("x-tanggap-token", ""),
            basic_password(request.headers.get("authorization", "")),
        )
        if not any(same(value, self._token) for value in given if value):
            raise ForgedError(f"{self._account}: the token is wrong")

    def _known(self, remote: str) -> bool:
        try:
            address = ip_address(remote)
        except ValueError:
            return False
        return any(address in network for network in self._networks)
