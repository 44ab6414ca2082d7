"""The channel through which programs' reports come. What is said to it goes to nobody: programs read the ticket
themselves, or are told by a webhook (core.notifications.subscriptions).
"""

from __future__ import annotations

from bots.shared.frame import Settings, Setup
from core.kernel.errors import FinalError
from core.kernel.messages import Capabilities, MediaRef, Outbound
from core.protection.photos import MAX_BYTES
from core.protection.safe_http import Outward

SECRETS = ()


class ApiSettings(Settings):
    allow_private_urls: bool = False
    """Photos may be fetched by URL from the city's own network too."""


def build(setup: Setup) -> ApiChannel:
    settings = setup.read(ApiSettings)
    return ApiChannel(setup.account, Outward(allow_private=settings.allow_private_urls))


class ApiChannel:
    capabilities = Capabilities(pins=False, buttons=False, two_way=False)

    def __init__(self, account: str, outward: Outward) -> None:
        self.account = account
        self._outward = outward

    def send(self, message: Outbound) -> str | None:
        return None

    def check_url(self, url: str) -> None:
        """Raises RefusedAddressError for one that `fetch` would never call."""
        self._outward.check(url)

    def fetch(self, media: MediaRef) -> bytes:
        """A photo that a report names by its URL."""
        if not media.ref.startswith(("https://", "http://")):
            raise FinalError(f"{media.ref} is no URL")
        return self._outward.get(media.ref, MAX_BYTES)
