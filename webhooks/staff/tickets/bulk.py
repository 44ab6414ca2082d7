"""One step for all tickets that are ticked in a list, with a result for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from core.kernel.states import State, may_ever
from core.kernel.ticket_numbers import read_number
from core.running.services import Services
from core.tickets.bulk import BulkOutcome
from core.tickets.steps import step_to
from webhooks.language import say
from webhooks.routing import Pages, post
from webhooks.staff.form_input import ANYTHING, UnreadableError, fitting, person, ticket_number, words
from webhooks.staff.permissions import Permission
from webhooks.staff.signing_in.signed_in import Member, member, requires
from webhooks.staff.tickets.choices import Picker
from webhooks.staff.tickets.code_names import CodeNames
from webhooks.staff.tickets.refusals import explain

_MOST = 100
_STEPS = (State.DISPATCHED, State.FORWARDED, State.IN_PROGRESS, State.MERGED)
_NOTE_LIMIT = 4000
_VERSION_DIGITS = 18


@dataclass(frozen=True)
class BulkResult:
    number: str
    done: bool
    text: str


class Selection:
    """What the list offers below its rows."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._picker = Picker(services)

    def offer(self, me: Member) -> dict[str, Any]:
        steps = [to for to in _STEPS if may_ever(me.role, to)]
        if not steps:
            return {"bulk_steps": ()}
        router = self._services.router
        below = router.below(me.unit) if me.unit else frozenset(router.units)
        heads = {code for code, unit in router.units.items() if unit.area is None}
        offered = [label for code, label in self._picker.units.labels.items() if code in below or code in heads]
        with self._services.database.read() as session:
            people = self._picker.people(session, [me.unit]) if me.unit else ()
        return {"bulk_steps": steps, "bulk_units": offered, "bulk_people": people}


class BulkPages(Pages):
    def __init__(self, services: Services) -> None:
        self._services = services
        self._names = CodeNames(services)
        self._picker = Picker(services)

    @post("/laporan/massal")
    @requires(Permission.SEE_TICKETS)
    def bulk(self) -> ResponseReturnValue:
        me, to, seen = member(), _step(), _selected()
        name = self._names.state(to)
        try:
            outcomes = self._move(seen, to, me)
        except UnreadableError as error:
            return render_template("staff/bulk.html", results=(), to=name, problem=str(error)), 422
        results = [self._result(outcome, me, to) for outcome in outcomes]
        return render_template("staff/bulk.html", results=results, to=name, problem=None)

    def _move(self, seen: Mapping[str, int], to: State, me: Member) -> list[BulkOutcome]:
        """What the form asks for. Raises UnreadableError."""
        if not seen:
            raise UnreadableError(say("staff-bulk-none"))
        gives = to in (State.DISPATCHED, State.FORWARDED)
        step = step_to(
            to,
            note=fitting(words(request.form, "note", ANYTHING), _NOTE_LIMIT) or None,
            unit=self._picker.units.chosen(words(request.form, "unit_name")) if gives else None,
            assignee_id=person(words(request.form, "assignee")) if gives else None,
            main=ticket_number(words(request.form, "main"), "staff-bulk-main-missing") if to is State.MERGED else None,
        )
        return self._services.bulk.move(seen, step, me.actor, seen_versions=seen)

    def _result(self, outcome: BulkOutcome, me: Member, to: State) -> BulkResult:
        if outcome.problem is None:
            return BulkResult(outcome.number, done=True, text=self._names.state(outcome.state or to))
        return BulkResult(outcome.number, done=False, text=explain(outcome.problem, me.role, "bulk", to)[0])


def _step() -> State:
    to = request.form.get("to", "")
    if to not in set(_STEPS):
        abort(400)
    return State(to)


def _selected() -> dict[str, int]:
    """Number -> the version that was looked at, as the boxes carry it."""
    seen: dict[str, int] = {}
    for value in request.form.getlist("laporan")[:_MOST]:
        written, _, version = value.partition(":")
        number = read_number(written)
        if number is not None and version.isdecimal() and len(version) <= _VERSION_DIGITS:
            seen[number] = int(version)
    return seen
