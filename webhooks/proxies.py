"""Who calls, and by which address of ours, when reverse proxies stand in front.

https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-For
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

from core.config import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Address = IPv4Address | IPv6Address

_FORWARDED = (
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"),
    *("HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PREFIX", "HTTP_X_FORWARDED_BY", "HTTP_FORWARDED"),
)
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_WITH_PORT = re.compile(r"(?P<v4>[0-9.]+):\d+|\[(?P<v6>[0-9A-Fa-f:.]+)\](?::\d+)?")


class Proxies:
    """WSGI middleware: believes X-Forwarded-* from `trusted` neighbours, and shows them to nobody afterwards.

    Each hop is checked by its address, the nearest first, and the first one that is no proxy of ours is the caller.
    So what a caller wrote into the header himself is never reached.
    """

    def __init__(self, app: WSGIApplication, trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = trusted

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        told = {name: str(environ.pop(name, "")) for name in _FORWARDED}
        peer = read_address(str(environ.get("REMOTE_ADDR", "")))
        if peer is not None and self._trusts(peer):
            caller, passed = self._walk(peer, told["HTTP_X_FORWARDED_FOR"])
            environ["REMOTE_ADDR"] = str(caller)
            scheme = _outermost(told["HTTP_X_FORWARDED_PROTO"], passed).lower()
            if scheme in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme
            host = _outermost(told["HTTP_X_FORWARDED_HOST"], passed)
            if _HOST.fullmatch(host):
                environ["HTTP_HOST"] = host
        return self._app(environ, start_response)

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)

    def _walk(self, peer: Address, header: str) -> tuple[Address, int]:
        """The caller, and how many proxies of ours the request passed."""
        caller, passed = peer, 1
        for hop in reversed(header.split(",")):
            address = read_address(hop)
            if address is None:  # nobody whom we trust writes this: the last one known is the caller
                break
            caller = address
            if not self._trusts(address):
                break
            passed += 1
        return caller, passed


def read_address(text: str) -> Address | None:
    """An address as proxies write it, also with a port; None for what is none."""
    text = text.strip().strip('"')
    ported = _WITH_PORT.fullmatch(text)
    try:
        address = ip_address(next(filter(None, ported.groups())) if ported else text)
    except ValueError:
        return None
    # A socket that listens to both families tells IPv4 so (RFC 4291, 2.5.5.2).
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _outermost(header: str, passed: int) -> str:
    """What the outermost of our proxies said; each may have added a value, or only one of them did."""
    return header.split(",")[-passed:][0].strip()
