"""Service discovery (https://wiki.open311.org/Service_Discovery/)."""

from __future__ import annotations

from flask import Response, request

from core.running.services import Services
from webhooks.api.open311.formats import DISCOVERY, MIMES, answer
from webhooks.routing import Pages, get

_SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
_CHANGED = "2026-11-22T00:00:00+00:00"


class DiscoveryPages(Pages):
    def __init__(self, services: Services) -> None:
        self._config = services.config

    @get("/discovery.<any(xml, json):form>")
    @get("/v2/discovery.<any(xml, json):form>")
    def discovery(self, form: str) -> Response:
        base = str(self._config.server.public_url or request.host_url).rstrip("/")
        document = {
            "changeset": _CHANGED,
            "contact": f"{self._config.city.name}: {base}/",
            "key_service": f"{base}/api/v1/",
            "endpoints": [
                {
                    "specification": _SPECIFICATION,
                    "url": f"{base}/open311/v2",
                    "changeset": _CHANGED,
                    "type": "production",
                    "formats": list(MIMES),
                }
            ],
        }
        return answer(document, DISCOVERY, form)
