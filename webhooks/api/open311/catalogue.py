"""The services: one for each category, all with the same two questions beside the standard fields."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from core.kernel.states import Kind
from core.running.services import Services
from webhooks.api.gate import Gate
from webhooks.api.open311.calls import counted
from webhooks.api.open311.formats import DEFINITION, SERVICES, Refused, answer
from webhooks.api.open311.jurisdiction import Jurisdiction
from webhooks.language import language

KIND, PUBLIC = "kind", "public"
YES, NO = "yes", "no"

_QUESTIONS = {
    "id": ("Apa yang Anda sampaikan? (tanpa jawaban: keluhan)", "Bolehkah laporan ini ditampilkan untuk umum?"),
    "en": ("What is it? (without an answer: a complaint)", "May this report be shown to the public?"),
}
_ANSWERS = {"id": ("Ya", "Tidak"), "en": ("Yes", "No")}


def add(georeport: Blueprint, services: Services, gate: Gate, jurisdiction: Jurisdiction) -> None:
    @georeport.get("/v2/services.<any(xml, json):form>")
    def service_list(form: str) -> Response:
        counted(gate)
        jurisdiction.check()
        spoken = language()
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

    @georeport.get("/v2/services/<code>.<any(xml, json):form>")
    def service_definition(code: str, form: str) -> Response:
        counted(gate)
        jurisdiction.check()
        known = services.config.category_of(code)
        if known is None:
            raise Refused(404, "service_code was not found")
        return answer({"service_code": known, "attributes": _attributes(services, language())}, DEFINITION, form)


def _attributes(services: Services, spoken: str) -> list[dict[str, Any]]:
    kinds = [(kind.value, services.wording.say(f"kind-{kind}", spoken)) for kind in Kind]
    shown = list(zip((YES, NO), _ANSWERS[spoken], strict=True))
    of_kind, of_showing = _QUESTIONS[spoken]
    return [_attribute(1, KIND, of_kind, kinds), _attribute(2, PUBLIC, of_showing, shown)]


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
