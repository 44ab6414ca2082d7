"""For operators and their tools: alive, ready, and in figures."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from core.running.services import Services
from core.storage.database import DatabaseUnavailable
from webhooks.routing import Pages, get

METRICS_VARIABLE = "TANGGAP_METRICS_TOKEN"


class HealthPages(Pages):
    def __init__(self, services: Services, metrics_token: str | None) -> None:
        self._services = services
        self._metrics_token = metrics_token

    @get("/healthz")
    def alive(self) -> ResponseReturnValue:
        """The process answers."""
        return jsonify(status="ok")

    @get("/readyz")
    def ready(self) -> ResponseReturnValue:
        """The process can do its work: the database answers."""
        services = self._services
        try:
            with services.database.read() as session:
                session.execute(text("SELECT 1"))
        except DatabaseUnavailable:
            return jsonify(status="unavailable", database="unreachable", spooled=len(services.spool)), 503
        # A nearly full disk makes photos wait; text is taken all the same, so this is still ready.
        photos = {} if services.media.has_room() else {"photos": "waiting for free space on the disk"}
        return jsonify(status="ok", database="ok", spooled=len(services.spool), **photos)

    @get("/metrics")
    def metrics(self) -> ResponseReturnValue:
        """For who knows the token, wherever from: behind a proxy every caller may look like a neighbour."""
        if not _knows(self._metrics_token):
            abort(404)
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def blueprint(services: Services, metrics_token: str | None) -> Blueprint:
    health = Blueprint("health", __name__)
    HealthPages(services, metrics_token).add_to(health)
    return health


def _knows(token: str | None) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if not token or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.encode())
