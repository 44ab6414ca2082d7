"""What waits for each member of staff, what is due first standing first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.city.scope import BOUND_ROLES
from core.kernel.states import Role, State
from core.reports.worklist import Order
from webhooks.staff.signing_in.signed_in import Member
from webhooks.staff.tickets.filters import TicketFilters

_DUE = TicketFilters(order=Order.DUE)


@dataclass(frozen=True)
class Queue:
    value: str
    """In the address, and in the keys `staff-queue-…`."""
    filters: TicketFilters


def queues_of(me: Member) -> tuple[Queue, ...]:
    """The queues of a member of staff; the first one is opened first."""
    if me.role in BOUND_ROLES:
        of_unit = replace(_DUE, unit=me.unit)
        return (
            Queue("saya", replace(_DUE, mine=True)),
            Queue("unit", of_unit),
            Queue("terlambat", replace(of_unit, late=True)),
        )
    if me.role is Role.VALIDATOR:
        return (
            Queue("validasi", replace(_DUE, state=State.AWAITING_VALIDATION)),
            Queue("dibuka", replace(_DUE, state=State.REOPENED)),
        )
    doubtful, late = Queue("lengkapi", replace(_DUE, doubtful=True)), Queue("terlambat", replace(_DUE, late=True))
    return (doubtful,) if me.role is Role.MODERATOR else (doubtful, late)


def chosen_queue(me: Member, queues: tuple[Queue, ...], asked: str | None) -> Queue:
    """Who leads a unit begins with all that lies there."""
    if asked is None and me.role in BOUND_ROLES and me.role is not Role.OFFICER:
        return queues[1]
    return next((one for one in queues if one.value == asked), queues[0])
