"""What the forms of the console offer to choose from, and how what was typed is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal
from sqlalchemy.orm import Session

from core.city.routing import Router
from core.city.sight import sight_of
from core.kernel.actor import Actor
from core.kernel.states import State
from core.location.areas import Areas
from core.location.model import Area
from core.reports.neighbours import neighbours
from core.running.services import Services
from core.storage.models import Ticket
from core.tickets.handover import GIVING
from core.tickets.people import Person, people_of
from webhooks.language import language, say
from webhooks.staff.form_input import UnreadableError

_SHOWN = 6
"""So many units are shown one below the other; more are typed."""


class Labelled:
    """Codes under the names that people type: of a "unit" or an "area". Names that two have get the code behind."""

    def __init__(self, names: Mapping[str, str], what: str) -> None:
        self._what = what
        often = Counter(name.casefold() for name in names.values())
        self.labels: Mapping[str, str] = {
            code: name if often[name.casefold()] == 1 else f"{name} ({code})" for code, name in names.items()
        }
        self._codes = {label.casefold(): code for code, label in self.labels.items()}

    def read(self, typed: str) -> str | None:
        """The code of a name or code as somebody typed it."""
        typed = " ".join(typed.split())
        return typed if typed in self.labels else self._codes.get(typed.casefold())

    def chosen(self, typed: str) -> str | None:
        """The same of a form's field, None if that is empty. Raises UnreadableError."""
        code = self.read(typed)
        if typed and code is None:
            raise UnreadableError(say(f"staff-form-{self._what}-unknown", typed=typed))
        return code


def unit_labels(router: Router) -> Labelled:
    return Labelled({code: unit.name for code, unit in router.units.items()}, "unit")


def area_labels(areas: Areas) -> Labelled:
    every = (*areas.kelurahan, *areas.kecamatan, *areas.kota)
    return Labelled({area.code: area_name(area) for area in every}, "area")


def area_name(area: Area) -> str:
    if area.kelurahan:
        return f"{area.kelurahan}, Kec. {area.kecamatan}"
    return f"Kecamatan {area.kecamatan}" if area.kecamatan else area.kota


@dataclass(frozen=True)
class UnitChoice:
    code: str
    name: str
    hint: str


@dataclass(frozen=True)
class MainChoice:
    number: str
    text: str
    where: str
    state: State


@dataclass(frozen=True)
class Picks:
    """What the form of one step asks besides note and photo."""

    units: tuple[UnitChoice, ...] = ()
    unit: str | None = None
    """The one that is chosen beforehand."""
    other_units: tuple[str, ...] = ()
    """The names of all that may be typed; none if those above are all."""
    people: tuple[tuple[str, tuple[Person, ...]], ...] = ()
    """(name of the unit, those of it)"""
    asks_person: bool = False
    mains: tuple[MainChoice, ...] = ()
    asks_main: bool = False
    turn_to: str | None = None
    """Where the citizen is sent if nothing else is written."""


class Picker:
    def __init__(self, services: Services) -> None:
        self._router = services.router
        self._handovers = services.workflow.handovers
        self._turn_to = services.config.tickets.turn_to
        self.units = unit_labels(services.router)

    def picks(self, session: Session, ticket: Ticket, actor: Actor, to: State) -> Picks:
        match to:
            case State.MERGED:
                return Picks(mains=self._mains(session, ticket, actor), asks_main=True)
            case State.OUT_OF_SCOPE:
                return Picks(turn_to=self._turn_to)
            case State.COORDINATING:
                return self._units(ticket, [code for code in self._router.units if code != ticket.unit])
            case _ if to in GIVING:
                below = self._units(ticket, self._handovers.units_below(ticket, actor))
                shown = [choice.code for choice in below.units]
                return Picks(
                    units=below.units,
                    unit=below.unit,
                    other_units=below.other_units,
                    people=self.people(session, shown),
                    asks_person=True,
                )
        return Picks()

    def people(self, session: Session, units: list[str]) -> tuple[tuple[str, tuple[Person, ...]], ...]:
        found = people_of(session, units)
        grouped = ((unit, tuple(p for p in found if p.unit == unit)) for unit in dict.fromkeys(units))
        return tuple((self._router.name(unit), people) for unit, people in grouped if people)

    def _units(self, ticket: Ticket, allowed: list[str]) -> Picks:
        """A few to choose at a glance: the advised one, the present one, and where it is advised to go at all."""
        advised = self._handovers.suggested(ticket)
        likely = dict.fromkeys((advised, ticket.unit, self._handovers.first(ticket), self._router.fallback.code))
        few = len(allowed) <= _SHOWN
        shown = [code for code in (*likely, *(allowed if few else ())) if code in set(allowed)]
        hints = {ticket.unit: say("staff-pick-present"), advised: say("staff-pick-advised")}
        choices = tuple(UnitChoice(code, self._router.name(code), hints.get(code, "")) for code in dict.fromkeys(shown))
        default = self._handovers.default(ticket)
        names = () if few else tuple(self.units.labels[code] for code in allowed)
        codes = [choice.code for choice in choices]
        return Picks(units=choices, unit=default if default in codes else next(iter(codes), None), other_units=names)

    def _mains(self, session: Session, ticket: Ticket, actor: Actor) -> tuple[MainChoice, ...]:
        return tuple(
            MainChoice(
                number=near.ticket.number,
                text=shortened(near.ticket.description, 90),
                where=_distance(near.metres) or near.ticket.kelurahan or "",
                state=near.ticket.state,
            )
            for near in neighbours(session, ticket, sight_of(self._router, actor))
        )


def shortened(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _distance(metres: float | None) -> str:
    if metres is None:
        return ""
    if metres < 1000:
        return f"{round(metres, -1):.0f} m"
    return f"{format_decimal(metres / 1000, format='0.0', locale=language())} km"
