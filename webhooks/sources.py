"""What counts as one address, and what stands for it in the database without naming it to anybody."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date
from ipaddress import IPv6Address, ip_address, ip_network

_LENGTH = 32
_ONE_LINE = 64
"""Bits of an IPv6 address that a provider gives to one line; whoever has it can choose the others."""


class Sources:
    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, address: str, day: date) -> str:
        """The same all day for one address, another one the next day; nothing leads back to the address."""
        todays = hmac.digest(self._key, day.isoformat().encode(), hashlib.sha256)
        return hmac.new(todays, one_line(address).encode(), hashlib.sha256).hexdigest()[:_LENGTH]


def one_line(address: str) -> str:
    """As everything that counts by address has it: all that one line of IPv6 can choose from is one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), _ONE_LINE), strict=False))
