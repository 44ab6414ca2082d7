"""One declaration for each operation: its route, who may call it, what it takes and what it answers.

It stands above the method that carries the operation out, in a class for each matter (`OperationGroup`).

The route checks by it and the OpenAPI document is written from it, so that the two can't say different things.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Blueprint, Response, request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import Headers

from webhooks.api.gate import Gate
from webhooks.api.models import NoQuery
from webhooks.api.problems import Problem, invalid
from webhooks.api.tokens import Caller, Scope

JSON = "application/json"
_JSON_LIMIT = 256 * 1024
"""Bytes of a JSON body; the largest one that is allowed needs a fraction of it."""


@dataclass(frozen=True)
class Given:
    """What a view gets."""

    caller: Caller
    query: Any
    body: Any
    headers: Headers


View = Callable[..., Response | BaseModel]
_Method = TypeVar("_Method", bound=View)


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    """With its parameters in braces, below the API's prefix."""
    id: str
    summary: str
    scopes: tuple[Scope, ...] = ()
    """One of these; none: any valid token."""
    query: type[BaseModel] = NoQuery
    body: type[BaseModel] | None = None
    body_types: tuple[str, ...] = ()
    """Media types of a body that is no JSON."""
    headers: tuple[str, ...] = ()
    status: int = 200
    answer: type[BaseModel] | tuple[type[BaseModel], ...] | None = None
    answer_type: str = JSON
    tagged: bool = False
    """Answers with an ETag, and 304 to If-None-Match."""
    problems: tuple[int, ...] = ()
    """Statuses besides those that every operation may answer."""

    @property
    def rule(self) -> str:
        return self.path.replace("{photo}", "<int:photo>").replace("{", "<").replace("}", ">")


_DECLARED = "_declared"


def operation(declared: Operation) -> Callable[[_Method], _Method]:
    """This method of `OperationGroup` carries out the operation."""

    def mark(method: _Method) -> _Method:
        setattr(method, _DECLARED, declared)
        return method

    return mark


class OperationGroup:
    """The operations of one matter. A subclass takes what it needs when it is made."""

    def add_to(self, operations: Operations) -> None:
        for name, member in vars(type(self)).items():
            if (declared := getattr(member, _DECLARED, None)) is not None:
                operations.add(declared, getattr(self, name))


class Operations:
    """Collects the operations while it makes them routes of a blueprint."""

    def __init__(self, blueprint: Blueprint, gate: Gate, codes: Mapping[str, Collection[str]]) -> None:
        self._blueprint = blueprint
        self._gate = gate
        self.codes = codes
        """What may stand in fields that name something of this city."""
        self.all: list[Operation] = []

    def add(self, operation: Operation, view: View) -> None:
        self.all.append(operation)

        def route(**path: Any) -> Response:
            if operation.body is not None:
                request.max_content_length = _JSON_LIMIT
            caller = self._gate.enter(*operation.scopes)
            given = Given(caller, _query(operation, self.codes), _body(operation, self.codes), request.headers)
            answered = view(given, **path)
            return answered if isinstance(answered, Response) else answer_json(answered, operation.status)

        self._blueprint.add_url_rule(
            operation.rule, operation.id, route, methods=[operation.method], provide_automatic_options=False
        )


def answer_json(model: BaseModel, status: int = 200) -> Response:
    response = Response(model.model_dump_json(), status, content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response


def _query(operation: Operation, codes: Mapping[str, Collection[str]]) -> BaseModel:
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise Problem(400, "invalid", errors=[{"in": "query", "at": f"/{twice[0]}", "problem": "stands there twice"}])
    given = {name: value for name, value in request.args.items() if name not in _ELSEWHERE}
    try:
        return operation.query.model_validate(given, context=codes)
    except ValidationError as error:
        raise invalid(error, "query", 400) from error


_ELSEWHERE = frozenset({"lang"})
"""Query parameters that the whole site knows."""


def _body(operation: Operation, codes: Mapping[str, Collection[str]]) -> BaseModel | None:
    if operation.body is None:
        return None
    if request.mimetype != JSON:
        raise Problem(415, "", f"send {JSON}")
    data = request.get_data()
    try:
        return operation.body.model_validate_json(data, strict=True, context=codes)
    except ValidationError as error:
        syntax = any(found["type"] == "json_invalid" for found in error.errors(include_input=False))
        raise invalid(error, "body", 400 if syntax else 422) from error
    except UnicodeDecodeError as error:
        raise Problem(400, "invalid", "the body is no JSON") from error


def phrase(status: int) -> str:
    return HTTPStatus(status).phrase
