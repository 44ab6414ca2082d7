"""Keeping the cubes: adding changes up, and counting everything anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, cast, delete, exists, func, literal, select, text, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.reports.counts.cubes import CUBES, Cube
from core.reports.counts.rows import CHANGES, COUNTS, TICKETS, CountedRows
from core.storage.models import Ticket, TicketCount, TicketCountChange


def compact(session: Session, limit: int = 1000) -> int:
    """Adds changes up into the cubes, the oldest first. Returns how many. The sweep calls it."""
    _lock(session, TicketCount)
    ids = session.scalars(select(TicketCountChange.id).order_by(TicketCountChange.id).limit(limit)).all()
    if not ids:
        return 0
    these = TicketCountChange.id.in_(ids)
    for cube in CUBES:
        for level in cube.levels:
            _add_up(session, cube, level, CHANGES, these)
    session.execute(delete(TicketCountChange).where(these))
    session.execute(delete(TicketCount).where(text("n = 0")))
    return len(ids)


def rebuild(session: Session, zone: ZoneInfo) -> None:
    """Counts everything anew from the tickets, which nobody can change meanwhile.

    `zone` is the city's: it decides on which day a ticket was opened.
    """
    _lock(session, TicketCount)
    _lock(session, Ticket)
    _correct_days(session, zone)
    session.execute(delete(TicketCountChange))
    session.execute(delete(TicketCount))
    for cube in CUBES:
        *coarser, finest = cube.levels
        _add_up(session, cube, finest, TICKETS)
        finer = finest
        for level in reversed(coarser):
            _add_up(session, cube, level, COUNTS, TicketCount.cube == cube.name, TicketCount.level == finer)
            finer = level


def uncounted(session: Session) -> bool:
    """Whether there are tickets but no counts at all, as after an update that emptied the tables of counts."""
    there = session.scalar(select(exists(select(Ticket.id))))
    return bool(there) and not session.scalar(
        select(exists(select(TicketCount.n)) | exists(select(TicketCountChange.id)))
    )


def _lock(session: Session, table: type[TicketCount] | type[Ticket]) -> None:
    """Lets one writer in at a time: two that added up the same changes would count them twice.

    SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {table.__tablename__} IN SHARE ROW EXCLUSIVE MODE"))


def _add_up(session: Session, cube: Cube, level: int, rows: CountedRows, *conditions: ColumnElement[bool]) -> None:
    """Adds these rows to one level of a cube, in the database."""
    period = func.substr(rows.period, 1, level).label("period")
    found = rows.pick(cube.dimensions, *conditions).add_columns(period).subquery()
    keys = [found.c.period, *(found.c[dimension.value] for dimension in cube.columns.values())]
    sums = [func.sum(found.c[name]) for name in ("n", "rated", "stars")]
    unused = [literal(value) for value in cube.unused.values()]
    # ON CONFLICT after a SELECT needs a WHERE in SQLite: without it the grammar would be ambiguous.
    summed = select(literal(cube.name), literal(level), *unused, *keys, *sums).where(true()).group_by(*keys)
    names = ["cube", "level", *cube.unused, "period", *cube.columns]
    dialects: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    insert = dialects[session.get_bind().dialect.name](TicketCount).from_select([*names, "n", "rated", "stars"], summed)
    more = {name: getattr(TicketCount, name) + insert.excluded[name] for name in ("n", "rated", "stars")}
    session.execute(insert.on_conflict_do_update(index_elements=names, set_=more))


def _correct_days(session: Session, zone: ZoneInfo) -> None:
    """Sets the day on which each ticket was opened, where it is wrong because the city's zone was changed."""
    table = Ticket.__table__
    if session.get_bind().dialect.name == "postgresql":
        day: ColumnElement[date] = cast(func.timezone(zone.key, table.c.opened_at), Date)
    else:
        connection: Any = session.connection().connection.driver_connection
        connection.create_function("local_day", 1, lambda moment: _local_day(moment, zone), deterministic=True)
        day = func.local_day(table.c.opened_at, type_=Date)
    session.execute(update(Ticket.__table__).where(table.c.opened_on != day).values(opened_on=day))  # type: ignore[arg-type]


def _local_day(stored: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(f"{stored}+00:00").astimezone(zone).date().isoformat()
