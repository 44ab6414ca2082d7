"""SMS, through one of several gateways: the account's `gateway:` key chooses it.

Every gateway is a module with one class of the same shape (see `bots.sms.gateway`); what they share stands in
the modules about numbers, texts, parts and guards. `docs/channels/sms.md` shows a configuration for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import httpx

from bots.shared.frame import Setup
from bots.sms.channel import SmsChannel
from bots.sms.gammu import GammuGateway
from bots.sms.gateway import Gateway
from bots.sms.generic import GenericGateway
from bots.sms.infobip import InfobipGateway
from bots.sms.kannel import KannelGateway
from bots.sms.parts import Parts
from bots.sms.twilio import TwilioGateway
from bots.sms.vonage import VonageGateway
from core.kernel.errors import ConfigError

GATEWAYS: Mapping[str, type[Gateway]] = MappingProxyType(
    {
        "kannel": KannelGateway,
        "twilio": TwilioGateway,
        "vonage": VonageGateway,
        "infobip": InfobipGateway,
        "gammu": GammuGateway,
        "generic": GenericGateway,
    }
)
_TIMEOUT_S = 15.0


def secrets(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """The secrets that an account needs: they depend on its gateway."""
    gateway = GATEWAYS.get(str(settings.get("gateway")))
    return gateway.secrets(settings) if gateway else ()


SECRETS = secrets


def build(setup: Setup, http: httpx.Client | None = None) -> SmsChannel:
    kind = GATEWAYS.get(str(setup.settings.get("gateway")))
    if kind is None:
        raise ConfigError(
            f"channels.{setup.account}.gateway",
            f"there is no gateway {setup.settings.get('gateway')!r}",
            f"Choose one of {', '.join(GATEWAYS)}",
        )
    settings = setup.read(kind.Settings)
    gateway = kind(setup, settings, http or httpx.Client(timeout=_TIMEOUT_S))
    parts = Parts(settings.parts_file(setup.account), setup.account, setup.vault) if kind.delivers_parts else None
    return SmsChannel(setup, settings, gateway, parts)
