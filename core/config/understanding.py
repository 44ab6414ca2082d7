"""`understanding`: where the NLU answers."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import Field

from core.config.base import Section

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def is_here(host: str | None) -> bool:
    """Whether only this machine itself can call there."""
    return host in _LOOPBACK


class UnderstandingSection(Section):
    url: str = "http://127.0.0.1:5005"
    """Where it listens; `tanggap run` takes another port if this one is taken."""
    timeout_s: float = Field(default=1.0, gt=0, le=30)
    start: bool = True


def _started_here(section: UnderstandingSection) -> UnderstandingSection:
    host = urlsplit(section.url).hostname
    if section.start and not is_here(host):
        raise ValueError(f"with start: true it runs on this machine, but the url names {host}; write start: false")
    return section
