"""Keeps stored tickets to the codes that config.yml has now, and tells where tickets, model and config.yml part.

A category is renamed, or dropped: what has an alias gets its present code, what nobody knows is left to a person. What
the model says is translated in core/running/known_labels.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import String, func, select, type_coerce, update
from sqlalchemy.orm import Session

from core.config import Config
from core.dialogue.drafting import UNCLEAR
from core.kernel.states import OPEN_STATES, UNSORTED, Kind
from core.reports import counts
from core.storage.database import Database
from core.storage.models import Ticket

log = structlog.get_logger()

_BATCH = 1000


# --- stored tickets --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stored:
    """Codes of stored tickets that config.yml does not have, each with how many."""

    categories: Mapping[str, int]
    kinds: Mapping[str, int]


def stored_codes(session: Session, config: Config) -> Stored:
    by_category = counts.counts(session, by=(counts.Dimension.CATEGORY,))
    by_kind = counts.counts(session, by=(counts.Dimension.KIND,))
    return Stored(
        {code: count for (code,), count in by_category.items() if count and code not in config.categories},
        {code: count for (code,), count in by_kind.items() if count and code not in set(Kind)},
    )


def adopt(database: Database, config: Config) -> None:
    """Bring stored tickets to the codes of now, once after a change of config.yml, in small transactions.

    What has an alias gets its present code, so that lists, counts and programs know one code only. An open ticket with
    a category that nobody knows keeps it, for whoever must find out what was meant, and waits for a person.
    """
    with database.read() as session:
        stored = stored_codes(session, config)
    for code in stored.categories:
        _rewrite(database, "category", code, config.category_of(code))
    for code in stored.kinds:
        known = config.kind_of(code)
        _rewrite(database, "kind", code, known or Kind.COMPLAINT, doubt=known is None)


def _rewrite(database: Database, column: str, code: str, now: str | None, *, doubt: bool = False) -> None:
    """`now` is None where the code stays. Triggers keep the counts."""
    table = Ticket.__table__.c
    which = type_coerce(table[column], String) == code
    total = 0
    while True:
        with database.write() as session:
            rows = select(table.id, table.needs_person, table.state).where(which)
            if now is None:
                seen = func.coalesce(table.needs_person, "").not_like(f"%{column}%")
                rows = rows.where(seen, table.state.in_(OPEN_STATES))
            found = session.execute(rows.order_by(table.id).limit(_BATCH)).all()
            for ticket_id, doubts, state in found:
                values: dict[str, Any] = {} if now is None else {column: type_coerce(now, String)}
                if (doubt or now is None) and state in OPEN_STATES:
                    values["needs_person"] = _with(doubts, column)
                session.execute(update(Ticket.__table__).where(table.id == ticket_id).values(**values))  # type: ignore[arg-type]
        total += len(found)
        if len(found) < _BATCH:
            break
    if total:
        log.info("vocabulary.adopted", what=column, code=code, now=now or "left to a person", tickets=total)


def _with(doubts: str | None, what: str) -> str:
    return ",".join(dict.fromkeys((*(doubts.split(",") if doubts else ()), what)))


# --- checks ----------------------------------------------------------------------------------------


def differences(
    config: Config, stored: Stored | None, model_categories: Collection[str], model_kinds: Collection[str]
) -> Iterator[str]:
    """Where the model's labels, tickets' codes and config.yml part, each with the mend."""
    for label in model_categories:
        if label != UNCLEAR and config.category_of(label) is None:
            yield (
                f"the model knows the category {label}, config.yml does not: its reports are left to a person. "
                f"If it was renamed, write `aliases: [{label}]` at its new entry under categories"
            )
    for label in model_kinds:
        if config.kind_of(label) is None:
            mend = f"kinds: {{KIND: {{aliases: [{label}]}}}}"
            yield f"the model knows the kind {label}, config.yml does not: write `{mend}`"
    understood = {config.category_of(label) for label in model_categories}
    for code in config.categories:
        if code not in understood and code != UNSORTED:
            yield (
                f"config.yml has the category {code}, the model does not: only people sort reports there. If it was "
                f"renamed, write its former code under categories.{code}.aliases; else teach it (docs/labels.md)"
            )
    for code, count in stored.categories.items() if stored else ():
        if now := config.category_of(code):
            yield f"{count} ticket(s) still bear {code}, which is {now} now: the next start renames them"
        else:
            yield (
                f"{count} ticket(s) bear the category {code}, which config.yml does not have: open ones wait for a "
                f"person. If it was renamed, write `aliases: [{code}]` at its new entry under categories"
            )
    for code, count in stored.kinds.items() if stored else ():
        now = config.kind_of(code) or "a complaint, and leaves it to a person"
        yield f"{count} ticket(s) bear the kind {code}: the next start makes it {now}"
