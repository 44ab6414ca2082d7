"""The three tables that counts are added up from, seen alike: tickets, changes not yet added up, counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, extract, func, literal, select, true, type_coerce

from core.kernel.states import COLOURS, OPEN_STATES
from core.reports.counts.cubes import COLUMNS
from core.reports.counts.dimensions import AREA_PREFIXES, TIME_LEVELS, Dimension
from core.reports.counts.durations import NOT_DONE, SPAN_ENDS
from core.storage.models import Ticket, TicketCount, TicketCountChange

_STATE_COLOURS = {state.value: COLOURS[state] for state in sorted(COLOURS, key=OPEN_STATES.__contains__)}
"""Closed states first: most tickets are in one, and databases try the branches of a CASE in order."""


@dataclass(frozen=True)
class CountedRows:
    """A table that counts are added up from."""

    period: ColumnElement[str]
    values: Mapping[Dimension, ColumnElement[Any]]
    indexed: Mapping[Dimension, ColumnElement[Any]]
    """Columns that stand in an index together with the days. They may be NULL where `values` are empty."""
    n: ColumnElement[int]
    rated: ColumnElement[int]
    stars: ColumnElement[int]

    def value(self, dimension: Dimension) -> ColumnElement[Any]:
        if dimension in TIME_LEVELS:
            return func.substr(self.period, 1, TIME_LEVELS[dimension])
        if dimension in AREA_PREFIXES:
            return func.substr(self.values[Dimension.AREA], 1, AREA_PREFIXES[dimension])
        if dimension is Dimension.COLOUR:
            return case(_STATE_COLOURS, value=self.values[Dimension.STATE])
        return self.values[dimension]

    def pick(self, dimensions: Sequence[Dimension], *conditions: ColumnElement[bool]) -> Select[Any]:
        """Selects these dimensions and the numbers of the rows that fulfil all conditions."""
        keys = [self.value(dimension).label(dimension.value) for dimension in dimensions]
        numbers = (self.n.label("n"), self.rated.label("rated"), self.stars.label("stars"))
        return select(*keys, *numbers).where(true(), *conditions)

    def having(self, chosen: Mapping[Dimension, Collection[str]]) -> Iterator[ColumnElement[bool]]:
        """The conditions that each of these dimensions has one of its values."""
        for dimension, values in chosen.items():
            column = None if "" in values else self.indexed.get(dimension)
            yield (self.value(dimension) if column is None else column).in_(values)


def _rows_of(table: type[Ticket] | type[TicketCountChange], sign: ColumnElement[int]) -> CountedRows:
    """A table with one ticket a row; `sign` is what a row counts."""
    seconds = extract("epoch", table.done_at) - extract("epoch", table.opened_at)
    spans = ((seconds < end.total_seconds(), number) for number, end in enumerate(SPAN_ENDS))
    return CountedRows(
        period=cast(table.opened_on, String),
        values={
            Dimension.KIND: type_coerce(table.kind, String),
            Dimension.CATEGORY: table.category.expression,
            Dimension.AREA: func.coalesce(table.area_code, ""),
            Dimension.UNIT: func.coalesce(table.unit, ""),
            Dimension.STATE: type_coerce(table.state, String),
            Dimension.CHANNEL: table.channel.expression,
            Dimension.PUBLIC: case((table.public, "yes"), else_="no"),
            Dimension.TOOK: case((table.done_at.is_(None), NOT_DONE), *spans, else_=len(SPAN_ENDS)),
        },
        indexed={Dimension.AREA: table.area_code.expression},
        n=sign,
        rated=sign * case((table.rating.is_not(None), 1), else_=0),
        stars=sign * func.coalesce(table.rating, 0),
    )


TICKETS = _rows_of(Ticket, literal(1))
CHANGES = _rows_of(TicketCountChange, TicketCountChange.n.expression)
COUNTS = CountedRows(
    period=TicketCount.period.expression,
    values={Dimension(name): getattr(TicketCount, name) for name in COLUMNS},
    indexed={},
    n=TicketCount.n.expression,
    rated=TicketCount.rated.expression,
    stars=TicketCount.stars.expression,
)
