"""What a list shows, as it stands in the address. What an address can't mean is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import url_for

from core.city.sight import sight_of
from core.kernel.states import COLOURS, OPEN_STATES, Kind, State
from core.reports.worklist import Order, WorklistQuery
from core.running.services import Services
from core.storage.audit_actions import AuditAction
from webhooks.staff.labels import GROUPS
from webhooks.staff.signing_in.signed_in import Member
from webhooks.staff.tickets.choices import Labelled

ALL = "semua"
_LONGEST = 200
_ORDERS = {"baru": Order.NEWEST, "batas": Order.DUE}


@dataclass(frozen=True)
class TicketFilters:
    group: str | None = None
    state: State | None = None
    kind: Kind | None = None
    category: str | None = None
    unit: str | None = None
    area: str | None = None
    since: date | None = None
    until: date | None = None
    late: bool = False
    doubtful: bool = False
    mine: bool = False
    words: str = ""
    order: Order = Order.NEWEST

    @property
    def states(self) -> tuple[State, ...]:
        if self.state:
            return (self.state,)
        colour = next((colour for value, _, colour in GROUPS if value == self.group), None)
        return tuple(state for state in State if COLOURS[state] == colour)

    @property
    def narrowed(self) -> bool:
        """Whether more than the colour, the unit and the order is asked for."""
        return replace(self, group=None, unit=None, order=Order.NEWEST) != TicketFilters()

    def wanted(
        self, services: Services, me: Member, now: datetime, looked_after: frozenset[str] = frozenset()
    ) -> WorklistQuery:
        """`looked_after`: units outside the tree of the chosen one that show with it."""
        return WorklistQuery(
            states=self.states or (OPEN_STATES if self.order is Order.DUE else ()),
            kind=self.kind,
            category=self.category,
            units=services.router.below(self.unit) | looked_after if self.unit else (),
            areas=frozenset(services.areas.within(self.area)) if self.area else (),
            assignee_id=me.staff_id if self.mine else None,
            since=self.since,
            until=self.until,
            late_at=now if self.late else None,
            doubtful=self.doubtful,
            sight=sight_of(services.router, me.actor),
            words=self.words,
            order=self.order,
        )

    def note(
        self, services: Services, me: Member, where: str, after: str | None = None, *, action: AuditAction | None = None
    ) -> None:
        """Write into the audit that somebody looked at a page of this list: which one, and what was sought."""
        asked = {name: value for name, value in self.parameters.items() if name != "cari"}
        detail: dict[str, Any] = {"page": where, "filters": asked, "words": self.words, "after": after}
        said = {name: value for name, value in detail.items() if value}
        usual: AuditAction = "tickets.searched" if self.words else "tickets.listed"
        services.audit.write(action or usual, "tickets", staff_id=me.staff_id, **said)

    @property
    def parameters(self) -> dict[str, str]:
        """As they stand in an address."""
        asked = {
            "warna": self.group,
            "status": self.state,
            "jenis": self.kind,
            "kategori": self.category,
            "unit": self.unit or ALL,
            "wilayah": self.area,
            "dari": self.since and self.since.isoformat(),
            "sampai": self.until and self.until.isoformat(),
            "lambat": "1" if self.late else None,
            "periksa": "1" if self.doubtful else None,
            "petugas": "saya" if self.mine else None,
            "cari": self.words,
            "urut": "batas" if self.order is Order.DUE else None,
        }
        return {name: str(value) for name, value in asked.items() if value}

    def address(self, endpoint: str = "staff.tickets", /, **changes: Any) -> str:
        """This list with something changed, beginning at its first page."""
        asked = {**self.parameters, **changes}
        return url_for(endpoint, **{name: value for name, value in asked.items() if value})


def read_filters(given: Mapping[str, str], services: Services, me: Member, areas: Labelled) -> TicketFilters:
    """Those who belong to a unit see their unit's tickets until they ask for others."""
    unit = given.get("unit", me.unit or ALL)
    return TicketFilters(
        group=given.get("warna") if given.get("warna") in {value for value, _, _ in GROUPS} else None,
        state=State(given["status"]) if given.get("status") in set(State) else None,
        kind=services.config.kind_of(given.get("jenis")),
        category=services.config.category_of(given.get("kategori")),
        unit=unit if unit in services.router.units else None,
        area=areas.read(given.get("wilayah", "")[:_LONGEST]),
        since=_day(given.get("dari", "")),
        until=_day(given.get("sampai", "")),
        late=given.get("lambat") == "1",
        doubtful=given.get("periksa") == "1",
        mine=given.get("petugas") == "saya",
        words=" ".join(given.get("cari", "").replace("\0", "").split())[:_LONGEST],
        order=_ORDERS.get(given.get("urut", ""), Order.NEWEST),
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
