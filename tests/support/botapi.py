"""The Bot API's own schema, and whether a request or an answer keeps to it.

The schema lies beside the project (../shared/specs); where it is missing nothing is checked, and a test says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.house import ROOT

SCHEMA = ROOT.parent / "shared" / "specs" / "telegram-bot-api.json"
_STRINGS = ("text", "caption", "callback_query_id", "file_id", "secret_token", "url", "action")
"""Fields that are read as they are even without the schema."""
_PLAIN: Mapping[str, type | tuple[type, ...]] = {
    "String": str,
    "Integer": int,
    "Boolean": bool,
    "True": bool,
    "Float": (int, float),
}


@cache
def _schema(path: Path = SCHEMA) -> Mapping[str, Any] | None:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def problems_of_request(method: str, fields: Mapping[str, Any], files: Sequence[str] = ()) -> list[str]:
    """What is wrong with a call: its method, its fields, and the values in them (strings as a form carries them)."""
    schema = _schema()
    if schema is None:
        return []
    known = schema["methods"].get(method)
    if known is None:
        return [f"{method}: there is no such method"]
    return list(_of_fields(method, known.get("fields", ()), {**fields, **dict.fromkeys(files, _FILE)}))


def problems_of_answer(method: str, result: Any) -> list[str]:
    schema = _schema()
    return [] if schema is None else list(_of_value(method, schema["methods"][method]["returns"], result))


def problems_of(kind: str, value: Any) -> list[str]:
    """Whether a value is what the Bot API calls a `kind` (an Update, a Message, …)."""
    return [] if _schema() is None else list(_of_value(kind, [kind], value))


_FILE = object()


def _of_fields(where: str, fields: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> Iterator[str]:
    by_name = {field["name"]: field for field in fields}
    for name in given.keys() - by_name.keys():
        yield f"{where}: there is no field {name}"
    for name, field in by_name.items():
        if name in given:
            yield from _of_value(f"{where}.{name}", field["types"], given[name])
        elif field["required"]:
            yield f"{where}: {name} is missing"


def _of_value(where: str, types: Sequence[str], value: Any) -> Iterator[str]:
    found = [list(_of_type(where, kind, value)) for kind in types]
    if found and all(found):
        yield from min(found, key=len)


def _of_type(where: str, kind: str, value: Any) -> Iterator[str]:
    if value is _FILE:
        if kind not in ("InputFile", "String"):
            yield f"{where}: a file where {kind} is expected"
    elif kind in _PLAIN:
        flag = isinstance(value, bool)
        if not isinstance(value, _PLAIN[kind]) or (flag and kind not in ("Boolean", "True")):
            yield f"{where}: {value!r} is no {kind}"
        elif kind == "True" and value is not True:
            yield f"{where}: can only be true"
    elif kind.startswith("Array of "):
        if not isinstance(value, list):
            yield f"{where}: {value!r} is no array"
            return
        inner = kind.removeprefix("Array of ").replace(" and ", ", ").split(", ")
        for position, item in enumerate(value):
            yield from _of_value(f"{where}[{position}]", inner, item)
    elif isinstance(value, dict):
        shape = (_schema() or {})["types"][kind]
        if shape.get("subtypes"):
            yield from _of_value(where, shape["subtypes"], value)
        else:
            yield from _of_fields(f"{where} ({kind})", shape.get("fields", ()), value)
    else:
        yield f"{where}: {value!r} is no {kind}"


def from_form(method: str, name: str, value: str) -> Any:
    """A form's string as the type that the schema names: numbers, flags and objects travel as JSON."""
    schema = _schema()
    fields = schema["methods"].get(method, {}).get("fields", ()) if schema else ()
    types = next((field["types"] for field in fields if field["name"] == name), None)
    if types == ["String"] or (types is None and name in _STRINGS):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
