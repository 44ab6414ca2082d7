"""`tanggap tickets reassign`: gives on what was left behind."""

from __future__ import annotations

from typing import Annotated

import typer

from core.kernel.actor import Actor
from core.kernel.errors import TanggapError
from core.kernel.states import Role
from core.running.services import Services
from core.staff.errors import StaffError
from core.staff.leaving import Heir
from tanggap.frame import CONFIG, ConfigOption, Opened, out

_BATCH = 200


def add(tickets: typer.Typer, opened: Opened) -> None:
    @tickets.command("reassign")
    def tickets_reassign(
        from_unit: Annotated[
            str | None, typer.Option("--from", help="Unit that has them, also one that is gone.")
        ] = None,
        to_unit: Annotated[str | None, typer.Option("--to", help="Unit of config.yml that gets them.")] = None,
        from_person: Annotated[str | None, typer.Option(help="Username of whoever has them.")] = None,
        to_person: Annotated[str | None, typer.Option(help="Username of whoever gets them; else the queue.")] = None,
        config_path: ConfigOption = CONFIG,
    ) -> None:
        """Give open tickets to another unit or person. The new one gets a notice of each; citizens are not told."""
        if bool(from_unit) == bool(from_person):
            raise TanggapError("say whose tickets they are: --from UNIT, or --from-person USERNAME")
        if (from_unit and (to_person or not to_unit)) or (from_person and to_unit):
            raise TanggapError(
                "tickets --from a unit go --to UNIT; those --from-person go --to-person USERNAME, or to the queues"
            )
        with opened(config_path) as services:
            if from_person:
                given = _from_person(services, from_person, to_person)
            else:
                given = _from_unit(services, from_unit or "", to_unit or "")
        out.print(f"{given} ticket(s) given on", markup=False)


def staff_id_of(services: Services, username: str) -> int:
    with services.database.read() as session:
        found = services.accounts.by_username(session, username)
    if found is None:
        raise StaffError("unknown", f"nobody is called {username}; see `tanggap staff list --all`")
    return found.id


def _from_person(services: Services, username: str, to_person: str | None) -> int:
    heir = Heir(staff_id_of(services, to_person) if to_person else None)
    with services.database.write() as session:
        return services.leaving.give_on(session, None, staff_id_of(services, username), heir)


def _from_unit(services: Services, unit: str, to: str) -> int:
    given = 0
    while True:
        with services.database.write() as session:
            done = services.leaving.give_unit_on(session, Actor(Role.ADMINISTRATOR), unit, to, limit=_BATCH)
        given += done
        if done < _BATCH:
            return given
