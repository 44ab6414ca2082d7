"""The reports of visitors who leave no contact. What is said to them goes to nobody: they have the slip."""

from __future__ import annotations

from bots.shared.frame import Settings, Setup
from core.kernel.errors import FinalError
from core.kernel.messages import Capabilities, MediaRef, Outbound

SECRETS = ()


def build(setup: Setup) -> DeskChannel:
    setup.read(Settings)
    return DeskChannel(setup.account)


class DeskChannel:
    capabilities = Capabilities(pins=False, buttons=False)

    def __init__(self, account: str) -> None:
        self.account = account

    def send(self, message: Outbound) -> str | None:
        return None

    def fetch(self, media: MediaRef) -> bytes:
        raise FinalError("a desk stores its photos itself")
