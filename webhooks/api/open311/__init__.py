"""Open311 GeoReport v2, in XML and JSON (https://wiki.open311.org/GeoReport_v2/).

Reading needs no key, as the specification has it, and shows what the public pages show; filing needs a token with
the scope reports:create as `api_key`.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from core.running.services import Services
from webhooks.api.errors import kept_headers
from webhooks.api.gate import Gate
from webhooks.api.open311.calls import CallGate
from webhooks.api.open311.catalogue import ServicePages
from webhooks.api.open311.discovery import DiscoveryPages
from webhooks.api.open311.filing import FilingPages
from webhooks.api.open311.formats import MIMES, Refused, refuse
from webhooks.api.open311.reading import RequestPages

PREFIX = "/open311"


def blueprint(services: Services, gate: Gate) -> Blueprint:
    georeport = Blueprint("open311", __name__, url_prefix=PREFIX)
    calls = CallGate(gate, services.config)
    DiscoveryPages(services).add_to(georeport)
    for pages in (ServicePages, RequestPages, FilingPages):
        pages(services, calls).add_to(georeport)
    georeport.register_error_handler(Refused, refuse)

    @georeport.after_app_request
    def finish(response: Response) -> Response:
        """Errors in the specification's form, and answers that pages of other sites may read (no cookie is used)."""
        if not request.path.startswith(f"{PREFIX}/"):
            return response
        if response.status_code >= 400 and response.mimetype not in MIMES:
            response = refuse(Refused(response.status_code, headers=kept_headers(response)))
        response.headers["Access-Control-Allow-Origin"] = "*"
        # The format of an error page of the site's own is told by the address alone.
        response.headers.pop("Set-Cookie", None)
        return response

    return georeport
