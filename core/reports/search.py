"""Full-text search in what reports say: description, place in the reporter's words, and number.

SQLite keeps an FTS5 table (`ticket_words`), PostgreSQL a generated column (`ticket.words`) with a GIN index; both
follow every change by themselves. Letters are compared without case and accents. All words must be there, in any
order, and the last one may be the beginning of a word: it may still be being typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    SQLColumnExpression,
    TableClause,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import REGCONFIG, TSVECTOR
from sqlalchemy.orm import Session

_WORD = re.compile(r"[^\W_]+")
_MOST = 8
_LONGEST = 40
_SHORTEST_BEGINNING = 3
"""Too many words begin with fewer letters, and nobody means them all."""

_TICKETS: TableClause = table("ticket", column("id", Integer), column("words", TSVECTOR))


def terms(sought: str) -> list[str]:
    """The words to look for. Nothing but letters and digits is left of them, so that no text is a syntax error."""
    plain = unicodedata.normalize("NFD", sought[:1000].casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word[:_LONGEST] for word in _WORD.findall(bare)[:_MOST]]


def ids_with(session: Session, words: Sequence[str]) -> Select[int]:
    """The ids of the tickets that have these words, in a column `id`."""
    beginning = len(words[-1]) >= _SHORTEST_BEGINNING
    if session.get_bind().dialect.name == "sqlite":
        sought = " ".join(f'"{word}"' for word in words) + ("*" if beginning else "")
        found = text("ticket_words MATCH :sought").bindparams(bindparam("sought", sought, unique=True))
        return select(literal_column("rowid", Integer).label("id")).select_from(text("ticket_words")).where(found)
    sought = " & ".join(f"'{word}'" for word in words) + (":*" if beginning else "")
    query: ColumnElement[str] = func.to_tsquery(literal_column("'simple'", REGCONFIG), sought)
    return select(_TICKETS.c.id).where(_TICKETS.c.words.bool_op("@@")(query))


def having(
    session: Session, query: Select[int], ticket_id: SQLColumnExpression[int], words: Sequence[str]
) -> Select[int]:
    """Returns the query narrowed down to tickets that have these words."""
    # Without the sum SQLite would search for each ticket by itself.
    one = ticket_id + 0 if session.get_bind().dialect.name == "sqlite" else ticket_id
    return query.where(one.in_(ids_with(session, words)))


def among(session: Session, few: Select[int], ticket_id: SQLColumnExpression[int], words: Sequence[str]) -> Select[int]:
    """Does the same for a few hundred tickets: SQLite would collect all hits before it looks at the first."""
    if session.get_bind().dialect.name != "sqlite":
        return having(session, few, ticket_id, words)
    hits = ids_with(session, words).subquery()
    return few.join(hits, hits.c.id + 0 == ticket_id)
