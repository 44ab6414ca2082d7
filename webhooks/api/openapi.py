"""The OpenAPI document (https://spec.openapis.org/oas/v3.1.0), written from the operations and their models."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from webhooks.api.models import ProblemDocument
from webhooks.api.operations import JSON, Operation, phrase
from webhooks.api.problems import MIME
from webhooks.api.tokens import Scope

_REF = "#/components/schemas/{model}"
_ALWAYS = (400, 401, 403, 429)
_WITH_BODY = (413, 415, 422)
_PATH: Mapping[str, dict[str, Any]] = {
    "number": {"type": "string", "description": "The ticket's number", "examples": ["K7M4-2XPR"]},
    "photo": {"type": "integer", "minimum": 0},
}
_HEADERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "If-Match": ("The ETag of the ticket as it was seen; instead of `version`", {"type": "string"}),
    "Idempotency-Key": (
        "Makes a repetition harmless",
        {"type": "string", "maxLength": 255, "pattern": "^[!-~]*$"},
    ),
}


def document(operations: Sequence[Operation], city: str, values: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """`values`: what fields marked with `x-values` may hold in this city."""
    refs, schemas = _schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, refs, schemas)
    found: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": f"Tanggap {city}",
            "version": "1",
            "description": "Citizens' reports: who may see what depends on the token. Open311 GeoReport v2 is at "
            "/open311/v2.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Scopes: " + ", ".join(Scope),
                }
            },
        },
    }
    _fill(found, values)
    return found


def _schemas(operations: Sequence[Operation]) -> tuple[dict[Any, Any], dict[str, Any]]:
    wanted: list[tuple[type[BaseModel], Any]] = [(ProblemDocument, "serialization")]
    for operation in operations:
        wanted += [(model, "serialization") for model in _answers(operation)]
        wanted += [(operation.query, "validation")]
        wanted += [(operation.body, "validation")] if operation.body else []
    refs, top = models_json_schema(list(dict.fromkeys(wanted)), ref_template=_REF)
    return refs, top.get("$defs", {})


def _answers(operation: Operation) -> tuple[type[BaseModel], ...]:
    if operation.answer is None:
        return ()
    return operation.answer if isinstance(operation.answer, tuple) else (operation.answer,)


def _operation(operation: Operation, refs: dict[Any, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": [
            *_path_parameters(operation),
            *_query_parameters(operation, refs, schemas),
            *_headers(operation),
        ],
        "responses": _responses(operation, refs),
    }
    if operation.scopes:
        described["security"] = [{"token": [scope.value]} for scope in operation.scopes]
    if operation.body:
        described["requestBody"] = {"required": True, "content": {JSON: {"schema": refs[operation.body, "validation"]}}}
    elif operation.body_types:
        described["requestBody"] = {"required": True, "content": {name: {} for name in operation.body_types}}
    return described


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", operation.path)
    return [{"name": name, "in": "path", "required": True, "schema": dict(_PATH[name])} for name in names]


def _query_parameters(operation: Operation, refs: dict[Any, Any], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    name = refs[operation.query, "validation"]["$ref"].rsplit("/", 1)[1]
    parameters = []
    for field, schema in schemas[name].get("properties", {}).items():
        # In an address there is no null: it is left out instead.
        variants = [variant for variant in schema.get("anyOf", ()) if variant.get("type") != "null"]
        plain = {**schema, **variants[0]} if variants else dict(schema)
        for key in ("anyOf", "title", "default") if plain.get("default", ...) is None else ("anyOf", "title"):
            plain.pop(key, None)
        parameters.append({"name": field, "in": "query", "description": plain.pop("description", ""), "schema": plain})
    return parameters


def _headers(operation: Operation) -> list[dict[str, Any]]:
    conditional = ("If-None-Match",) if operation.tagged and operation.method == "GET" else ()
    found = []
    for name in (*operation.headers, *conditional):
        text, schema = _HEADERS.get(name, ("The ETag that is known already", {"type": "string"}))
        found.append({"name": name, "in": "header", "description": text, "schema": dict(schema)})
    return found


def _responses(operation: Operation, refs: dict[Any, Any]) -> dict[str, Any]:
    models = [refs[model, "serialization"] for model in _answers(operation)]
    schema = {} if not models else models[0] if len(models) == 1 else {"anyOf": models}
    good: dict[str, Any] = {
        "description": phrase(operation.status),
        "content": {operation.answer_type: {"schema": schema} if schema else {}},
    }
    if operation.tagged:
        good["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
    responses: dict[str, Any] = {str(operation.status): good}
    if operation.tagged and operation.method == "GET":
        responses["304"] = {"description": phrase(304)}
    statuses = {*_ALWAYS, *operation.problems, *(_WITH_BODY if operation.body else ())}
    for status in sorted(statuses):
        responses[str(status)] = {
            "description": phrase(status),
            "content": {MIME: {"schema": refs[ProblemDocument, "serialization"]}},
        }
    return responses


def _fill(node: Any, values: Mapping[str, Collection[str]]) -> None:
    """Write the city's own codes in the place of the marks."""
    if isinstance(node, dict):
        mark = node.pop("x-values", None)
        if mark is not None:
            node["enum"] = list(values[mark])
        for inner in node.values():
            _fill(inner, values)
    elif isinstance(node, list):
        for inner in node:
            _fill(inner, values)
