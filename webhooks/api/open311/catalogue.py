"""The services: one for each category, all with the same two questions beside the standard fields."""

from __future__ import annotations

from typing import Any

from flask import Response

from core.kernel.states import Kind
from core.running.services import Services
from webhooks.api.open311.calls import CallGate
from webhooks.api.open311.formats import DEFINITION, SERVICES, Refused, answer
from webhooks.language import language, say
from webhooks.routing import Pages, get

KIND, PUBLIC = "kind", "public"
YES, NO = "yes", "no"


class ServicePages(Pages):
    def __init__(self, services: Services, calls: CallGate) -> None:
        self._services = services
        self._calls = calls

    @get("/v2/services.<any(xml, json):form>")
    def service_list(self, form: str) -> Response:
        self._calls.let_in()
        services, spoken = self._services, language()
        other = "en" if spoken == "id" else "id"
        items = [
            {
                "service_code": code,
                "service_name": services.wording.category(code, spoken),
                "description": services.wording.category(code, spoken),
                "metadata": True,
                "type": "realtime",
                "keywords": ", ".join((services.wording.category(code, other), code)),
                "group": services.router.name(category.unit),
            }
            for code, category in services.config.categories.items()
        ]
        return answer(items, SERVICES, form)

    @get("/v2/services/<code>.<any(xml, json):form>")
    def service_definition(self, code: str, form: str) -> Response:
        self._calls.let_in()
        known = self._services.config.category_of(code)
        if known is None:
            raise Refused(404, "service_code was not found")
        return answer({"service_code": known, "attributes": self._attributes()}, DEFINITION, form)

    def _attributes(self) -> list[dict[str, Any]]:
        kinds = [(kind.value, self._services.wording.say(f"kind-{kind}", language())) for kind in Kind]
        shown = [(YES, say("open311-yes")), (NO, say("open311-no"))]
        return [
            _attribute(1, KIND, say("open311-which-kind"), kinds),
            _attribute(2, PUBLIC, say("open311-may-be-shown"), shown),
        ]


def _attribute(order: int, code: str, question: str, values: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": None,
        "order": order,
        "description": question,
        "values": [{"key": key, "name": name} for key, name in values],
    }
