"""The description of the API is valid, complete, and true: Schemathesis finds nothing that contradicts it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from core.kernel.states import Role, State
from tests.webhooks.api.office import Office
from webhooks.api.tokens import Scope

EXAMPLES = 15
"""Of each operation and mode; more are for a long night."""
NOTHING_TO_GET_WRONG = ("/me", "/categories")
CONFIG = {
    # What fits the schema may still be refused for what it means: a place outside the city, a step without evidence.
    "checks": {
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "304", "401", "403", "404", "409", "412", "422", "428"]
        }
    },
}


def test_the_document_is_valid_openapi(office: Office) -> None:
    document = office.stranger().get("/api/v1/openapi.json").get_json()
    validate(document)
    assert "sampah" in str(document["components"]["schemas"]["Report"])


def test_every_route_is_described(office: Office) -> None:
    document = office.stranger().get("/api/v1/openapi.json").get_json()
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    routes = {
        (method, rule.rule.removeprefix("/api/v1").replace("<int:", "{").replace("<", "{").replace(">", "}"))
        for rule in office.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes - described == {("GET", "/openapi.json"), ("GET", "/")}


def test_the_page_for_people_asks_nothing_from_outside(office: Office) -> None:
    page = office.stranger().get("/api/v1/").text
    assert "moveTicket" in page
    assert "http" not in page.replace("http-equiv", "").lower().split("<body>")[0]
    assert "src=" not in page


@pytest.fixture(scope="module")
def busy_office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    office = Office(Path(tmp_path_factory.mktemp("api")))
    office.app.extensions["limiter"] = set()  # the examples come faster than programs may
    numbers = [office.ticket(public=bool(n % 2), photo=True) for n in range(4)]
    office.move(numbers[0], State.IN_PROGRESS, State.AWAITING_VALIDATION)
    yield office
    office.services.database.close()


@pytest.fixture
def schema(busy_office: Office) -> Any:
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", busy_office.app, config=SchemathesisConfig.from_dict(CONFIG)
    )
    numbers = _numbers(busy_office)

    @schema.hook
    def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
        """Half of the examples are about tickets that there are."""
        if path_parameters and "number" in path_parameters and len(str(path_parameters)) % 2:
            path_parameters["number"] = numbers[len(str(path_parameters)) % len(numbers)]
        return path_parameters

    return schema


def _numbers(office: Office) -> list[str]:
    token = office.program(Scope.TICKETS_READ, role=Role.ADMINISTRATOR)
    return [row["number"] for row in token.get("/api/v1/tickets").get_json()["items"]]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_schemathesis_finds_no_failure(schema: Any, busy_office: Office, mode: GenerationMode) -> None:
    key = busy_office.token(*Scope, role=Role.ADMINISTRATOR)
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds_what_it_says(case: Any) -> None:
            # In-process, schemathesis does not unpack what it says that it accepts.
            headers = {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}
            case.call_and_validate(headers=headers)

        if mode is GenerationMode.NEGATIVE and not operation.path_parameters and operation.path in NOTHING_TO_GET_WRONG:
            continue
        holds_what_it_says()
        tried += 1
    assert tried >= len(schema) - len(NOTHING_TO_GET_WRONG)
