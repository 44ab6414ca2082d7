"""The description of the API: for programs, and as a plain page for people."""

from __future__ import annotations

import json
from functools import cached_property

from flask import Response, render_template

from core.running.services import Services
from webhooks.api import openapi
from webhooks.api.operations import JSON, Operations
from webhooks.api.problems import KINDS
from webhooks.routing import Pages, get


class ReferencePages(Pages):
    def __init__(self, operations: Operations, services: Services) -> None:
        self._operations = operations
        self._city = services.config.city.name

    @cached_property
    def text(self) -> str:
        found = openapi.document(self._operations.all, self._city, self._operations.codes)
        return json.dumps(found, ensure_ascii=False)

    @get("/openapi.json")
    def openapi_document(self) -> Response:
        return Response(self.text, content_type=JSON)

    @get("/")
    def page(self) -> str:
        return render_template("api/reference.html", doc=json.loads(self.text), kinds=KINDS)
