"""XML and JSON of one value, by the Spark convention (https://wiki.open311.org/JSON_and_XML_Conversion/).

In XML a list stands in an element of its own, in JSON it is the bare list. Nothing here reads XML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring  # written only, never read

from flask import Response, request

XML, JSON = "xml", "json"
MIMES = ("text/xml", "application/json")
_TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value = str | int | float | bool | None | Mapping[str, Any] | Sequence[Any]


@dataclass(frozen=True)
class ListNames:
    """How the lists of a document are called: the list's own name -> the name of one entry."""

    root: str
    entries: Mapping[str, str] = field(default_factory=dict)


SERVICES = ListNames("services", {"services": "service"})
DEFINITION = ListNames("service_definition", {"attributes": "attribute", "values": "value"})
REQUESTS = ListNames("service_requests", {"service_requests": "request"})
ERRORS = ListNames("errors", {"errors": "error"})
DISCOVERY = ListNames("discovery", {"endpoints": "endpoint", "formats": "format"})


class Refused(Exception):  # noqa: N818
    """An error as the specification wants it."""

    def __init__(
        self, status: int, description: str | None = None, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description or HTTPStatus(status).phrase
        self.headers = headers or {}


def refuse(error: Refused) -> Response:
    response = answer([{"code": error.status, "description": error.description}], ERRORS, wanted_format(), error.status)
    response.headers.update(error.headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def answer(value: Value, names: ListNames, form: str, status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False) if form == JSON else _xml(value, names)
    return Response(text, status, content_type=_TYPES[form])


def wanted_format() -> str:
    """By the end of the address; XML, which the specification requires, where it says nothing."""
    return JSON if request.path.endswith(".json") else XML


def _xml(value: Value, names: ListNames) -> bytes:
    root = Element(names.root)
    _write(root, value, names)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _write(element: Element, value: Value, names: ListNames) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _write(SubElement(element, name), inner, names)
    elif isinstance(value, str):
        element.text = _NO_XML.sub("", value)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif isinstance(value, Sequence):
        for inner in value:
            _write(SubElement(element, names.entries[element.tag]), inner, names)
    elif value is not None:
        element.text = str(value)
