"""The description of the API: for programs, and as a plain page for people."""

from __future__ import annotations

import json
from functools import cache

from flask import Blueprint, Response, render_template

from core.running.services import Services
from webhooks.api import openapi
from webhooks.api.operations import JSON, Operations
from webhooks.api.problems import KINDS


def add(blueprint: Blueprint, operations: Operations, services: Services) -> None:
    @cache
    def text() -> str:
        found = openapi.document(operations.all, services.config.city.name, operations.codes)
        return json.dumps(found, ensure_ascii=False)

    @blueprint.get("/openapi.json")
    def openapi_document() -> Response:
        return Response(text(), content_type=JSON)

    @blueprint.get("/")
    def page() -> str:
        return render_template("api/reference.html", doc=json.loads(text()), kinds=KINDS)
