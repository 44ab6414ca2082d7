"""Puts the web application together. Every blueprint gets what it needs handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, Flask

from bots.web import WebChannel
from core.location import Gazetteer
from core.running.services import Services
from webhooks import (
    assets,
    chat,
    compression,
    errors,
    health,
    invitation,
    language,
    own_data,
    pages,
    public,
    rows,
    security,
    staff,
)
from webhooks.proxies import Proxies
from webhooks.wording import page_wording

UPLOAD_LIMIT = 25 * 1024 * 1024
"""Bytes of one request."""


def create_app(
    services: Services,
    *,
    blueprints: Sequence[Blueprint] = (),
    gazetteer: Gazetteer | None = None,
    sign_on_secret: str | None = None,
    metrics_token: str | None = None,
) -> Flask:
    """The WSGI application.

    `blueprints` are the providers' webhooks: they prove who calls by signatures of their own, so forms' CSRF
    tokens and the public rate limits are not asked of them. `gazetteer` draws the map of one-time links.
    `sign_on_secret` proves us to the city's own sign-on. `metrics_token` opens /metrics; without one it is closed.
    """
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=services.vault.derive("web-session"),
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=services.config.staff.longest_hours),
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.wsgi_app = Proxies(app.wsgi_app, services.config.server.proxies)  # type: ignore[method-assign]
    public_url = str(services.config.server.public_url) if services.config.server.public_url else None
    guards = security.protect(app, public_url, services.config.server.limits)
    web = next((c for c in services.channels.values() if isinstance(c, WebChannel)), None)
    rows.install(app)
    compression.install(app)
    assets.install(app)
    language.install(app, page_wording(services), services.config)
    errors.install(app)
    app.register_blueprint(pages.blueprint(services, guards, chat_open=web is not None))
    app.register_blueprint(public.blueprint(services, guards, outlines=gazetteer is not None))
    app.register_blueprint(health.blueprint(services, metrics_token))
    app.register_blueprint(staff.blueprint(app, services, guards, sign_on_secret))
    if web is not None:
        app.register_blueprint(chat.blueprint(services, web, guards, public_url))
    app.register_blueprint(own_data.blueprint(services, guards))
    if gazetteer is not None:
        app.register_blueprint(invitation.blueprint(services, guards, gazetteer))
    for blueprint in blueprints:
        guards.exempt(blueprint)
        app.register_blueprint(blueprint)
    return app
