"""Who may see which ticket: one rule for pages, lists, search, files, maps, figures, photos, notices and programs.

Officers, kelurahan and units see what lies or ever lay with their unit or one below it, what is or was theirs to do,
and what lies in an area whose own office they are; of the rest what the public sees. Desks see no tickets. All others
see the whole city's. What somebody may *do* is another question, which `scope` answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, insert, literal, or_, select, true, union
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.scope import BOUND_ROLES
from core.kernel.actor import Actor
from core.kernel.states import Role
from core.storage.models import Ticket, TicketHolder

_WHOLE_CITY = frozenset({Role.VALIDATOR, Role.TICKET_ADMIN, Role.MODERATOR, Role.ADMINISTRATOR})
_HOUSE = frozenset({Role.REPORTER, Role.SYSTEM})
"""Not people of the staff: which report is a reporter's own is asked of the conversation, before they act."""
_NOBODY = "-"
"""No unit has this code: nothing lies there, where an empty choice would be everywhere."""
_PERSON = "staff/"
FEW = 5_000
"""So many tickets can be looked through one by one."""


@dataclass(frozen=True)
class Sight:
    """What one actor may look at. The predicate and the conditions all say the same."""

    everything: bool = False
    holders: frozenset[str] = frozenset()
    """Units, and the actor as a person, as `ticket_holder` names them."""
    areas: frozenset[str] = frozenset()
    few: bool = False
    """It was counted, and there are few: an index finds them all at once."""

    def sees(self, ticket: Ticket) -> bool:
        if self.everything or ticket.area_code in self.areas:
            return True
        return any(held.holder in self.holders for held in ticket.holders)

    def knows(self, ticket: Ticket) -> bool:
        """Whether this actor may know that there is such a ticket: of public ones everybody may."""
        return ticket.public or self.sees(ticket)

    def condition(self, of: Any = Ticket) -> ColumnElement[bool]:
        """The same for the class, or for the columns `id` and `area_code` of a query."""
        if self.everything:
            return true()
        if self.few:
            found: ColumnElement[bool] = of.id.in_(self._ids())
            return found
        # A ticket had few holders: going through them is faster than seeking each of, say, a kota's seventy units.
        mine = (TicketHolder.holder + "").in_(sorted(self.holders))
        held = select(TicketHolder.ticket_id).where(TicketHolder.ticket_id == of.id, mine).exists()
        return or_(of.area_code.in_(sorted(self.areas)), held)

    def counted(self, session: Session) -> Sight:
        """The same, knowing whether there are few."""
        if self.everything:
            return self
        parts = (part.limit(FEW + 1).subquery() for part in (self._by_holder, self._by_area))
        number = sum(session.scalar(select(func.count()).select_from(part)) or 0 for part in parts)
        return replace(self, few=number <= FEW)

    def covers(self, units: Collection[str] = (), areas: Collection[str] = ()) -> bool:
        """Whether all that lies with these units, and in these areas, is seen. Empty is everywhere."""
        named_units, named_areas = frozenset(units), frozenset(areas)
        if self.everything or (named_units and named_units <= self.holders):
            return True
        return bool(named_areas) and named_areas <= self.areas

    def within(self, units: Collection[str], areas: Collection[str]) -> tuple[Collection[str], Collection[str]]:
        """Of these units and areas so much that all of it is seen, for figures, which know no single tickets."""
        if self.covers(units, areas):
            return units, areas
        if self.areas and (seen := self.areas.intersection(areas) if areas else self.areas):
            return units, seen
        return (self.holders.intersection(units) if units else self.holders) or {_NOBODY}, areas

    @property
    def _held(self) -> ColumnElement[bool]:
        return TicketHolder.holder.in_(sorted(self.holders))

    @property
    def _by_holder(self) -> Select[int]:
        return select(TicketHolder.ticket_id.label("id")).where(self._held)

    @property
    def _by_area(self) -> Select[int]:
        return select(Ticket.id).where(Ticket.area_code.in_(sorted(self.areas)))

    def _ids(self) -> CompoundSelect[int]:
        return union(self._by_holder, self._by_area)


EVERYTHING = Sight(everything=True)
NOTHING = Sight()


def sight_of(router: Router, actor: Actor) -> Sight:
    if actor.role in _WHOLE_CITY | _HOUSE:
        return EVERYTHING
    if actor.role not in BOUND_ROLES:
        return NOTHING
    units = router.below(actor.unit) if actor.unit else frozenset()
    areas = router.governed(actor.unit) if actor.unit else frozenset()
    return Sight(holders=units | {person(actor.staff_id)} if actor.staff_id is not None else units, areas=areas)


def person(staff_id: int) -> str:
    """How somebody of the staff stands among those who had a ticket."""
    return f"{_PERSON}{staff_id}"


def hold(ticket: Ticket, units: Iterable[str | None], staff_id: int | None) -> None:
    """Write down that these have the ticket, so that they may see it from now on."""
    given = [unit for unit in units if unit is not None]
    if staff_id is not None:
        given.append(person(staff_id))
    known = {held.holder for held in ticket.holders} if given else set()
    ticket.holders.extend(TicketHolder(holder=one) for one in dict.fromkeys(given) if one not in known)


def inherit(session: Session, router: Router) -> None:
    """Let the units that stand in for those that config.yml lost see what these had. At every start."""
    had = session.scalars(select(TicketHolder.holder).distinct()).all()
    for lost in (one for one in had if not one.startswith(_PERSON) and one not in router.units):
        heir = router.successor(lost)
        known = select(TicketHolder.ticket_id).where(TicketHolder.holder == heir)
        theirs = select(TicketHolder.ticket_id, literal(heir)).where(TicketHolder.holder == lost)
        left = theirs.where(TicketHolder.ticket_id.not_in(known))
        session.execute(insert(TicketHolder).from_select(["ticket_id", "holder"], left))
