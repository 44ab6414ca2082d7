"""For operators and their tools: alive, ready, and in figures."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from core.running.services import Services
from core.storage.database import DatabaseUnavailable

METRICS_VARIABLE = "TANGGAP_METRICS_TOKEN"


def blueprint(services: Services, metrics_token: str | None) -> Blueprint:
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def alive() -> ResponseReturnValue:
        """The process answers."""
        return jsonify(status="ok")

    @pages.get("/readyz")
    def ready() -> ResponseReturnValue:
        """The process can do its work: the database answers."""
        try:
            with services.database.read() as session:
                session.execute(text("SELECT 1"))
        except DatabaseUnavailable:
            return jsonify(status="unavailable", database="unreachable", spooled=len(services.spool)), 503
        # A nearly full disk makes photos wait; text is taken all the same, so this is still ready.
        photos = {} if services.media.has_room() else {"photos": "waiting for free space on the disk"}
        return jsonify(status="ok", database="ok", spooled=len(services.spool), **photos)

    @pages.get("/metrics")
    def metrics() -> ResponseReturnValue:
        """For who knows the token, wherever from: behind a proxy every caller may look like a neighbour."""
        if not _knows(metrics_token):
            abort(404)
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    return pages


def _knows(token: str | None) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if not token or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), token.encode())
