"""What every test would work out anew and is the same in all of them: worked out once a process.

Nothing here changes what the code does: SQL statements, addresses and templates are compiled as ever, and remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from core.storage import database

_STATEMENTS = 2000


def compile_once() -> None:
    """From now on, in this process."""
    database.create_engine = _same_dialect()
    Flask.url_rule_class = _KnownRule
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _Templates()}


def _same_dialect() -> Callable[..., Engine]:
    """SQLAlchemy remembers statements by engine and dialect, and every test has a database of its own."""
    first = create_engine("sqlite://")
    with first.connect():
        pass  # the dialect learns what its SQLite can do
    statements: LRUCache[Any, Any] = LRUCache(_STATEMENTS)

    def engine(url: Any, **options: Any) -> Engine:
        made = create_engine(url, **options)
        if made.dialect.name == first.dialect.name:
            made.dialect, made._compiled_cache = first.dialect, statements
        return made

    return engine


class _KnownRule(Rule):
    """Builds addresses by a function that depends on nothing but the rule."""

    _builders: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        defaults = tuple(sorted((self.defaults or {}).items()))
        key = (self.rule, self.subdomain, self.host, defaults, append_unknown)
        if key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]


class _Templates(BytecodeCache):
    """Jinja asks by a template's name, file and source."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()
