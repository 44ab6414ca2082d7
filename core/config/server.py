"""`server`: where we listen, and whom we believe."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated

from pydantic import AnyHttpUrl, BeforeValidator, Field

from core.config.base import Section, listed

Network = IPv4Network | IPv6Network


def _read_network(value: object) -> Network:
    if isinstance(value, Network):
        return value
    try:
        network = ip_network(str(value).strip())
    except ValueError as error:
        raise ValueError(f"{value!r} is neither an address (127.0.0.1) nor a network (10.1.0.0/28): {error}") from error
    if not network.prefixlen:
        raise ValueError(f"{value} is everybody, and everybody could give himself any address; name the proxies alone")
    return network


_Network = Annotated[Network, BeforeValidator(_read_network)]


class Server(Section):
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: AnyHttpUrl | None = None
    proxies: Annotated[tuple[_Network, ...], BeforeValidator(lambda given: listed(given or ()))] = ()
    """The reverse proxies in front, whose word is taken for who calls; nobody else's is."""
    private_receivers: bool = False
    """Webhooks out may go into the city's own network too, and by http://."""
    limits: str = "memory://"
    """Where attempts are counted; a Redis URL where several processes serve."""
