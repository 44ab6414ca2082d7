"""What tickets can be counted by, and which of them are counted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import TypedDict

from core.kernel.states import Kind, State
from core.reports.counts import periods


class Dimension(StrEnum):
    DAY = "day"
    """The day on which the ticket was opened, in the city's time."""
    MONTH = "month"
    KIND = "kind"
    CATEGORY = "category"
    AREA = "area"
    KECAMATAN = "kecamatan"
    """The kecamatan that the ticket's area is or lies in: the first digits of its code."""
    KOTA = "kota"
    UNIT = "unit"
    STATE = "state"
    COLOUR = "colour"
    """The colour of the ticket's state."""
    CHANNEL = "channel"
    PUBLIC = "public"
    """`yes` or `no`."""
    TOOK = "took"
    """The number of the span (see durations.py) that lies between opened and done; -1 while it is not done."""


class Only(TypedDict, total=False):
    """Which tickets are counted. What is left out or empty is no condition; `since` and `until` are included."""

    states: Collection[State]
    kinds: Collection[Kind]
    categories: Collection[str]
    areas: Collection[str]
    kota: Collection[str]
    units: Collection[str]
    channels: Collection[str]
    public: bool | None
    since: date | None
    until: date | None


Key = tuple[str, ...]
"""The values of the dimensions asked for, in their order; empty where a ticket has none."""

TIME_LEVELS = {Dimension.DAY: periods.DAY, Dimension.MONTH: periods.MONTH}
"""The dimensions of time, and the periods that are fine enough for them."""

AREA_PREFIXES = {Dimension.KOTA: 5, Dimension.KECAMATAN: 8}
"""How many characters of an area's code ("31.73.05.1001") name its kota and its kecamatan."""

DERIVED_FROM = {Dimension.KOTA: Dimension.AREA, Dimension.KECAMATAN: Dimension.AREA, Dimension.COLOUR: Dimension.STATE}
"""Dimensions whose value follows from that of a finer one."""
