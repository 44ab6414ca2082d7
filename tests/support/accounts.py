"""Builds channel accounts for tests, as `build_channels` does from config.yml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bots.shared.frame import Setup
from core.intake.inbox import Ledger
from tests.support.house import House


def setup_for(
    house: House,
    account: str,
    kind: str,
    *,
    settings: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    public_url: str | None = None,
) -> Setup:
    services = house.services
    return Setup(
        account=account,
        settings={"kind": kind, **(settings or {})},
        secrets=secrets or {},
        media=services.media,
        vault=services.vault,
        ledger=Ledger(services.database, house.config.zone, house.clock),
        clock=house.clock,
        public_url=public_url,
        wording=services.wording,
        language=house.config.city.language,
    )
