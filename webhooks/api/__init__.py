"""The API for programs: JSON with OpenAPI at /api/v1, and Open311 GeoReport v2 at /open311/v2."""

from __future__ import annotations

from flask import Blueprint

from core.running.services import Services
from webhooks.api import catalogue, open311, reference, reports, tickets
from webhooks.api.errors import catch
from webhooks.api.filing import Filing
from webhooks.api.gate import Gate
from webhooks.api.operations import Operations
from webhooks.api.uploads import Uploads
from webhooks.api.views import ApiPresenters

__all__ = ["create_api"]


def create_api(services: Services) -> list[Blueprint]:
    """The blueprints to hand to `create_app`. They ask tokens instead of forms' CSRF tokens, and count by token."""
    gate, views, uploads, filing = Gate(services), ApiPresenters(services), Uploads(services), Filing(services)
    blueprint = Blueprint("api", __name__, url_prefix="/api/v1", template_folder="templates")
    codes = {
        "categories": services.config.categories.keys(),
        "former categories": services.config.category_aliases,
        "areas": {area.code: area for area in services.areas.every}.keys(),
    }
    operations = Operations(blueprint, gate, codes)
    tickets.add(operations, services, views, uploads)
    reports.add(operations, services, views, uploads, filing)
    catalogue.add(operations, services)
    reference.add(blueprint, operations, services)
    catch(blueprint)
    return [blueprint, open311.blueprint(services, gate, filing)]
