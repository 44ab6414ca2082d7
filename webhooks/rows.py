"""Numbers of rows, as addresses and forms name them. One that no database can hold is nobody's."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

_LARGEST = 2**63 - 1


class _Row(IntegerConverter):
    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=_LARGEST)


def install(app: Flask) -> None:
    """Routes may say `<row:ticket_id>`."""
    app.url_map.converters["row"] = _Row


def row_id(text: str) -> int:
    """For `request.args.get(…, type=row_id)`."""
    number = int(text)
    if not 0 < number <= _LARGEST:
        raise ValueError(f"{number} is no row's number")
    return number
