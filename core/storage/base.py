"""What all mapped classes are made of."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Enum, Index, Integer, text
from sqlalchemy.orm import DeclarativeBase

from core.kernel.messages import MediaKind
from core.kernel.states import Kind, Role, State
from core.storage.types import StoredKind, UtcDateTime


def by_value(of: type[StrEnum], length: int = 32) -> Enum:
    """Stored by value in a plain string column: a new member needs no migration."""
    return Enum(
        of, native_enum=False, create_constraint=False, length=length, values_callable=lambda e: [m.value for m in e]
    )


def index_of_few(name: str, column: str, condition: str) -> Index:
    """An index of only those rows that fulfil a condition; they are few."""
    return Index(name, column, sqlite_where=text(condition), postgresql_where=text(condition))


class Base(DeclarativeBase):
    type_annotation_map = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        Kind: StoredKind,
        State: by_value(State),
        Role: by_value(Role),
        MediaKind: by_value(MediaKind),
    }


RowId = BigInteger().with_variant(Integer, "sqlite")
