"""Service discovery (https://wiki.open311.org/Service_Discovery/)."""

from __future__ import annotations

from flask import Blueprint, Response, request

from core.running.services import Services
from webhooks.api.open311.formats import DISCOVERY, MIMES, answer

_SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
_CHANGED = "2026-11-22T00:00:00+00:00"


def add(georeport: Blueprint, services: Services) -> None:
    @georeport.get("/discovery.<any(xml, json):form>")
    @georeport.get("/v2/discovery.<any(xml, json):form>")
    def discovery(form: str) -> Response:
        base = str(services.config.server.public_url or request.host_url).rstrip("/")
        document = {
            "changeset": _CHANGED,
            "contact": f"{services.config.city.name}: {base}/",
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
