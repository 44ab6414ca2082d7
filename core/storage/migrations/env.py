"""Alembic runs the revisions on the connection that `core.storage.database` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum

from core.storage.base import Base
from core.storage.types import JsonValue, Sealed, StoredKind, UtcDateTime


def render_plain(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Revisions name SQL types only, so that they outlive the classes of today."""
    if kind != "type":
        return False
    match item:
        case UtcDateTime():
            return "sa.DateTime(timezone=True)"
        case JsonValue():
            return "sa.JSON()"
        case Sealed():
            return "sa.LargeBinary()"
        case StoredKind():
            return "sa.String(length=32)"
        case Enum():
            return f"sa.String(length={item.length})"
    return False


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """The tables that SQLite's search keeps for itself are no mapped classes."""
    return not (kind == "table" and (name or "").startswith("ticket_words"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_plain,
    compare_type=False,
    include_name=ours,
)
with context.begin_transaction():
    context.run_migrations()
