"""What lets Tanggap start and is unwise all the same: each a line with the key and the mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from core.config import Config, is_here
from nlu.protocol import VARIABLE as NLU_VARIABLE
from tanggap.belongings import left_open
from tanggap.environment import environment
from tanggap.frame import out


def complaints(config: Config, given: Mapping[str, str], nlu_token: str) -> Iterator[str]:
    """`nlu_token` is the variable that names the secret of an understanding that runs elsewhere."""
    yield from _about_proxies(config)
    understanding = config.understanding
    host = urlsplit(understanding.url).hostname
    if not understanding.start and not is_here(host) and not given.get(nlu_token):
        yield f"{nlu_token}: is not set. The understanding at {host} needs one: it must answer to Tanggap alone"
    yield from left_open(config)


def complain(config: Config) -> None:
    """Print them."""
    for line in complaints(config, environment(), NLU_VARIABLE):
        out.print(f"  ! {line}", markup=False, style="yellow")


def _about_proxies(config: Config) -> Iterator[str]:
    server = config.server
    https = server.public_url is not None and server.public_url.scheme == "https"
    if https and not server.proxies:
        yield (
            "server.proxies: names none, but public_url is https, so a proxy stands in front. Name its address, like "
            "[127.0.0.1]; else all the world is one address, and 20 wrong passwords lock everybody out"
        )
    elif server.proxies and all(network.is_loopback for network in server.proxies) and not is_here(server.host):
        yield (
            f"server.host: {server.host} can be called past the proxies, which are all on this machine. "
            "Write host: 127.0.0.1"
        )
    elif not server.proxies and not is_here(server.host):
        yield (
            f"server.host: {server.host} is served without TLS, and can be held up by connections that stay half "
            "open. Put a proxy in front (docs/deployment.md)"
        )
