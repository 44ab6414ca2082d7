"""The one jurisdiction of this endpoint. Naming it is optional; naming another one is an error."""

from __future__ import annotations

from flask import request

from core.config import Config
from webhooks.api.open311.formats import Refused


class Jurisdiction:
    def __init__(self, config: Config) -> None:
        self._known = {config.city.name.casefold()}
        if config.server.public_url and config.server.public_url.host:
            self._known.add(config.server.public_url.host.removeprefix("www.").casefold())

    def check(self) -> None:
        """Raises Refused."""
        named = request.values.get("jurisdiction_id", "").strip()
        if named and named.casefold().removeprefix("www.") not in self._known:
            raise Refused(404, "jurisdiction_id was not found")
