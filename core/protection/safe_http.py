"""Calls to addresses that others named (webhooks out, photos by URL), without reaching into our own network.

The host is resolved by us, every address that it has is checked, and the connection goes to the address that was
checked, so that a second look-up can't answer something else. Redirects are not followed, and no proxy of the
environment is used. Background:
https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpcore

from core.kernel.errors import FinalError, RetryableError

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""NAT64: the last 32 bits are an IPv4 address, which may be one of ours."""
_TIMEOUTS = {"connect": 5.0, "read": 10.0, "write": 10.0, "pool": 5.0}


class RefusedAddressError(FinalError):
    """An address that we do not call."""


class Outward:
    """Calls addresses that others named. `allow_private`: for tests, and for receivers in the city's own network."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._allow_private = allow_private
        self._pool = httpcore.ConnectionPool(
            network_backend=_Checked(allow_private), max_connections=10, keepalive_expiry=5.0
        )

    def check(self, url: str) -> None:
        """Raises RefusedAddressError for a URL that could never be called."""
        try:
            parts = urlsplit(url)
            host, _port = parts.hostname, parts.port
        except ValueError as error:
            raise RefusedAddressError("that is no URL") from error
        allowed = ("https", "http") if self._allow_private else ("https",)
        if parts.scheme not in allowed or not host:
            raise RefusedAddressError(f"the URL must begin with {' or '.join(f'{name}://' for name in allowed)}")
        if parts.username is not None or parts.password is not None:
            raise RefusedAddressError("the URL must not carry a user name or a password")

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Returns the HTTP status. Raises RefusedAddressError or RetryableError."""
        status, _ = self._call("POST", url, headers, body, limit=0)
        return status

    def get(self, url: str, limit: int) -> bytes:
        """Returns a file of at most `limit` bytes. Raises RefusedAddressError, FinalError or RetryableError."""
        status, data = self._call("GET", url, {"Accept": "image/*"}, None, limit=limit)
        if status in (408, 425, 429) or status >= 500:
            raise RetryableError(f"the other side answered {status}")
        if status != 200:
            raise FinalError(f"the other side answered {status}")
        return data

    def _call(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, *, limit: int
    ) -> tuple[int, bytes]:
        self.check(url)
        named = [("Host", urlsplit(url).netloc), ("User-Agent", "Tanggap"), *headers.items()]
        try:
            with self._pool.stream(
                method, url, headers=named, content=body, extensions={"timeout": _TIMEOUTS}
            ) as response:
                return response.status, _read(response.iter_stream(), limit)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise RetryableError(f"the other side can't be reached ({type(error).__name__})") from error
        except (httpcore.UnsupportedProtocol, UnicodeError, ValueError) as error:
            raise RefusedAddressError("that is no URL") from error


class _Checked(httpcore.NetworkBackend):
    """Connects to public addresses only."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = _resolve(host, port, self._allow_private)
        return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)


def _resolve(host: str, port: int, allow_private: bool) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise RetryableError(f"{host} has no address") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private:
        for address in addresses:
            if not is_public(address):
                raise RefusedAddressError(f"{host} is not a public address")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, whatever it is wrapped in."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip in _TRANSLATED or ip.sixtofour is not None or ip.teredo is not None:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _read(chunks: Iterable[bytes], limit: int) -> bytes:
    """Returns the body, which may have `limit` bytes at most; with 0 it is not read at all."""
    data = bytearray()
    if limit:
        for chunk in chunks:
            data += chunk
            if len(data) > limit:
                raise FinalError(f"the file is larger than {limit} bytes")
    return bytes(data)
