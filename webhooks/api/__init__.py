"""The API for programs: JSON with OpenAPI at /api/v1, and Open311 GeoReport v2 at /open311/v2."""

from __future__ import annotations

from flask import Blueprint

from core.running.services import Services
from webhooks.api import open311
from webhooks.api.catalogue import CatalogueOperations
from webhooks.api.errors import catch
from webhooks.api.found import TicketFinder
from webhooks.api.gate import Gate
from webhooks.api.operations import Operations
from webhooks.api.reference import ReferencePages
from webhooks.api.reports import ReportOperations
from webhooks.api.steps import StepOperations
from webhooks.api.tickets import TicketOperations
from webhooks.api.uploads import Uploads
from webhooks.api.views import ApiPresenters

__all__ = ["create_api"]


def create_api(services: Services) -> list[Blueprint]:
    """The blueprints to hand to `create_app`. They ask tokens instead of forms' CSRF tokens, and count by token."""
    gate, views, uploads = Gate(services), ApiPresenters(services), Uploads(services)
    finder = TicketFinder(services, views)
    blueprint = Blueprint("api", __name__, url_prefix="/api/v1", template_folder="templates")
    codes = {
        "categories": services.config.categories.keys(),
        "former categories": services.config.category_aliases,
        "areas": {area.code: area for area in services.areas.every}.keys(),
    }
    operations = Operations(blueprint, gate, codes)
    groups = (
        TicketOperations(services, views, finder),
        StepOperations(services, finder, uploads),
        ReportOperations(services, views, uploads),
        CatalogueOperations(services),
    )
    for group in groups:
        group.add_to(operations)
    ReferencePages(operations, services).add_to(blueprint)
    catch(blueprint)
    return [blueprint, open311.blueprint(services, gate)]
